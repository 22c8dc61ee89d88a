"""Facts -> RDF: the only stage that makes IRIs and literals."""

from kgpub.graph.build import BuildOptions, build_graph

__all__ = ["BuildOptions", "build_graph"]
