#!/usr/bin/env python3
"""Measure an index of a million generated names: build, open, look-ups and memory.

usage: python benchmarks/gazetteer.py [--names 1000000] [--keep DIR]

Look-ups run in a process of their own, so that its memory is that of a reader. A text
of 1,000 characters is made of the index's own names and filler; every substring of up
to 32 characters is looked up by itself, and the same is found once more by asking for
all names that begin at each position.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kgpub.link.format import Alias, Entry, Grade
from kgpub.link.index import Index
from kgpub.link.writer import IndexWriter
from kgpub.model import EntityType

_KANJI = "山川田中東西南北上下大小石木村島高松本原野井藤林森橋谷沢岡崎浜津江波瀬池沼坂塚城宮寺神社町市県国"
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンガギグゲゴ"
LENGTH, LONGEST = 1000, 32


def name(rng: random.Random) -> str:
    alphabet = _KANJI if rng.random() < 0.6 else _KANA
    return "".join(rng.choices(alphabet, k=rng.randint(3, 9)))


def entries(count: int) -> Iterator[Entry]:
    """Entities with two names each, until there are ``count`` names."""
    rng = random.Random(20250715)
    for number in range(count // 2):
        first, second = name(rng), name(rng)
        yield Entry(
            f"wd:Q{number + 1}",
            EntityType.PLACE,
            "City",
            {"ja": first},
            (Alias(first, Grade.LABEL), Alias(second, Grade.WEAK)),
            "JP",
            "generated",
            number,
        )


def text() -> str:
    """A text in which about every third character belongs to a name of the index."""
    names, rng, parts = random.Random(20250715), random.Random(1), []
    while sum(map(len, parts)) < LENGTH:
        parts += [
            name(names),
            "は" + "".join(rng.choices("のをにがとでした、。それこれあり", k=rng.randint(4, 14))),
        ]
    return "".join(parts)[:LENGTH]


def peak_mb() -> float:
    """Peak resident memory of this process; getrusage would count the parent's before exec."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read(path: Path) -> dict[str, float]:
    started = time.perf_counter()
    index = Index.open(path)
    opened = time.perf_counter()
    article = text()
    begun = time.perf_counter()
    hits = len(index.names_in(article))
    matched = time.perf_counter()
    found = sum(
        article[start:end] in index
        for start in range(len(article))
        for end in range(start + 1, min(start + LONGEST, len(article)) + 1)
    )
    contained = time.perf_counter()
    records = sum(len(r) for start in range(len(article)) for _, r in index.prefixes(article, start))
    fetched = time.perf_counter()
    return {
        "open_ms": 1e3 * (opened - started),
        "all_names_in_text_ms": 1e3 * (matched - begun),
        "names_found": hits,
        "each_substring_ms": 1e3 * (contained - matched),
        "substrings_found": found,
        "with_records_ms": 1e3 * (fetched - contained),
        "records": records,
        "peak_mb": peak_mb(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="build the index here and leave it")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.read:
        print(json.dumps(read(args.read)))
        return
    with tempfile.TemporaryDirectory() as work:
        target = args.keep or Path(work) / "index"
        started = time.perf_counter()
        with IndexWriter(target) as writer:
            writer.add_all(entries(args.names))
            writer.finish({"name": "benchmark"})
        print(f"build\t{time.perf_counter() - started:.1f} s, peak {peak_mb():.0f} MB")
        size = sum(path.stat().st_size for path in target.iterdir())
        print(f"size\t{size / 1e6:.1f} MB")
        command = [sys.executable, __file__, "--read", str(target)]
        figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for key, value in figures.items():
            print(f"{key}\t{value:.1f}")


if __name__ == "__main__":
    main()
