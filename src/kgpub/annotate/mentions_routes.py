"""Rivers and numbered roads, which the tagger takes for people and for numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgpub.annotate import lexicon
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_proper
from kgpub.model import EntityType

_ROAD = re.compile(r"(?:国道|県道|都道|府道|道道)[0-9]+号")
# What rivers have and do, and people of such a name (大川) do not.
_WATER = re.compile(
    r"(?:沿い|流域|上流|中流|下流|河川敷|河畔|水系|支流|の?河口|に(?:かかる|架かる)橋"
    r"|の(?:氾濫|増水|決壊|水位|堤防|土手|岸|ほとり|河原|流れ|上流|下流|支流|水)"
    r"|[がはも](?:氾濫|はんらん|増水|あふれ|決壊|流れ))"
)


def river_follows(view: TextView, end: int) -> bool:
    """Whether what follows a name in 川 says that it is a river (薄川沿い, 大川が氾濫)."""
    return view.text[end - 1 : end] == "川" and _WATER.match(view.text, end) is not None


def rivers(view: TextView) -> Iterator[Proposal]:
    """Yield names in 川 that what follows makes rivers."""
    for token in view.tokens:
        if token.text[-1] != "川" or not river_follows(view, token.end):
            continue
        start = token.start
        if token.text == "川":
            before = view.before(token.start)
            if before is None or not is_proper(before):
                continue
            start = before.start
        if token.end - start > 1 and view.text[start : token.end] not in lexicon.common_words():
            yield Proposal(start, token.end, EntityType.PLACE, 4.0, "context", "Place")


def roads(view: TextView) -> Iterator[Proposal]:
    """Yield numbered roads (国道249号)."""
    for match in _ROAD.finditer(view.text, 0, view.prose_end):
        yield Proposal(*match.span(), EntityType.PLACE, 4.0, "context", "Facility")
