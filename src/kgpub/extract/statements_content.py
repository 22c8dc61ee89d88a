"""Where the content of a statement begins: after speaker, time, occasion and addressee."""

from __future__ import annotations

import re
from itertools import pairwise

from kgpub.extract.clauses import Clauses, is_predicate_end, is_utterance
from kgpub.extract.statements_frames import Frame
from kgpub.extract.statements_lexicon import venues, verb_frames
from kgpub.extract.statements_verbs import verb_lemma
from kgpub.model import Span

_LEAD = re.compile(
    r"(?:(?:また|さらに|そして|一方で?|そのうえで|その上で|これに先立ち|このあと|その後|しかし|ただ|ただし|なお|同時に|加えて"
    r"|続いて|まず|次に|最後に|これに対し(?:て)?|これを受け(?:て)?|特に|とくに|改めて|あらためて|こうした中|そこで|さらには|併せて|あわせて"
    r"|このほか|ほかに|続けて)、|また|さらに|そして|そのうえで|改めて|あらためて|続けて)"
)
_TIME = re.compile(
    r"^(?:[0-9〇一二三四五六七八九十年月日時分今昨来先同翌前去曜月火水木金土、()]|午前|午後|未明|早朝|夕方?|夜|朝|昼|正午|きょう|きのう|ことし|おととし|ごろ|深夜|これまで|このほど)+、$"
)
_OCCASION = re.compile(
    r"(?:後|際|前|折|中|場合|とき|時)(?:に|は|の)?、$|を(?:受け|踏まえ|前に|終え|終えた後)(?:て)?、?$|(?:に|に関連|に先立)(?:ち|先立ち|関連し)(?:て)?、$|(?:話|情報|見方|条件)として、$"
)
_ADDRESSEE = re.compile(r"に(?:対し|対して|向け|向けて|対しても)、?$|(?:記者団|報道陣|記者ら?)に、?$")
_TOPIC = re.compile(
    r"(?:について|に関し|に関して|をめぐり|をめぐって|に対し|に対して|に触れ|に触れて)(?:は|も)?、?$"
)
_QUESTION = re.compile(
    r"(?:質問|問い|問いかけ|指摘|批判|声|求め|呼びかけ|言葉)に(?:も|は|対し(?:て)?(?:は)?)?、?$"
)
_OCCASION_CLAUSE = re.compile(
    r"(?:声明|談話|コメント|文書|会見|メッセージ|書簡)を(?:発表し|出し|開き|公表し|寄せ|送り)(?:て)?、$|(?:取材|質問|インタビュー)に(?:応じ|答え)(?:て)?、$"
    r"|(?:演説|会見|講演|投稿|登壇|出演|答弁|会談|電話会談|協議|面会)し(?:て)?、$|(?:話|情報|見方)として、$|に(?:触れ|言及し)(?:て)?、$"
)
_SAYING_CLAUSE = re.compile(
    r"(?:応じ|出し|発表し|開き|会見し|演説し|投稿し|臨み|出演し|立ち|公表し|更新し|述べたうえで|登場し|答え|訪ね|訪れ|訪問し|面会し|囲まれ|駆けつけ|立ち会い)(?:て)?、$"
)


_CASE_PARTICLES = ("で", "に", "へ", "と", "から", "より")


def content_spans(clauses: Clauses, frame: Frame, after: int) -> tuple[list[Span], bool]:
    """Return the content of a frame as spans, and whether it is quoted as a whole.

    ``after`` is the position after the speaker's particle, or the frame's start when
    the speaker is not named there. Quotations in a row give a span each.
    """
    tokens = clauses.tokens
    begin = _content_start(clauses, frame, max(after, frame.start))
    row = _quotations_in_a_row(clauses, begin, frame)
    if row:
        return [Span(tokens[q].end, tokens[c].start) for q, c in row if tokens[q].end < tokens[c].start], True
    while begin < frame.end and tokens[begin].text in ("、", "。"):
        begin += 1
    if begin >= frame.end:
        return [], False
    return [Span(tokens[begin].start, tokens[frame.end - 1].end)], False


def _quotations_in_a_row(clauses: Clauses, begin: int, frame: Frame) -> list[tuple[int, int]]:
    quotations = [q for q in clauses.quotations if begin <= q.open and q.close < frame.end]
    if not quotations or quotations[0].open != begin or quotations[-1].close != frame.end - 1:
        return []
    for left, right in pairwise(quotations):
        if clauses.text(left.close + 1, right.open) not in ("", "、", "や", "と", "などと", "、と"):
            return []
    return [(q.open, q.close) for q in quotations]


def _groups(clauses: Clauses, start: int, end: int) -> list[tuple[int, int]]:
    """Return the bunsetsu between two positions; what quotation marks and brackets hide never splits one."""
    groups: list[tuple[int, int]] = []
    i = start
    while i < end:
        j = i + 1
        while j < end and (clauses.tokens[j].chunk == clauses.tokens[i].chunk or j in clauses.hidden):
            j += 1
        # A topic's comma can stand in a chunk of its own.
        while j < end and clauses.tokens[j].text == "、":
            j += 1
        groups.append((i, j))
        i = j
    return groups


def _content_start(clauses: Clauses, frame: Frame, start: int) -> int:
    """Return the position of the content's first token."""
    tokens = clauses.tokens
    quotation = frame.quotation
    while start < frame.end and tokens[start].text in ("、", "。"):
        start += 1
    limit = _first_quotation_open(clauses, start, frame) if quotation else frame.end
    start = begin = _after_lead(clauses, start, limit)
    contiguous = True
    adnominal = True  # nothing but modifiers so far: 前日の+委員会で、
    for first, last in _groups(clauses, start, limit):
        text = clauses.text(first, last)
        before_quotation = quotation is not None and last == limit
        if contiguous and _TIME.match(text):
            begin = last
            continue
        strength = _venue(clauses, first, last)
        outside = clauses.dominates(frame.verb, first) and not _inside_content(clauses, first, frame)
        comma = text.endswith("、")
        if (
            (strength and (comma or before_quotation or outside))
            or (strength is False and (comma or before_quotation) and (outside or adnominal))
            or (outside and _ends_saying(clauses, first, last))
            or (_SAYING_CLAUSE.search(text) and outside)
            or _OCCASION_CLAUSE.search(clauses.text(begin, last))
            or (_OCCASION.search(text) and outside)
            or (_ADDRESSEE.search(text) and frame.kind != "you" and (outside or before_quotation))
        ):
            begin = last
            contiguous = True
            continue
        if (contiguous or adnominal) and text.endswith("で") and _TIME.match(_next(clauses, last, limit)):
            begin = last  # 訪問先の東京で3日、
            contiguous = True
            continue
        if contiguous and text.endswith("に、") and frame.kind != "you" and outside:
            begin = last
            continue
        contiguous = False
        adnominal = adnominal and text.endswith("の")
    if quotation is None:
        return begin
    return _before_quotation(clauses, begin, limit, frame)


def _next(clauses: Clauses, start: int, limit: int) -> str:
    """Return the text of the bunsetsu that begins at a position."""
    return clauses.text(*_groups(clauses, start, limit)[0]) if start < limit else ""


def _after_lead(clauses: Clauses, start: int, limit: int) -> int:
    """Return the position after a number that heads the line (3 経済では…) and a connective (また、)."""
    tokens = clauses.tokens
    if start == 0 and limit > 2 and tokens[0].text.isdigit() and tokens[1].start > tokens[0].end:
        start = 1
    match = _LEAD.match(clauses.text(start, limit))
    if match is None:
        return start
    length, i = match.end(), start
    while length > 0 and i < limit:
        length -= len(tokens[i].text)
        i += 1
    return i if length == 0 else start


def _ends_saying(clauses: Clauses, first: int, last: int) -> bool:
    """Return whether a bunsetsu ends a clause of saying that has no content (謝意を述べ、)."""
    tail = clauses.text(first, last)
    if not tail.endswith(("、", "うえで", "上で")):
        return False
    for i in clauses.visible(first, last):
        verb = verb_lemma(clauses, i)
        if verb and "to" in verb_frames().get(verb[0], ()):
            return True
    return False


def _first_quotation_open(clauses: Clauses, start: int, frame: Frame) -> int:
    """Return where the last row of quotations before と begins."""
    quotation = frame.quotation
    if quotation is None:
        return frame.end
    opening = quotation.open
    for q in reversed(clauses.quotations):
        if q.close < opening and q.open >= start and clauses.text(q.close + 1, opening) in ("", "、", "や"):
            opening = q.open
    return opening


def _before_quotation(clauses: Clauses, begin: int, opening: int, frame: Frame) -> int:
    """Return the content's start when it ends with a quotation: what stands before may belong to it."""
    if begin >= opening:
        return opening
    tokens = clauses.tokens
    rest = clauses.text(begin, opening)
    last = tokens[opening - 1]
    quotation = frame.quotation
    if last.text in ("の", "な", "を") or (quotation and not is_utterance(clauses, quotation)):
        return begin
    if _TOPIC.search(rest) or _QUESTION.search(rest):
        return opening
    for i in clauses.visible(begin, opening):
        token = tokens[i]
        if i == begin:
            continue
        before = tokens[i - 1]
        nominal = token.tag.startswith(("助詞-係助詞", "助詞-格助詞", "助詞-副助詞"))
        if nominal and token.text in ("は", "が", "も") and before.text not in _CASE_PARTICLES:
            return begin
        if token.text in ("ば", "たら", "なら", "ので", "から") and is_predicate_end(before):
            return begin
    return opening


def _inside_content(clauses: Clauses, position: int, frame: Frame) -> bool:
    """Return whether a token hangs on a word of the content and not on the reporting verb."""
    end = position
    for _ in range(len(clauses.tokens)):
        head = clauses.head(end)
        if head == end or head >= frame.marker:
            return False
        # Its head is a word before と: a predicate there means that it belongs to the content.
        above = clauses.tokens[head]
        elsewhere = head > position and above.chunk != clauses.tokens[position].chunk
        if elsewhere and is_predicate_end(above) and above.dep != "acl":
            return True
        end = head
    return False


def _venue(clauses: Clauses, first: int, last: int) -> bool | None:
    """Return whether a bunsetsu is a strong (True) or weak (False) occasion of speech, else ``None``."""
    tokens = [t for t in clauses.tokens[first:last] if t.text != "、"]
    # The で of 会見で is a copula to the analyser now and then.
    particles = [t for t in tokens if t.tag.startswith("助詞") or (t.text == "で" and t.lemma == "だ")]
    nouns = [t for t in tokens if t not in particles]
    if not nouns:
        return None
    ending = "".join(t.text for t in particles)
    table = venues()
    noun = "".join(t.text for t in nouns)
    if ending in ("で", "では", "に", "にて", "の中で", "などで", "でも") or (
        not particles and clauses.tokens[last - 1].text == "、"
    ):
        for start in range(len(noun)):
            if noun[start:] in table:
                strong = table[noun[start:]]
                return (
                    False
                    if ending == "に"
                    and noun[start:]
                    not in ("記者団", "報道陣", "取材", "調べ", "聞き取り", "記者", "インタビュー")
                    else strong
                )
    return None
