"""The last stage: RDF graphs become bytes, and bytes become files.

``serialise`` gives the same bytes for the same triples, in whatever order they
were added. ``write_atomically`` and ``replacing`` put them on disk so that a reader sees the old
file or the new one, never half of it.
"""

from __future__ import annotations

from kgpub.write.atomic import replacing, write_atomically
from kgpub.write.formats import Format, NamedGraph, format_for, format_named, serialise

__all__ = ["Format", "NamedGraph", "format_for", "format_named", "replacing", "serialise", "write_atomically"]
