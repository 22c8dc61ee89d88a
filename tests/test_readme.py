"""Everything that the README shows works as shown."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers_command import COMMAND
from kgpub import errors, settings
from kgpub.cli.app import _COMMANDS

REPOSITORY = Path(__file__).parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = [(m[1], m[2]) for m in re.finditer(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)]


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


SHELL = [line for text in blocks("sh") for line in text.splitlines()]


def test_the_article_is_the_example() -> None:
    assert blocks("text")[0] == (REPOSITORY / "examples" / "short.txt").read_text(encoding="utf-8")


def test_the_graph_is_part_of_the_example_s() -> None:
    """``test_examples.py`` holds that file to what kgpub makes of the article now."""
    turtle = (REPOSITORY / "examples" / "short.ttl").read_text(encoding="utf-8")
    shown = blocks("turtle")[0].strip().split("\n\n")
    assert len(shown) > 2
    assert [text for text in shown if f"\n{text}\n" not in turtle] == []


@pytest.mark.analyser
# What serves until it is stopped, tests/serve/test_serve_command.py runs.
@pytest.mark.parametrize(
    "number", [n for n, text in enumerate(blocks("sh")) if not re.search("venv|kgpub serve", text)]
)
def test_the_commands_run(tmp_path: Path, number: int) -> None:
    shutil.copytree(REPOSITORY / "examples", tmp_path / "examples")
    # What an earlier block of the README wrote.
    shutil.copy(tmp_path / "examples" / "diplomacy.ttl", tmp_path / "diplomacy.ttl")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "kgpub").write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n', encoding="utf-8")
    (tools / "kgpub").chmod(0o755)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KGPUB_")}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", blocks("sh")[number]],
        cwd=tmp_path,
        env=environment | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.analyser
def test_the_library_example_runs() -> None:
    (code,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Meeting" in done.stdout


def test_every_command_is_shown() -> None:
    assert [name for name in _COMMANDS if not any(f"kgpub {name}" in line for line in SHELL)] == []


def test_the_settings_file_is_valid(tmp_path: Path) -> None:
    (toml,) = blocks("toml")
    path = tmp_path / "kgpub.toml"
    path.write_text(toml, encoding="utf-8")
    found = settings.load_settings(path, {})
    assert found.base == "https://data.example.jp/news/"
    assert found.gazetteer == tmp_path / "names.index"


def rows(heading: str) -> list[list[str]]:
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_table_of_settings_is_complete() -> None:
    table = {variable: key for _, variable, key, _ in rows("Settings")}
    known = {f"KGPUB_{key.upper()}": key for key in settings._CHECKS}
    assert table == known | {"KGPUB_CONFIG": ""}
    assert all(option == f"--{variable[6:].lower()}" for option, variable, *_ in rows("Settings"))


def test_the_table_of_exit_codes_is_complete() -> None:
    codes = {value for name, value in vars(errors).items() if name.startswith("EXIT_")}
    assert {int(code) for code, _ in rows("Exit codes")} == codes


def test_the_stages_are_those_of_the_package_in_the_pipeline_s_order() -> None:
    packages = {p.name for p in (REPOSITORY / "src" / "kgpub").iterdir() if any(p.glob("*.py"))}
    # The command line calls the stages, and rdf/ is what several of them stand on.
    assert {name for name, _ in rows("The stages in order")} == packages - {"cli", "rdf"}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md"])
def test_links_to_files_lead_somewhere(name: str) -> None:
    path = REPOSITORY / name
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_ci_runs_the_readme_s_test_command() -> None:
    """``.ci/run`` takes the command from the README; here it is taken in the same way."""
    script = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    extraction = next(line for line in script.splitlines() if line.startswith("command="))
    done = subprocess.run(
        ["bash", "-c", f'{extraction}; printf %s "$command"'],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    marked = re.search(r"<!-- tests -->\n```sh\n(.+)\n```", README)
    assert marked is not None
    assert done.stdout == marked[1]
    assert done.stdout.endswith(" && .venv/bin/pytest")
    assert script.rstrip().splitlines()[-1].startswith(".venv/bin/pytest ")


def test_the_two_commands_are_one_line_each_and_set_everything_up() -> None:
    first, second = (line for line in SHELL if line.startswith("python3 -m venv"))
    assert "pip install . &&" in first
    assert "kgpub build examples/" in first
    assert "pip install -e '.[dev]'" in second


def test_no_path_of_somebody_s_machine_is_in_the_documentation() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md", ".ci/run"):
        assert not re.search(r"/(root|home|tmp|work|Users)/", (REPOSITORY / name).read_text(encoding="utf-8"))
