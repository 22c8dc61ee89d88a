"""Analyses recorded once, so that most tests need no GiNZA: ``pytest --record`` records them anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kgpub.model import Analysis, Article, Sentence, Token

PATH = Path(__file__).parent / "extract" / "data" / "analyses.json"
_FIELDS = tuple(Token.__slots__)


class Recordings:
    """Analyses by the text of their articles."""

    def __init__(self, record: bool) -> None:
        self.record = record
        self._table: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else {}

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that have been recorded."""
        return tuple(self._table)

    def analysis(self, article: Article) -> Analysis:
        """Return an article's recorded analysis; in recording mode, make it."""
        if self.record:
            from kgpub.annotate.analyser import analyse

            self._table[article.text] = _packed(analyse(article))
        if article.text not in self._table:
            raise LookupError(f"no analysis was recorded for {article.text!r}; run pytest --record")
        return _unpacked(self._table[article.text])

    def save(self) -> None:
        """Write what was recorded, one token to a line."""
        articles = []
        for text, sentences in sorted(self._table.items()):
            rows = [
                f'{{"block":{s["block"]},"tokens":[\n' + ",\n".join(_line(t) for t in s["tokens"]) + "\n]}"
                for s in sentences
            ]
            articles.append(f"{_line(text)}: [" + ",".join(rows) + "]")
        PATH.parent.mkdir(exist_ok=True)
        PATH.write_text("{\n" + ",\n".join(articles) + "\n}\n", encoding="utf-8")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed(analysis: Analysis) -> list[dict[str, Any]]:
    return [
        {"block": s.block, "tokens": [[getattr(t, name) for name in _FIELDS] for t in s.tokens]}
        for s in analysis.sentences
    ]


def _unpacked(sentences: list[dict[str, Any]]) -> Analysis:
    made = tuple(
        Sentence(n, s["block"], tuple(Token(**dict(zip(_FIELDS, row, strict=True))) for row in s["tokens"]))
        for n, s in enumerate(sentences)
    )
    return Analysis(made, tuple(t for s in made for t in s.tokens))
