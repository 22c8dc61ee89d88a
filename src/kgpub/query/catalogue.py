"""The queries that ship with kgpub, and what each says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib.plugins.sparql.sparql import Query

from kgpub.errors import InputError, UsageError
from kgpub.query.decorators import Decorators, parse_decorators
from kgpub.query.parameters import Parameter, declared
from kgpub.query.safety import prepare, variables
from kgpub.resources import resource_dir


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """A query with its documentation. ``text`` is SPARQL, ``algebra`` the same, parsed."""

    name: str
    text: str
    algebra: Query
    about: Decorators
    parameters: tuple[Parameter, ...]

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the query declares."""
        manager = self.algebra.prologue.namespace_manager
        return {prefix: str(namespace) for prefix, namespace in manager.namespaces()}

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is a graph (CONSTRUCT, DESCRIBE) and not rows."""
        return self.algebra.algebra.name in ("ConstructQuery", "DescribeQuery")

    def summary(self, language: str = "en") -> str:
        """Return one line on what the query answers, ``""`` when it doesn't say."""
        return self.about.texts.get("summary" if language == "en" else f"summary_{language}", "")


def catalogue() -> list[CannedQuery]:
    """Return all canned queries by name.

    Raises:
        ResourceError: the installation is incomplete or a query in it is damaged.
    """
    return [read_query(path) for path in sorted(resource_dir("queries").glob("*.rq"))]


def find_query(name: str) -> CannedQuery:
    """Return the canned query of that name, or the one in a file of the user's own (``my.rq``).

    Raises:
        UsageError: there is no such query.
        InputError: the user's file can't be read or holds no query that may be run.
    """
    if name.endswith(".rq"):
        return read_query(Path(name), source=name)
    path = resource_dir("queries") / f"{name}.rq"
    known = {path.stem for path in resource_dir("queries").glob("*.rq")}
    if name not in known:
        raise UsageError(
            f'there is no query "{name}"; the queries are {", ".join(sorted(known))}',
            tip="For a query of your own, give the path of a file that ends in .rq.",
        )
    return read_query(path)


def read_query(path: Path, source: str | None = None) -> CannedQuery:
    """Return the query in a file; ``source`` is how messages call it, the file's name unless given."""
    source = source or path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputError(source, f"can't be read: {reason}") from error
    about = parse_decorators(source, text)
    algebra = prepare(source, text)
    return CannedQuery(
        name=path.stem,
        text=text,
        algebra=algebra,
        about=about,
        parameters=declared(
            variables(algebra), about.named.get("parameters", {}), about.named.get("defaults", {})
        ),
    )
