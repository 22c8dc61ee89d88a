"""Whether a query could ask another server.

Engines send what stands under SERVICE to the server that it names, and Oxigraph can't
be told not to. Nor can its parser be asked what it makes of a query, and another
parser is no witness: rdflib takes ``\\u0000000A`` for a line break, where SPARQL has
a NUL and four characters, so that for one of the two a comment ends and SERVICE
begins, and for the other not. So this decides by what no parser can read in two ways, and
where it can't decide, it says yes.
"""

from __future__ import annotations

import re

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
# https://www.w3.org/TR/sparql11-query/#codepointEscape: they are decoded before anything else is read.
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# After these the word is the rest of a name: schema:Service, ?service, <https://schema.org/serviceType>.
_IN_NAME = re.compile(r"(?:[:/#][\w-]*|[?$]\w*)\Z")


def may_ask_elsewhere(query: str) -> bool:
    """Return false only where SERVICE is in force in a query for no parser whatever.

    >>> may_ask_elsewhere("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }")
    True
    >>> may_ask_elsewhere('SELECT ?service { ?service a schema:Service ; schema:name "Secret Service"@en }')
    False
    """
    text = _ESCAPE.sub(_decoded, query)
    found = [match.start() for match in _SERVICE.finditer(text)]
    if not found:
        return False
    if any(int(match[1] or match[2], 16) < 0x80 for match in _ESCAPE.finditer(query)):
        return True
    return any(not _is_harmless(text, place) for place in found)


def _decoded(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _is_harmless(text: str, place: int) -> bool:
    line = text[text.rfind("\n", 0, place) + 1 : place]
    if _IN_NAME.search(line):
        return not text.startswith(":", place + len("service"))
    # Short strings, IRIs and comments end with their line. Where there is nothing that goes over several
    # lines, and no second kind of line break, a line begins outside of them for every parser.
    if "'''" in text or '"""' in text or "\r" in text:
        return False
    if line.lstrip(" \t").startswith("#"):
        return True
    # Before the first of these, a quotation mark can only open or close a string.
    return not re.search(r"[\\#]|<.*'", line) and _in_string(line)


def _in_string(line: str) -> bool:
    mark = ""
    for character in line:
        if mark:
            mark = "" if character == mark else mark
        elif character in "\"'":
            mark = character
    return bool(mark)
