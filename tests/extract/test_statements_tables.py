"""The word lists of statements: a linguist edits them, so mistakes must be caught here."""

from __future__ import annotations

from kgpub.extract.statements_lexicon import report_nouns, spokespeople, verb_frames
from kgpub.resources import read_table

FRAMES = {"to", "you", "koto", "stance", "np", "deed", "bare", "naming", "node"}


def test_frames_are_known() -> None:
    for lemma, frames in verb_frames().items():
        assert frames <= FRAMES, lemma
        assert frames, lemma


def test_naming_verbs_have_no_other_frame() -> None:
    assert all(frames == {"naming"} for frames in verb_frames().values() if "naming" in frames)


def test_agreements_are_not_statements() -> None:
    for lemma in ("合意する", "一致する"):
        assert verb_frames()[lemma] == {"naming"}


def test_kinds_of_nouns_are_known() -> None:
    assert {noun.kind for noun in report_nouns().values()} == {"stance", "utterance", "content", "thanks"}
    kinds = {row["kind"] for row in read_table("ja", "spokespeople.tsv")}
    assert kinds == {"body", "official", "nobody", "ending", "thing"}
    assert set(spokespeople().values()) == {"body", "official", "nobody"}


def test_no_entry_stands_twice() -> None:
    for name, column in (
        ("reporting_verbs.tsv", "lemma"),
        ("report_nouns.tsv", "noun"),
        ("speech_venues.tsv", "noun"),
        ("time_words.tsv", "word"),
    ):
        entries = [row[column] for row in read_table("ja", name)]
        assert sorted(entries) == sorted(set(entries)), name
