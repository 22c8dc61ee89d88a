#!/usr/bin/env python3
"""Train the recogniser of names from ../shared/ner and ../shared/gazetteer; print development figures.

usage: python scripts/train_ner.py [--data DIR] [--gazetteer FILE] [--out DIR] [--seed N] [--work DIR]

1. The Stockmark training sentences are rewritten once the way newspapers write (ner_augment).
2. Three networks are trained, each without one third of the sentences; so every sentence gets
   an opinion from a network that has not seen it. In use, the three vote.
3. Two conditional random fields are trained on these opinions and on the features of the tokens;
   in use, they vote too.

The development files are read for the final table only. The same files, seed and releases of
numpy, GiNZA and CRFsuite give the same model, on one thread.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import pickle
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Sums of floats depend on how many threads share them.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import numpy as np  # noqa: E402
import pycrfsuite  # noqa: E402

from kgpub.annotate.analyser import load_model  # noqa: E402
from kgpub.annotate.ner.features import featurise, shape, word_class  # noqa: E402
from kgpub.annotate.ner.inputs import Marks  # noqa: E402
from kgpub.annotate.ner.names import TYPES, NameList  # noqa: E402
from kgpub.annotate.ner.network import HEADS  # noqa: E402
from kgpub.annotate.ner.recogniser import FIELDS, Recogniser, quantise, vector_table  # noqa: E402
from kgpub.annotate.ner.spans import LABELS, TAGS  # noqa: E402
from kgpub.annotate.ner.stack import with_opinions  # noqa: E402
from kgpub.annotate.ner.words import WordClasses  # noqa: E402
from kgpub.resources import read_table  # noqa: E402
from ner_augment import collect_names, rewrite  # noqa: E402
from ner_data import Row, Sample, analyse_rows, read_rows  # noqa: E402
from ner_lists import clusters, name_trie, read_gazetteer  # noqa: E402
from ner_network import Member, Settings, inputs_of, together  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FOLDS = 3
CLUSTERS = (64, 256, 1024)
SHAPES = 40
PLAIN = 8  # tokens in a sentence without names that is worth learning from
FIELD = {
    "c1": 0.05,
    "c2": 0.01,
    "max_iterations": 70,
    "feature.minfreq": 2,
    "feature.possible_transitions": True,
}
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


def nameless(samples: list[Sample], rows: list[Row]) -> list[Sample]:
    """Return the longer sentences in which the corpus marks no name, not even one inside a token."""
    return [
        s
        for s in samples
        if len(s.tokens) >= PLAIN
        and not any(
            span[2] in LABELS and span[0] < s.tokens[-1].end and span[1] > s.tokens[0].start
            for span in rows[s.row]["spans"]
        )
    ]


def find_marks(samples: list[Sample]) -> Marks:
    """Return the classes and the most frequent shapes of the training tokens."""
    counts: dict[str, int] = {}
    for sample in samples:
        for token in sample.tokens:
            counts[shape(token.text)] = counts.get(shape(token.text), 0) + 1
    return Marks(
        tuple(sorted({word_class(t) for s in samples for t in s.tokens})),
        tuple(sorted(counts, key=lambda s: (-counts[s], s))[:SHAPES]),
        tuple(f"{part}-{kind}" for kind in TYPES for part in "BIE"),
    )


def train_members(
    main: list[Sample],
    named: int,
    other: list[Sample],
    marks: Marks,
    words: WordClasses,
    table: Any,
    seed: int,
) -> tuple[list[Member], list[np.ndarray]]:
    """Return the networks, and for each main sample the opinion of one that was trained without it.

    Under the main guidelines they learn from the first ``named`` samples only. Taught by plain
    sentences too, they miss more names than they spare mistakes (measured: .767 and not .78).
    """
    members: list[Member] = []
    opinions: list[np.ndarray] = [np.zeros(0)] * len(main)
    for fold in range(FOLDS):
        corpora = {}
        for head, corpus in enumerate((main[:named], other)):
            kept = [s for s in corpus if s.row % FOLDS != fold]
            corpora[head] = (inputs_of(kept, marks, words), np.concatenate([s.tags for s in kept]))
        width = 5 * main[0].context.shape[1] + 5 * table.shape[1] + 5 * marks.width
        member = Member(width, Settings(), seed + fold)
        member.fit(corpora, table)
        members.append(member)
        left_out = [i for i, s in enumerate(main) if s.row % FOLDS == fold]
        network = together([member], table)
        found = network.opinions(inputs_of([main[i] for i in left_out], marks, words))
        bounds = np.cumsum([len(main[i].tokens) for i in left_out])[:-1]
        for i, opinion in zip(left_out, np.split(found, bounds), strict=True):
            opinions[i] = opinion
        say(f"network {fold + 1} of {FOLDS} trained")
    return members, opinions


def train_field(samples: list[Sample], opinions: list[np.ndarray], words: WordClasses, path: Path) -> None:
    """Train a conditional random field and write it, compressed."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params(FIELD)
    for sample, opinion in zip(samples, opinions, strict=True):
        features = with_opinions(featurise(sample.tokens, words, sample.listed), opinion)
        trainer.append(pycrfsuite.ItemSequence(features), [TAGS[k] for k in sample.tags])
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "field.crf"
        trainer.train(str(raw))
        path.write_bytes(lzma.compress(raw.read_bytes()))


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
    name_trie(rows).save(str(out / "names.trie"))
    names = NameList(out / "names.trie")
    table = clusters(np.asarray(nlp.vocab.vectors.data), CLUSTERS, seed)
    words = WordClasses(nlp.vocab, table)
    say("names and clusters are ready")

    plain = read_rows(data / "stockmark_train.jsonl")
    second = read_rows(data / "wac_train.jsonl")
    main, other = stage(
        work,
        "sentences",
        lambda: (
            analyse_rows(plain, names) + analyse_rows(news_like(plain, rows, seed), names),
            analyse_rows(second, names),
        ),
    )
    # Nearly every Stockmark sentence holds a name, and news does not: plain sentences teach restraint.
    named = len(main)
    main += nameless(other, second)
    say(f"{len(main)} + {len(other)} sentences are analysed")

    marks = find_marks(main + other)
    vectors = vector_table(nlp)
    members, opinions = stage(
        work, "networks", lambda: train_members(main, named, other, marks, words, vectors, seed)
    )
    network = together(members, vectors)
    hidden, scale = quantise(network.hidden)
    np.savez(
        out / "network.npz",
        hidden=hidden,
        hidden_scale=scale,
        bias=network.bias,
        heads=network.heads,
        head_bias=network.head_bias,
        clusters=table,
    )
    config = {
        "analyser": f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}",
        "guidelines": HEADS,
        "tags": TAGS,
        "seed": seed,
        "field": FIELD,
        "network": vars(Settings()),
        "marks": {"classes": marks.classes, "shapes": marks.shapes, "listed": marks.listed},
    }
    (out / "config.json").write_text(
        json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    # One field learns from named sentences only, one from plain ones besides: the first finds more, the
    # second is more often right, and together they are better than either.
    for name, count in zip(FIELDS, (named, len(main)), strict=True):
        train_field(main[:count], opinions[:count], words, out / name)
        say(f"{name} trained")
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
