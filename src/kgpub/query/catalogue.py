"""The queries that ship with kgpub, and what each says about itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kgpub.errors import InputError, UsageError
from kgpub.query.decorators import Decorators, parse_decorators
from kgpub.query.lexing import declared_prefixes, form, variables
from kgpub.query.parameters import Parameter, declared
from kgpub.query.safety import check_query, prepare
from kgpub.resources import resource_dir

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """A query with its documentation. ``text`` is SPARQL; ``name`` is what messages call it."""

    name: str
    text: str
    about: Decorators
    parameters: tuple[Parameter, ...]

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the query declares."""
        return declared_prefixes(self.text)

    @property
    def form(self) -> str:
        """``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``; ``""`` where the text is no query."""
        return form(self.text)

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is a graph (CONSTRUCT, DESCRIBE) and not rows."""
        return self.form in ("CONSTRUCT", "DESCRIBE")

    @property
    def algebra(self) -> Query:
        """The query as rdflib parses it.

        Raises:
            InputError: it is not SPARQL, or reads other sources than the data at hand.
        """
        return prepare(self.name, self.text)

    def summary(self, language: str = "en") -> str:
        """Return one line on what the query answers, ``""`` when it doesn't say."""
        return self.about.texts.get("summary" if language == "en" else f"summary_{language}", "")


def catalogue() -> list[CannedQuery]:
    """Return all canned queries by name.

    Raises:
        ResourceError: the installation is incomplete or a query in it is damaged.
    """
    return [read_query(path) for path in sorted(resource_dir("queries").glob("*.rq"))]


def find_query(name: str, *, allow_network: bool = False) -> CannedQuery:
    """Return the canned query of that name, or the one in a file of the user's own (``my.rq``).

    Raises:
        UsageError: there is no such query.
        InputError: the user's file can't be read or holds no query that may be run.
    """
    if name.endswith(".rq"):
        return own_query(name, allow_network=allow_network)
    path = resource_dir("queries") / f"{name}.rq"
    known = {path.stem for path in resource_dir("queries").glob("*.rq")}
    if name not in known:
        raise UsageError(
            f'there is no query "{name}"; the queries are {", ".join(sorted(known))}',
            tip="For a query of your own, give the path of a file that ends in .rq.",
        )
    return read_query(path)


def own_query(source: str, *, allow_network: bool = False) -> CannedQuery:
    """Return the query in a file of the user's own, or on standard input (``-``).

    ``allow_network`` lets it ask other servers by SERVICE.

    Raises:
        InputError: it can't be read, is an update, or asks another server and may not.
    """
    if source != "-":
        return _query(source, source, _read(Path(source), source), allow_network)
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("<stdin>", "can't be read: not UTF-8 text") from error
    return _query("<stdin>", "<stdin>", text, allow_network)


def read_query(path: Path) -> CannedQuery:
    """Return the canned query in a file; it is called by the file's name without its ending.

    Raises:
        InputError: it can't be read, or is not a query of local data.
        ResourceError: its decorators are damaged.
    """
    return _query(path.stem, path.name, _read(path, path.name))


def _read(path: Path, source: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputError(source, f"can't be read: {reason}") from error


def _query(name: str, source: str, text: str, allow_network: bool = False) -> CannedQuery:
    check_query(source, text, allow_network=allow_network)
    about = parse_decorators(source, text)
    documented, defaults = about.named.get("parameters", {}), about.named.get("defaults", {})
    return CannedQuery(name, text, about, declared(variables(text), documented, defaults))
