"""Parameters of a query, declared by the names of its variables, and their values as RDF terms.

The names follow BASIL
(https://github.com/the-open-university/basil/wiki/SPARQL-variable-name-convention-for-WEB-API-parameters-mapping):
``?_name`` must be given and ``?__name`` may be; ``_iri``, a language tag, an XSD
type (``_integer``) or ``_prefix_type`` (``_xsd_date``) after the name says what
the value is. Without any of them it is a plain string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from rdflib import XSD, Literal, URIRef
from rdflib.term import Identifier

from kgpub.errors import UsageError
from kgpub.query.kinds import kind_iri
from kgpub.rdf.namespaces import KG

_VARIABLE = re.compile(r"(_{1,2})([A-Za-z0-9]+)(?:_([A-Za-z0-9]+))?(?:_([A-Za-z0-9]+))?")
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*')
_CURIE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):([^/].*|)")

_ASCII = "".join(map(chr, range(0x21, 0x7F)))

# What the lexical form of a datatype looks like, and one that people can copy.
_YEAR, _ZONE = r"-?[0-9]{4,}", r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
_LEXICAL: dict[str, tuple[str, str]] = {
    "integer": (r"[+-]?[0-9]+", "12"),
    "nonNegativeInteger": (r"\+?[0-9]+", "12"),
    "positiveInteger": (r"\+?0*[1-9][0-9]*", "12"),
    "decimal": (r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", "0.5"),
    "double": (r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", "0.5"),
    "boolean": (r"true|false|0|1", "true"),
    "date": (f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}", "2025-07-15"),
    "dateTime": (f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}", "2025-07-15T09:00:00"),
    "gYearMonth": (f"{_YEAR}-{_MONTH}{_ZONE}", "2025-07"),
    "gYear": (f"{_YEAR}{_ZONE}", "2025"),
    "string": (r"(?s:.*)", "会談"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query.

    ``type`` is ``string``, ``iri``, ``@ja`` for a language, or a datatype such as
    ``xsd:date``. ``default`` is the text that stands in when no value is given;
    ``None`` means that the parameter then sets no condition at all.
    """

    variable: str
    name: str
    type: str
    required: bool
    default: str | None = None

    def term(self, value: str, prefixes: Mapping[str, str]) -> Identifier:
        """Return the value as an RDF term of the parameter's type.

        ``prefixes`` are those of the query: an IRI may be given as ``kg:Meeting``.

        Raises:
            UsageError: the value is not of that type.
        """
        if self.type == "string":
            return Literal(value)
        if self.type == "iri":
            return self._iri(value, prefixes)
        if self.type.startswith("@"):
            return Literal(value, lang=self.type[1:])
        datatype = self.datatype(prefixes)
        local = str(datatype).removeprefix(str(XSD))
        if datatype.startswith(str(XSD)) and local in _LEXICAL:
            pattern, example = _LEXICAL[local]
            if not re.fullmatch(pattern, value) or not _possible_day(value, local):
                raise self._wrong(value, f"{self.type}, such as {example}")
        # normalize=False keeps what the user wrote, so that every engine is given the same.
        return Literal(value, datatype=datatype, normalize=False)

    def datatype(self, prefixes: Mapping[str, str]) -> URIRef:
        """Return the datatype of a parameter that is neither an IRI nor a text in a language.

        Raises:
            UsageError: the query declares no such prefix.
        """
        if self.type == "string":
            return XSD.string
        prefix, _, local = self.type.partition(":")
        namespace = str(XSD) if prefix == "xsd" else prefixes.get(prefix)
        if namespace is None:
            raise UsageError(f"{self.name}: the query declares no prefix {prefix}: for the type {self.type}")
        return URIRef(namespace + local)

    def _iri(self, value: str, prefixes: Mapping[str, str]) -> URIRef:
        if self.name == "kind" and (iri := kind_iri(value)) is not None:
            return URIRef(iri)
        curie = _CURIE.fullmatch(value)
        if curie and curie[1] in prefixes:
            value = prefixes[curie[1]] + curie[2]
        if not _IRI.fullmatch(value) or (self.name == "kind" and value.startswith(KG)):
            known = "the IRI or name of a class, such as Meeting or 会談" if self.name == "kind" else "an IRI"
            raise self._wrong(value, known)
        # Tables show encoded characters as they read; kgpub's own IRIs are ASCII.
        return URIRef(quote(value, safe=_ASCII))

    def _wrong(self, value: str, expected: str) -> UsageError:
        return UsageError(
            f'parameter {self.name} is "{value}"; expected {expected}',
            tip=f"Write --param {self.name}=… with such a value.",
        )


def declared(
    variables: Iterable[str], documented: Iterable[str], defaults: Mapping[str, str]
) -> tuple[Parameter, ...]:
    """Return the parameters among a query's variables, in the order in which it documents them."""
    found = []
    for variable in sorted(set(variables)):
        match = _VARIABLE.fullmatch(variable)
        if match is None:
            continue
        marks, name, first, second = match.groups()
        default = defaults.get(name)
        required = marks == "_" and default is None
        found.append(Parameter(variable, name, _type(first, second), required, default))
    order = {name: number for number, name in enumerate(documented)}
    return tuple(sorted(found, key=lambda parameter: (order.get(parameter.name, len(order)), parameter.name)))


def bind(
    query: str, parameters: Iterable[Parameter], values: Mapping[str, str], prefixes: Mapping[str, str]
) -> dict[str, Identifier]:
    """Return variable -> RDF term for the given values and the defaults of the rest.

    Raises:
        UsageError: a name is unknown, a value has the wrong type, or a required one is missing.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    for name in values:
        if name not in by_name:
            known = ", ".join(by_name) or "none"
            raise UsageError(
                f'{query} has no parameter "{name}"; it has {known}',
                tip=f"See: kgpub query --describe {query}",
            )
    bindings = {}
    for name, parameter in by_name.items():
        value = values.get(name, parameter.default)
        if value is not None:
            bindings[parameter.variable] = parameter.term(value, prefixes)
        elif parameter.required:
            raise UsageError(
                f"{query} needs the parameter {name}", tip=f"Add --param {name}=… ({parameter.type})."
            )
    return bindings


def _type(first: str | None, second: str | None) -> str:
    if first is None:
        return "string"
    if second is not None:
        return f"{first}:{second}"
    if first in ("iri", "string", "literal"):
        return "string" if first == "literal" else first
    return f"xsd:{first}" if first in _LEXICAL else f"@{first}"


def _possible_day(value: str, datatype: str) -> bool:
    """Tell whether a date exists: the pattern lets 2025-02-30 pass."""
    if datatype not in ("date", "dateTime") or value.startswith("-"):
        return True
    year, month, day = (int(part) for part in re.findall(r"[0-9]+", value)[:3])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (29 if leap and month == 2 else 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)
