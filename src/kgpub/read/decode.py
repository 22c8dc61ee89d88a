"""Turn bytes into text, in the encodings that Japanese news really uses."""

from __future__ import annotations

import codecs
import logging
import re

from kgpub.errors import UnreadableInput

_log = logging.getLogger("kgpub.read")

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format", "a database"),
)
# Python's shift_jis and euc_jp lack ①, ㈱ and 髙; what sites declare under those names has them.
_LABELS = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "ms932": "cp932",
    "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext",
    # As the WHATWG encoding standard has it: https://encoding.spec.whatwg.org/#names-and-labels
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
_ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B]|\([JI])")
_DECLARED = re.compile(
    rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 8192  # bytes; HTML asks for 1024, and real pages are worse
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30ff]")
_JAPANESE = re.compile("[\u2010-\u203b\u2460-\u24ff\u3000-\u33ff\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f]")
_MIN_KANA = 0.1  # of the characters beyond ASCII; Japanese prose has more than a third
_MIN_JAPANESE = 0.8
_MAX_DAMAGE = 0.001  # of the characters, in a page that declares its encoding


def decode(data: bytes, source: str) -> str:
    """Return the text of the bytes, without a byte order mark.

    A mark decides first, then ISO-2022-JP's escapes, then what an HTML page
    declares, then strict UTF-8, and last whichever of CP932 and EUC-JP reads more
    like Japanese.

    Raises:
        UnreadableInput: the bytes are binary, or no encoding fits.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            message = f"is {what}; expected text, HTML or JSON"
            raise UnreadableInput(source, message, tip="Export it as plain text.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data, encoding)
            if text is None:
                name = _shown(encoding.removesuffix("-sig"))
                raise UnreadableInput(source, f"begins as {name}, but isn't valid")
            return text
    if b"\0" in data:
        raise UnreadableInput(
            source, "is binary (it has NUL bytes); expected text, HTML or JSON", tip="Save it as UTF-8 text."
        )
    declared = _declared(data)
    tried: list[str] = []
    escapes = ["iso2022_jp_ext"] if _ISO_2022_JP.search(data) else []
    for encoding in [*escapes, *([declared] if declared else []), "utf-8"]:
        text = _strict(data, encoding)
        if text is not None:
            return text
        tried.append(encoding)
    best = max(("cp932", "euc_jp"), key=lambda encoding: _plausibility(data, encoding))
    if _plausibility(data, best) > 0:
        return data.decode(best)
    if declared and (text := _repaired(data, declared, source)) is not None:
        return text
    names = ", ".join(_shown(name) for name in dict.fromkeys([*tried, "cp932", "euc_jp"]))
    raise UnreadableInput(
        source,
        f"isn't text in an encoding that kgpub knows (tried {names})",
        tip=f"Convert it to UTF-8. As UTF-8 it fails at byte {_first_bad_byte(data)} of {len(data)}.",
    )


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _first_bad_byte(data: bytes) -> int:
    """Return the offset of the first byte that isn't UTF-8: near the end, the file was cut off."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _declared(data: bytes) -> str | None:
    """Return the Python codec of the encoding that a page declares, if it does and there is one."""
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    if match is None:
        return None
    label = (match[1] or match[2]).decode("ascii").lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
        "".encode(name)  # raises for codecs that aren't text encodings, such as rot13
    except LookupError:
        return None
    # A declaration that could be read as ASCII can't be true of these.
    return None if name.startswith(("utf-16", "utf-32")) else name


def _plausibility(data: bytes, encoding: str) -> float:
    """Return how much the bytes read like Japanese, in [0, 1]; 0 when they don't."""
    text = _strict(data, encoding)
    if text is None:
        return 0.0
    foreign = sum(not char.isascii() for char in text)
    japanese, kana = len(_JAPANESE.findall(text)), len(_KANA.findall(text))
    if not foreign or kana < _MIN_KANA * foreign or japanese < _MIN_JAPANESE * foreign:
        return 0.0
    return (japanese + kana) / (2 * foreign)


def _repaired(data: bytes, encoding: str, source: str) -> str | None:
    """Return the text of a page in which only a few characters are broken (a cut-off title), or ``None``."""
    text = data.decode(encoding, errors="replace")
    damage = text.count("\ufffd")
    if damage > max(3, _MAX_DAMAGE * len(text)):
        return None
    _log.warning("%s: %d characters are not valid %s and were left out", source, damage, _shown(encoding))
    return text.replace("\ufffd", "")


def _shown(encoding: str) -> str:
    known = {"cp932": "Shift_JIS (CP932)", "euc_jp": "EUC-JP", "iso2022_jp_ext": "ISO-2022-JP"}
    return known.get(encoding, encoding.upper())
