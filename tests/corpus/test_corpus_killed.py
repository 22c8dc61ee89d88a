"""Killed, out of room, poisoned: afterwards the same command gives what an undisturbed run gives."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from helpers_corpus import command, corpus


def run(*arguments: str | Path, builder: str = "fake") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(builder, "build", *arguments), capture_output=True, check=False, timeout=300
    )


def killed(*arguments: str | Path, after: float) -> None:
    """Start the command, and kill it (-9) some time after its processes are there; they must end too."""
    process = subprocess.Popen(command("fake", "build", *arguments), stderr=subprocess.DEVNULL)
    parent = psutil.Process(process.pid)
    limit = time.monotonic() + 60
    while not (children := parent.children()) and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.01)
    time.sleep(after)
    children = parent.children() or children
    process.send_signal(signal.SIGKILL)
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A corpus that takes a while, and what comes of it."""
    directory = tmp_path_factory.mktemp("undisturbed")
    source = corpus(directory / "in", 60, "SLEEP")
    assert run(source, "-o", directory / "out.nq", "--workers", "2").returncode == 0
    return source, (directory / "out.nq").read_bytes()


@pytest.mark.parametrize("after", [0.0, 0.8, 1.4, 2.0])
def test_the_main_process(undisturbed: tuple[Path, bytes], tmp_path: Path, after: float) -> None:
    source, expected = undisturbed
    killed(source, "-o", tmp_path / "out.nq", "--workers", "2", after=after)
    assert run(source, "-o", tmp_path / "out.nq", "--workers", "2").returncode == 0
    assert (tmp_path / "out.nq").read_bytes() == expected
    assert not list(tmp_path.glob(".*"))


def test_what_was_built_before_is_not_built_again(undisturbed: tuple[Path, bytes], tmp_path: Path) -> None:
    source, _ = undisturbed
    killed(source, "-o", tmp_path / "out.nq", "--workers", "1", after=3.0)
    said = run(source, "-o", tmp_path / "out.nq", "--workers", "1").stderr.decode()
    assert "60 articles" in said
    assert "60 built now" not in said


def test_no_process_outlives_the_main_one_at_an_article_without_end(tmp_path: Path) -> None:
    killed(corpus(tmp_path / "in", 2, "FOREVER"), "-o", tmp_path / "out.nq", after=1.5)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB."""
    where = tmp_path / "disk"
    where.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(where)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no right to mount a small file system here")
    yield where
    subprocess.run(["umount", str(where)], check=True)


def test_a_full_disk(undisturbed: tuple[Path, bytes], small_disk: Path) -> None:
    source, expected = undisturbed
    assert run(source, "-o", small_disk / "out.nq", "--workers", "1").returncode == 0
    assert (small_disk / "out.nq").read_bytes() == expected
    (small_disk / "out.nq").unlink()
    (small_disk / "out.nq.manifest").unlink()
    room = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(bytes(room - 20_000))
    ended = run(source, "-o", small_disk / "out.nq", "--workers", "1")
    assert ended.returncode == 3
    assert b"the disk is full" in ended.stderr or b"No space left" in ended.stderr
    assert b"Traceback" not in ended.stderr
    assert not (small_disk / "out.nq").exists()
    (small_disk / "filler").unlink()
    assert run(source, "-o", small_disk / "out.nq", "--workers", "1").returncode == 0
    assert (small_disk / "out.nq").read_bytes() == expected


def test_an_interrupt_from_the_keyboard(undisturbed: tuple[Path, bytes], tmp_path: Path) -> None:
    source, expected = undisturbed
    process = subprocess.Popen(
        command("fake", "build", source, "-o", tmp_path / "out.nq", "--workers", "1"),
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(2.5)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert run(source, "-o", tmp_path / "out.nq").returncode == 0
    assert (tmp_path / "out.nq").read_bytes() == expected
