"""The store on disk: graphs replaced and withdrawn whole, and a default graph that is their union."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from stores import EXAMPLES, REPOSITORY, article

from kgpub.errors import NotAStore, StoreLocked, StoreMissing
from kgpub.store import Change, EmbeddedStore, StoredGraph, read_graphs
from kgpub.store.locking import SharedLock
from kgpub.validate.shapes import load_shapes


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore.open(tmp_path / "store", create=True) as opened:
        yield opened


def graph(tmp_path: Path, key: str, *people: str, headline: str = "見出し") -> StoredGraph:
    path = tmp_path / f"{key}.ttl"
    path.write_text(article(key, *people, headline=headline), encoding="utf-8")
    return read_graphs(str(path))[0]


def union(store: EmbeddedStore) -> list[str]:
    answer = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    return sorted(f"{triple} ." for triple in answer)


def expected_union(store: EmbeddedStore) -> list[str]:
    return sorted({line for iri in store.iris() for line in store.values(iri)})


def test_what_goes_in_comes_out(store: EmbeddedStore) -> None:
    files = [*EXAMPLES, str(REPOSITORY / "examples" / "diplomacy-mentions.trig")]
    for path in files:
        (put,) = read_graphs(path)
        store.put(put)
        assert store.values(put.iri) == put.values
        found = store.get(put.iri)
        assert found is not None
        assert (found.iri, found.kind, found.digest) == (put.iri, put.kind, put.digest)
        # These have no number that a store spells in another way.
        assert found.lines == put.lines
    assert len(store) == len(store.iris()) == len(EXAMPLES)
    assert union(store) == expected_union(store)


def test_putting_twice_changes_nothing(store: EmbeddedStore, tmp_path: Path) -> None:
    graphs = [graph(tmp_path, key, "p") for key in "abc"]
    assert store.put_all(graphs) == [Change.ADDED] * 3
    before = union(store)
    assert store.put_all(graphs) == [Change.NONE] * 3
    assert union(store) == before


def test_a_graph_is_replaced_whole(store: EmbeddedStore, tmp_path: Path) -> None:
    store.put_all([graph(tmp_path, "a", "p", "q"), graph(tmp_path, "b", "q")])
    new = graph(tmp_path, "a", "r", headline="直した見出し")
    assert store.change(new) is Change.REPLACED
    assert store.put(new) is Change.REPLACED
    assert store.values(new.iri) == new.values
    assert union(store) == expected_union(store)
    # Only the old version of a spoke of p; b still speaks of q.
    assert not any("/p>" in line for line in union(store))
    assert any("/q>" in line for line in union(store))


def test_withdrawing_takes_what_only_it_supported(store: EmbeddedStore, tmp_path: Path) -> None:
    a, b = graph(tmp_path, "a", "p", "q"), graph(tmp_path, "b", "q")
    store.put_all([a, b])
    assert store.remove(a.iri)
    assert store.iris() == [b.iri]
    assert union(store) == list(b.values)
    assert not store.remove(a.iri)
    assert store.get(a.iri) is None
    assert a.iri not in store


def test_the_union_has_each_triple_once(store: EmbeddedStore, tmp_path: Path) -> None:
    store.put_all([graph(tmp_path, key, "p") for key in "abc"])
    (row,) = store.query("SELECT (COUNT(*) AS ?n) { ?p a <https://schema.org/Person> }")
    assert row[0].value == "1"
    (row,) = store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?p a <https://schema.org/Person> } }")
    assert row[0].value == "3"


def test_integers_of_the_model_keep_their_type() -> None:
    """What the store folds into xsd:integer, and nothing else, is given back as the shapes want it."""
    derived = {"nonNegativeInteger", "positiveInteger", "int", "long", "short", "byte"}
    found = load_shapes().graph.query(
        "SELECT ?path ?type { ?shape <http://www.w3.org/ns/shacl#path> ?path ; "
        "<http://www.w3.org/ns/shacl#datatype> ?type }"
    )
    paths = {
        str(path).rpartition("#")[2] for path, type_ in found if str(type_).rpartition("#")[2] in derived
    }
    assert paths == {"beginIndex", "endIndex"}


class TestOpening:
    def test_nothing_there(self, tmp_path: Path) -> None:
        for call in (EmbeddedStore.read, EmbeddedStore.open):
            with pytest.raises(StoreMissing, match="there is no store here"):
                call(tmp_path / "none")
        assert not (tmp_path / "none").exists()

    def test_something_else_there(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("x")
        with pytest.raises(NotAStore, match=r"has other files in it, such as notes\.txt"):
            EmbeddedStore.open(tmp_path, create=True)
        with pytest.raises(NotAStore, match="is not a store"):
            EmbeddedStore.read(tmp_path / "notes.txt")
        assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]

    def test_a_damaged_store(self, tmp_path: Path) -> None:
        EmbeddedStore.open(tmp_path / "s", create=True).close()
        (tmp_path / "s" / "CURRENT").write_text("nonsense\n")
        for call in (EmbeddedStore.read, EmbeddedStore.open):
            with pytest.raises(NotAStore, match="can't be opened as a store"):
                call(tmp_path / "s")

    def test_a_creation_that_was_killed_is_begun_again(self, tmp_path: Path) -> None:
        directory = tmp_path / "s"
        directory.mkdir()
        for name in ("LOCK", "LOG", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"):
            (directory / name).touch()
        with EmbeddedStore.open(directory, create=True) as store:
            store.put(graph(tmp_path, "a"))

    def test_reopening_keeps_everything(self, tmp_path: Path) -> None:
        put = graph(tmp_path, "a", "p")
        with EmbeddedStore.open(tmp_path / "s", create=True) as store:
            store.put(put)
        with EmbeddedStore.open(tmp_path / "s") as store:
            assert store.values(put.iri) == put.values
        with EmbeddedStore.read(tmp_path / "s") as store:
            assert store.values(put.iri) == put.values


OPEN = """
import sys
from pathlib import Path
from kgpub.errors import StoreLocked
from kgpub.store import EmbeddedStore
try:
    with getattr(EmbeddedStore, sys.argv[2])(Path(sys.argv[1])) as store:
        print(len(store), flush=True)
        if len(sys.argv) > 3:
            sys.stdin.read()
except StoreLocked:
    print("locked", flush=True)
"""


class Other:
    """Another process that has the store open."""

    def __init__(self, directory: Path, how: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OPEN, str(directory), how, "wait"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline().decode().strip()

    def __enter__(self) -> str:
        return self.said

    def __exit__(self, *_: object) -> None:
        self.process.communicate()


class TestTwoAtOnce:
    @pytest.fixture
    def directory(self, tmp_path: Path) -> Path:
        with EmbeddedStore.open(tmp_path / "s", create=True) as store:
            store.put(graph(tmp_path, "a"))
        return tmp_path / "s"

    def test_two_that_read(self, directory: Path) -> None:
        with Other(directory, "read") as first, EmbeddedStore.read(directory) as second:
            assert first == "1"
            assert len(second) == 1

    @pytest.mark.parametrize("theirs", ["read", "open"])
    @pytest.mark.parametrize("ours", ["read", "open"])
    def test_one_that_writes_is_alone(self, theirs: str, ours: str, directory: Path) -> None:
        if theirs == ours == "read":
            pytest.skip("both read")
        with Other(directory, theirs) as said:
            assert said == "1"
            with pytest.raises(StoreLocked, match="another process has this store open"):
                getattr(EmbeddedStore, ours)(directory)
        getattr(EmbeddedStore, ours)(directory).close()

    def test_within_one_process(self, directory: Path) -> None:
        with EmbeddedStore.read(directory), EmbeddedStore.read(directory), pytest.raises(StoreLocked):
            EmbeddedStore.open(directory)
        with EmbeddedStore.open(directory) as store:
            for call in (EmbeddedStore.read, EmbeddedStore.open):
                with pytest.raises(StoreLocked):
                    call(directory)
            # Being turned away must not have dropped the lock of the one that writes.
            with Other(directory, "open") as said:
                assert said == "locked"
            assert len(store) == 1
        assert not SharedLock._held and not SharedLock._written

    def test_another_program_that_writes(self, directory: Path) -> None:
        import pyoxigraph

        theirs = pyoxigraph.Store(directory)
        with Other(directory, "read") as said:
            assert said == "locked"
        del theirs
        with Other(directory, "read") as said:
            assert said == "1"
