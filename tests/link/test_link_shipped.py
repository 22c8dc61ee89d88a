"""The index that ships: sourced ids, supported labels, the right countries, a notice."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgpub.link.index import Index
from kgpub.link.screen import is_usable
from kgpub.model import EntityType

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT.parent / "shared" / "gazetteer" / "gazetteer.tsv"


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with Index.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def table(index: Index) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{index.path / 'entities.sqlite'}?mode=ro&immutable=1", uri=True)
    yield connection
    connection.close()


def test_it_is_a_few_megabytes(index: Index) -> None:
    assert sum(file.stat().st_size for file in index.path.iterdir()) < 8_000_000


@pytest.mark.skipif(not SOURCE.is_file(), reason="the shared gazetteer is not beside this checkout")
def test_every_id_comes_from_the_source(table: sqlite3.Connection) -> None:
    with SOURCE.open(encoding="utf-8") as lines:
        known = {row["id"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    shipped = {id_ for (id_,) in table.execute("SELECT id FROM entity")}
    assert len(shipped) > 50_000
    assert shipped <= known


def test_every_family_of_sources_has_its_licence_in_the_notice(table: sqlite3.Connection) -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    values = table.execute("SELECT DISTINCT t.value FROM entity e JOIN text t ON t.id = e.source")
    families = {family for (value,) in values for family in value.split("+")}
    assert families
    assert all(re.search(rf"^  {family}\b", notice, re.MULTILINE) for family in families)


def test_countries_are_countries(table: sqlite3.Connection) -> None:
    query = "SELECT e.country FROM entity e JOIN text k ON k.id = e.kind WHERE k.value = 'Country'"
    codes = [code for (code,) in table.execute(query)]
    assert len(codes) == len(set(codes))
    assert 193 <= len(codes) <= 205
    assert {"JP", "US", "CN", "TW", "KR", "KP", "GB", "GE", "VA", "PS", "XK"} <= set(codes)
    assert not {"HK", "MO", "PR", "GL", "AQ", "GU"} & set(codes)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("米国", "US"),
        ("アメリカ", "US"),
        ("英国", "GB"),
        ("イギリス", "GB"),
        ("ミャンマー", "MM"),
        ("豪州", "AU"),
        ("北朝鮮", "KP"),
    ],
)
def test_newspaper_names_of_countries_are_known(index: Index, name: str, code: str) -> None:
    assert [r.country for r in index.lookup(name) if r.kind == "Country"] == [code]


def test_odd_labels_are_not_published(index: Index) -> None:
    def label(name: str) -> set[str | None]:
        return {r.label("ja") for r in index.lookup(name) if r.type is EntityType.PERSON}

    assert label("Xi Jinping") == {"習近平"}
    assert label("Donald Trump") == {"ドナルド・トランプ"}
    assert label("Narendra Modi") == {"ナレンドラ・モディ"}
    assert {r.label("ja") for r in index.lookup("ミャンマー")} == {"ミャンマー"}


def test_mistaken_aliases_are_gone(index: Index) -> None:
    assert [r.label("en") for r in index.lookup("カラチ")] == ["Karachi"]
    assert index.lookup("清水市") == ()


def test_a_city_is_a_city(index: Index) -> None:
    (geneva,) = (r for r in index.lookup("ジュネーブ") if r.label("en") == "Geneva")
    assert (geneva.type, geneva.kind) == (EntityType.PLACE, "City")


@pytest.mark.parametrize("name", ["外務省", "国会", "共産党", "元老院"])
def test_generic_names_are_marked(index: Index, name: str) -> None:
    for record in index.lookup(name):
        assert record.generic


def test_readings_and_single_characters_are_no_names() -> None:
    assert not is_usable("あおもり", EntityType.PLACE, "City")
    assert not is_usable("津", EntityType.PLACE, "City")
    assert not is_usable("Тояма", EntityType.PLACE, "City")
    assert not is_usable("PA", EntityType.PLACE, "AdministrativeArea")
    assert is_usable("青森", EntityType.PLACE, "City")
    assert is_usable("EU", EntityType.ORGANIZATION, None)
