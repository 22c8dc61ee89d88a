"""``kgpub build`` of several articles: where they come from and where their graphs go."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.errors import UsageError

if TYPE_CHECKING:
    from kgpub.cli.endpoint import Endpoint
    from kgpub.corpus.model import Spec
    from kgpub.corpus.outputs import Output
    from kgpub.corpus.sources import Opened

_MOST_WORKERS = 8


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the options say, besides what decides the graphs; ``None`` where they say nothing."""

    output: str | None
    format: str | None
    store: Path | None = None
    endpoint: Endpoint | None = None
    manifest: Path | None = None
    report: Path | None = None
    workers: int | None = None
    cluster: str | None = None
    deadline: float | None = None
    strict: bool = False
    keep: bool = False
    reconcile: bool = False
    copies: bool = False

    @property
    def for_a_corpus(self) -> bool:
        """Whether one article is built as a corpus of one."""
        wanted = (self.store, self.endpoint, self.manifest, self.report, self.cluster)
        return (
            any(value is not None for value in wanted) or self.reconcile or self.copies or self._is_directory
        )

    @property
    def _is_directory(self) -> bool:
        output = self.output
        return output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())

    def open(self, paths: Sequence[Path]) -> Opened:
        """Return what the user named as articles; what the build itself writes is none of them.

        Raises:
            InputError: there is no such file.
        """
        from kgpub.corpus.sources import open_sources

        own = [self.store, self.manifest, self.report]
        if self.output is not None:
            own += [Path(self.output), Path(f"{self.output}.report.json")]
        stdin = sys.stdin.buffer if sys.stdin is not None else None
        return open_sources(paths, stdin, apart=[path for path in own if path is not None])

    def where(self) -> tuple[Output, str]:
        """Return where the graphs go, and what messages call it.

        Raises:
            UsageError: the options contradict each other, or name no format for many graphs.
        """
        from kgpub.corpus import outputs
        from kgpub.corpus.outputs import Folder, Lines, Store, Trig
        from kgpub.write import Format, format_for, format_named

        if sum(place is not None for place in (self.output, self.store, self.endpoint)) > 1:
            raise UsageError("--output, --store and --endpoint are several places; build into one at a time")
        if self.endpoint is not None:
            return outputs.Endpoint(self.endpoint.open, self.endpoint.url), self.endpoint.url
        if self.store is not None:
            return Store(self.store), str(self.store)
        chosen = format_named(self.format) if self.format is not None else None
        output = self.output or "-"
        path = Path(output)
        if output != "-" and (self._is_directory or (not path.suffix and chosen is None)):
            return Folder(path, chosen or Format.TURTLE), output
        if chosen is None and output == "-":
            chosen = Format.NQUADS
        elif chosen is None:
            chosen = format_for(path.with_suffix("") if path.suffix == ".gz" else path)
        if chosen is Format.TRIG:
            return Trig(path), output
        if chosen in (Format.NQUADS, Format.NTRIPLES):
            return Lines(path, quads=chosen is Format.NQUADS), output
        raise UsageError(
            f"{chosen.label} holds the graphs of several articles only in memory, and without their names",
            tip="Write .nq or .trig, or a file for each article into a directory: -o DIR/",
        )


def build_many(opened: Opened, spec: Spec, wishes: Wishes, *, verbose: bool, quiet: bool) -> int:
    """Build a corpus, tell what was done, and return the exit code."""
    from kgpub.corpus.report import as_text
    from kgpub.corpus.run import Plan, build_corpus

    if spec.overrides.url is not None:
        raise UsageError("--url names one article, but there are several")
    output, name = wishes.where()
    plan = Plan(
        sources=opened,
        spec=replace(spec, rendered=output.rendered.value if output.rendered is not None else None),
        output=output,
        manifest=wishes.manifest or output.beside(".manifest"),
        report=wishes.report or output.beside(".report.json"),
        workers=wishes.workers or min(_cores(), _MOST_WORKERS),
        deadline=wishes.deadline,
        cluster=wishes.cluster,
        strict=wishes.strict,
        keep=wishes.keep,
        reconcile=wishes.reconcile,
        copies=wishes.copies,
    )
    report = build_corpus(plan, quiet=quiet)
    if not quiet or report.set_aside:
        details = str(plan.report) if plan.report is not None else None
        for line in as_text(report, name if name != "-" else "<stdout>", details, everything=verbose):
            click.echo(line, err=True)
    return report.exit_code


def _cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
