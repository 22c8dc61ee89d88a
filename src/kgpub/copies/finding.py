"""Which articles are copies of one text: whole or cut, edited, under any headline."""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kgpub.copies.sketch import FEWEST, Sketch

# Of the shorter text's shingles, this share must stand in the longer one.
SHARED = 0.5
# And of the digits of its numbers, this one: bulletins of two days share their wording, but not their
# figures. (Digits, because two texts have a 3 in common by chance, but not an 8334.)
NUMBERS, FEWEST_DIGITS = 0.7, 4
# A wire report is printed within a few days; later, the same words are a form that is filled in again.
DAYS = 7
# Shingles of more articles than this in those days are set phrases.
_COMMON = 1000


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an article: the article's IRI, the day of its publication, and the sketch."""

    article: str
    day: dt.date | None
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles found to have one text.

    ``contained`` is the share of the shorter text that the longer one has, and
    ``resemblance`` the share of both that is common, estimated from the sketches;
    ``numbers`` is the share of the shorter one's numbers, counted in digits, that the longer
    one has. Each is from 0 to 1.
    """

    articles: tuple[str, str]
    contained: float
    resemblance: float
    numbers: float


@dataclass(frozen=True, slots=True)
class Copies:
    """The texts that several articles have.

    ``texts`` are the articles of each, in order of publication; ``links`` are the
    findings that brought them together, the surest where there were several.
    """

    texts: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]


def find_copies(texts: Iterable[Text]) -> Copies:
    """Return which articles have one text. Equal texts give equal results, in whatever order they come.

    Only articles of the same days are compared, those without a date with all.
    """
    return find_copies_in_order(sorted(texts, key=lambda text: (text.day or dt.date.min, text.article)))


def find_copies_in_order(texts: Iterable[Text]) -> Copies:
    """Return the same of texts that come by day, those without one first, and then by article.

    Of them, those of a few days are in memory at once.
    """
    place: dict[str, int] = {}

    def counted() -> Iterator[Text]:
        for text in texts:
            place.setdefault(text.article, len(place))
            yield text

    links = sorted(_links(counted()), key=lambda k: (-k.contained, -k.resemblance, k.articles))
    of: dict[str, list[str]] = {}
    joining = []
    for link in links:
        one, other = (of.setdefault(article, [article]) for article in link.articles)
        if one is not other:
            joining.append(link)
            one += other
            of.update(dict.fromkeys(other, one))
    groups = {id(group): tuple(sorted(group, key=place.__getitem__)) for group in of.values()}
    return Copies(
        tuple(sorted(groups.values(), key=lambda group: place[group[0]])),
        tuple(sorted(joining, key=lambda link: link.articles)),
    )


def _links(ordered: Iterable[Text]) -> Iterator[Link]:
    """Yield each pair that has one text; what is remembered are the texts of a few days."""
    index = _Index()
    known: dict[str, Text] = {}
    dated: deque[Text] = deque()
    for text in ordered:
        while text.day is not None and dated and (text.day - _day(dated[0])).days > DAYS:
            old = dated.popleft()
            del known[old.article]
            index.remove(old)
        if len(text.sketch.hashes) < FEWEST or text.article in known:
            continue
        common: Counter[str] = Counter()
        for number in text.sketch.hashes:
            common.update(index.articles(number))
        for article in sorted(common):
            link = compare(known[article], text)
            if link is not None:
                yield link
        known[text.article] = text
        if text.day is not None:
            dated.append(text)
        index.add(text)


class _Index:
    """The articles that have a hash. Most have one alone, which then stands without a set of its own."""

    def __init__(self) -> None:
        self._articles: dict[int, str | set[str]] = {}

    def articles(self, number: int) -> Collection[str]:
        found = self._articles.get(number, ())
        if isinstance(found, str):
            return (found,)
        return found if len(found) <= _COMMON else ()

    def add(self, text: Text) -> None:
        for number in text.sketch.hashes:
            found = self._articles.get(number)
            if found is None:
                self._articles[number] = text.article
            elif isinstance(found, str):
                self._articles[number] = {found, text.article}
            else:
                found.add(text.article)

    def remove(self, text: Text) -> None:
        for number in text.sketch.hashes:
            found = self._articles[number]
            if isinstance(found, str):
                del self._articles[number]
            elif len(found) == 2:
                self._articles[number] = next(article for article in found if article != text.article)
            else:
                found.discard(text.article)


def compare(one: Text, other: Text) -> Link | None:
    """Return what says that two articles have one text, ``None`` if they don't."""
    shorter, longer = sorted((one.sketch, other.sketch), key=lambda sketch: len(sketch.hashes))
    common = len(shorter.hashes & longer.hashes)
    if common < SHARED * len(shorter.hashes):
        return None
    numbers = 1.0
    digits = sum(map(len, shorter.numbers))
    if digits >= FEWEST_DIGITS:
        numbers = sum(map(len, shorter.numbers & longer.numbers)) / digits
    if numbers < NUMBERS:
        return None
    return Link(
        (min(one.article, other.article), max(one.article, other.article)),
        common / len(shorter.hashes),
        common / len(shorter.hashes | longer.hashes),
        numbers,
    )


def _day(text: Text) -> dt.date:
    assert text.day is not None
    return text.day
