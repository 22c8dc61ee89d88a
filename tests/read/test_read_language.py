import pytest

from kgpub.errors import UsageError
from kgpub.read.language import choose, detect, parse_option, primary_subtag

JAPANESE = "海辺市の港は静かだった。"


@pytest.mark.parametrize(
    ("tag", "expected"), [("ja", "ja"), ("ja-JP", "ja"), ("EN_us", "en"), ("日本語", None), ("", None)]
)
def test_primary_subtag(tag: str, expected: str | None) -> None:
    assert primary_subtag(tag) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (JAPANESE, "ja"),
        ("東京都知事会見", "ja"),
        ("The harbour was quiet.", "en"),
        ("Mayor 浜田 spoke.", "ja"),
        ("港口非常安静市长发表讲话" * 10, "zh"),
        ("항구는 조용했다.", "ko"),
    ],
)
def test_detect(text: str, expected: str) -> None:
    assert detect(text) == expected


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        (None, JAPANESE, "ja"),
        ("ja-JP", JAPANESE, "ja"),
        ("en", JAPANESE, "ja"),
        ("ja", "The harbour was quiet.", "en"),
        ("fr", "Le port était calme.", "fr"),
        ("nonsense tag", "The harbour was quiet.", "en"),
        ("en", "The word 港 (みなと) means harbour, and is often part of a name.", "en"),
    ],
)
def test_script_overrules_a_declaration_that_cannot_be_true(
    declared: str | None, text: str, expected: str
) -> None:
    assert choose(declared, text) == expected


def test_option() -> None:
    assert parse_option("ja-JP") == "ja"
    with pytest.raises(UsageError, match='--lang is "日本語"'):
        parse_option("日本語")
