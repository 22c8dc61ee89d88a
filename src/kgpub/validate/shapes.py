"""Finding and parsing SHACL shapes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kgpub.errors import NotCheckedError, UnreadableInput
from kgpub.rdf.formats import Format
from kgpub.rdf.namespaces import KG, KGSH, SCHEMA
from kgpub.rdf.reading import read_graph
from kgpub.resources import resource_dir

# A term in one of these namespaces that the shapes don't list is a mistake, not a foreign word.
# http://schema.org/ is schema.org too, but every query and shape of kgpub looks for https.
_OWN_NAMESPACES = (str(SCHEMA), "http://schema.org/", str(KG))


# Lists of all properties and of all classes that data may use.
_TERM_LISTS = ((KGSH["Term"], SH.ignoredProperties), (KGSH["Term-class"], SH["in"]))


@dataclass(frozen=True, eq=False)
class Shapes:
    """Parsed shapes and where they came from. The graph is shared: copy it before changing it."""

    graph: Graph
    directory: Path
    files: tuple[Path, ...]

    @cached_property
    def are_own(self) -> bool:
        """Whether these are the shapes that ship with kgpub."""
        return self.directory == resource_dir("shapes")

    def for_data(self, data: Graph) -> Graph:
        """Return the shapes, as a copy that lets the data use other vocabularies if it does.

        SHACL has no way to say that a node may have any property or class outside a
        namespace. Those of the data that belong to neither schema.org nor kgpub are
        therefore added to the lists of the shapes that check the spelling. Data with
        the same foreign terms get the same graph.
        """
        used = (data.predicates(unique=True), data.objects(None, RDF.type, unique=True))
        foreign = tuple(
            frozenset(term for term in terms if not str(term).startswith(_OWN_NAMESPACES)) - listed
            if listed
            else listed
            for listed, terms in zip(self._listed, used, strict=True)
        )
        return _extended(self.graph, foreign) if any(foreign) else self.graph

    @cached_property
    def _listed(self) -> tuple[frozenset[Node], ...]:
        """The terms of each list; none where the shapes have no such list."""
        heads = (self.graph.value(shape, parameter) for shape, parameter in _TERM_LISTS)
        return tuple(frozenset(self.graph.items(head)) if head else frozenset() for head in heads)

    def applies_to(self, data: Graph) -> bool:
        """Return whether any node of the data is the target of any shape.

        A target that every typed node meets (``sh:targetSubjectsOf rdf:type``) doesn't
        count: it says nothing of whether the shapes know this kind of data.
        """
        return (
            any((o, None, None) in data or (None, None, o) in data for o in self._targets(SH.targetNode))
            or any(p != RDF.type and (None, p, None) in data for p in self._targets(SH.targetSubjectsOf))
            or any(p != RDF.type and (None, p, None) in data for p in self._targets(SH.targetObjectsOf))
            or any(
                (None, RDF.type, subclass) in data
                for c in [*self._targets(SH.targetClass), *self._implicit_target_classes()]
                for subclass in data.transitive_subjects(RDFS.subClassOf, c)
            )
        )

    def has_targets(self) -> bool:
        """Return whether any shape applies to anything at all."""
        predicates = (SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetClass)
        return any(self._targets(p) for p in predicates) or bool(self._implicit_target_classes())

    def _targets(self, predicate: URIRef) -> set[URIRef]:
        return {o for o in self.graph.objects(None, predicate) if isinstance(o, URIRef)}

    def _implicit_target_classes(self) -> set[URIRef]:
        """Shapes that are classes themselves; SHACL takes their instances as targets."""
        shapes = {
            *self.graph.subjects(RDF.type, SH.NodeShape),
            *self.graph.subjects(RDF.type, SH.PropertyShape),
        }
        classes = {*self.graph.subjects(RDF.type, RDFS.Class), *self.graph.subjects(RDF.type, OWL.Class)}
        return {s for s in shapes & classes if isinstance(s, URIRef)}


@lru_cache(maxsize=8)
def _extended(shapes: Graph, terms: tuple[frozenset[Node], ...]) -> Graph:
    """Return a copy of shapes that also lists some terms: properties, and classes."""
    graph = Graph()
    graph += shapes
    for (shape, parameter), added in zip(_TERM_LISTS, terms, strict=True):
        head = graph.value(shape, parameter)
        if head is not None and added:
            extended = Collection(graph, head)
            extended += sorted(added, key=str)
    return graph


@lru_cache(maxsize=4)
def load_shapes(directory: Path | None = None) -> Shapes:
    """Return the shapes of a directory (every ``*.ttl`` in it), or those that ship with kgpub.

    They are parsed once for each directory. ``owl:imports`` are not followed.

    Raises:
        NotCheckedError: there are no shapes, or a file isn't Turtle.
        ResourceError: kgpub's own shapes are missing from the installation.
    """
    where = directory or resource_dir("shapes")
    files = tuple(sorted(where.glob("*.ttl")))
    if not files:
        raise NotCheckedError(
            f"{where}: no shapes found", tip="Name a directory with SHACL shapes in *.ttl files."
        )
    graph = Graph()
    for file in files:
        try:
            graph += read_graph(str(file), Format.TURTLE)
        except UnreadableInput as error:
            raise NotCheckedError(error.message, tip="Correct the file.") from error
    shapes = Shapes(graph, where, files)
    if not shapes.has_targets():
        raise NotCheckedError(
            f"{where}: none of the shapes has a target, so nothing would be checked",
            tip="Give them sh:targetClass or another target.",
        )
    return shapes
