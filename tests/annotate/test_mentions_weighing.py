"""How beliefs about spans are weighed."""

from __future__ import annotations

from kgpub.annotate.mentions_places import split_chain
from kgpub.annotate.proposals import ACCEPT, Proposal, weigh
from kgpub.model import EntityType

PERSON, PLACE = EntityType.PERSON, EntityType.PLACE


def test_weak_beliefs_add_up() -> None:
    weak = ACCEPT * 0.6
    assert weigh([Proposal(0, 2, PLACE, weak, "tagger")]) == []
    (kept,) = weigh([Proposal(0, 2, PLACE, weak, "tagger"), Proposal(0, 2, PLACE, weak, "gazetteer")])
    assert kept.source == "gazetteer+tagger"


def test_the_heavier_type_wins() -> None:
    kept = weigh([Proposal(0, 2, PLACE, 2.2, "tagger"), Proposal(0, 2, PERSON, 5.0, "title")])
    assert [k.type for k in kept] == [PERSON]


def test_a_longer_span_beats_its_parts() -> None:
    kept = weigh([Proposal(0, 2, PLACE, 5.0, "list"), Proposal(0, 6, EntityType.ORGANIZATION, 2.1, "suffix")])
    assert [(k.start, k.end) for k in kept] == [(0, 6)]


def test_kind_and_key_survive() -> None:
    kept = weigh([Proposal(0, 2, PLACE, 5.0, "list", "Country", "country:IN"), Proposal(0, 2, PLACE, 1, "x")])
    assert (kept[0].kind, kept[0].key) == ("Country", "country:IN")


def test_chains_of_administrative_names() -> None:
    assert split_chain("岩手県花巻市") == ["岩手県", "花巻市"]
    assert split_chain("大阪府堺市北区") == ["大阪府", "堺市", "北区"]
    assert split_chain("四日市市") == ["四日市市"]
    assert split_chain("宮城") == ["宮城"]
