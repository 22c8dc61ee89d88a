"""Prefixed names for IRIs, where Turtle can write them without an escape."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rdflib import URIRef

from kgpub.rdf.namespaces import VOCABULARIES
from kgpub.write.formats import NamedGraph
from kgpub.write.terms import iri

_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# PN_LOCAL of the Turtle grammar in ASCII: no backslash, no dot at the ends, no bare percent sign.
_LOCAL = re.compile(
    r"(?:[A-Za-z0-9_:]|%[0-9A-Fa-f]{2})(?:(?:[A-Za-z0-9_:.-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9_:-]|%[0-9A-Fa-f]{2}))?"
)


def bound_namespaces(graphs: Sequence[NamedGraph]) -> list[tuple[str, str]]:
    """Return the prefixes that the graphs declare and Turtle can write, with their namespaces, sorted."""
    bound = {(prefix, str(ns)) for named in graphs for prefix, ns in named.graph.namespaces()}
    return sorted(item for item in bound if _PREFIX.fullmatch(item[0]))


def local_name(iri: str, namespace: str) -> str | None:
    """Return what follows the namespace, or ``None`` where that can't be written without an escape."""
    if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
        return iri[len(namespace) :]
    return None


class Prefixes:
    """The prefixes of a document; remembers which of them have been used."""

    def __init__(self, graphs: Sequence[NamedGraph]) -> None:
        # The prefixes of the nodes (person:, event:) depend on the user's base, and are bound to the graph.
        by_prefix = dict(VOCABULARIES)
        taken = set(by_prefix.values())
        for prefix, namespace in bound_namespaces(graphs):
            if prefix not in by_prefix and namespace not in taken:
                by_prefix[prefix] = namespace
                taken.add(namespace)
        # The longest namespace that fits gives the shortest name.
        self._namespaces = sorted(by_prefix.items(), key=lambda item: (-len(item[1]), item[0]))
        self._used: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def name(self, term: URIRef) -> str:
        """Return ``person:Q15031``, or the IRI in angle brackets where no prefix fits.

        Raises:
            InputError: the IRI has a character that no IRI may have.
        """
        text = str(term)
        if text not in self._names:
            self._names[text] = self._named(text) or iri(term)
        return self._names[text]

    def _named(self, text: str) -> str | None:
        for prefix, namespace in self._namespaces:
            local = local_name(text, namespace)
            if local is not None:
                self._used[prefix] = namespace
                return f"{prefix}:{local}"
        return None

    def declarations(self) -> str:
        """Return a line for each prefix that has been used so far, in alphabetical order."""
        return "".join(
            f"@prefix {prefix}: {iri(URIRef(namespace))} .\n"
            for prefix, namespace in sorted(self._used.items())
        )
