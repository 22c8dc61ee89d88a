"""``kgpub load``, ``list``, ``export`` and ``retract`` from the outside."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from stores import BASE, EXAMPLES, PREFIXES, REPOSITORY, article

from kgpub.cli import main
from kgpub.store import EmbeddedStore, Kind, StoredGraph, parse_lines
from kgpub.store.exporting import _escaped
from kgpub.write import Format, NamedGraph, serialise

SHORT = f"{BASE}article/2024-04-12-60e9257a7302"


def kgpub(*args: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
    """Run kgpub within this process, which is much faster than in one of its own."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as left:
            main([str(arg) for arg in args])
    out.flush()
    assert isinstance(out.buffer, io.BytesIO) and isinstance(left.value.code, int)
    return left.value.code, out.buffer.getvalue().decode(), err.getvalue()


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with all examples; for reading alone."""
    directory = tmp_path_factory.mktemp("examples") / "store"
    assert kgpub("load", *EXAMPLES, "--store", directory)[::2] == (
        0,
        f"{directory}: 6 added, 0 replaced, 0 unchanged\n",
    )
    return directory


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


class TestLoad:
    def test_twice_changes_nothing(self, examples: Path, tmp_path: Path) -> None:
        before = kgpub("export", "--store", examples, "-f", "nq")[1]
        code, out, err = kgpub("load", *EXAMPLES, "--store", examples)
        assert (code, out, err) == (0, "", f"{examples}: 0 added, 0 replaced, 6 unchanged\n")
        assert kgpub("export", "--store", examples, "-f", "nq")[1] == before

    def test_what_violates_is_told_and_left_out(self, tmp_path: Path) -> None:
        good = write(tmp_path / "good.ttl", article("good", "p"))
        bad = write(tmp_path / "bad.ttl", article("bad").replace("schema:headline", "schema:headlin"))
        code, out, err = kgpub("load", bad, good, "--store", tmp_path / "s")
        assert (code, out) == (1, "")
        assert f"{bad}: does not conform" in err
        assert f"kgpub: not loaded, because it violates the shapes: {BASE}article/bad" in err
        assert err.endswith("1 added, 0 replaced, 0 unchanged, 1 refused\n")
        with EmbeddedStore.read(tmp_path / "s") as store:
            assert store.iris() == [f"{BASE}article/good"]

    def test_a_bad_version_does_not_replace_a_good_one(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.ttl", article("a", "p"))
        kgpub("load", path, "--store", tmp_path / "s")
        before = kgpub("export", "--store", tmp_path / "s")[1]
        write(path, article("a", "q").replace("schema:headline", "schema:headlin"))
        assert kgpub("load", path, "--store", tmp_path / "s")[0] == 1
        assert kgpub("export", "--store", tmp_path / "s")[1] == before
        assert kgpub("load", "--no-validate", path, "--store", tmp_path / "s")[0] == 0
        assert kgpub("export", "--store", tmp_path / "s")[1] != before

    def test_an_unreadable_file_does_not_stop_the_others(self, tmp_path: Path) -> None:
        good = write(tmp_path / "good.ttl", article("good"))
        code, _, err = kgpub("load", tmp_path / "gone.ttl", good, "--store", tmp_path / "s")
        assert code == 3
        assert f"kgpub: not loaded: {tmp_path}/gone.ttl: can't be read: No such file or directory" in err
        assert "1 added" in err

    def test_standard_input_and_the_default_place(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert kgpub("load", "-", stdin=article("a").encode())[::2] == (
            0,
            "kgpub-store: 1 added, 0 replaced, 0 unchanged\n",
        )
        assert f"{BASE}article/a" in kgpub("list", "-f", "csv")[1]
        assert kgpub("query", "article-summary", "-f", "csv")[1].count("article/a") == 1
        write(tmp_path / "kgpub.toml", 'store = "other"')
        assert kgpub("list")[::2] == (
            3,
            "kgpub: other: there is no store here\n  Make one: kgpub load FILE... --store DIR\n",
        )

    def test_dry_run(self, examples: Path, tmp_path: Path) -> None:
        new = write(tmp_path / "new.ttl", article("new"))
        said = kgpub("load", "--dry-run", EXAMPLES[0], new, "--store", examples)
        assert said[::2] == (0, f"{examples}: would be: 1 added, 0 replaced, 1 unchanged\n")
        assert kgpub("load", "--dry-run", new, "--store", tmp_path / "none")[0] == 0
        assert not (tmp_path / "none").exists()

    def test_a_store_in_use(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.ttl", article("a"))
        with EmbeddedStore.open(tmp_path / "s", create=True):
            for command in (("load", path), ("list",), ("export",), ("retract", "a"), ("query", "links")):
                code, out, err = kgpub(*command, "--store", tmp_path / "s")
                assert (code, out) == (3, "")
                assert "another process has this store open" in err


class TestList:
    def test_counts(self, examples: Path) -> None:
        code, out, err = kgpub("list", "--store", examples, "-f", "json")
        assert (code, err) == (0, "")
        rows = json.loads(out)["results"]["bindings"]
        assert [row["published"]["value"] for row in rows] == sorted(
            row["published"]["value"] for row in rows
        )
        first = {name: cell["value"] for name, cell in rows[0].items()}
        assert first == {
            "graph": SHORT,
            "published": "2024-04-12",
            "headline": "日米首脳がワシントンで会談",
            "triples": str(len(Graph().parse(REPOSITORY / "examples" / "short.ttl"))),
            "events": "1",
            "entities": "6",
            "statements": "1",
        }

    def test_a_table_has_short_names(self, examples: Path) -> None:
        assert "\narticle:2024-04-12-60e9257a7302  2024-04-12  " in kgpub("list", "--store", examples)[1]

    def test_nothing(self, tmp_path: Path) -> None:
        EmbeddedStore.open(tmp_path / "s", create=True).close()
        code, _, err = kgpub("list", "--store", tmp_path / "s")
        assert (code, err) == (0, "kgpub: the store is empty\n")


class TestExport:
    @pytest.mark.parametrize("name", [SHORT, "article:2024-04-12-60e9257a7302", "2024-04-12-60e9257a7302"])
    def test_one_article_as_build_wrote_it(self, name: str, examples: Path) -> None:
        expected = (REPOSITORY / "examples" / "short.ttl").read_text(encoding="utf-8")
        assert kgpub("export", name, "--store", examples, "-f", "ttl")[:2] == (0, expected)

    @pytest.mark.parametrize("format_", list(Format))
    def test_all_formats(self, format_: Format, examples: Path, tmp_path: Path) -> None:
        files = {path: Graph().parse(path) for path in EXAMPLES}
        graphs = []
        for graph in files.values():
            (node,) = graph.subjects(None, URIRef("https://schema.org/NewsArticle"))
            graphs.append(NamedGraph(str(node), graph))
        target = tmp_path / f"all{format_.suffix}"
        code, out, err = kgpub("export", "--store", examples, "-o", target)
        assert (code, out) == (0, "")
        assert err.endswith(f"{target}: 6 graphs\n")
        assert ("does not keep 6 graphs apart" in err) is (format_ not in (Format.TRIG, Format.NQUADS))
        if format_ in (Format.NQUADS, Format.NTRIPLES):
            assert target.read_bytes() == serialise(graphs, format_)
        if format_ in (Format.NQUADS, Format.TRIG):
            again = kgpub("load", target, "--store", tmp_path / "again")
            assert again[2].endswith("6 added, 0 replaced, 0 unchanged\n")
            everything = kgpub("export", "--store", examples)[1]
            assert kgpub("export", "--store", tmp_path / "again")[1] == everything

    def test_offsets_keep_their_type(self, tmp_path: Path) -> None:
        source = REPOSITORY / "examples" / "diplomacy-mentions.trig"
        kgpub("load", source, "--store", tmp_path / "s")
        assert kgpub("export", "--store", tmp_path / "s")[1] == source.read_text(encoding="utf-8")

    def test_mistakes(self, examples: Path, tmp_path: Path) -> None:
        code, _, err = kgpub("export", "nope", "--store", examples)
        assert code == 3
        assert f'{examples}: has no article "nope"' in err
        assert kgpub("export", "--store", examples, "-o", tmp_path / "x.doc")[0] == 2

    @given(st.text())
    def test_lines_are_spelt_as_our_own_writer_does(self, text: str) -> None:
        graph = Graph()
        graph.add((URIRef("urn:a"), URIRef("urn:b"), Literal(text, lang="ja")))
        ours = serialise([NamedGraph("urn:g", graph)], Format.NTRIPLES)
        assert [_escaped(line) for line in parse_lines(ours)] == ours.decode().rstrip("\n").split("\n")


SAME = f"""{PREFIXES}
@prefix event: <{BASE}event/> .
reconciliation:ab a kg:Reconciliation, prov:Entity ; kg:reconciles event:a, event:b ;
    prov:wasDerivedFrom article:a, article:b ; prov:wasGeneratedBy <{BASE}activity/reconciliation> .
event:a kg:sameEventAs event:b .
reconciliation:bc a kg:Reconciliation, prov:Entity ; kg:reconciles event:b, event:c ;
    prov:wasDerivedFrom article:b, article:c ; prov:wasGeneratedBy <{BASE}activity/reconciliation> .
event:b kg:sameEventAs event:c .
<{BASE}activity/reconciliation> a prov:Activity .
"""


class TestRetract:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Path:
        files = [write(tmp_path / f"{key}.ttl", article(key, key, "all")) for key in "abc"]
        files.append(write(tmp_path / "same.ttl", SAME))
        assert kgpub("load", "--no-validate", *files, "--store", tmp_path / "s")[0] == 0
        return tmp_path / "s"

    def contents(self, directory: Path) -> dict[str, StoredGraph]:
        with EmbeddedStore.read(directory) as store:
            graphs = [store.get(iri) for iri in store.iris()]
            union = {f"{triple} ." for triple in store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")}
        found = {graph.iri.removeprefix(BASE): graph for graph in graphs if graph is not None}
        assert union == {line for graph in found.values() for line in graph.lines}
        return found

    def test_decisions_fall_with_what_they_rest_on(self, store: Path) -> None:
        before = self.contents(store)
        code, out, err = kgpub("retract", "article:a", "--store", store)
        assert (code, out) == (0, "")
        assert err == (
            f"{BASE}article/a: withdrawn: 12 triples, 10 of them only here; 1 decision rested on it\n"
        )
        after = self.contents(store)
        assert sorted(after) == ["article/b", "article/c", "reconciliation/events"]
        assert after["article/b"] == before["article/b"]
        lines = "\n".join(after["reconciliation/events"].lines)
        assert after["reconciliation/events"].kind is Kind.RECONCILIATION
        assert "reconciliation/bc" in lines and "event/c" in lines
        assert "reconciliation/ab" not in lines and "event/a" not in lines

    def test_without_decisions_their_graph_goes(self, store: Path) -> None:
        kgpub("retract", "b", "--store", store)
        assert sorted(self.contents(store)) == ["article/a", "article/c"]

    def test_a_new_version_leaves_decisions_on_the_old_one(self, store: Path, tmp_path: Path) -> None:
        new = write(tmp_path / "a.ttl", article("a", "other"))
        said = f"kgpub: {BASE}reconciliation/events judges articles as they were before"
        assert said in kgpub("load", "--no-validate", new, "--store", store)[2]
        # Nothing changed, or the decisions come with it.
        assert said not in kgpub("load", "--no-validate", new, "--store", store)[2]
        write(new, article("a", "a"))
        assert said not in kgpub("load", "--no-validate", new, tmp_path / "same.ttl", "--store", store)[2]

    def test_everything(self, store: Path) -> None:
        assert kgpub("retract", "a", "b", "c", "--store", store)[0] == 0
        assert self.contents(store) == {}

    def test_a_slip_withdraws_nothing(self, store: Path) -> None:
        before = self.contents(store)
        code, _, err = kgpub("retract", "a", "nope", "--store", store)
        assert code == 3 and 'has no article "nope"' in err
        assert self.contents(store) == before

    def test_dry_run(self, store: Path) -> None:
        before = self.contents(store)
        code, _, err = kgpub("retract", "a", "--dry-run", "--store", store)
        assert code == 0 and "would be withdrawn: 12 triples" in err
        assert self.contents(store) == before

    def test_by_the_address_of_publication(self, tmp_path: Path) -> None:
        address = "https://news.example/1.html"
        text = article("a").replace(
            'schema:inLanguage "ja"', f'schema:url <{address}> ; schema:inLanguage "ja"'
        )
        kgpub("load", "--no-validate", write(tmp_path / "a.ttl", text), "--store", tmp_path / "s")
        assert kgpub("retract", address, "--store", tmp_path / "s")[0] == 0
        assert self.contents(tmp_path / "s") == {}
