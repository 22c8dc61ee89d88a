"""What every stage that touches RDF agrees on, each thing in one place.

``namespaces`` has the vocabularies and their prefixes, ``formats`` the names and
endings of the formats, ``contexts`` the JSON-LD context that ships with kgpub,
and ``reading`` turns files into datasets. The stages (graph, validate, write,
query) build on these and not on one another, so that a file means the same to
all of them.
"""
