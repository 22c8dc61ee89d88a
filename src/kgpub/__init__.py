"""Turn news articles into a knowledge graph that people can trust, query and publish."""

__version__ = "0.1.0"
