"""Reading sources: tables, Wikidata dumps, GeoNames files, endpoints; packed or damaged."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kgpub.errors import InputError, UsageError
from kgpub.link.format import Entry, Grade
from kgpub.link.sources import endpoint, geonames, tsv, wikidata
from kgpub.link.sources.streams import lines_of
from kgpub.model import EntityType

COUNTRIES = {"Q17": "JP"}


def names(entry: Entry, grade: Grade | None = None) -> set[str]:
    return {a.name for a in entry.aliases if not a.part and (grade is None or a.grade is grade)}


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_packed_files_are_unpacked_by_content(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "any.name"
    path.write_bytes(pack("一行目\r\n二行目\n".encode()))
    seen: list[int] = []
    with lines_of(path, seen.append) as lines:
        assert list(lines) == ["一行目", "二行目"]
    assert sum(seen) == path.stat().st_size


def test_a_zip_with_one_text_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "甲\n乙\n")
    with lines_of(tmp_path / "a.zip") as lines:
        assert list(lines) == ["甲", "乙"]


@pytest.mark.parametrize("damage", ["cut", "binary", "missing"])
def test_a_damaged_file_is_an_input_error(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "x.gz"
    if damage != "missing":
        path.write_bytes(
            gzip.compress("行\n".encode() * 5000)[:40] if damage == "cut" else b"\xff\xfe\x00\x81"
        )
    with pytest.raises(InputError, match=r"x\.gz"), lines_of(path) as lines:
        list(lines)


# --- a table of one's own -------------------------------------------------------


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "mine.tsv"
    header = "id\ttype\tlabel_ja\tlabel_en\taliases\tcountry\tdescription_en"
    path.write_text("\n".join(["# ours", header, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_table_gives_entries(tmp_path: Path) -> None:
    rows = ("wd:Q5\tCity\t北浜市\tKitahama\t北の浜|X\tJP\tcity in Japan", "wd:Q6\tEvent\t祭り", "")
    (entry,) = tsv.read_tsv(table(tmp_path, *rows))
    assert (entry.id, entry.kind, entry.country) == ("wd:Q5", "City", "JP")
    assert names(entry, Grade.LABEL) == {"北浜市", "Kitahama"}
    assert names(entry, Grade.STEM) == {"北浜"}
    assert "X" not in names(entry)


@pytest.mark.parametrize(
    ("row", "message"),
    [("Q5\tCity\t北浜市", "id is"), ("wd:Q5\tTown\t北浜市", "type is"), ("http://x\tCity\t北浜市", "id is")],
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(InputError, match=rf"mine\.tsv:3: {message}"):
        list(tsv.read_tsv(table(tmp_path, row)))


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("name\tqid\n甲\tQ1\n")
    with pytest.raises(InputError, match="expected id, type"):
        list(tsv.read_tsv(tmp_path / "x.tsv"))


# --- Wikidata ---------------------------------------------------------------------


def item(**more: Any) -> dict[str, Any]:
    def claim(prop: str, value: Any) -> tuple[str, list[dict[str, Any]]]:
        return prop, [{"rank": "normal", "mainsnak": {"datavalue": {"value": value}}}]

    return {
        "type": "item",
        "id": "Q900",
        "labels": {"ja": {"value": "浜田一郎"}, "en": {"value": "Ichiro Hamada"}, "fr": {"value": "x"}},
        "aliases": {"en": [{"value": "I. Hamada"}]},
        "descriptions": {"en": {"value": "Japanese politician"}},
        "claims": dict([claim("P31", {"id": "Q5"}), claim("P27", {"id": "Q17"})]),
        "sitelinks": {"jawiki": {}, "enwiki": {}},
        **more,
    }


def test_the_json_dump_is_read_line_by_line(tmp_path: Path) -> None:
    nameless = item(id="Q901", labels={}, aliases={})
    concept = item(id="Q902", descriptions={"en": {"value": "Wikimedia disambiguation page"}}, claims={})
    path = tmp_path / "dump.json"
    path.write_text("[\n" + ",\n".join(json.dumps(i) for i in (item(), nameless, concept)) + "\n]\n")
    (entry,) = wikidata.read_json(path, COUNTRIES)
    assert (entry.id, entry.type, entry.country, entry.popularity) == ("wd:Q900", EntityType.PERSON, "JP", 2)
    assert entry.labels == {"ja": "浜田一郎", "en": "Ichiro Hamada"}
    assert {a.name for a in entry.aliases if a.grade is Grade.SURNAME} == {"浜田", "Hamada"}


def test_a_broken_line_of_the_dump_is_named(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text('[\n{"type": "item", \n]\n')
    with pytest.raises(InputError, match=r"dump\.json:2: is not JSON"):
        list(wikidata.read_json(tmp_path / "dump.json", {}))


def test_truthy_triples_are_grouped_by_subject(tmp_path: Path) -> None:
    wd, label = "<http://www.wikidata.org/entity/", "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [
        f'{wd}Q7> {label} "\\u5317\\u6D5C"@ja .',
        f'{wd}Q7> {label} "Kitahama"@en .',
        f'{wd}Q7> <http://schema.org/description> "city in \\"Japan\\""@en .',
        f"{wd}Q7> <http://www.wikidata.org/prop/direct/P17> {wd}Q17> .",
        f'{wd}Q7> <http://www.w3.org/2004/02/skos/core#altLabel> "Kita"@en .',
        f'{wd}Q8> {label} "Nothing known"@en .',
    ]
    (tmp_path / "t.nt").write_text("\n".join(lines) + "\n")
    (entry,) = wikidata.read_triples(tmp_path / "t.nt", COUNTRIES)
    assert (entry.id, entry.kind, entry.country) == ("wd:Q7", "City", "JP")
    assert entry.labels == {"ja": "北浜", "en": "Kitahama"}
    assert entry.description == 'city in "Japan"'


# --- GeoNames ----------------------------------------------------------------------


def geoname(id_: str, name: str, feature: str = "P\tPPL") -> str:
    cells = [
        id_,
        name,
        name,
        "北浜,Кита",
        "35",
        "139",
        *feature.split("\t"),
        "JP",
        *[""] * 5,
        "12000",
        *[""] * 4,
    ]
    return "\t".join(cells)


def test_geonames_files_give_places(tmp_path: Path) -> None:
    (tmp_path / "g.txt").write_text(
        geoname("11", "Kitahama") + "\n" + geoname("12", "Road 5", "R\tRD") + "\n"
    )
    (entry,) = geonames.read_geonames(tmp_path / "g.txt")
    assert (entry.id, entry.kind, entry.country, entry.popularity) == ("gn:11", "City", "JP", 12000)
    assert names(entry) == {"Kitahama", "北浜"}


def test_another_table_is_no_geonames_file(tmp_path: Path) -> None:
    (tmp_path / "g.txt").write_text("1\tKitahama\n")
    with pytest.raises(InputError, match=r"g\.txt:1: 2 columns"):
        list(geonames.read_geonames(tmp_path / "g.txt"))


def test_alternate_names_say_their_language(tmp_path: Path) -> None:
    rows = ["1\t11\tja\t北浜\t1\t\t\t", "2\t11\tfr\tX\t\t\t\t", "3\t11\tja\t旧北浜\t\t\t\t1"]
    (tmp_path / "n.txt").write_text("\n".join(rows) + "\n")
    found = list(geonames.read_names(tmp_path / "n.txt"))
    assert [(id_, alias.name, language) for id_, alias, language in found] == [("gn:11", "北浜", "ja")]


# --- endpoint ------------------------------------------------------------------------


def test_an_endpoint_is_asked_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "item": {"value": "http://www.wikidata.org/entity/Q7"},
        "ja": {"value": "北浜"},
        "country": {"value": "JP"},
    }
    row["description"] = {"value": "city in Japan"}
    pages = [[row] * endpoint._PAGE, [row]]
    queries: list[str] = []

    def ask(url: str, query: str) -> list[dict[str, Any]]:
        queries.append(query)
        return pages[len(queries) - 1]

    monkeypatch.setattr(endpoint, "_ask", ask)
    entries = list(endpoint.read_endpoint("http://localhost/sparql", "Q515"))
    assert len(entries) == endpoint._PAGE + 1
    assert entries[0].id == "wd:Q7"
    assert "OFFSET 0" in queries[0]
    assert f"OFFSET {endpoint._PAGE}" in queries[1]


def test_a_class_can_not_smuggle_in_a_query() -> None:
    with pytest.raises(UsageError, match="expected a Wikidata id"):
        list(endpoint.read_endpoint("http://localhost/sparql", "Q5 . ?x ?y ?z"))


def test_an_unreachable_endpoint_is_an_input_error() -> None:
    with pytest.raises(InputError, match="gave no SPARQL results"):
        list(endpoint.read_endpoint("http://127.0.0.1:9/sparql", "Q515"))
