"""Corpora for tests, and a builder that needs no models and does what an article tells it.

Builders are found by name in processes of their own, which is why this is a module.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from kgpub.corpus.model import Batch, Built, Failure, Item, Outcome, Reason, Spec
from kgpub.errors import ResourceError
from kgpub.model import Analysis, Article

BASE = "https://example.org/kg/"
NAME = '<{0}> <https://schema.org/headline> "{1}"@ja .\n'
TYPE = "<{0}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/NewsArticle> .\n"


def open_fake(spec: Spec, expected: str) -> Builder:
    """Return a builder of small graphs, as ``kgpub.corpus.run.open_builder`` returns a real one."""
    if spec.base.endswith("/refused/"):
        raise ResourceError("the model is missing", tip="Reinstall.")
    if spec.base.endswith("/stillborn/"):
        os._exit(9)
    return Builder(spec)


class Builder:
    """Builds a graph with the first line of an article; obeys the words in the rest."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec

    def __call__(self, batch: Batch) -> Iterator[tuple[int, Outcome]]:
        for number, item in enumerate(batch):
            try:
                yield number, self.build(item)
            except ZeroDivisionError as error:
                yield number, Failure(Reason.ERROR, f"ZeroDivisionError: {error}")

    def build(self, item: Item) -> Built:
        text = item.data.decode()
        if "SLEEP" in text:
            time.sleep(0.05)
        if "FOREVER" in text:
            time.sleep(600)
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "ONCE" in text and not (flag := Path(text.split()[-1])).exists():
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "RAISE" in text:
            raise ZeroDivisionError("division by zero")
        iri = f"{self.spec.base}article/{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        lines = (TYPE + NAME).format(iri, text.split("\n")[0])
        rendered = f"@prefix a: <{self.spec.base}> .\n\n<{iri}> {{ }}\n" if self.spec.rendered else None
        return Built(
            iri, 2, 0, 0, zlib.compress(lines.encode()), rendered.encode() if rendered is not None else None
        )


class Poisoned:
    """The real builder, with an analyser that raises or hangs on certain texts."""

    def __init__(self, spec: Spec, expected: str) -> None:
        from kgpub import pipeline
        from kgpub.corpus.building import ArticleBuilder

        real = pipeline.Japanese.analyse

        def analyse(self: pipeline.Japanese, article: Article) -> Analysis:
            if "毒入り" in article.text:
                raise RuntimeError("the parser lost its way")
            if "終わらない" in article.text:
                time.sleep(600)
            return real(self, article)

        pipeline.Japanese.analyse = analyse  # type: ignore[method-assign]
        self.builder = ArticleBuilder.open(spec, expected)

    def __call__(self, batch: Batch) -> Iterator[tuple[int, Outcome]]:
        return self.builder(batch)


def main() -> None:
    """Run ``kgpub`` with the builder that the first argument names."""
    import kgpub.corpus.run as run
    from kgpub.cli import main as kgpub

    run.open_builder = {"fake": open_fake, "poisoned": Poisoned}.get(sys.argv[1], run.open_builder)
    kgpub(sys.argv[2:])


def command(builder: str, *arguments: str | Path) -> list[str]:
    """Return a command line for :func:`main` in a process of its own."""
    here = str(Path(__file__).parent)
    code = f"import sys; sys.path.insert(0, {here!r}); import helpers_corpus as h; h.main()"
    return [sys.executable, "-c", code, builder, *map(str, arguments)]


def corpus(directory: Path, count: int, words: str = "") -> Path:
    """Make a directory of articles."""
    directory.mkdir(exist_ok=True)
    for number in range(count):
        (directory / f"{number:03}.txt").write_text(f"見出し{number}\n本文です。{words}\n", encoding="utf-8")
    return directory
