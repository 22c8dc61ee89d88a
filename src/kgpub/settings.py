"""Settings: option, then ``KGPUB_*`` variable, then ``kgpub.toml``, then default.

Merged once by the command line into a frozen :class:`Settings` and passed down.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kgpub.errors import ConfigurationError, KgpubError, UsageError
from kgpub.rdf.formats import format_named
from kgpub.read import dates, language
from kgpub.read.metadata import web_address

DEFAULT_STORE = Path("kgpub-store")
DEFAULT_BASE = "https://example.org/kg/"
CONFIG_NAME = "kgpub.toml"
_PREFIX = "KGPUB_"
_CONFIG_VARIABLE = f"{_PREFIX}CONFIG"
# Not settings: who may use a server is read where it is asked, and never from a file of settings.
_CREDENTIALS = frozenset({f"{_PREFIX}USERNAME", f"{_PREFIX}PASSWORD", f"{_PREFIX}TOKEN"})
_NOT_IN_IRIS = set(' "<>\\^`{|}')


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose, checked; ``None`` where nothing was.

    ``base`` ends with ``/``, ``#`` or (a URN) ``:``. ``lang`` is a primary language
    subtag. ``format`` is a graph format of ``kgpub.write.formats``. ``shapes`` and
    ``gazetteer`` are the user's own, instead of what ships with kgpub. ``store`` is the
    directory of the store on disk.
    """

    base: str = DEFAULT_BASE
    lang: str | None = None
    publisher: str | None = None
    published: dt.date | dt.datetime | None = None
    url: str | None = None
    format: str | None = None
    shapes: Path | None = None
    gazetteer: Path | None = None
    store: Path | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a value was found: how messages call it, and the directory of its relative paths."""

    name: str
    directory: Path
    error: type[KgpubError]


def load_settings(config: Path | None, env: Mapping[str, str], **options: object) -> Settings:
    """Return the settings merged from options, environment, configuration file and defaults.

    ``config`` is the file that ``--config`` names; without it, ``KGPUB_CONFIG`` or
    else ``kgpub.toml`` in the working directory, if there is one. Options are
    named as the fields of :class:`Settings`; ``None`` means that the user gave none.
    Paths in the file are relative to the file.

    Raises:
        UsageError: an option has a bad value.
        ConfigurationError: the file can't be read, or it or the environment has an
            unknown key or a bad value.
    """
    merged: dict[str, Any] = {}
    for key, value, source in (*_file(config, env), *_environment(env), *_options(options)):
        merged[key] = _checked(key, value, source)
    return Settings(**merged)


def check_base(value: str) -> str:
    """Return the base IRI, with a ``/`` at its end unless it ends with ``/``, ``#`` or a URN's ``:``.

    Raises:
        ValueError: it isn't an absolute ASCII http(s) or urn IRI.

    >>> check_base("https://example.org/kg")
    'https://example.org/kg/'
    """
    if not value.isascii():
        raise ValueError("an ASCII IRI (Punycode for the host, percent-encoding for the path)")
    try:
        parts = urlsplit(value)
    except ValueError:
        raise ValueError("an absolute IRI with a valid host") from None
    named = parts.netloc if parts.scheme in ("http", "https") else parts.scheme == "urn" and ":" in parts.path
    if not named or any(char in _NOT_IN_IRIS or not char.isprintable() for char in value):
        raise ValueError("an absolute IRI that begins with http://, https:// or urn:")
    if parts.query or "?" in value or parts.fragment:
        raise ValueError("an IRI without a query or fragment, so that names can be added to its end")
    if value.endswith(("/", "#")) or (parts.scheme == "urn" and value.endswith(":")):
        return value
    return value + "/"


def _file(config: Path | None, env: Mapping[str, str]) -> Iterator[tuple[str, object, _Source]]:
    path = config or (Path(env[_CONFIG_VARIABLE]) if env.get(_CONFIG_VARIABLE) else None)
    if path is None:
        path = Path(CONFIG_NAME)
        if not path.is_file():
            return
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(f"{path}: can't be read ({error.strerror})", tip="Check --config.") from None
    except ValueError as error:  # broken TOML, or not UTF-8
        raise ConfigurationError(f"{path}: not valid TOML ({error})") from None
    for key, value in data.items():
        if key not in _CHECKS:
            raise ConfigurationError(f'{path}: unknown key "{key}"; known keys are {", ".join(_CHECKS)}')
        yield key, value, _Source(f"{path}: {key}", path.parent, ConfigurationError)


def _environment(env: Mapping[str, str]) -> Iterator[tuple[str, object, _Source]]:
    for variable in sorted(env):
        if not variable.startswith(_PREFIX) or variable == _CONFIG_VARIABLE or variable in _CREDENTIALS:
            continue
        key = variable.removeprefix(_PREFIX).lower()
        if key not in _CHECKS:
            known = ", ".join(_PREFIX + name.upper() for name in (*_CHECKS, "config"))
            raise ConfigurationError(f"unknown variable {variable}; known variables are {known}")
        # An empty variable is how a shell says that it isn't set.
        if env[variable]:
            yield key, env[variable], _Source(variable, Path(), ConfigurationError)


def _options(options: Mapping[str, object]) -> Iterator[tuple[str, object, _Source]]:
    for key, value in options.items():
        if key not in _CHECKS:
            raise TypeError(f"load_settings() has no option {key!r}")
        if value is not None:
            yield key, value, _Source(f"--{key}", Path(), UsageError)


def _checked(key: str, value: object, source: _Source) -> object:
    try:
        return _CHECKS[key](value, source)
    except ValueError as error:
        raise source.error(f'{source.name} is "{value}"; expected {error}') from None


def _string(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a string that isn't empty")
    return value.strip()


def _base(value: object, _: _Source) -> str:
    return check_base(_string(value))


def _lang(value: object, _: _Source) -> str:
    subtag = language.primary_subtag(_string(value))
    if subtag is None:
        raise ValueError("a language tag, such as ja or en")
    return subtag


def _publisher(value: object, _: _Source) -> str:
    return _string(value)


def _published(value: object, _: _Source) -> dt.date | dt.datetime:
    if isinstance(value, dt.date):  # TOML has dates of its own; a datetime is a date too
        return value
    parsed = dates.parse_published(_string(value))
    if parsed is None:
        raise ValueError("an ISO 8601 date or date and time, such as 2025-07-15")
    return parsed


def _url(value: object, _: _Source) -> str:
    address = web_address(_string(value))
    if address is None:
        raise ValueError("an absolute http or https URL")
    return address


def _format(value: object, _: _Source) -> str:
    try:
        return format_named(_string(value)).value
    except UsageError as error:
        raise ValueError(error.message.partition("expected ")[2] or "a graph format") from None


def _path(value: object, source: _Source) -> Path:
    if isinstance(value, Path):
        return value
    return source.directory / Path(_string(value)).expanduser()


_CHECKS: dict[str, Callable[[object, _Source], object]] = {
    "base": _base,
    "lang": _lang,
    "publisher": _publisher,
    "published": _published,
    "url": _url,
    "format": _format,
    "shapes": _path,
    "gazetteer": _path,
    "store": _path,
}
