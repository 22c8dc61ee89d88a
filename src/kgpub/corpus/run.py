"""A corpus build from beginning to end."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgpub.corpus.fingerprint import fingerprint
from kgpub.corpus.manifest import Manifest
from kgpub.corpus.model import Built, CorpusStopped, Failure, Item, Spec, Unusable, batches
from kgpub.corpus.outputs import ABOUT_SEVERAL, Output, ensure_directory
from kgpub.corpus.progress import Progress
from kgpub.corpus.report import Report, as_json, exit_code_of, read_report
from kgpub.corpus.sources import Opened
from kgpub.corpus.workers import Workers
from kgpub.errors import InputError
from kgpub.write import write_atomically

if TYPE_CHECKING:
    from kgpub.corpus.cluster import Cluster
    from kgpub.write import NamedGraph

# Enough that no process waits for the next ones, and few enough that little is done twice when one dies.
_TOGETHER, _BYTES_TOGETHER = 4, 60_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What to build, from what, to where, and how.

    ``manifest`` and ``report`` are files; ``None`` keeps nothing for another run, and
    writes no report. ``cluster`` is the address of a Dask scheduler. ``deadline`` is in
    seconds for one article. ``keep`` retracts no article because it is not in the sources.
    """

    sources: Opened
    spec: Spec
    output: Output
    manifest: Path | None
    report: Path | None = None
    workers: int = 1
    deadline: float | None = None
    cluster: str | None = None
    strict: bool = False
    keep: bool = False
    reconcile: bool = False
    copies: bool = False


def open_builder(spec: Spec, expected: str) -> Any:
    """Return what builds batches; called where they are built."""
    from kgpub.corpus.building import ArticleBuilder

    return ArticleBuilder.open(spec, expected)


def build_corpus(plan: Plan, *, quiet: bool = False) -> Report:
    """Build what is new or changed, bring the output into line, and return what was done.

    The output is the same whatever the number of workers and whatever happened before. If
    this raises, or the process dies, the output is as it was, and the same call goes
    on from what has been built.

    Raises:
        CorpusStopped: an article was set aside, and the plan is strict.
        KgpubError: the build as a whole can't go on.
    """
    build = fingerprint(plan.spec)
    with ExitStack() as stack:
        path = plan.manifest or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "manifest"
        if plan.manifest is not None:
            ensure_directory(path.parent)
        manifest = stack.enter_context(Manifest.open(path))
        manifest.begin(build)
        with Progress(plan.sources.size(), quiet=quiet) as progress:
            built = _build(plan, manifest, build, progress)
        if not manifest.count("articles"):
            # An archive that is not mounted must not empty the output.
            raise InputError(plan.sources.name, "has no articles in it")
        manifest.settle(keep=plan.keep)
        # Graphs about several articles are made anew, and no article is retracted with them.
        retracted = sum(ABOUT_SEVERAL not in iri for iri in manifest.gone())
        report = read_report(manifest, built, retracted)
        for graph in _together(plan, manifest):
            manifest.add(_packed(plan, graph))
        plan.output.write(manifest)
        manifest.commit()
    if plan.report is not None:
        write_atomically(plan.report, as_json(report).encode())
    return report


def _build(plan: Plan, manifest: Manifest, build: str, progress: Progress) -> int:
    """Build what must be built; return how many graphs that were."""
    pending: set[str] = set()
    stale = _stale(plan, manifest, progress, pending)
    opening = partial(open_builder, plan.spec, build)
    built = 0
    with _builders(plan, opening) as builders:
        for item, outcome in builders.run(batches(stale, most=_TOGETHER, characters=_BYTES_TOGETHER)):
            manifest.record(item, outcome)
            pending.discard(item.key)
            failed = isinstance(outcome, Failure)
            built += not failed
            progress.built(failed=failed)
            progress.at(plan.sources.position())
            if isinstance(outcome, Failure):
                _stop_if_strict(plan, item.name, outcome)
    manifest.commit()
    return built


def _builders(plan: Plan, opening: Callable[[], Any]) -> Cluster | Workers:
    if plan.cluster is not None:
        from kgpub.corpus.cluster import Cluster

        return Cluster(plan.cluster, opening, plan.deadline)
    return Workers(opening, plan.workers, plan.deadline)


def _stale(plan: Plan, manifest: Manifest, progress: Progress, pending: set[str]) -> Iterator[Item]:
    """Take down everything that the sources hold; yield what must be built."""
    for found in plan.sources.items():
        if isinstance(found, Unusable):
            manifest.note(found)
            progress.passed(failed=True)
            _stop_if_strict(plan, found.name, found.failure)
        elif manifest.note(found) and found.key not in pending:
            pending.add(found.key)
            yield found
        else:
            progress.passed()
        progress.at(plan.sources.position())


def _stop_if_strict(plan: Plan, name: str, failure: Failure) -> None:
    if plan.strict:
        raise CorpusStopped(name, failure, exit_code_of(failure.reason))


def _together(plan: Plan, manifest: Manifest) -> list[NamedGraph]:
    """Return what can only be said of the articles together, each as a graph, if there is anything."""
    graphs = []
    if plan.reconcile:
        graphs.append(_reconciled(plan, manifest))
    if plan.copies:
        graphs.append(_copies(plan, manifest))
    return [named for named in graphs if len(named.graph)]


def _reconciled(plan: Plan, manifest: Manifest) -> NamedGraph:
    """Return the graph that says which events of the articles are one."""
    from kgpub.link.index import Index
    from kgpub.rdf.formats import Format
    from kgpub.rdf.reading import parse_graph
    from kgpub.reconcile import to_graph
    from kgpub.reconcile.accounts import accounts
    from kgpub.reconcile.reconciling import reconcile_accounts
    from kgpub.write import NamedGraph

    graphs = (
        NamedGraph(
            article.iri,
            parse_graph(zlib.decompress(article.lines).decode(), Format.NTRIPLES, article.iri),
        )
        for article in manifest.articles()
    )
    with Index.open(plan.spec.gazetteer) as index:
        return to_graph(reconcile_accounts(accounts(graphs, index)), plan.spec.base)


def _copies(plan: Plan, manifest: Manifest) -> NamedGraph:
    """Return the graph that says which articles print one text."""
    from kgpub.copies import find_copies_in_order, to_graph

    return to_graph(find_copies_in_order(manifest.texts()), plan.spec.base)


def _packed(plan: Plan, found: NamedGraph) -> Built:
    from kgpub.rdf.formats import Format
    from kgpub.write import serialise

    rendered = plan.output.rendered
    lines = serialise([found], Format.NTRIPLES)
    return Built(
        iri=found.iri,
        triples=len(found.graph),
        violations=0,
        warnings=0,
        lines=zlib.compress(lines),
        rendered=serialise([found], rendered) if rendered is not None else None,
    )
