"""A table of one's own: one entity a line, tab-separated, with a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kgpub.errors import InputError
from kgpub.link.format import Entry
from kgpub.link.sources.common import make_entry
from kgpub.link.sources.streams import Advance, lines_of

_TYPE_NAMES = """
AdministrativeArea City Continent Country DefinedTerm Facility GovernmentOrganization Organization
Person Place Term
"""
TYPES = frozenset(_TYPE_NAMES.split())
_ID = re.compile(r"(?:wd:Q\d+|gn:\d+)")


def read_tsv(path: Path, advance: Advance = lambda count: None) -> Iterator[Entry]:
    """Yield the entities of a table with the columns of the shared gazetteer.

    Required: ``id`` (``wd:Q…`` or ``gn:…``), ``type``, and ``label_ja`` or ``label_en``.
    Read if there: ``label_zh``, ``aliases`` (separated by ``|``), ``country`` (ISO 3166-1),
    ``description_en``, ``source``. Other columns, empty lines, lines that start with ``#``
    and events are passed over.

    Raises:
        InputError: a column is missing, or a line has no valid id or type.
    """
    with lines_of(path, advance) as lines:
        header: list[str] = []
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            if not header:
                header = [cell.strip() for cell in cells]
                if not {"id", "type"} <= set(header) or not {"label_ja", "label_en"} & set(header):
                    raise InputError(
                        str(path),
                        f"the header has {', '.join(header)}; expected id, type, and label_ja or label_en",
                        tip="The columns are described in docs/gazetteer.md.",
                    )
                continue
            row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            if row.get("type") == "Event":
                continue
            if not _ID.fullmatch(row["id"]):
                raise InputError(f"{path}:{number}", f'id is "{row["id"]}"; expected wd:Q… or gn:…')
            if row.get("type") not in TYPES:
                raise InputError(
                    f"{path}:{number}",
                    f'type is "{row.get("type", "")}"; expected one of {", ".join(sorted(TYPES))}',
                )
            labels = {tag: row.get(f"label_{tag}", "") for tag in ("ja", "en", "zh")}
            entry = make_entry(
                row["id"],
                row["type"],
                labels,
                [alias for alias in row.get("aliases", "").split("|") if alias],
                description=row.get("description_en"),
                country=row.get("country"),
                source=row.get("source", ""),
            )
            if entry:
                yield entry
