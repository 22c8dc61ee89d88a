"""Find the main text of a page with trafilatura, tuned for pages in Japanese."""

from __future__ import annotations

import copy
import functools
import logging
import re
from typing import TYPE_CHECKING, Any

from kgpub.read.document import Line
from kgpub.read.markup import markup_lines

if TYPE_CHECKING:
    from configparser import ConfigParser

# What trafilatura takes for too short. Its own 250 characters are a paragraph of
# English, but a whole news item in Japanese, for which it would return the whole page.
_ANY_LENGTH = 1
_WITH_STRAY_PARAGRAPHS = 100

_INLINE = {
    "a",
    "b",
    "br",
    "em",
    "font",
    "i",
    "img",
    "mark",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
}
_SENTENCE = re.compile(r"[。．.!?！？][」』”\")）]*$")
_SPACES = re.compile(r"\s+")
_MENU_LINKS = 2
_MENU_SHARE = 0.8
_RELATED = re.compile(
    r"[【■◆●]?\s*(?:関連(?:記事|ニュース|リンク|情報|キーワード|ワード|トピックス)|"
    r"(?:あわせて|併せて|合わせて)読みたい(?:記事)?|"
    r"おすすめ(?:の)?記事|こちらもおすすめ|人気記事|注目記事|(?:アクセス)?ランキング|"
    r"related (?:articles|stories|news)|read more|more (?:on this story|stories))\s*[】:：]?",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^(?:©|\(c\)|copyright\b)|\ball rights reserved|無断(?:での)?(?:転載|複製|使用|引用)\S{0,12}(?:禁|断り)",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 120


def is_sentence(line: Line) -> bool:
    """Return whether the line ends as a sentence does."""
    return bool(_SENTENCE.search(line.text))


def prose_length(lines: tuple[Line, ...]) -> int:
    """Return how many characters of the lines are in sentences."""
    return sum(len(line.text) for line in lines if is_sentence(line))


def main_text(tree: Any, headline: str | None) -> tuple[Line, ...]:
    """Return the lines of the page's article in the page's order; none when it has no article.

    ``tree`` is changed: menus are taken out, and text in a ``<div>`` becomes a paragraph.
    """
    _repair(tree)
    core = _extract(tree, _ANY_LENGTH)
    wider = _extract(tree, _WITH_STRAY_PARAGRAPHS, favor_precision=True)
    lines = _joined(core, wider, _squeezed(tree.text_content()), headline) if prose_length(core) else wider
    notices = (line for line in lines if len(line.text) <= _LONGEST_NOTICE and _NOTICE.search(line.text))
    dropped = set(notices)
    return _without_related(tuple(line for line in lines if line not in dropped))


def _repair(tree: Any) -> None:
    """Mark up old and careless pages as their readers see them, in place."""
    for cell in list(tree.iter("td")):
        links = [_squeezed(link.text_content()) for link in cell.iter("a")]
        if len(links) >= _MENU_LINKS and sum(map(len, links)) >= _MENU_SHARE * len(
            _squeezed(cell.text_content())
        ):
            cell.drop_tree()
    for division in tree.iter("div"):
        if all(child.tag in _INLINE for child in division.iterdescendants()):
            text = division.text_content().strip()
            if _SENTENCE.search(text):
                division.tag = "p"


def _extract(tree: Any, shortest: int, **options: bool) -> tuple[Line, ...]:
    from trafilatura import bare_extraction

    log = logging.getLogger("trafilatura")
    level = log.level
    # It reports an empty page as an error; ours says so in words.
    log.setLevel(logging.CRITICAL)
    try:
        # fast: the fallbacks count words between spaces, of which Japanese has none.
        document = bare_extraction(
            tree,
            fast=True,
            include_formatting=True,
            include_comments=False,
            include_tables=True,
            config=_config(shortest),
            **options,
        )
    finally:
        log.setLevel(level)
    return () if document is None or document.body is None else markup_lines(document.body)


@functools.cache
def _config(shortest: int) -> ConfigParser:
    from trafilatura.settings import DEFAULT_CONFIG

    config: ConfigParser = copy.deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(shortest)
    return config


def _joined(
    core: tuple[Line, ...], wider: tuple[Line, ...], page: str, headline: str | None
) -> tuple[Line, ...]:
    """Return the core with the paragraphs that stand between the headline and its end.

    A short article's lead often stands outside the element that holds the rest.
    What stands after the end is more often the site's than the article's.
    """
    place = {line: page.find(_squeezed(line.text)) for line in (*core, *wider)}
    known = {line.text for line in core}
    begin = page.find(_squeezed(headline)) if headline else -1
    end = max(place[line] for line in core)
    if begin < 0:
        begin = min(place[line] for line in core)
    between = [
        line for line in wider if line.text not in known and is_sentence(line) and begin < place[line] < end
    ]
    if not between:
        return core
    return tuple(sorted((*core, *between), key=lambda line: place[line]))


def _without_related(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines up to a heading such as 関連記事 that only titles follow."""
    for index, line in enumerate(lines):
        if _RELATED.fullmatch(line.text) and not any(is_sentence(other) for other in lines[index + 1 :]):
            return lines[:index]
    return lines


def _squeezed(text: str) -> str:
    return _SPACES.sub("", text)
