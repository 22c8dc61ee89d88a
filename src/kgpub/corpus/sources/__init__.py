"""Where the articles of a corpus come from.

:func:`open_source` tells what a path is and returns a :class:`Source`; each kind has a
module of its own. Nothing is fetched: what is not in the files is reported missing.
"""

from kgpub.corpus.sources.base import Source
from kgpub.corpus.sources.choosing import Opened, open_sources

__all__ = ["Opened", "Source", "open_sources"]
