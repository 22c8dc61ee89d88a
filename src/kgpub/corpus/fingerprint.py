"""What decides a graph besides the article: kgpub itself, the libraries below it, and the options."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from kgpub.corpus.model import Spec
from kgpub.errors import ResourceError
from kgpub.resources import resource_dir

# They do the analyser's arithmetic and are not among kgpub's own requirements.
_BELOW = ("blis", "numpy", "thinc")


@cache
def code_digest() -> str:
    """Return a digest of kgpub's code, data and shapes, and of the releases of its libraries."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for directory in (package, resource_dir("shapes"), resource_dir("ontology")):
        for file in sorted(directory.rglob("*")):
            if file.is_file() and file.suffix not in (".pyc", ".pyo"):
                digest.update(f"{file.relative_to(directory).as_posix()}\0".encode())
                digest.update(_digest(file).encode())
    for name in sorted({*_requirements(), *_BELOW}):
        digest.update(f"{name} {_version(name)}\n".encode())
    return digest.hexdigest()


def options_digest(spec: Spec) -> str:
    """Return a digest of the options, with what is in the gazetteer and shapes that they name.

    Raises:
        ResourceError: one of these can't be read.
    """
    options = {key: value for key, value in asdict(spec).items() if key not in ("gazetteer", "shapes")}
    digest = hashlib.sha256(json.dumps(options, default=str, sort_keys=True).encode())
    try:
        if spec.gazetteer is not None:
            digest.update(b"gazetteer" + _digest(spec.gazetteer).encode())
        if spec.shapes is not None:
            for file in sorted(spec.shapes.glob("*.ttl")):
                digest.update(f"{file.name}\0{_digest(file)}".encode())
    except OSError as error:
        raise ResourceError(f"{error.filename}: can't be read ({error.strerror})") from None
    return digest.hexdigest()


def fingerprint(spec: Spec) -> str:
    """Return what a graph must have been built with to be taken over from an earlier run.

    Raises:
        ResourceError: the gazetteer or the shapes can't be read.
    """
    return f"{options_digest(spec)[:32]}-{code_digest()[:32]}"


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _requirements() -> list[str]:
    try:
        found = requires("kgpub") or []
    except PackageNotFoundError:  # run from a source tree that is not installed
        return []
    return [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in found if "extra ==" not in line]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
