"""GeoNames' dump files: allCountries, citiesNNNN or one country, and alternateNamesV2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kgpub.errors import InputError
from kgpub.link.format import Alias, Entry, Grade
from kgpub.link.sources.common import is_name_language, make_entry
from kgpub.link.sources.streams import Advance, lines_of

_COLUMNS = 19
_SOURCE = "GeoNames (CC BY 4.0)"
# Feature classes and codes: https://www.geonames.org/export/codes.html
_HINTS = {"P": "City", "A": "AdministrativeArea", "S": "Facility", "H": "Place", "L": "Place", "T": "Place"}


def read_geonames(path: Path, advance: Advance = lambda count: None) -> Iterator[Entry]:
    """Yield the places of a GeoNames dump (text or zip).

    Its untagged alternate names are taken as weak names where they are Japanese or
    Latin; :func:`read_names` adds those that say their language.

    Raises:
        InputError: a line doesn't have GeoNames' 19 columns.
    """
    with lines_of(path, advance) as lines:
        for number, line in enumerate(lines, 1):
            if not line:
                continue
            cells = line.split("\t")
            if len(cells) != _COLUMNS or not cells[0].isdigit():
                raise InputError(
                    f"{path}:{number}",
                    f"{len(cells)} columns; expected the {_COLUMNS} of a GeoNames dump",
                    tip="Use allCountries.zip, citiesNNNN.zip or a country's file from GeoNames.",
                )
            hint = _HINTS.get(cells[6])
            if hint is None:
                continue
            if cells[7].startswith("PCL"):
                hint = "Country"
            population = int(cells[14] or 0)
            entry = make_entry(
                f"gn:{cells[0]}",
                hint,
                {"en": cells[1]},
                [name for name in (cells[2], *cells[3].split(",")) if name and is_name_language(name)],
                country=cells[8],
                popularity=population,
                source=_SOURCE,
            )
            if entry:
                yield entry


def read_names(path: Path, advance: Advance = lambda count: None) -> Iterator[tuple[str, Alias, str | None]]:
    """Yield (id, name, language if preferred) from ``alternateNamesV2`` for Japanese and English names.

    Raises:
        InputError: a line has too few columns.
    """
    with lines_of(path, advance) as lines:
        for number, line in enumerate(lines, 1):
            cells = line.split("\t")
            if len(cells) < 4:
                raise InputError(
                    f"{path}:{number}", f"{len(cells)} columns; expected those of alternateNamesV2"
                )
            language, name = cells[2], cells[3]
            historic = len(cells) > 7 and cells[7] == "1"
            if language in ("ja", "en") and not historic:
                preferred = len(cells) > 4 and cells[4] == "1"
                grade = Grade.LABEL if preferred else Grade.STRONG
                yield (
                    f"gn:{cells[1]}",
                    Alias(name, grade),
                    language if preferred or language == "ja" else None,
                )
