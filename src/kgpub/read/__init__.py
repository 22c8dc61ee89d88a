"""Reading: a file, page or record of any supported format becomes an article."""

from kgpub.read.article import parse_article, read_article
from kgpub.read.document import Metadata

__all__ = ["Metadata", "parse_article", "read_article"]
