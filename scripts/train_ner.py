"""Train the recogniser of names from ../shared/ner and ../shared/gazetteer; print development figures.

usage: python scripts/train_ner.py [--data DIR] [--gazetteer FILE] [--out DIR] [--seed N] [--work DIR]

1. The Stockmark training sentences are rewritten once the way newspapers write (ner_augment).
2. Networks with a conditional random field over them are trained on both versions, and on the
   second corpus with an output layer of its own; side by side they make one wide network.
3. What that network reads is narrowed to few directions (ner_compress).

The development files are read for the final table only. The same files, seed and releases of
numpy and GiNZA give the same model, on one thread.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Sums of floats depend on how many threads share them.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

from kgpub.annotate.analyser import load_model  # noqa: E402
from kgpub.annotate.ner.features import FeatureNumbers  # noqa: E402
from kgpub.annotate.ner.names import NameList, write_names  # noqa: E402
from kgpub.annotate.ner.network import Network  # noqa: E402
from kgpub.annotate.ner.recogniser import Recogniser, vector_table, write_network  # noqa: E402
from kgpub.annotate.ner.spans import LABELS, TAGS  # noqa: E402
from kgpub.annotate.ner.words import WordRows  # noqa: E402
from kgpub.resources import read_table  # noqa: E402
from ner_augment import collect_names, rewrite  # noqa: E402
from ner_compress import Widths, compress  # noqa: E402
from ner_data import Row, analyse_rows, read_rows  # noqa: E402
from ner_lists import known_names, read_gazetteer  # noqa: E402
from ner_network import Corpus, Settings, Trainer, frequent_features, inputs_of, together  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
MEMBERS = 2
DEVELOPMENT = (("stockmark_dev", LABELS), ("udgsd_dev", LABELS[:3]), ("wac_dev", LABELS[:3]))

_started = time.monotonic()


def say(message: str) -> None:
    print(f"[{time.monotonic() - _started:5.0f} s] {message}", file=sys.stderr, flush=True)


def news_like(rows: list[Row], gazetteer: list[dict[str, str]], seed: int) -> list[Row]:
    """Return the rows with names as newspapers write them."""
    tokenise = load_model().tokenizer

    def surname(name: str) -> str:
        parts = tokenise(name)
        tags = [t.tag_.rsplit("-", 1)[-1] for t in parts]
        return parts[0].text if tags == ["姓", "名"] else ""

    names = collect_names(
        ((r["type"], r["label_ja"]) for r in gazetteer),
        rows,
        surname,
        [r["head"] for r in read_table("ja", "titles.tsv")],
    )
    rng = random.Random(seed)
    return [rewrite(row, names, rng) for row in rows]


def stage(work: Path | None, name: str, make: Callable[[], Any]) -> Any:
    """Return what ``make`` returns, or what an earlier run left of it in the work directory."""
    if work is None:
        return make()
    kept = work / f"{name}.pickle"
    if not kept.exists():
        work.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(make()))
    return pickle.loads(kept.read_bytes())


def train(data: Path, gazetteer: Path, out: Path, seed: int, work: Path | None) -> None:
    nlp = load_model()
    out.mkdir(parents=True, exist_ok=True)
    rows = read_gazetteer(gazetteer)
    write_names(out, known_names(rows))
    names = NameList(out)
    main_rows = read_rows(data / "stockmark_train.jsonl")
    second_rows = read_rows(data / "wac_train.jsonl")
    main, second = stage(
        work,
        "sentences",
        lambda: (
            analyse_rows(main_rows, names) + analyse_rows(news_like(main_rows, rows, seed), names),
            analyse_rows(second_rows, names),
        ),
    )
    say(f"{len(main)} + {len(second)} sentences are analysed")
    words, settings, widths = WordRows(nlp.vocab), Settings(), Widths()
    own, site = frequent_features((main, second), words, settings.least)
    numbers = FeatureNumbers(own, site)
    data = [Corpus(samples, inputs_of(samples, words, numbers)) for samples in (main, second)]
    say(f"{len(own)} + {len(site)} features are frequent")
    config = {
        "analyser": f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}",
        "tags": TAGS,
        "seed": seed,
        "members": MEMBERS,
        "network": vars(settings),
        "widths": vars(widths),
    }
    (out / "config.json").write_text(
        json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    members: list[Network] = []
    for n in range(MEMBERS):

        def member(n: int = n) -> Network:
            trainer = Trainer(vector_table(nlp), (len(own), len(site)), settings, seed + n)
            trainer.fit(data, say)
            return trainer.network()

        members.append(stage(work, f"network-{n + 1}", member))
        say(f"network {n + 1} of {MEMBERS} is trained")
    narrow, word_base = compress(together(members), data[0].inputs, widths)
    write_network(out / "network.npz", narrow, word_base, own, site)
    say(", ".join(f"{p.name} {p.stat().st_size / 1e6:.1f} MB" for p in sorted(out.iterdir())))


def report(data: Path, out: Path) -> None:
    """Print strict scores on the development files."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from ner import analyse_row, score

    recogniser = Recogniser(out, load_model())
    for name, labels in DEVELOPMENT:
        gold = read_rows(data / f"{name}.jsonl")
        found = []
        for row in gold:
            analysis, vectors = analyse_row(row)
            spans = recogniser.recognise(row["text"], analysis, vectors)
            found.append([[s.start, s.end, s.label] for s in spans])
        print("\n".join([f"\n{name}", *score(gold, found, labels)]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=SHARED / "ner")
    parser.add_argument("--gazetteer", type=Path, default=SHARED / "gazetteer" / "gazetteer.tsv")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "kgpub" / "data" / "ja" / "ner")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, help="keep the stages' results here, and go on from them")
    options = parser.parse_args()
    train(options.data, options.gazetteer, options.out, options.seed, options.work)
    report(options.data, options.out)


if __name__ == "__main__":
    main()
