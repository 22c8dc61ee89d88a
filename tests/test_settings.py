import datetime as dt
from pathlib import Path

import pytest

from kgpub.errors import ConfigurationError, UsageError
from kgpub.settings import DEFAULT_BASE, Settings, check_base, load_settings


@pytest.fixture(autouse=True)
def in_empty_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str, name: str = "kgpub.toml") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults() -> None:
    settings = load_settings(None, {})
    assert settings == Settings()
    assert settings.base == DEFAULT_BASE == "https://example.org/kg/"


def test_option_then_variable_then_file_then_default() -> None:
    write('base = "https://file.example/"\npublisher = "ファイル社"\nlang = "ja"\n')
    env = {"KGPUB_BASE": "https://env.example/", "KGPUB_PUBLISHER": "変数社", "HOME": "/home"}
    settings = load_settings(None, env, base="https://option.example/", publisher=None)
    assert settings.base == "https://option.example/"
    assert settings.publisher == "変数社"
    assert settings.lang == "ja"
    assert settings.format is None


def test_all_keys() -> None:
    write(
        'base = "urn:x:kg"\nlang = "ja-JP"\npublisher = "あおば新聞"\npublished = 2025-07-15\n'
        'url = "https://news.example/1"\nformat = "ttl"\nshapes = "my-shapes"\ngazetteer = "names"\n',
        "conf/my.toml",
    )
    assert load_settings(Path("conf/my.toml"), {}) == Settings(
        base="urn:x:kg/",
        lang="ja",
        publisher="あおば新聞",
        published=dt.date(2025, 7, 15),
        url="https://news.example/1",
        format="turtle",
        shapes=Path("conf/my-shapes"),
        gazetteer=Path("conf/names"),
    )


def test_named_file_takes_the_place_of_the_one_in_the_working_directory() -> None:
    write('publisher = "ここ"\n')
    other = write('lang = "en"\n', "other.toml")
    assert load_settings(other, {}).publisher is None
    assert load_settings(None, {"KGPUB_CONFIG": "other.toml"}).lang == "en"


def test_file_with_byte_order_mark() -> None:
    Path("kgpub.toml").write_bytes(b'\xef\xbb\xbflang = "ja"\r\n')
    assert load_settings(None, {}).lang == "ja"


def test_paths_of_options_are_as_typed() -> None:
    assert load_settings(None, {}, shapes=Path("a")).shapes == Path("a")
    assert load_settings(None, {"KGPUB_SHAPES": "b"}).shapes == Path("b")


def test_empty_variable_is_not_set() -> None:
    assert load_settings(None, {"KGPUB_BASE": ""}).base == DEFAULT_BASE


def test_unknown_key_lists_the_known_ones() -> None:
    write('bass = "https://file.example/"\n')
    with pytest.raises(
        ConfigurationError, match=r'kgpub.toml: unknown key "bass"; known keys are base, lang, publisher'
    ):
        load_settings(None, {})


def test_unknown_variable_lists_the_known_ones() -> None:
    with pytest.raises(
        ConfigurationError, match="unknown variable KGPUB_BASS; known variables are KGPUB_BASE, "
    ):
        load_settings(None, {"KGPUB_BASS": "x"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("base = ", "not valid TOML"),
        ("base = 3", 'kgpub.toml: base is "3"; expected a string'),
        ('base = ""', "expected a string that isn't empty"),
        ('base = "example.org"', "expected an absolute IRI"),
        ('lang = "日本語"', "expected a language tag"),
        ('published = "きのう"', "expected an ISO 8601 date"),
        ('url = "news.example"', "expected an absolute http or https URL"),
        ('format = "word"', "expected turtle"),
        ('[base]\nx = "y"', "expected a string"),
    ],
)
def test_bad_file(text: str, message: str) -> None:
    write(text)
    with pytest.raises(ConfigurationError, match=message) as caught:
        load_settings(None, {})
    assert caught.value.exit_code == 3


def test_file_that_is_not_utf8() -> None:
    Path("kgpub.toml").write_bytes('publisher = "海辺"'.encode("cp932"))
    with pytest.raises(ConfigurationError, match="not valid TOML"):
        load_settings(None, {})


def test_named_file_that_is_missing() -> None:
    with pytest.raises(ConfigurationError, match=r"missing.toml: can't be read"):
        load_settings(Path("missing.toml"), {})


def test_bad_variable_and_bad_option_differ() -> None:
    with pytest.raises(ConfigurationError, match='KGPUB_BASE is "x"; expected an absolute IRI'):
        load_settings(None, {"KGPUB_BASE": "x"})
    with pytest.raises(UsageError, match='--base is "x"; expected an absolute IRI') as caught:
        load_settings(None, {}, base="x")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/kg/", "https://example.org/kg/"),
        ("http://example.org/kg#", "http://example.org/kg#"),
        ("https://xn--wgv71a.example/%E6%B8%AF", "https://xn--wgv71a.example/%E6%B8%AF/"),
        ("urn:example:kg:", "urn:example:kg:"),
        ("urn:example:kg", "urn:example:kg/"),
    ],
)
def test_base(base: str, expected: str) -> None:
    assert check_base(base) == expected


@pytest.mark.parametrize(
    "base",
    [
        "example.org",
        "/kg/",
        "https://",
        "https:///kg",
        "ftp://example.org/",
        "file:///kg/",
        "urn:",
        "urn:example",
        "https://日本.example/",
        "https://example.org/a b/",
        "https://example.org/<kg>/",
        "https://example.org/?q=",
        "https://example.org/#part",
        "https://[::1/",
        "https://example.org/\n",
    ],
)
def test_bad_base(base: str) -> None:
    with pytest.raises(ValueError):
        check_base(base)


def test_bad_base_is_one_clear_sentence() -> None:
    with pytest.raises(UsageError, match=r'--base is "https://\[::1/"; expected an absolute IRI with a'):
        load_settings(None, {}, base="https://[::1/")
