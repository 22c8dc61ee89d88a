"""The word lists: complete, without contradictions."""

from __future__ import annotations

import pytest

from kgpub.annotate import lexicon
from kgpub.resources import read_table


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("countries.tsv", "code"),
        ("regions.tsv", "name"),
        ("institutions.tsv", "name"),
        ("titles.tsv", "head"),
        ("title_modifiers.tsv", "word"),
        ("honorifics.tsv", "word"),
        ("organization_suffixes.tsv", "suffix"),
        ("place_suffixes.tsv", "suffix"),
        ("term_suffixes.tsv", "suffix"),
        ("event_suffixes.tsv", "suffix"),
        ("terms.tsv", "name"),
        ("common_words.tsv", "word"),
        ("foreign_surnames.tsv", "surname"),
    ],
)
def test_no_row_is_empty_or_twice(table: str, column: str) -> None:
    values = [row[column] for row in read_table("ja", table)]
    assert values
    assert all(values)
    assert sorted(values) == sorted(set(values))


def test_each_name_has_one_country() -> None:
    rows = read_table("ja", "countries.tsv")
    names = [n for r in rows for n in [r["name"], *filter(None, r["other"].split("|"))]]
    assert len(names) == len(set(names))
    chars = [c for r in rows for c in filter(None, r["chars"].split("|"))]
    assert len(chars) == len(set(chars))


def test_all_prefectures_are_there() -> None:
    assert len(lexicon.prefectures()) == 47


def test_posts_belong_to_a_known_kind_and_country() -> None:
    kinds = {"country", "party", "organization", "company", "place", "team", "force", ""}
    codes = set(lexicon.country_names())
    for title in lexicon.titles().values():
        assert title.of in kinds, title
        assert not title.country or title.country in codes, title


def test_no_country_or_institution_is_a_common_word() -> None:
    names = set(lexicon.countries()) | set(lexicon.institutions()) | set(lexicon.regions())
    assert not names & (lexicon.common_words() - {"中部"})
