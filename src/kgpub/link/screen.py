"""Which strings of a source may serve as names: script, length, generic and common words."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from kgpub.link.names import fold
from kgpub.model import EntityType
from kgpub.resources import read_table

KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
KANJI = re.compile(r"[一-鿿々]")
HIRAGANA = re.compile(r"^[ぁ-ゖー・]+$")
KATAKANA = re.compile(r"^[ァ-ヺー・＝=・ ]+$")
LATIN = re.compile(r"^[\x20-\x7e\u00c0-\u024f\u1e00-\u1eff’‘–]+$")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\uac00-\ud7af]")


@cache
def _generic() -> re.Pattern[str]:
    patterns = [row["pattern"] for row in read_table("gazetteer", "generic_names.tsv")]
    return re.compile("|".join(patterns), re.IGNORECASE)


def is_generic(name: str) -> bool:
    """Whether a name belongs to bodies of many states, so that it means nothing without its country.

    >>> is_generic("外務省"), is_generic("ロシア外務省"), is_generic("Supreme Court")
    (True, False, True)
    """
    return bool(_generic().fullmatch(name))


def is_japanese(name: str) -> bool:
    """Whether a name may be Japanese: it has kana, or kanji that Japanese character sets know.

    >>> is_japanese("北京市"), is_japanese("华盛顿"), is_japanese("Tokyo")
    (True, False, False)
    """
    if KANA.search(name):
        return True
    if not KANJI.search(name):
        return False
    try:
        name.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def is_usable(name: str, type_: EntityType, kind: str | None) -> bool:
    """Whether an alias may be used as a name.

    Single characters, other scripts and bare readings (あおもり) are none; nor are the
    two-letter codes of states and cities.
    """
    if len(fold(name)) < 2 or _OTHER_SCRIPT.search(name) or HIRAGANA.match(name):
        return False
    if LATIN.match(name):
        if len(fold(name)) > 2:
            return True
        return kind == "Country" or (type_ is EntityType.ORGANIZATION and name.isupper())
    return is_japanese(name)


class Words:
    """What the Japanese dictionary says about a name. Loading it takes a moment."""

    def __init__(self) -> None:
        from sudachipy import Dictionary, SplitMode  # type: ignore[import-untyped]

        self._tokenize: Any = Dictionary(dict="core").create().tokenize
        self._mode, self._short = SplitMode.C, SplitMode.A

    def is_common(self, name: str) -> bool:
        """Whether a name is one dictionary word that is no proper noun."""
        tokens = self._tokenize(name, self._mode)
        return len(tokens) == 1 and "固有名詞" not in tokens[0].part_of_speech() and not tokens[0].is_oov()

    def surname(self, name: str) -> str | None:
        """Return the family name at the start of a Japanese full name, or ``None``."""
        if not re.fullmatch(r"[一-鿿々ぁ-ゖァ-ヺー]{3,6}", name):
            return None
        tokens = self._tokenize(name, self._short)
        if len(tokens) > 1 and tokens[0].part_of_speech()[3] == "姓":
            return str(tokens[0].surface())
        return name[:2] if len(name) == 4 else None
