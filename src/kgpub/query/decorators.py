"""The ``#+`` lines at the head of a query file.

They follow grlc (https://github.com/CLARIAH/grlc/wiki/Query-decorators), which
reads them as YAML. Ours keep to a small part of it, so that no YAML library is
needed: ``key: text``, and ``key:`` followed by ``- text`` or ``- name: text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kgpub.errors import ResourceError

_KEY = re.compile(r"([A-Za-z_]+):(?: (.*))?")
_ITEM = re.compile(r" *- (?:([A-Za-z0-9_]+): )?(.*)")


@dataclass(frozen=True, slots=True)
class Decorators:
    """What a query says about itself: texts by key, lists by key, named texts by key."""

    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    named: dict[str, dict[str, str]] = field(default_factory=dict)


def parse_decorators(source: str, text: str) -> Decorators:
    """Return the decorators of a query; a file without any gives an empty object.

    Raises:
        ResourceError: a decorator is not of the forms described above.
    """
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    named: dict[str, dict[str, str]] = {}
    key = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#+"):
            continue
        content = line[2:].removeprefix(" ").rstrip()
        if item := _ITEM.fullmatch(content):
            name, value = item.groups()
            if key and name is None:
                lists[key] = (*lists.get(key, ()), value)
                continue
            if key:
                named.setdefault(key, {})[name] = value
                continue
        elif entry := _KEY.fullmatch(content):
            key, value = entry.groups()
            if value:
                texts[key] = value.strip()
                key = ""
            continue
        raise ResourceError(
            f'{source}:{number}: "{line}" is not a decorator; expected "#+ key: text" or "#+   - name: text"'
        )
    return Decorators(texts, lists, named)
