"""Links the entities of an article to the gazetteer, or says why not.

Countries come first, since they decide between homonyms; then other places,
organizations and people, each with what was found before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kgpub.link.context import Context, order
from kgpub.link.index import Index
from kgpub.link.organizations import score_organizations, score_terms
from kgpub.link.people import score_people
from kgpub.link.places import score_places
from kgpub.link.scores import Scored, choose
from kgpub.model import Article, Entity, EntityType

_SCORERS: dict[EntityType, Callable[[Entity, Context], list[Scored]]] = {
    EntityType.PLACE: score_places,
    EntityType.ORGANIZATION: score_organizations,
    EntityType.PERSON: score_people,
    EntityType.TERM: score_terms,
}


def link(entities: Sequence[Entity], article: Article, index: Index) -> tuple[Entity, ...]:
    """Return the entities, in their order, each with a link or the reason why it has none.

    A candidate's type always agrees with its entity's. A candidate below the threshold
    (:data:`kgpub.link.scores.THRESHOLD`), or too close to the next, is not linked; the
    candidates that were passed over are kept with their scores.
    """
    context = Context(article, index, {entity.id: entity for entity in entities})
    linked: dict[str, Entity] = {}
    for entity in order(entities):
        result = replace(entity, link=choose(_SCORERS[entity.type](entity, context)))
        linked[entity.id] = result
        context.note(result)
    return tuple(linked[entity.id] for entity in entities)
