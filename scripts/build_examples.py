"""Build the graphs in ``examples/`` from the articles beside them, and show one of them in the README.

    python scripts/build_examples.py            rewrite the graphs
    python scripts/build_examples.py --check    say which differ, and change nothing

The articles and the options that each graph is built with are in ``EXAMPLES``;
``tests/test_examples.py`` compares the result byte for byte.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
DIRECTORY = REPOSITORY / "examples"
BASE = "https://example.org/kg/"


@dataclass(frozen=True, slots=True)
class Example:
    """A graph in ``examples/``: the article it is made of, and what ``kgpub build`` is told."""

    article: str
    graph: str
    published: str | None = None
    publisher: str | None = None
    mentions: bool = False

    def command(self) -> list[str]:
        """Return the arguments of ``kgpub`` that write the same bytes to standard output."""
        options = ["--format", Path(self.graph).suffix[1:], "--base", BASE]
        if self.published is not None:
            options += ["--published", self.published]
        if self.publisher is not None:
            options += ["--publisher", self.publisher]
        return ["build", self.article, *options, *(["--mentions"] if self.mentions else [])]


# HTML and JSON tell their own date and publisher; a text file does not.
EXAMPLES = (
    Example("short.txt", "short.ttl", "2024-04-12"),
    Example("diplomacy.txt", "diplomacy.ttl", "2025-09-03", "時報通信"),
    Example("diplomacy.txt", "diplomacy.jsonld", "2025-09-03", "時報通信"),
    Example("diplomacy.txt", "diplomacy-mentions.trig", "2025-09-03", "時報通信", mentions=True),
    Example("typhoon.txt", "typhoon.ttl", "2025-09-26", "南海放映"),
    Example("festival.html", "festival.ttl"),
    Example("merger.json", "merger.ttl"),
    Example("obituary.txt", "obituary.ttl", "2025-12-02", "信濃朝報"),
)


def built() -> Iterator[tuple[Example, bytes]]:
    """Yield every example with the bytes of its graph."""
    from kgpub.graph import BuildOptions
    from kgpub.pipeline import Resources, build
    from kgpub.read import Metadata, read_article
    from kgpub.write import format_for, serialise

    resources = Resources.open()
    for example in EXAMPLES:
        stated = Metadata(published=example.published, publisher=example.publisher)
        article = read_article(DIRECTORY / example.article, overrides=stated)
        named = build(article, resources, BuildOptions(BASE, mentions=example.mentions))
        yield example, serialise([named], format_for(Path(example.graph)))


# One node of each of these classes is enough to see what a graph is like.
SHOWN = ("kg:Meeting , schema:Event", "schema:Person", "schema:Occupation", "schema:Quotation")


def shown(turtle: str) -> str:
    """Return the nodes of a graph that the README shows."""
    nodes = turtle.split("\n\n")[::-1]
    return "\n\n".join(next(n.strip() for n in nodes if f"\n    a {kind} ;" in n) for kind in SHOWN)


def files() -> Iterator[tuple[Path, bytes]]:
    """Yield the path and the new content of all that is built."""
    for example, data in built():
        yield DIRECTORY / example.graph, data
        if example.graph == "short.ttl":
            read_me = REPOSITORY / "README.md"
            before, fence, rest = read_me.read_text(encoding="utf-8").partition("```turtle\n")
            after = rest.partition("\n```\n")[2]
            yield read_me, f"{before}{fence}{shown(data.decode())}\n```\n{after}".encode()


def main() -> int:
    """Write the files, or only compare them; return 1 where one differs in ``--check``."""
    check = "--check" in sys.argv[1:]
    different = []
    for path, data in files():
        if not path.exists() or path.read_bytes() != data:
            different.append(path)
            if not check:
                path.write_bytes(data)
    for path in different:
        print(f"{path.relative_to(REPOSITORY)}: {'differs' if check else 'written'}")
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main())
