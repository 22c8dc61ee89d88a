"""Article graphs in a few lines, and the examples, for the tests of stores."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = tuple(str(path) for path in sorted((REPOSITORY / "examples").glob("*.ttl")))
BASE = "https://example.org/kg/"

PREFIXES = """@prefix article: <https://example.org/kg/article/> .
@prefix kg: <https://w3id.org/kgpub/ontology#> .
@prefix person: <https://example.org/kg/person/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix reconciliation: <https://example.org/kg/reconciliation/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def article(key: str, *people: str, headline: str = "見出し") -> str:
    """Return the Turtle of a small article that conforms to the shapes and mentions these people."""
    activity = f"<{BASE}activity/{key}>"
    lines = [
        PREFIXES,
        f'article:{key} a schema:NewsArticle ; schema:headline "{headline}"@ja ; schema:inLanguage "ja" ;',
        f"    prov:wasGeneratedBy {activity} .",
        f"{activity} a prov:Activity ; kg:validated true .",
    ]
    for person in people:
        lines.append(f"article:{key} schema:mentions person:{person} .")
        lines.append(f'person:{person} a schema:Person ; schema:name "{person}"@ja .')
    return "\n".join(lines) + "\n"
