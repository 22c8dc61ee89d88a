"""Turns what a source says about one entity into an entry of the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from kgpub.link.derive import OFFICE, derived
from kgpub.link.format import Alias, Entry, Grade
from kgpub.link.kinds import classify
from kgpub.link.screen import LATIN, Words, is_generic, is_japanese, is_usable

# Labels of other languages are neither published nor searched for.
LANGUAGES = ("ja", "en", "zh")
_POLITICAL = re.compile(
    r"\b(?:politician|president|prime minister|minister|chancellor|governor|mayor|senator"
    r"|diplomat|monarch|king|queen)\b",
    re.IGNORECASE,
)


@cache
def _words() -> Words:
    return Words()


def make_entry(
    id_: str,
    hint: str | None,
    labels: Mapping[str, str],
    aliases: Iterable[str],
    *,
    description: str | None = None,
    country: str | None = None,
    popularity: int = 0,
    source: str = "",
) -> Entry | None:
    """Return an entry, or ``None`` if it is no named entity or has no usable name.

    ``hint`` is the source's own type (see :func:`kgpub.link.kinds.classify`);
    ``labels`` maps language tags to preferred names, of which ja, en and zh count.
    """
    found = classify(hint, description)
    if found is None:
        return None
    type_, kind = found
    kept = {tag: labels[tag] for tag in LANGUAGES if labels.get(tag)}
    names = [Alias(name, Grade.LABEL, generic=is_generic(name)) for tag, name in kept.items() if tag != "zh"]
    names = [alias for alias in names if len(alias.name) > 1]
    names += [
        Alias(name, Grade.WEAK, generic=is_generic(name)) for name in aliases if is_usable(name, type_, kind)
    ]
    office = bool(description and (OFFICE.match(description) or _POLITICAL.search(description)))
    trusted = [alias.name for alias in names if alias.grade is Grade.LABEL]
    if not names:
        return None
    for alias in derived(trusted, type_, kind, office=office, split=_words().surname):
        names.append(alias if alias.part else Alias(alias.name, alias.grade, generic=is_generic(alias.name)))
    return Entry(
        id_,
        type_,
        kind,
        kept,
        tuple(names),
        country or None,
        description or None,
        popularity,
        source=source,
    )


def is_name_language(name: str) -> bool:
    """Whether a name without a language tag may be Japanese or in Latin letters."""
    return bool(LATIN.match(name)) or is_japanese(name)
