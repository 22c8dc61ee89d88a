"""Articles that print one text, such as a wire report: found by what they share word for word.

``sketch`` samples an article's text, ``finding`` compares the samples, and ``graph``
says in RDF which articles have one text, in a graph of its own: the articles' graphs do
not depend on which others are there.
"""

from kgpub.copies.finding import Copies, Link, Text, find_copies, find_copies_in_order
from kgpub.copies.graph import to_graph
from kgpub.copies.sketch import Sketch, sketch

__all__ = ["Copies", "Link", "Sketch", "Text", "find_copies", "find_copies_in_order", "sketch", "to_graph"]
