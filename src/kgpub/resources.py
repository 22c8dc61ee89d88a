"""Where the ontology, shapes, queries and data files are, in a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from kgpub.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: Literal["ontology", "shapes", "queries"]) -> Path:
    """Return the directory that holds one of the three source trees.

    They stand at the top level of the repository because they are sources in
    their own right, and are copied into the wheel under ``_resources``.

    Raises:
        ResourceError: the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_resources" / name, _PACKAGE.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise ResourceError(f"the {name} directory is missing from this installation", tip="Reinstall kgpub.")


def data_path(*parts: str) -> Path:
    """Return the path of a data file inside the package, such as ``data_path("ja", "titles.tsv")``.

    Raises:
        ResourceError: there is no such file.
    """
    path = _PACKAGE.joinpath("data", *parts)
    if not path.exists():
        raise ResourceError(f"{'/'.join(parts)} is missing from this installation", tip="Reinstall kgpub.")
    return path


def read_table(*parts: str) -> list[dict[str, str]]:
    """Return the rows of a tab-separated data file as dictionaries keyed by its header.

    Blank lines and lines that start with ``#`` are comments. Empty cells are
    empty strings; a row may leave out trailing cells.

    Raises:
        ResourceError: the file is missing, or a row has more cells than the header.
    """
    path = data_path(*parts)
    rows: list[dict[str, str]] = []
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            continue
        if len(cells) > len(header):
            raise ResourceError(f"{path.name}:{number}: {len(cells)} cells, expected at most {len(header)}")
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    return rows
