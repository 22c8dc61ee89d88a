"""What a corpus holds: articles, events, people and organizations, links, statements, conflicts.

``counting`` adds up graphs one by one, ``model`` is the result, and ``table``, ``page``
and ``charts`` show it.
"""

from kgpub.stats.counting import Tally
from kgpub.stats.model import Stats

__all__ = ["Stats", "Tally"]
