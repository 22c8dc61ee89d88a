"""The RDF formats, by all the names they go by.

Reading and writing share this table, so that what one command writes another
can read, and ``--format`` and file endings mean the same everywhere. It needs no
rdflib: settings and help texts ask it for names long before a graph is there.
"""

from __future__ import annotations

from enum import StrEnum

from kgpub.errors import UsageError


class Format(StrEnum):
    """An RDF format, by the name that ``--format`` takes.

    ``suffix`` is the ending of its files, ``label`` its name in messages, and
    ``parser`` what rdflib calls it.
    """

    suffix: str
    label: str
    parser: str

    def __new__(cls, name: str, suffix: str, label: str, parser: str) -> Format:
        """Return the member; its value is the name alone."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.suffix = suffix
        member.label = label
        member.parser = parser
        return member

    TURTLE = "turtle", ".ttl", "Turtle", "turtle"
    NTRIPLES = "ntriples", ".nt", "N-Triples", "nt"
    NQUADS = "nquads", ".nq", "N-Quads", "nquads"
    TRIG = "trig", ".trig", "TriG", "trig"
    JSON_LD = "json-ld", ".jsonld", "JSON-LD", "json-ld"


BY_SUFFIX = {format_.suffix: format_ for format_ in Format}
# Endings and the W3C's own spellings are what people also write on a command line.
_BY_NAME = {
    name: format_
    for format_ in Format
    for name in (format_.value, format_.suffix.removeprefix("."), format_.label.lower())
}


def format_named(name: str) -> Format:
    """Return the format called ``name``: ``turtle``, ``json-ld``, or an ending such as ``ttl``.

    Raises:
        UsageError: no format has that name.

    >>> format_named("nq")
    <Format.NQUADS: 'nquads'>
    """
    try:
        return _BY_NAME[name.lower()]
    except KeyError:
        raise UsageError(f'"{name}" is no RDF format; expected {", ".join(Format)}') from None


def no_format(suffix: str) -> str:
    """Return the words that say of a file's ending that it stands for no format."""
    found = f'the ending "{suffix}" is no RDF format' if suffix else "no ending tells the RDF format"
    return f"{found}; expected {', '.join(BY_SUFFIX)}"
