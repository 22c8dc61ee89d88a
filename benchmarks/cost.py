#!/usr/bin/env python3
"""Say what each stage costs beside the analysis: processor time over the same articles, in one run.

    python benchmarks/cost.py [DIR] [--repeat 5] [--limit N]

DIR holds articles (*.txt, *.html, *.json beside no *.txt of the same name); without it, the development
articles of ../shared are taken, or examples/ where they are not there. A NAME.json with a "published" date
beside NAME.txt, as the gold has it, dates the article; other text files count as of 2025-09-03.

Every repetition is a process of its own, which loads everything and runs once over the articles of examples/
before the clock starts, as a build in its stride has: models, tables and patterns are loaded, common words
have been seen, but not the articles. Threads are pinned to one.
Figures are medians of processor seconds; the ratio beside each is to the analysis of the same repetition.
"Raw" is ja_ginza as spaCy loads it over the same pieces of text, article by article: with all its components
and with those that kgpub runs.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Without this, a second of processor time would mean another thing on another machine.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

REPOSITORY = Path(__file__).resolve().parents[1]
GOLD = REPOSITORY.parent / "shared" / "eval" / "gold"
UNDATED = "2025-09-03"

ANALYSIS = "analysis"
AFTER = ("recogniser", "entities", "link", "times", "events", "statements", "connect")
OUTPUT = ("graph", "validate", "serialise")
STAGES = ("read", ANALYSIS, *AFTER, *OUTPUT)
RAW_OWN, RAW_ALL = "raw, components of kgpub", "raw, all components"


class Clock:
    """Adds up processor seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - began


def article_paths(directory: Path) -> list[Path]:
    """Return the articles of a directory; a JSON file beside a text of its name only describes it."""
    found = [p for p in directory.iterdir() if p.suffix in (".txt", ".html", ".json")]
    texts = {p.stem for p in found if p.suffix == ".txt"}
    return sorted(p for p in found if p.suffix != ".json" or p.stem not in texts)


def read(path: Path) -> Any:
    """Return an article with the date that its gold file states, or ``None`` if it is not Japanese."""
    from kgpub.read import Metadata, read_article

    if path.suffix != ".txt":
        article = read_article(path)
        return article if article.language.startswith("ja") else None
    beside = path.with_suffix(".json")
    stated = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
    if stated.get("lang", "ja") != "ja":
        return None
    published = stated.get("published", UNDATED)
    return read_article(path, overrides=Metadata(published=published, language="ja"))


def run_stages(article: Any, resources: Any, clock: Clock) -> None:
    """Take one article from its text to bytes, as ``kgpub build`` does, stage by stage."""
    from kgpub.annotate import ner
    from kgpub.annotate.analyser import analyse
    from kgpub.annotate.entities import find_entities
    from kgpub.annotate.time import find_times
    from kgpub.extract.connect import connect
    from kgpub.extract.events import extract_events
    from kgpub.extract.statements import extract_statements
    from kgpub.graph import BuildOptions, build_graph
    from kgpub.link.linker import link
    from kgpub.model import Facts
    from kgpub.validate import check
    from kgpub.write import Format, NamedGraph, serialise

    index = resources.index
    with clock.stage(ANALYSIS):
        analysis = analyse(article)
    with clock.stage("recogniser"):
        spans = ner.load().recognise(article.text, analysis, analysis.vectors)
    with clock.stage("entities"):
        entities, memberships = find_entities(article, analysis, spans, index)
    with clock.stage("link"):
        entities = link(entities, article, index)
    with clock.stage("times"):
        times = find_times(article, analysis)
    with clock.stage("events"):
        events = extract_events(article, analysis, entities, times)
    with clock.stage("statements"):
        statements = extract_statements(article, analysis, entities)
    with clock.stage("connect"):
        facts = connect(Facts(article, tuple(entities), memberships, events, statements), analysis)
    with clock.stage("graph"):
        named = NamedGraph(*build_graph(facts, BuildOptions("https://example.org/kg/")))
    with clock.stage("validate"):
        check(named.graph)
    with clock.stage("serialise"):
        serialise([named], Format.TURTLE)


def run_raw(articles: list[Any], nlp: Any, clock: Clock, name: str) -> None:
    """Run a spaCy pipeline over each article's pieces of text, without anything of kgpub."""
    from kgpub.annotate.analyser import segments

    pieces = [[text for _, _, text in segments(article)] for article in articles]
    with clock.stage(name):
        for own in pieces:
            for _ in nlp.pipe(own):
                pass


def measure(paths: list[Path]) -> dict[str, float]:
    """Return processor seconds by stage over all articles, in this process."""
    import spacy

    from kgpub.annotate.analyser import MODEL, UNUSED
    from kgpub.pipeline import Resources

    resources = Resources.open()
    examples = article_paths(REPOSITORY / "examples")
    warm_up = [article for path in examples if (article := read(path)) is not None]
    for article in warm_up:
        run_stages(article, resources, Clock())
    # As a build of many articles does; else the collector's walks fall on whichever stage is at work.
    gc.collect()
    gc.freeze()
    clock = Clock()
    with clock.stage("read"):
        articles = [article for path in paths if (article := read(path)) is not None]
    for article in articles:
        run_stages(article, resources, clock)
    for name, unused in ((RAW_OWN, UNUSED), (RAW_ALL, [])):
        nlp = spacy.load(MODEL, exclude=unused)
        run_raw(warm_up, nlp, Clock(), name)
        run_raw(articles, nlp, clock, name)
    return clock.seconds | {"articles": len(articles), "characters": sum(len(a.text) for a in articles)}


def report(runs: list[dict[str, float]]) -> str:
    """Return the table of medians."""

    def middle(names: tuple[str, ...], over: tuple[str, ...] = ()) -> float:
        sums = [sum(run[n] for n in names) / (sum(run[n] for n in over) if over else 1) for run in runs]
        return statistics.median(sums)

    rows = [(name, (name,)) for name in STAGES]
    sums = [
        ("after the analysis, to facts", AFTER),
        ("after the analysis, to bytes", AFTER + OUTPUT),
        ("all stages", STAGES),
    ]
    raw = [(RAW_OWN, (RAW_OWN,)), (RAW_ALL, (RAW_ALL,))]
    size = f"{runs[0]['articles']:.0f} articles, {runs[0]['characters']:.0f} characters"
    head = f"{'':30}{'seconds':>9}{'x analysis':>12}{'x raw, own':>12}{'x raw, all':>12}"
    lines = [f"{size}; processor time, median of {len(runs)}", head]
    for group in (rows, sums, raw):
        lines.append("-" * len(head))
        for label, names in group:
            ratios = [middle(names, over) for over in ((ANALYSIS,), (RAW_OWN,), (RAW_ALL,))]
            lines.append(f"{label:30}{middle(names):9.3f}" + "".join(f"{r:12.3f}" for r in ratios))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = GOLD if GOLD.is_dir() else REPOSITORY / "examples"
    parser.add_argument("directory", type=Path, nargs="?", default=default, metavar="DIR")
    parser.add_argument("--repeat", type=int, default=5, help="how many processes (default: 5)")
    parser.add_argument("--limit", type=int, help="take only the first so many articles")
    parser.add_argument("--json", action="store_true", help="one run in this process, as JSON")
    args = parser.parse_args()
    if not args.directory.is_dir():
        print(f"{args.directory}: no such directory; name one with articles", file=sys.stderr)
        return 2
    paths = article_paths(args.directory)[: args.limit]
    if args.json:
        print(json.dumps(measure(paths)))
        return 0
    command = [sys.executable, __file__, str(args.directory), "--json"]
    command += ["--limit", str(args.limit)] if args.limit else []
    runs = []
    for _ in range(args.repeat):
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        runs.append(json.loads(done.stdout))
    print(report(runs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
