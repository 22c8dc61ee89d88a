"""Reading RDF files to be checked, without ever going to the network."""

from __future__ import annotations

import json
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from rdflib import Dataset, Graph

from kgpub.errors import UnreadableInput, UsageError
from kgpub.resources import resource_dir
from kgpub.validate.engines import quiet_rdflib

CONTEXT_IRI = "https://w3id.org/kgpub/context.jsonld"

# format name -> (rdflib's name, file name endings)
RDF_FORMATS: dict[str, tuple[str, tuple[str, ...]]] = {
    "turtle": ("turtle", (".ttl",)),
    "ntriples": ("nt", (".nt",)),
    "nquads": ("nquads", (".nq",)),
    "trig": ("trig", (".trig",)),
    "json-ld": ("json-ld", (".jsonld",)),
}

_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]+):\s*<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE)


def read_graph(source: str, format: str | None = None) -> Graph:
    """Return the triples of a file, those of all its named graphs taken together.

    Args:
        source: a path, or ``-`` for standard input.
        format: one of :data:`RDF_FORMATS`; by the file's ending when left out, and Turtle
            for standard input.

    Raises:
        UnreadableInput: there is no such file, it is not of the format, or it is JSON-LD
            with a context that would have to be fetched.
    """
    name = "<stdin>" if source == "-" else source
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UnreadableInput(name, error.strerror or str(error)) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            name, f"not UTF-8 (byte {error.start})", tip="Convert the file to UTF-8."
        ) from error
    return parse_graph(text, format or _format_of(source), name)


def parse_graph(text: str, format: str, source: str) -> Graph:
    """Return the triples of an RDF text, with its prefixes; ``source`` is what messages call it.

    Raises:
        UnreadableInput: the text is not of the format.
        UsageError: there is no such format.
    """
    if format not in RDF_FORMATS:
        raise UsageError(f"unknown format {format}; known are {', '.join(RDF_FORMATS)}")
    if format == "json-ld":
        text = _with_local_context(text, source)
    dataset = Dataset(default_union=True)
    try:
        with quiet_rdflib():
            dataset.parse(data=text, format=RDF_FORMATS[format][0])
    except Exception as error:
        # rdflib's parsers raise whatever they stumble over, from SyntaxError to AttributeError.
        reason = " ".join(str(error).split())[:300].replace(" of <>", "")
        raise UnreadableInput(source, f"not readable as {format}: {reason}") from error
    graph = Graph(bind_namespaces="none")
    # Not dataset.namespaces(): rdflib adds some thirty of its own there, and renames the file's to make room.
    for prefix, namespace in _PREFIX.findall(text):
        graph.bind(prefix, namespace, replace=True)
    for subject, predicate, value, _ in dataset.quads((None, None, None, None)):
        graph.add((subject, predicate, value))
    return graph


def _format_of(source: str) -> str:
    if source == "-":
        return "turtle"
    for name, (_, endings) in RDF_FORMATS.items():
        if source.lower().endswith(endings):
            return name
    endings_known = ", ".join(ending for _, endings in RDF_FORMATS.values() for ending in endings)
    raise UnreadableInput(
        source,
        f"the file name does not tell the format; expected one of {endings_known}",
        tip="Name the format with --input-format.",
    )


def _with_local_context(text: str, source: str) -> str:
    """The JSON-LD with kgpub's context put in place; any other context by address is refused.

    rdflib opens a context named by an IRI or path wherever it stands: at the top, in a
    list, inside another context or behind ``@import``. All of them are looked at here.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise UnreadableInput(source, f"not JSON: {error}") from error
    return json.dumps(_localised(document, source), ensure_ascii=False)


def _localised(node: Any, source: str) -> Any:
    if isinstance(node, list):
        return [_localised(item, source) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("@import"), str):
        _refuse(node["@import"], source)
    return {
        key: _local_context(value, source) if key == "@context" else _localised(value, source)
        for key, value in node.items()
    }


def _local_context(value: Any, source: str) -> Any:
    if isinstance(value, list):
        return [_local_context(item, source) for item in value]
    if isinstance(value, str):
        return own_context() if value == CONTEXT_IRI else _refuse(value, source)
    return _localised(value, source)


def _refuse(iri: str, source: str) -> None:
    raise UnreadableInput(
        source,
        f"the JSON-LD context {iri} is not part of the file, and nothing is fetched from the network",
        tip=f"Put the context into the file, or use {CONTEXT_IRI}, which ships with kgpub.",
    )


@lru_cache(maxsize=1)
def own_context() -> Any:
    """Return the content of kgpub's JSON-LD context, as it ships."""
    path = resource_dir("ontology") / "context.jsonld"
    return json.loads(path.read_text(encoding="utf-8"))["@context"]
