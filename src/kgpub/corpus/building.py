"""Articles become graphs: what runs inside a worker.

Everything that is loaded is loaded once, by :meth:`ArticleBuilder.open`. The articles of
a batch are built one by one, because that is no slower than together, and because
what an article comes with must not decide how its sums are rounded.
"""

from __future__ import annotations

import gc
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from kgpub import pipeline
from kgpub.copies import sketch
from kgpub.corpus.fingerprint import fingerprint
from kgpub.corpus.model import Batch, Built, Failure, Item, Outcome, Reason, Spec
from kgpub.errors import InputError, KgpubError, NotCheckedError, ResourceError
from kgpub.graph import BuildOptions
from kgpub.model import Article
from kgpub.pipeline import Resources
from kgpub.rdf.formats import Format, format_named
from kgpub.read import parse_article
from kgpub.validate import Report, Severity, Shapes, check, load_shapes
from kgpub.write import NamedGraph, serialise

# What takes a batch and gives an outcome for each article, by its number in the batch, as it is done.
Builder = Callable[[Batch], Iterator[tuple[int, Outcome]]]

# Fast, and within a tenth of the best: a corpus is written and read through it.
_COMPRESSION = 3


class ArticleBuilder:
    """Builds batches of articles to one specification."""

    def __init__(self, spec: Spec, resources: Resources, shapes: Shapes | None) -> None:
        self._spec = spec
        self._resources = resources
        self._shapes = shapes
        self._options = BuildOptions(
            spec.base, mentions=spec.mentions, explain=spec.explain, validated=spec.validate
        )
        self._format = format_named(spec.rendered) if spec.rendered is not None else None

    @classmethod
    def open(cls, spec: Spec, expected: str) -> ArticleBuilder:
        """Return a builder with the models, the gazetteer and the shapes loaded.

        ``expected`` is the fingerprint of the build that the worker takes part in.

        Raises:
            ResourceError: something can't be loaded, or kgpub is another one here.
            NotCheckedError: the shapes can't be used.
        """
        if fingerprint(spec) != expected:
            raise ResourceError(
                "a worker has another version of kgpub, of a library, or of the gazetteer or shapes",
                tip="Install the same on every machine of the cluster.",
            )
        from kgpub.annotate import ner

        shapes = load_shapes(spec.shapes) if spec.validate else None
        resources = Resources.open(spec.gazetteer)
        ner.load()
        # What is loaded stays. Walking all of it in search of garbage would cost some per cent of the time.
        gc.collect()
        gc.freeze()
        return cls(spec, resources, shapes)

    def __call__(self, batch: Batch) -> Iterator[tuple[int, Outcome]]:
        """Yield the number in the batch and the outcome of each article."""
        for number, item in enumerate(batch):
            try:
                yield number, self._build(item)
            except Exception as error:
                yield number, failure_of(error, item.name)

    def _build(self, item: Item) -> Outcome:
        spec = self._spec
        article = parse_article(
            item.data,
            item.name,
            suffix=item.suffix,
            overrides=spec.overrides,
            fallback=item.fallback,
        )
        named = pipeline.build(article, self._resources, self._options)
        report = check(named.graph, self._shapes) if self._shapes is not None else None
        if report is not None and not report.conforms and not spec.force:
            return _violation(report)
        return self._packed(article, named, report)

    def _packed(self, article: Article, named: NamedGraph, report: Report | None) -> Built:
        lines = serialise([named], Format.NTRIPLES)
        violations = report.count(Severity.VIOLATION) if report is not None else 0
        return Built(
            iri=named.iri,
            triples=lines.count(b"\n"),
            violations=violations,
            warnings=len(report.results) - violations if report is not None else 0,
            lines=zlib.compress(lines, _COMPRESSION),
            rendered=serialise([named], self._format) if self._format is not None else None,
            day=day.isoformat() if (day := article.reference_date) is not None else None,
            sketch=sketch(article).encode(),
        )


def failure_of(error: Exception, name: str) -> Failure:
    """Return why an article was set aside, from what was raised."""
    if isinstance(error, InputError):
        return Failure(Reason.UNREADABLE, error.message.removeprefix(f"{name}: "), error.tip)
    if isinstance(error, NotCheckedError):
        return Failure(Reason.NOT_CHECKED, error.message, error.tip)
    if isinstance(error, KgpubError):
        return Failure(Reason.ERROR, error.message, error.tip)
    words = " ".join(str(error).split())[:300]
    return Failure(Reason.ERROR, f"{type(error).__name__}: {words}{_where(error)}")


def _where(error: Exception) -> str:
    """Return the place in kgpub's own code that an unexpected error went through last."""
    traceback, place = error.__traceback__, ""
    while traceback is not None:
        path = Path(traceback.tb_frame.f_code.co_filename)
        if "kgpub" in path.parts and path.parent.name != "corpus":
            place = f" ({path.name}:{traceback.tb_lineno})"
        traceback = traceback.tb_next
    return place


def _violation(report: Report) -> Failure:
    from kgpub.validate.rendering import language_of

    language = language_of(os.environ)
    worst = [r for r in report.results if r.severity is Severity.VIOLATION]
    first = worst[0]
    more = f" (and {len(worst) - 1} more)" if len(worst) > 1 else ""
    text = f"<{first.focus_node}>: {first.message(language)}{more}"
    return Failure(Reason.INVALID, f"the graph violates the shapes: {text}", first.fix(language))
