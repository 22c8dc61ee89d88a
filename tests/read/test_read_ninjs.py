import datetime as dt
import json
import logging
from typing import Any

import pytest

from kgpub.errors import UnreadableInput
from kgpub.read.document import Document
from kgpub.read.json import read_json

FIRST, SECOND = "海辺市は3日、新しい図書館を開いた。", "市長は「居場所にしたい」と述べた。"
XHTML = f"<p>{FIRST}</p><p>{SECOND}</p>"
VERSION_1 = {
    "uri": "https://news.example/items/1",
    "type": "text",
    "versioncreated": "2025-04-03T08:00:00Z",
    "firstcreated": "2025-04-02T08:00:00Z",
    "language": "ja",
    "byline": "山川花子、海野太郎",
    "copyrightholder": "あおば通信",
    "headline": "駅前に図書館",
    "body_text": FIRST + SECOND,
    "body_xhtml": XHTML,
}
VERSION_2 = {
    "uri": "urn:newsml:news.example:20250403:1",
    "versioncreated": "2025-04-03T08:00:00Z",
    "by": "By Jane Field and Tom Hill",
    "headlines": [{"role": "short", "value": "図書館"}, {"role": "main", "value": "駅前に図書館"}],
    "bodies": [
        {"role": "text", "contenttype": "text/plain", "value": FIRST + SECOND},
        {"role": "nitf", "contenttype": "application/xml", "value": "<NITF><P>別</P></NITF>"},
        {"role": "xhtml", "contenttype": "text/html", "value": f"<body>{XHTML}</body>"},
    ],
}


def read(data: object) -> Document:
    return read_json(json.dumps(data), "item.json")


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def test_version_1() -> None:
    document = read(VERSION_1)
    assert texts(document) == [FIRST, SECOND]
    assert document.headline == "駅前に図書館"
    assert document.authors == ("山川花子", "海野太郎")
    assert document.metadata.published == dt.datetime(2025, 4, 3, 8, tzinfo=dt.UTC)
    assert document.metadata.url == "https://news.example/items/1"
    assert document.metadata.publisher == "あおば通信"
    assert document.metadata.language == "ja"


def test_version_2() -> None:
    document = read(VERSION_2)
    assert texts(document) == [FIRST, SECOND]
    assert document.headline == "駅前に図書館"
    assert document.authors == ("Jane Field", "Tom Hill")
    assert document.metadata.url is None


def test_version_3_writes_names_in_camel_case() -> None:
    data: dict[str, Any] = {**VERSION_2, "versionCreated": VERSION_2["versioncreated"]}
    del data["versioncreated"]
    data["bodies"] = [{"contentType": "text/html", "value": XHTML}]
    document = read(data)
    assert texts(document) == [FIRST, SECOND]
    assert document.metadata.published == dt.datetime(2025, 4, 3, 8, tzinfo=dt.UTC)


def test_plain_body_alone() -> None:
    data = {"uri": "urn:a", "headline": "駅前に図書館", "body_text": f"{FIRST}\n\n{SECOND}"}
    assert texts(read(data)) == [FIRST, SECOND]


def test_withdrawn_item_is_read_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "kgpub.read"):
        read({**VERSION_1, "pubstatus": "canceled"})
    assert "item.json: the item's pubstatus is canceled" in caplog.text


def test_values_of_wrong_types() -> None:
    with pytest.raises(UnreadableInput, match="no body"):
        read({"uri": "urn:a", "headlines": [1, {"value": None}], "bodies": [3, {"value": 4}], "by": []})
