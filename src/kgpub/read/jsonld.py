"""schema.org articles in JSON-LD: a file of its own, or a ``<script>`` of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kgpub.read.dates import Published
from kgpub.read.document import Metadata
from kgpub.read.metadata import Record, clean, published, web_address

Node = dict[str, Any]

_ARTICLE = re.compile(r"(?:\w*Article|Report|\w*BlogPosting)")
_DEEPEST = 12


def articles(data: object) -> list[Record]:
    """Return the articles that the JSON-LD describes at its top, in a list or in ``@graph``.

    Articles inside other nodes (related links, item lists) are not the
    document's own and are left out, except as the ``mainEntity`` of a page.
    Articles with a body come first.
    """
    nodes = [_plain(node) for node in _top(data, 0)]
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    found = [_record(node, known) for node in nodes if _is_article(node)]
    return sorted(found, key=lambda record: record.body is None)


def is_jsonld(data: object) -> bool:
    """Return whether the JSON has the marks of JSON-LD."""
    nodes = data if isinstance(data, list) else [data]
    return any(isinstance(node, dict) and any(key.startswith("@") for key in node) for node in nodes)


def _top(data: object, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _top(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity"):
            if key in data:
                yield from _top(data[key], depth + 1)


def _plain(node: Node) -> Node:
    """Return the node with keys as schema.org names, whatever prefix or IRI they came with."""
    return {key if key.startswith("@") else _local(key): value for key, value in node.items()}


def _local(name: str) -> str:
    return re.split(r"[:/#]", name)[-1]


def _is_article(node: Node) -> bool:
    types = node.get("@type", [])
    types = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and _ARTICLE.fullmatch(_local(name)) for name in types)


def _record(node: Node, known: dict[str, Node]) -> Record:
    names = _names(node.get("publisher"), known)
    # An @id with a fragment names the node, not the page.
    own = [id_ for id_ in _texts(node.get("@id")) if "#" not in id_]
    addresses = [*_texts(node.get("url")), *_ids(node.get("mainEntityOfPage")), *own]
    return Record(
        headline=clean(_first(node.get("headline")) or _first(node.get("name"))),
        body="\n".join(_texts(node.get("articleBody")) or _texts(node.get("text"))) or None,
        metadata=Metadata(
            published=_published(node),
            url=next((address for text in addresses if (address := web_address(text))), None),
            publisher=names[0] if names else None,
            language=_language(node.get("inLanguage")),
        ),
        authors=_names(node.get("author") or node.get("creator"), known),
    )


def _published(node: Node) -> Published | None:
    for key in ("datePublished", "dateCreated"):
        if (value := published(_first(node.get(key)), key)) is not None:
            return value
    return None


def _language(value: object) -> str | None:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "@value" not in item:
            item = item.get("alternateName") or item.get("name")
        if text := _first(item):
            return text
    return None


def _names(value: object, known: dict[str, Node]) -> tuple[str, ...]:
    """Return the names of people or organizations: strings, nodes, or references to nodes."""
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "@value" not in item:
            node = _plain(item)
            if "name" not in node:
                node = known.get(str(node.get("@id")), node)
            item = node.get("name")
        name = clean(_first(item))
        if name and name not in names and not web_address(name):
            names.append(name)
    return tuple(names)


def _ids(value: object) -> list[str]:
    if isinstance(value, dict):
        return _texts(value.get("@id")) + _texts(value.get("url"))
    return _texts(value)


def _texts(value: object) -> list[str]:
    """Return the strings of a value that may be one string, a value object, or a list of them."""
    texts = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("@value", item.get("@id"))
        if isinstance(item, str):
            texts.append(item)
    return texts


def _first(value: object) -> str | None:
    """Return the first string of a value."""
    return next((text for text in _texts(value) if text.strip()), None)
