#!/usr/bin/env python3
"""Measure how well copies of one text are found: generated articles, their copies, and bulletins that aren't.

    python benchmarks/copies.py [--articles 1000] [--seed 1] [--gold DIR]

Each article gets a copy of each kind (another headline, edited, cut ...) by another publisher. Against them
stand all other articles, which share templates and so more of their wording than articles by different
writers do, and bulletins: the same sentences with the same names, but of the next day and with other figures.
Recall is the share of the pairs that are copies which are found, precision the share of the found pairs that
are copies. The development articles in GOLD, some of which report one event, are compared as well.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from article_copies import CHANGES, printed_elsewhere
from articles import PUBLISHERS, Generated, Slots, Story, fill, stories, write
from kgpub.copies import Text, find_copies
from kgpub.copies.finding import compare
from kgpub.copies.sketch import sketch_text

GOLD = Path(__file__).resolve().parents[2] / "shared" / "eval" / "gold"


def text(article: Generated, name: str) -> Text:
    return Text(name, article.published, sketch_text("\n".join(article.paragraphs)))


def bulletin(story: Story, seed: int, days: int) -> Text:
    """Return a story told of a day: the same wording and names for one seed, other figures each day."""
    day = dt.date(2025, 3, 3)
    names = Slots(random.Random(f"{seed}/{story.kind}"), day)
    lines = (story.lines["l"][0], *story.lines["b"])
    for line in lines:
        fill(line, names)
    slots = Slots(random.Random(f"{seed}/{story.kind}/{days}"), day + dt.timedelta(days))
    slots.update(names)
    body = "".join(fill(line, slots) for line in lines)
    return Text(f"{story.kind}/{seed}/{days}", slots.today, sketch_text(body))


def pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def gold_texts(folder: Path) -> Iterator[Text]:
    for path in sorted(folder.glob("ja*.txt")):
        yield Text(path.stem, None, sketch_text(path.read_text(encoding="utf-8").partition("\n")[2]))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gold", type=Path, default=GOLD)
    args = parser.parse_args()
    originals = [write(number, args.seed) for number in range(args.articles)]
    began = time.process_time()
    sketches = {f"{a.number}": text(a, f"{a.number}") for a in originals}
    sketched = time.process_time() - began
    truth: list[list[str]] = [[name] for name in sketches]
    print(f"{'copies':18}{'found':>14}{'least shared':>14}")
    for change in CHANGES:
        least, found = 1.0, 0
        for place, original in enumerate(originals):
            number = len(sketches) * 7 + place
            copy = printed_elsewhere(original, number, args.seed, PUBLISHERS, change)
            name = f"{original.number}/{change}"
            sketches[name] = text(copy, name)
            truth[place].append(name)
            link = compare(sketches[f"{original.number}"], sketches[name])
            found += link is not None
            least = min(least, link.contained if link else 0.0)
        print(f"{change:18}{found:6} of {args.articles:5}{least:14.2f}")
    began = time.process_time()
    result = find_copies(sketches.values())
    seconds = time.process_time() - began
    right, got = pairs(truth), pairs(result.texts)
    print(
        f"\nall pairs of {len(sketches)} articles in groups: {len(right & got)} of {len(right)} found", end=""
    )
    print(f" (recall {len(right & got) / len(right):.4f}), {len(got - right)} wrong", end="")
    print(f" (precision {len(right & got) / len(got):.4f})")
    days = [(s, seed) for s in stories()[0] for seed in range(20)]
    same = [compare(bulletin(s, seed, 0), bulletin(s, seed, 1)) is not None for s, seed in days]
    print(f"bulletins of two days taken for copies: {sum(same)} of {len(same)}")
    if args.gold.is_dir():
        gold = list(gold_texts(args.gold))
        shares = [
            len(a.sketch.hashes & b.sketch.hashes) / min(len(a.sketch.hashes), len(b.sketch.hashes))
            for a, b in combinations(gold, 2)
        ]
        print(
            f"development articles: {len(find_copies(gold).links)} pairs of {len(shares)} taken for copies",
            end="",
        )
        print(f", at most {max(shares):.0%} shared")
    size = sum(len(t.sketch.encode()) for t in sketches.values()) / len(sketches)
    print(f"{1000 * sketched / args.articles:.2f} ms to sketch an article, {size:.0f} bytes; ", end="")
    print(f"{1000 * seconds / len(sketches):.2f} ms to compare it with those of its days")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
