"""A reader sees the old file or the new one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kgpub.errors import InputError
from kgpub.write import write_atomically


def test_writes_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "記事.ttl"
    write_atomically(target, b"one")
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [target]


def test_new_files_follow_the_umask_and_old_ones_keep_their_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.ttl"
    previous = os.umask(0o027)
    try:
        write_atomically(target, b"one")
        assert target.stat().st_mode & 0o777 == 0o640
        target.chmod(0o604)
        write_atomically(target, b"two")
    finally:
        os.umask(previous)
    assert target.stat().st_mode & 0o777 == 0o604


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "a.ttl", tmp_path / "latest.ttl"
    target.write_bytes(b"one")
    link.symlink_to(target)
    write_atomically(link, b"two")
    assert link.is_symlink()
    assert target.read_bytes() == b"two"


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.ttl"
    target.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"a\.ttl: can't be written: No space left"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere/a\.ttl: can't be written"):
        write_atomically(tmp_path / "nowhere" / "a.ttl", b"x")


def test_a_directory_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a directory"):
        write_atomically(tmp_path, b"x")
