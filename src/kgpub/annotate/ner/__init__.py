"""Names in Japanese text by a recogniser that the project trained itself."""

from kgpub.annotate.ner.recogniser import Recogniser, load
from kgpub.annotate.ner.spans import LABELS, NamedSpan

__all__ = ["LABELS", "NamedSpan", "Recogniser", "load"]
