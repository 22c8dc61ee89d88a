"""The language of an article, as a primary language subtag (``ja``, ``en``)."""

from __future__ import annotations

import re

from kgpub.errors import UsageError

_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa]")
_HAN = re.compile("[\u3400-\u9fff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE)
# No Japanese article has so many kanji and no kana at all.
_HAN_WITHOUT_KANA = 100
# A quotation may be in kana; a text with this share of them is Japanese, whatever its page says.
_JAPANESE_SHARE = 0.1


def primary_subtag(tag: str) -> str | None:
    """Return the language of a BCP 47 tag (``ja`` for ``ja-JP``), or ``None`` if it isn't one.

    >>> primary_subtag("ja_JP")
    'ja'
    >>> primary_subtag("日本語") is None
    True
    """
    match = _TAG.fullmatch(tag.strip())
    return match[1].lower() if match else None


def parse_option(tag: str, *, option: str = "--lang") -> str:
    """Return the primary subtag of a language that a user named.

    Raises:
        UsageError: it isn't a language tag.
    """
    language = primary_subtag(tag)
    if language is None:
        raise UsageError(f'{option} is "{tag}"; expected a language tag', tip="For example ja, or en.")
    return language


def detect(text: str) -> str:
    """Return the language that the script of the text speaks for; ``en`` when it is Latin."""
    kana, han, hangul = (len(pattern.findall(text)) for pattern in (_KANA, _HAN, _HANGUL))
    if hangul > kana + han:
        return "ko"
    if not kana and han >= _HAN_WITHOUT_KANA:
        return "zh"
    return "ja" if kana + han else "en"


def choose(declared: str | None, text: str) -> str:
    """Return the declared language, unless the script contradicts it: many templates say ``lang="en"``."""
    language = primary_subtag(declared) if declared else None
    kana = len(_KANA.findall(text))
    if language is None or (language != "ja" and kana > _JAPANESE_SHARE * len(text)):
        return detect(text)
    if language == "ja" and not kana and not _HAN.search(text):
        return detect(text)
    return language
