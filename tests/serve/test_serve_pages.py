"""The pages for people: whole, and loading nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import importlib
import re
from importlib.resources import files
from pathlib import Path

import requests
from serving import Served

STATIC = Path(str(files("kgpub.serve"))) / "static"
OWN = sorted(path for path in STATIC.iterdir() if path.suffix in (".html", ".css", ".js", ".svg"))
VENDOR = STATIC / "vendor"
SHA256 = {
    "yasgui.min.css": "085b94556b97f9928981bdedb6848fd11ad4d8d950e821f0d698c58ca538fc55",
    "yasgui.min.js": "55034eaac74c55f55fbd1eeed008ae38a79053651cbed2b453f1fcfd895a4b75",
}


def test_the_editor_is_the_one_that_was_released() -> None:
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in SHA256} == SHA256
    script = importlib.import_module("vendor_yasgui")
    assert set(script.FILES) == set(SHA256)
    assert len(base64.b64decode(script.INTEGRITY.removeprefix("sha512-"))) == 64
    licences = (VENDOR / "LICENCES.txt").read_text(encoding="utf-8")
    assert f"{script.PACKAGE} {script.VERSION}" in licences
    for name in ("codemirror", "datatables.net", "dompurify", "lodash-es", "n3"):
        assert re.search(rf"^{re.escape(name)} [\d.]+ \(.*(MIT|Apache).*\)$", licences, re.MULTILINE)


def test_own_pages_name_no_other_server() -> None:
    assert len(OWN) >= 6
    namespaces = ("http://www.w3.org/2000/svg", "https://schema.org/")
    for path in OWN:
        text = path.read_text(encoding="utf-8")
        addresses = re.findall(r"https?://[^\s\"'`<>)]+|[\"'(]//\w[^\s\"']*", text)
        assert [found for found in addresses if not found.startswith(namespaces)] == [], path.name
        assert not re.search(r"\son\w+=|javascript:|innerHTML|eval\(", text), path.name


def test_everything_that_a_page_names_is_there(server: Served) -> None:
    for path in ("", "questions"):
        page = requests.get(server.url + path)
        assert page.headers["Content-Type"].startswith("text/html")
        names = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert len(names) >= 3
        for name in names:
            found = requests.get(server.url + name)
            assert found.status_code == 200, name
            kind = {"js": "javascript", "css": "text/css", "svg": "image/svg"}[name.rpartition(".")[2]]
            assert kind in found.headers["Content-Type"]
    for path in STATIC.glob("*.js"):
        for name in re.findall(r'from "\./([^"]+)"', path.read_text(encoding="utf-8")):
            assert (STATIC / name).exists()


def test_pages_work_behind_a_proxy_that_takes_a_path_away() -> None:
    """No link begins with a slash, so that a page is whole wherever it is."""
    for path in OWN:
        assert not re.search(r"""(?:src|href)="/|fetch\(["'`]/""", path.read_text(encoding="utf-8")), (
            path.name
        )


def test_both_languages_have_the_same_words() -> None:
    text = (STATIC / "common.js").read_text(encoding="utf-8")
    english, japanese = (
        set(re.findall(r"(\w+):", re.sub(r'"[^"]*"|`[^`]*`', "", block)))
        for block in re.findall(r"^  (?:en|ja): \{\n(.*?)^  \},", text, re.MULTILINE | re.DOTALL)
    )
    assert english == japanese
    used = {
        word
        for path in STATIC.glob("*.js")
        for word in re.findall(r"\bwords\.(\w+)", path.read_text(encoding="utf-8"))
    }
    assert used <= english
