"""Wikidata dumps: all entities as JSON, or the "truthy" statements as N-Triples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kgpub.errors import InputError
from kgpub.link.format import Entry
from kgpub.link.sources.common import LANGUAGES, make_entry
from kgpub.link.sources.streams import Advance, lines_of

_HUMAN = "Q5"  # instance of: human
# P17 country, P27 country of citizenship, P495 country of origin.
_COUNTRY_PROPERTIES = ("P17", "P27", "P495")
_SOURCE = "Wikidata dump (CC0)"


def read_json(
    path: Path, countries: Mapping[str, str], advance: Advance = lambda count: None
) -> Iterator[Entry]:
    """Yield the named entities of a dump such as ``latest-all.json.bz2``, one line at a time.

    ``countries`` maps Wikidata ids of countries (``Q148``) to ISO codes.

    Raises:
        InputError: the file is damaged, or a line is no JSON.
    """
    with lines_of(path, advance) as lines:
        for number, line in enumerate(lines, 1):
            text = line.strip().rstrip(",")
            if text in ("", "[", "]"):
                continue
            try:
                item = json.loads(text)
            except json.JSONDecodeError as error:
                raise InputError(f"{path}:{number}", f"is not JSON ({error.msg})") from error
            if isinstance(item, dict) and item.get("type") == "item":
                entry = _from_json(item, countries)
                if entry:
                    yield entry


def _from_json(item: dict[str, Any], countries: Mapping[str, str]) -> Entry | None:
    claims = item.get("claims") or {}

    def values(prop: str) -> list[str]:
        statements = claims.get(prop) or []
        best = [s for s in statements if s.get("rank") == "preferred"] or statements
        found = (
            s.get("mainsnak", {}).get("datavalue", {}).get("value")
            for s in best
            if s.get("rank") != "deprecated"
        )
        return [
            v["id"] if isinstance(v, dict) else str(v)
            for v in found
            if v and (not isinstance(v, dict) or "id" in v)
        ]

    def text(block: str, tag: str) -> str:
        value = (item.get(block) or {}).get(tag)
        return str(value["value"]) if isinstance(value, dict) else ""

    iso = next(iter(values("P297")), "")
    country = iso or next(
        (countries[q] for p in _COUNTRY_PROPERTIES for q in values(p) if q in countries), ""
    )
    aliases = [a["value"] for tag in LANGUAGES[:2] for a in (item.get("aliases") or {}).get(tag, [])]
    return make_entry(
        f"wd:{item['id']}",
        "Person" if _HUMAN in values("P31") else "Country" if iso else None,
        {tag: text("labels", tag) for tag in LANGUAGES},
        aliases,
        description=text("descriptions", "en"),
        country=country,
        popularity=len(item.get("sitelinks") or {}),
        source=_SOURCE,
    )


# --- N-Triples ----------------------------------------------------------------

_TRIPLE = re.compile(
    r"<http://www\.wikidata\.org/entity/(Q\d+)> <([^>]+)> "
    r'(?:<http://www\.wikidata\.org/entity/(Q\d+)>|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z-]+))?) ?\.$'
)
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel"
_DESCRIPTION = "http://schema.org/description"
_DIRECT = "http://www.wikidata.org/prop/direct/"


@dataclass
class _Subject:
    id: str
    labels: dict[str, str] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    description: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _PLAIN.get(m[3], m[3]), text)


def read_triples(
    path: Path, countries: Mapping[str, str], advance: Advance = lambda count: None
) -> Iterator[Entry]:
    """Yield the named entities of ``latest-truthy.nt.bz2``, whose triples are grouped by subject.

    ``countries`` maps Wikidata ids of countries (``Q148``) to ISO codes.

    Raises:
        InputError: the file is damaged, or none of its first lines is a triple.
    """
    with lines_of(path, advance) as lines:
        subject: _Subject | None = None
        seen = False
        for number, line in enumerate(lines, 1):
            match = _TRIPLE.match(line)
            if not match:
                if number == 1000 and not seen and not line.startswith("<"):
                    raise InputError(
                        str(path), "the first 1000 lines hold no Wikidata triple; expected N-Triples"
                    )
                continue
            seen = True
            if subject is None or subject.id != match[1]:
                if subject and (entry := _from_subject(subject, countries)):
                    yield entry
                subject = _Subject(match[1])
            _take(subject, match)
        if subject and (entry := _from_subject(subject, countries)):
            yield entry


def _take(subject: _Subject, match: re.Match[str]) -> None:
    predicate, item, literal, tag = match[2], match[3], match[4], match[5]
    if predicate.startswith(_DIRECT):
        if predicate[len(_DIRECT) :] in ("P31", "P297", *_COUNTRY_PROPERTIES):
            subject.values.setdefault(predicate[len(_DIRECT) :], []).append(item or _unescape(literal or ""))
    elif literal is not None and tag in LANGUAGES:
        if predicate == _LABEL:
            subject.labels[tag] = _unescape(literal)
        elif predicate == _ALT_LABEL and tag != "zh":
            subject.aliases.append(_unescape(literal))
        elif predicate == _DESCRIPTION and tag == "en":
            subject.description = _unescape(literal)


def _from_subject(subject: _Subject, countries: Mapping[str, str]) -> Entry | None:
    values = subject.values
    iso = next(iter(values.get("P297", [])), "")
    country = iso or next(
        (countries[q] for p in _COUNTRY_PROPERTIES for q in values.get(p, []) if q in countries), ""
    )
    return make_entry(
        f"wd:{subject.id}",
        "Person" if _HUMAN in values.get("P31", []) else "Country" if iso else None,
        subject.labels,
        subject.aliases,
        description=subject.description,
        country=country,
        source=_SOURCE,
    )
