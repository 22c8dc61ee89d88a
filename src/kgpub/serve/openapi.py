"""The description of the API, made from what the queries say of themselves.

It follows OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kgpub import __version__
from kgpub.query import CannedQuery
from kgpub.query.parameters import Parameter
from kgpub.serve import media

# A parameter that every question with rows has; no query may have one of this name.
LIMIT = "limit"

Schema = dict[str, Any]
_STRING: Schema = {"type": "string"}
_SCHEMAS: dict[str, Schema] = {
    "string": _STRING,
    "iri": {"type": "string", "description": "An IRI, or a name with a prefix such as kg:Meeting."},
    "xsd:integer": {"type": "integer"},
    "xsd:nonNegativeInteger": {"type": "integer", "minimum": 0},
    "xsd:positiveInteger": {"type": "integer", "minimum": 1},
    "xsd:decimal": {"type": "number"},
    "xsd:double": {"type": "number"},
    "xsd:boolean": {"type": "boolean"},
    "xsd:date": {"type": "string", "format": "date"},
    "xsd:dateTime": {"type": "string", "pattern": r"^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d"},
    "xsd:gYearMonth": {"type": "string", "pattern": r"^-?\d{4,}-\d\d"},
    "xsd:gYear": {"type": "string", "pattern": r"^-?\d{4,}"},
}
# IRIs are strings here, and so is whatever JSON has no type for. Without a value: null.
_VALUE: Schema = {"type": ["string", "number", "boolean", "null"]}
_PROBLEMS = {
    "400": "A parameter is unknown, missing or of the wrong type.",
    "403": "The answer is larger than this server sends.",
    "406": "The answer can't be had in any type of the Accept header.",
    "503": "The query took too long, the server is busy, or the store is being written to.",
}


def document(queries: Sequence[CannedQuery]) -> dict[str, Any]:
    """Return the description as an object for JSON; one operation for each query."""
    paths: dict[str, Any] = {
        "/queries": {"get": _listing()},
        "/prefixes": {"get": _prefixes()},
    }
    paths |= {f"/queries/{query.name}": {"get": _operation(query)} for query in queries}
    tags = sorted({tag for query in queries for tag in query.about.lists.get("tags", ())})
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "kgpub",
            "version": __version__,
            "summary": "Questions to a knowledge graph of news articles",
            "description": "Each operation is a canned SPARQL query. Parameters are bound as RDF terms.",
        },
        # Relative to where this document is.
        "servers": [{"url": "."}],
        "tags": [{"name": tag} for tag in tags],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _problem()},
            "responses": {
                status: {
                    "description": text,
                    "content": {media.PROBLEM: {"schema": _ref("schemas", "Problem")}},
                }
                for status, text in _PROBLEMS.items()
            },
        },
    }


def _operation(query: CannedQuery) -> dict[str, Any]:
    texts = query.about.texts
    parameters = [_parameter(query, parameter) for parameter in query.parameters]
    if not query.gives_graph:
        parameters.append(
            {
                "name": LIMIT,
                "in": "query",
                "description": "at most so many rows",
                "schema": {"type": "integer", "minimum": 1},
            }
        )
    return {
        "operationId": query.name,
        "summary": texts.get("summary", query.name),
        "description": "\n\n".join(
            text for key in ("description", "summary_ja", "description_ja") if (text := texts.get(key))
        ),
        "tags": list(query.about.lists.get("tags", ())),
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer.", "content": _content(query)},
            **{status: _ref("responses", status) for status in _PROBLEMS},
        },
    }


def _parameter(query: CannedQuery, parameter: Parameter) -> dict[str, Any]:
    named = query.about.named
    texts = [named.get(key, {}).get(parameter.name, "") for key in ("parameters", "parameters_ja")]
    schema = dict(_SCHEMAS.get(parameter.type, _STRING))
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": "\n\n".join(filter(None, texts)),
        "schema": schema,
    }


def _content(query: CannedQuery) -> dict[str, Any]:
    types = (*(media.API_GRAPHS if query.gives_graph else media.API_ROWS), media.QUERY)
    others = {
        media.JSON: _table(query),
        media.RESULTS_JSON: {"type": "object", "required": ["head", "results"]},
        media.JSON_LD: {"type": ["array", "object"]},
    }
    return {name: {"schema": others.get(name, _STRING)} for name in types}


def _table(query: CannedQuery) -> Schema:
    columns = query.about.named.get("columns", {})
    row = {
        "type": "object",
        "properties": {name: _VALUE | {"description": text} for name, text in columns.items()},
        "required": list(columns),
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "columns": {"const": list(columns)},
            "rows": {"type": "array", "items": row},
            "truncated": {"type": "boolean", "description": f"whether {LIMIT} left rows out"},
        },
        "required": ["columns", "rows", "truncated"],
        "additionalProperties": False,
    }


def _listing() -> dict[str, Any]:
    words = {"type": "object", "additionalProperties": _STRING}
    described = {"name": _STRING, "description": words}
    parameter = {
        "type": "object",
        "properties": {
            **described,
            "type": _STRING,
            "required": {"type": "boolean"},
            "default": {"type": ["string", "null"]},
        },
        "required": ["name", "type", "required"],
    }
    query = {
        "type": "object",
        "properties": {
            **described,
            "summary": words,
            "tags": {"type": "array", "items": _STRING},
            "graph": {"type": "boolean"},
            "parameters": {"type": "array", "items": parameter},
            "columns": {
                "type": "array",
                "items": {"type": "object", "properties": described, "required": ["name"]},
            },
        },
        "required": ["name", "parameters", "columns", "graph"],
    }
    schema = {
        "type": "object",
        "properties": {"queries": {"type": "array", "items": query}},
        "required": ["queries"],
    }
    return {
        "operationId": "list-queries",
        "summary": "The questions that there are",
        "responses": {
            "200": {
                "description": "The catalogue; as Turtle, in the terms of SHACL.",
                "content": {media.JSON: {"schema": schema}, media.TURTLE: {"schema": _STRING}},
            },
            "406": _ref("responses", "406"),
        },
    }


def _prefixes() -> dict[str, Any]:
    schema = {"type": "object", "additionalProperties": {"type": "string", "format": "iri"}}
    return {
        "operationId": "list-prefixes",
        "summary": "The prefixes by which IRIs may be given",
        "responses": {
            "200": {
                "description": "Prefix and namespace.",
                "content": {media.JSON: {"schema": schema}},
            },
            "503": _ref("responses", "503"),
        },
    }


def _problem() -> Schema:
    return {
        "type": "object",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": _STRING,
            "status": {"type": "integer"},
            "detail": _STRING,
        },
        "required": ["type", "title", "status", "detail"],
    }


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}
