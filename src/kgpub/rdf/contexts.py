"""JSON-LD contexts without the network.

A JSON-LD parser opens a context that is named by an address wherever it stands:
at the top, in a list, inside another context or behind ``@import``. Looking one up
would make a result depend on a server, and let a file make us ask any address it
likes. So kgpub's own context, which ships with it, is put in place of its IRI,
and any other address is refused.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from kgpub.errors import ResourceError, UnreadableInput
from kgpub.resources import resource_dir

CONTEXT_IRI = "https://w3id.org/kgpub/context.jsonld"
_OWN_IRIS = frozenset({CONTEXT_IRI, CONTEXT_IRI.removesuffix(".jsonld")})
_FILE = "context.jsonld"


@lru_cache(maxsize=1)
def own_context() -> dict[str, Any]:
    """Return the definitions of kgpub's JSON-LD context, as it ships; they are shared, so don't change them.

    Raises:
        ResourceError: the file is missing or is not a JSON-LD context.
    """
    path = resource_dir("ontology") / _FILE
    try:
        definitions = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except FileNotFoundError:
        raise ResourceError(f"{_FILE} is missing from this installation", tip="Reinstall kgpub.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise ResourceError(f"{_FILE} is not a JSON-LD context: {error}", tip="Reinstall kgpub.") from error
    if not isinstance(definitions, dict):
        raise ResourceError(f"{_FILE}: expected one object under @context", tip="Reinstall kgpub.")
    return definitions


def with_local_contexts(document: Any, source: str, *, allow_network: bool = False) -> Any:
    """Return a JSON-LD document that names no context by address; ``source`` is what messages call it.

    ``allow_network`` leaves web addresses where they are. Files that the user did not
    name are refused all the same.

    Raises:
        UnreadableInput: it names a context other than kgpub's own.
    """
    if isinstance(document, list):
        return [with_local_contexts(item, source, allow_network=allow_network) for item in document]
    if not isinstance(document, dict):
        return document
    local = {
        key: _local(value, source, allow_network)
        if key == "@context"
        else with_local_contexts(value, source, allow_network=allow_network)
        for key, value in document.items()
    }
    if isinstance(imported := local.pop("@import", None), str):
        # What is imported comes first, and the rest of the object overrides it.
        found = _local(imported, source, allow_network)
        return {**found, **local} if isinstance(found, dict) else {**local, "@import": found}
    return local if imported is None else {**local, "@import": imported}


def _local(context: Any, source: str, allow_network: bool) -> Any:
    if isinstance(context, list):
        return [_local(item, source, allow_network) for item in context]
    if not isinstance(context, str):
        return with_local_contexts(context, source, allow_network=allow_network)
    if context in _OWN_IRIS:
        return own_context()
    if allow_network and context.startswith(("http://", "https://")):
        return context
    raise UnreadableInput(
        source,
        f"its @context is {context}, which would have to be fetched; nothing is fetched from the network",
        tip=f"Put the context into the file, or use {CONTEXT_IRI}, which ships with kgpub.",
    )
