"""The graphs in examples/ are what kgpub makes of the articles beside them, byte for byte."""

from __future__ import annotations

import difflib
import subprocess
import sys

import pytest

import build_examples
from build_examples import DIRECTORY, EXAMPLES
from helpers_command import run
from helpers_examples import REPOSITORY

pytestmark = pytest.mark.analyser
_NAMES = [example.graph for example in EXAMPLES]


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    """Every example's graph, built now."""
    return {example.graph: data for example, data in build_examples.built()}


@pytest.mark.parametrize("name", _NAMES)
def test_rebuilding_gives_the_same_bytes(built: dict[str, bytes], name: str) -> None:
    before = (DIRECTORY / name).read_bytes()
    if built[name] != before:
        difference = difflib.unified_diff(
            before.decode().splitlines(),
            built[name].decode().splitlines(),
            "committed",
            "built now",
            lineterm="",
        )
        pytest.fail("\n".join(["run scripts/build_examples.py and read the difference:", *difference]))


def test_every_file_is_in_the_table() -> None:
    named = {e.article for e in EXAMPLES} | {e.graph for e in EXAMPLES} | {"README.md"}
    assert {path.name for path in DIRECTORY.iterdir()} == named


def test_the_read_me_names_every_file() -> None:
    text = (DIRECTORY / "README.md").read_text(encoding="utf-8")
    assert [name for e in EXAMPLES for name in (e.article, e.graph) if f"`{name}`" not in text] == []


# One for each kind of input; the largest graph twice, because a hash table's order may hide.
RUNS = [
    ("diplomacy-mentions.trig", ("0", "4711")),
    ("festival.ttl", ("1",)),
    ("merger.ttl", ("2",)),
    ("obituary.ttl", ("3",)),
]


@pytest.mark.parametrize(("name", "seeds"), RUNS, ids=[name for name, _ in RUNS])
def test_the_command_writes_the_same_in_another_process(name: str, seeds: tuple[str, ...]) -> None:
    """Neither the order of a hash table nor what ran before in a process may show in the output."""
    (example,) = (e for e in EXAMPLES if e.graph == name)
    expected = (DIRECTORY / name).read_bytes()
    for seed in seeds:
        done = run(*example.command(), cwd=DIRECTORY, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout == expected


def test_the_script_checks_without_writing() -> None:
    before = {path.name: path.stat().st_mtime_ns for path in DIRECTORY.iterdir()}
    script = REPOSITORY / "scripts" / "build_examples.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == ""
    assert {path.name: path.stat().st_mtime_ns for path in DIRECTORY.iterdir()} == before
