"""The former place of :mod:`kgpub.rdf.namespaces`, for modules that still import from here."""

from __future__ import annotations

from kgpub.rdf.namespaces import GN, ITSRDF, KG, NIF, SCHEMA, WD, prefixes

__all__ = ["GN", "ITSRDF", "KG", "NIF", "SCHEMA", "WD", "prefixes"]
