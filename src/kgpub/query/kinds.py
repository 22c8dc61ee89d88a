"""The kinds of event by class name and by label, in Japanese and English."""

from __future__ import annotations

import functools
import re

from kgpub.rdf.namespaces import KG
from kgpub.resources import read_table


def kind_iri(name: str) -> str | None:
    """Return the class for ``Meeting``, ``kg:Meeting``, ``会談`` or ``meeting``, ``None`` when there is none.

    >>> kind_iri("会談")
    'https://w3id.org/kgpub/ontology#Meeting'
    >>> kind_iri("昼食") is None
    True
    """
    key = name.removeprefix(KG).removeprefix("kg:")
    kind = _kinds().get(key.casefold())
    return None if kind is None else KG + kind


@functools.cache
def _kinds() -> dict[str, str]:
    """Return the class's local name by each name that people call it."""
    names: dict[str, str] = {}
    for row in read_table("ja", "event_kinds.tsv"):
        kind = row["kind"]
        # 会談・会合 stands for either word.
        for name in (kind, row["label_ja"], row["label_en"], *re.split("・", row["label_ja"])):
            names.setdefault(name.casefold(), kind)
    return names
