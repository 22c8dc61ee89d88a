"""What the catalogue says of its queries, laid out for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from kgpub.query.catalogue import CannedQuery
from kgpub.query.parameters import Parameter
from kgpub.query.table import display_width


def list_queries(queries: Iterable[CannedQuery]) -> str:
    """Return the catalogue: each query's name, its summary in English and Japanese, its parameters."""
    queries = list(queries)
    width = max((display_width(query.name) for query in queries), default=0)
    lines = []
    for query in queries:
        wanted = ", ".join(_signature(parameter) for parameter in query.parameters) or "no parameters"
        details = (query.summary("en"), query.summary("ja"), wanted)
        for number, detail in enumerate(details):
            lines.append(f"{query.name if number == 0 else '':<{width}}  {detail}".rstrip())
        lines.append("")
    return "\n".join(lines)


def describe_query(query: CannedQuery) -> str:
    """Return everything that a query says about itself."""
    texts, named = query.about.texts, query.about.named
    lines = [query.name]
    for key in ("summary", "description"):
        lines += [f"  {text}" for language in ("", "_ja") if (text := texts.get(key + language))]
    lines += ["", "Parameters (--param name=value)"]
    for parameter in query.parameters:
        lines.append(f"  {_signature(parameter)}  {_kind(parameter)}")
        lines += _bilingual(named, "parameters", parameter.name)
    if not query.parameters:
        lines.append("  none")
    columns = named.get("columns", {})
    if columns:
        lines += ["", "Columns"]
        for column in columns:
            lines.append(f"  {column}")
            lines += _bilingual(named, "columns", column)
    return "\n".join(lines) + "\n"


def _bilingual(named: dict[str, dict[str, str]], key: str, name: str) -> list[str]:
    return [f"      {text}" for suffix in ("", "_ja") if (text := named.get(key + suffix, {}).get(name))]


def _signature(parameter: Parameter) -> str:
    if parameter.default is not None:
        return f"{parameter.name}={parameter.default}"
    return f"{parameter.name} (required)" if parameter.required else parameter.name


def _kind(parameter: Parameter) -> str:
    return {"iri": "IRI", "string": "text"}.get(parameter.type, parameter.type)
