"""Reading RDF files: their statements, their graphs and their prefixes, and nothing from the network.

Checking and querying read the same files, so they read them here: what is
refused, how it is said, and what a relative IRI is relative to must not depend on
the command. rdflib alone would fetch JSON-LD contexts, resolve relative IRIs
against the working directory, print tracebacks about odd literals, and rename a
file's prefixes to make room for thirty of its own.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rdflib import Dataset, Graph
from rdflib.namespace import NamespaceManager
from rdflib.plugins.parsers.jsonld import to_rdf

from kgpub.errors import KgpubError, UnreadableInput
from kgpub.rdf.contexts import with_local_contexts
from kgpub.rdf.formats import BY_SUFFIX, Format, format_named, no_format

# What relative IRIs start from where there is no file. Any fixed one will do that all parsers can join to.
_STDIN_BASE = "file:///dev/stdin"


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What an RDF file says: its graphs, and the prefixes that it declares itself, in its order.

    Statements in no named graph are in the dataset's default graph, which is not
    the union of the others.
    """

    dataset: Dataset
    prefixes: tuple[tuple[str, str], ...]


def read(source: str, format: str | None = None, *, allow_network: bool = False) -> Document:
    """Return what a file says.

    Args:
        source: a path, or ``-`` for standard input.
        format: the name of a :class:`~kgpub.rdf.formats.Format`; by the file's ending when
            left out. Standard input is then JSON-LD where it is JSON, and TriG otherwise,
            which has Turtle and N-Triples in it.
        allow_network: fetch the contexts that a JSON-LD document names by address.

    Raises:
        UnreadableInput: there is no such file, its ending tells no format, it is not of the
            format, or it is JSON-LD with a context that would have to be fetched.
        UsageError: there is no such format.
    """
    name = "<stdin>" if source == "-" else source
    known = None if format is None else format_named(format)
    try:
        if source == "-":
            data, base = sys.stdin.buffer.read(), _STDIN_BASE
        else:
            path = Path(source)
            known = known or _format_of(path)
            data, base = path.read_bytes(), path.resolve().as_uri()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UnreadableInput(name, f"can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            name, f"is not UTF-8 text (byte {error.start})", tip="Convert the file to UTF-8."
        ) from error
    return parse(text, known or _guessed(text), name, base, allow_network=allow_network)


def parse(
    text: str, format: str, source: str, base: str = _STDIN_BASE, *, allow_network: bool = False
) -> Document:
    """Return what an RDF text says; ``source`` is what messages call it.

    Raises:
        UnreadableInput: the text is not of the format, or names a context that would have
            to be fetched.
        UsageError: there is no such format.
    """
    known = format_named(format)
    dataset = Dataset()
    # Both, because the parsers bind prefixes now to the one and now to the other.
    dataset.namespace_manager = NamespaceManager(dataset, bind_namespaces="none")
    dataset.default_graph.namespace_manager = dataset.namespace_manager
    try:
        with quiet_rdflib():
            if known is Format.JSON_LD:
                document = with_local_contexts(_json(text), source, allow_network=allow_network)
                to_rdf(document, dataset, base)
            else:
                dataset.parse(data=text, format=known.parser, publicID=base)
    except KgpubError:
        raise
    except Exception as error:
        # rdflib's parsers raise whatever they stumble over, from SyntaxError to AttributeError.
        reason = " ".join(str(error).split())[:300].replace(" of <>", "") or type(error).__name__
        raise UnreadableInput(source, f"is not valid {known.label}: {reason}") from error
    # These two can't declare any; rdflib leaves its own there.
    without = known in (Format.NTRIPLES, Format.NQUADS)
    declared = () if without else dataset.namespaces()
    return Document(dataset, tuple((prefix, str(namespace)) for prefix, namespace in declared))


def read_graph(source: str, format: str | None = None) -> Graph:
    """Return the triples of a file, those of all its graphs taken together, with its prefixes.

    Arguments and errors are those of :func:`read`.
    """
    return _union(read(source, format))


def parse_graph(text: str, format: str, source: str) -> Graph:
    """Return the triples of an RDF text, those of all its graphs taken together, with its prefixes.

    Arguments and errors are those of :func:`parse`.
    """
    return _union(parse(text, format, source))


@contextmanager
def quiet_rdflib() -> Iterator[None]:
    """Silence rdflib's tracebacks about literals that don't fit their datatype; a shape reports them."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _format_of(path: Path) -> Format:
    suffix = path.suffix.lower()
    if suffix not in BY_SUFFIX:
        raise UnreadableInput(
            str(path),
            no_format(path.suffix),
            tip="Give the file one of these endings (kgpub validate also takes --input-format).",
        )
    return BY_SUFFIX[suffix]


def _guessed(text: str) -> Format:
    # TriG may start with a brace, and Turtle with a bracket.
    if text.lstrip()[:1] in ("{", "["):
        try:
            json.loads(text)
        except ValueError:
            return Format.TRIG
        return Format.JSON_LD
    return Format.TRIG


def _json(text: str) -> object:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(document, dict | list):
        raise ValueError("expected an object or an array")
    return document


def _union(document: Document) -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in document.prefixes:
        graph.bind(prefix, namespace)
    for subject, predicate, object_, _ in document.dataset.quads():
        graph.add((subject, predicate, object_))
    return graph
