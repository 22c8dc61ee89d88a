"""The compiled index: what goes in comes out, from disk, for every way of asking."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgpub.errors import InputError, ResourceError, UsageError
from kgpub.link import format as fmt
from kgpub.link.format import Alias, Entry, Grade
from kgpub.link.index import Index
from kgpub.link.names import fold, fold_text
from kgpub.link.writer import IndexWriter
from kgpub.model import EntityType

PLACE, PERSON = EntityType.PLACE, EntityType.PERSON


def entry(
    id_: str, *names: str, type_: EntityType = PLACE, grade: Grade = Grade.LABEL, **more: object
) -> Entry:
    return Entry(id_, type_, None, {"ja": names[0]}, tuple(Alias(n, grade) for n in names), **more)  # type: ignore[arg-type]


def build(target: Path, *entries: Entry) -> Path:
    with IndexWriter(target) as writer:
        writer.add_all(entries)
        writer.finish()
    return target


def test_a_name_finds_its_entity_with_all_that_is_known(tmp_path: Path) -> None:
    build(
        tmp_path / "i", entry("wd:Q1", "北の町", "North Town", country="JP", description="town", popularity=5)
    )
    with Index.open(tmp_path / "i") as index:
        (record,) = index.lookup("ＮＯＲＴＨ town")
        assert (record.id, record.country, record.description_en, record.popularity) == (
            "wd:Q1",
            "JP",
            "town",
            5,
        )
        assert record.label("ja") == "北の町"
        assert index.lookup("南の町") == ()
        assert "北の町" in index
        assert "" not in index


def test_homonyms_come_surest_first(tmp_path: Path) -> None:
    weak = entry("wd:Q1", "中島", grade=Grade.WEAK, popularity=9)
    build(tmp_path / "i", weak, entry("wd:Q2", "中島", popularity=1), entry("wd:Q3", "中島", popularity=2))
    with Index.open(tmp_path / "i") as index:
        assert [r.id for r in index.lookup("中島")] == ["wd:Q3", "wd:Q2", "wd:Q1"]


def test_an_id_given_twice_keeps_its_first_labels_and_all_names(tmp_path: Path) -> None:
    build(tmp_path / "i", entry("wd:Q1", "甲社"), entry("wd:Q1", "乙社", country="JP"))
    with Index.open(tmp_path / "i") as index:
        assert index.meta["entities"] == "1"
        (record,) = index.lookup("乙社")
        assert (record.label("ja"), record.country) == ("甲社", "JP")


def test_last_names_and_sounds_are_no_names(tmp_path: Path) -> None:
    person = Entry(
        "wd:Q1", PERSON, None, {"ja": "青木一"},
        (
            Alias("青木一", Grade.LABEL),
            Alias("青木", Grade.SURNAME, part=fmt.SURNAME),
            Alias("AK", Grade.SOUND, part=fmt.SOUND),
        ),
    )  # fmt: skip
    build(tmp_path / "i", person)
    with Index.open(tmp_path / "i") as index:
        assert index.lookup("青木") == ()
        assert [r.grade for r in index.surname("青木")] == [Grade.SURNAME]
        assert [r.id for r in index.sounds("AK")] == ["wd:Q1"]
        assert index.names_in("青木が話した") == ()


def test_names_in_a_text_have_the_texts_own_offsets(tmp_path: Path) -> None:
    build(
        tmp_path / "i",
        entry("wd:Q1", "ジュネーブ"),
        entry("wd:Q2", "New York"),
        entry("wd:Q3", "東京"),
        entry("wd:Q4", "東京都"),
    )
    text = "東京都とジュネーヴ、Ｎｅｗ Ｙｏｒｋで"
    with Index.open(tmp_path / "i") as index:
        found = [text[start : match.end] for start, match in index.names_in(text)]
        assert found == ["東京", "東京都", "ジュネーヴ", "Ｎｅｗ Ｙｏｒｋ"]
        assert [(end, [r.id for r in records]) for end, records in index.prefixes(text, 0)] == [
            (2, ["wd:Q3"]),
            (3, ["wd:Q4"]),
        ]


def test_a_match_cuts_no_word(tmp_path: Path) -> None:
    build(tmp_path / "i", entry("wd:Q1", "タリア"), entry("wd:Q2", "York"), entry("wd:Q3", "who"))
    with Index.open(tmp_path / "i") as index:
        assert index.names_in("イタリア、Yorkshire、who") == ()
        assert len(index.names_in("タリア、York、WHO")) == 3


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    entries = [entry(f"wd:Q{n}", f"町{n}", f"Town {n}", popularity=n) for n in range(500)]
    for name in ("a", "b"):
        build(tmp_path / name, *entries)
    for file in fmt.FILES:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_a_failed_build_leaves_the_old_index_and_nothing_else(tmp_path: Path) -> None:
    build(tmp_path / "i", entry("wd:Q1", "甲社"))
    with pytest.raises(RuntimeError), IndexWriter(tmp_path / "i") as writer:
        writer.add(entry("wd:Q2", "乙社"))
        raise RuntimeError
    with pytest.raises(InputError, match="no entity"), IndexWriter(tmp_path / "i") as writer:
        writer.finish()
    assert [path.name for path in tmp_path.iterdir()] == ["i"]
    with Index.open(tmp_path / "i") as index:
        assert index.lookup("甲社")
        assert not index.lookup("乙社")


def test_a_finished_build_replaces_the_old_index(tmp_path: Path) -> None:
    build(tmp_path / "i", entry("wd:Q1", "甲社"))
    build(tmp_path / "i", entry("wd:Q2", "乙社"))
    with Index.open(tmp_path / "i") as index:
        assert not index.lookup("甲社")
        assert index.lookup("乙社")


def test_other_directories_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="not a gazetteer index"):
        IndexWriter(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


@pytest.mark.parametrize("file", fmt.FILES)
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "garbage"])
def test_a_damaged_index_is_reported(tmp_path: Path, file: str, damage: str) -> None:
    path = build(tmp_path / "i", *(entry(f"wd:Q{n}", f"町{n}") for n in range(50))) / file
    data = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes({"empty": b"", "cut": data[: len(data) // 3], "garbage": b"x" * len(data)}[damage])
    with pytest.raises(ResourceError, match="index"):
        index = Index.open(tmp_path / "i")
        index.lookup("町7")


def test_threads_share_an_index() -> None:
    answers: list[int] = []
    with Index.open() as index:

        def ask() -> None:
            answers.append(sum(len(index.lookup(name)) for name in ("東京", "北京", "パリ", "ロンドン") * 50))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert answers[0] > 0


@given(st.text())
def test_folding_keeps_track_of_every_character(text: str) -> None:
    folded = fold_text(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert len(folded.at) == len(text) + 1
    assert all(0 <= s < e <= len(text) for s, e in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(st.text(alphabet="アイウヴァィ・ー広廣東京Aaé Ｂ㈱", max_size=12))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
