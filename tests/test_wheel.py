"""The wheel holds everything: installed with its dependencies in a clean environment, it works anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kgpub
from kgpub.resources import resource_dir

REPOSITORY = Path(__file__).parents[1]
EXAMPLE = REPOSITORY / "examples" / "short.txt"


def call(*command: str | Path, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program without anything that leads back to the checkout."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KGPUB_", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 or not check, done.stdout[-2000:] + done.stderr[-2000:]
    return done


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment, outside the checkout."""
    directory = tmp_path_factory.mktemp("clean")
    call(sys.executable, "-m", "venv", directory / "venv", cwd=directory)
    binaries = directory / "venv" / "bin"
    # The one thing that this test cannot do without; hatchling itself is all that the build needs.
    probe = call(binaries / "pip", "download", "-q", "--no-deps", "-d", directory / "probe", "hatchling",
                 cwd=directory, check=False)  # fmt: skip
    if probe.returncode != 0:
        pytest.skip("pip reaches no package index, so nothing can be installed")
    return binaries


@pytest.fixture(scope="module")
def wheel(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout as ``pip install`` builds it."""
    directory = tmp_path_factory.mktemp("wheel")
    call(environment / "pip", "wheel", "-q", "--no-deps", "-w", directory, REPOSITORY, cwd=directory)
    (path,) = directory.glob("*.whl")
    return path


def test_the_wheel_holds_what_the_package_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for tree in ("ontology", "shapes", "queries"):
        source = {path.name for path in (REPOSITORY / tree).iterdir() if path.is_file()}
        assert {f"kgpub/_resources/{tree}/{name}" for name in source} <= names
    package = REPOSITORY / "src" / "kgpub"
    tracked = call("git", "ls-files", "-z", "src/kgpub", cwd=REPOSITORY, check=False).stdout.split("\0")
    files = [Path(name) for name in tracked if name] or [
        path.relative_to(REPOSITORY) for path in package.rglob("*") if path.suffix not in (".pyc", "")
    ]
    assert {str(path.relative_to("src")) for path in files} <= names
    assert "kgpub/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"kgpub", f"kgpub-{kgpub.__version__}.dist-info"}
    assert not [name for name in names if "__pycache__" in name or name.startswith("kgpub/data/gazetteer/.")]


@pytest.mark.analyser
def test_installed_from_the_wheel_it_works_outside_the_checkout(
    environment: Path, wheel: Path, tmp_path: Path
) -> None:
    call(environment / "pip", "install", "-q", wheel, cwd=tmp_path)
    where = call(environment / "python", "-c", "import kgpub; print(kgpub.__file__)", cwd=tmp_path).stdout
    assert Path(where.strip()).is_relative_to(environment.parent)

    command = environment / "kgpub"
    article = tmp_path / "article.txt"
    article.write_bytes(EXAMPLE.read_bytes())
    call(command, "build", article, "--published", "2024-04-12", "-o", tmp_path / "a.ttl", cwd=tmp_path)
    assert (tmp_path / "a.ttl").read_bytes() == EXAMPLE.with_suffix(".ttl").read_bytes()
    assert "conforms" in call(command, "validate", tmp_path / "a.ttl", cwd=tmp_path).stdout
    assert "岸田文雄" in call(command, "query", "who-met-whom", tmp_path / "a.ttl", cwd=tmp_path).stdout
    assert "wd:Q17" in call(command, "gazetteer", "lookup", "日本", cwd=tmp_path).stdout
    call(command, "build", article, "-o", tmp_path / "a.jsonld", cwd=tmp_path)
    # The development extra is not part of it.
    assert call(environment / "python", "-c", "import pytest", cwd=tmp_path, check=False).returncode != 0


def test_in_the_checkout_the_trees_at_the_top_are_used() -> None:
    for name in ("ontology", "shapes", "queries"):
        assert resource_dir(name) == REPOSITORY / name
