"""Reading RDF files for queries, without ever going to the network for them."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rdflib import Dataset, Graph

from kgpub.errors import InputError
from kgpub.resources import resource_dir

_TRIPLES = {".ttl": "turtle", ".nt": "nt"}
_QUADS = {".nq": "nquads", ".trig": "trig", ".jsonld": "json-ld"}
# The IRIs under which our own context is published; the shipped file is the same.
_OUR_CONTEXTS = frozenset({"https://w3id.org/kgpub/context.jsonld", "https://w3id.org/kgpub/context"})


def load_graph(paths: Sequence[str]) -> Dataset:
    """Return one dataset with the triples of all files; its default graph is the union of all graphs.

    The ending of a file tells its format: .ttl .nt .nq .trig .jsonld. ``-`` is
    standard input, as Turtle, TriG or JSON-LD.

    Raises:
        InputError: a file can't be read, has an unknown ending, or is malformed.
    """
    dataset = Dataset(default_union=True)
    for path in paths:
        text, suffix, base = _read(path)
        try:
            with _quiet():
                _add(dataset, text, suffix, base, path)
        except InputError:
            raise
        except Exception as error:  # each of rdflib's parsers has its own errors, and lets others through
            reason = " ".join(str(error).split())[:300] or type(error).__name__
            raise InputError(path, f"is not valid {_name(suffix)}: {reason}") from error
    return dataset


def _read(path: str) -> tuple[str, str, str]:
    """Return a file's text, the suffix that tells its format, and the IRI that relative IRIs start from."""
    try:
        if path == "-":
            data, suffix, base = sys.stdin.buffer.read(), "", "stdin:"
        else:
            file = Path(path)
            suffix, base = file.suffix.lower(), file.resolve().as_uri()
            if suffix not in _TRIPLES | _QUADS:
                raise InputError(
                    path,
                    f'the ending "{file.suffix}" is no RDF format; '
                    f"expected {', '.join(sorted(_TRIPLES | _QUADS))}",
                )
            data = file.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(path, f"can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(path, f"is not UTF-8 text (byte {error.start})") from error
    if not suffix:
        # TriG has Turtle and N-Triples in it. A graph in braces is no JSON.
        suffix = ".jsonld" if text.lstrip()[:1] in ("{", "[") and _is_json(text) else ".trig"
    return text, suffix, base


def _add(dataset: Dataset, text: str, suffix: str, base: str, path: str) -> None:
    if suffix == ".jsonld":
        text = json.dumps(_with_local_contexts(json.loads(text), path))
    if suffix in _QUADS:
        # rdflib's quad parsers change what the dataset takes for its default
        # graph, so each file gets a dataset of its own.
        own = Dataset()
        own.parse(data=text, format=_QUADS[suffix], publicID=base)
        for subject, predicate, object_, name in own.quads():
            graph = dataset.default_graph if name is None else dataset.graph(name)
            graph.add((subject, predicate, object_))
        bound = own.namespaces()
    else:
        plain = Graph()
        plain.parse(data=text, format=_TRIPLES[suffix], publicID=base)
        for triple in plain:
            dataset.default_graph.add(triple)
        bound = plain.namespaces()
    for prefix, namespace in bound:
        dataset.bind(prefix, namespace)


def _with_local_contexts(node: Any, path: str) -> Any:
    """Return the document with our own context in place of its IRI.

    Raises:
        InputError: it names another context, which would have to be fetched.
    """
    if isinstance(node, list):
        return [_with_local_contexts(item, path) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _local(value, path) if key in ("@context", "@import") else _with_local_contexts(value, path)
        for key, value in node.items()
    }


def _local(context: Any, path: str) -> Any:
    if isinstance(context, list):
        return [_local(item, path) for item in context]
    if not isinstance(context, str):
        return _with_local_contexts(context, path)
    if context not in _OUR_CONTEXTS:
        raise InputError(
            path,
            f"its @context is {context}, which would have to be fetched",
            tip="Put the context into the file, or convert the file to Turtle.",
        )
    shipped = resource_dir("ontology") / "context.jsonld"
    return json.loads(shipped.read_text(encoding="utf-8"))["@context"]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _name(suffix: str) -> str:
    return {".ttl": "Turtle", ".nt": "N-Triples", ".nq": "N-Quads", ".trig": "TriG", ".jsonld": "JSON-LD"}[
        suffix
    ]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from printing a traceback for every literal that its datatype doesn't allow."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
