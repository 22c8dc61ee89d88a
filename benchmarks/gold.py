#!/usr/bin/env python3
"""Build the graph of every development article and score them against the gold facts.

    python benchmarks/gold.py [GOLD_DIR] [--out DIR] [--lang ja] [--split]

GOLD_DIR holds NAME.txt and NAME.json; the scorer stands beside it. ``--split`` also
scores the articles at even and odd places of the sorted list apart, so that a rule
tuned on one half shows on the other.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kgpub.graph import BuildOptions
from kgpub.pipeline import Resources, build
from kgpub.read import Metadata, read_article
from kgpub.validate import check, load_shapes
from kgpub.write import Format, serialise, write_atomically

SHARED = Path(__file__).resolve().parents[2] / "shared" / "eval"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="?", default=SHARED / "gold")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--lang", default="ja")
    parser.add_argument("--split", action="store_true")
    parser.add_argument("--per-article", action="store_true")
    args = parser.parse_args()
    if not args.gold.is_dir():
        print(f"{args.gold}: no such directory; name the gold directory", file=sys.stderr)
        return 2
    out = args.out or Path(tempfile.mkdtemp(prefix="kgpub-gold-"))
    out.mkdir(parents=True, exist_ok=True)
    resources = Resources.open()
    shapes = load_shapes(None)
    options = BuildOptions(base="https://example.org/kg/", mentions=True)
    stems = []
    characters = 0
    began = time.perf_counter()
    for path in sorted(args.gold.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold["lang"] != args.lang:
            continue
        overrides = Metadata(published=gold["published"], language=gold["lang"])
        article = read_article(path.with_suffix(".txt"), overrides=overrides)
        named = build(article, resources, options)
        report = check(named.graph, shapes)
        if not report.conforms:
            print(f"{path.stem}: violates the shapes", *report.results, sep="\n  ", file=sys.stderr)
        write_atomically(out / f"{path.stem}.ttl", serialise([named], Format.TURTLE))
        stems.append(path.stem)
        characters += len(article.text)
    seconds = time.perf_counter() - began
    print(f"{len(stems)} articles, {characters} characters, {seconds:.1f} s with validation -> {out}")
    score(args.gold, out, args.lang, args.per_article)
    if args.split:
        for name, half in (("even", stems[0::2]), ("odd", stems[1::2])):
            print(f"\n{name} places: {', '.join(half)}")
            with tempfile.TemporaryDirectory() as folder:
                for stem in half:
                    shutil.copy(args.gold / f"{stem}.json", folder)
                score(Path(folder), out, args.lang, False, args.gold)
    return 0


def score(gold: Path, out: Path, lang: str, per_article: bool, beside: Path | None = None) -> None:
    scorer = (beside or gold).parent / "score.py"
    flags = ["--per-article"] if per_article else []
    subprocess.run([sys.executable, str(scorer), str(gold), str(out), "--lang", lang, *flags], check=True)


if __name__ == "__main__":
    sys.exit(main())
