"""``kgpub retract``: withdraw articles from a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.cli.stores import directory_of, store_options

if TYPE_CHECKING:
    from kgpub.store.retracting import Withdrawal


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@store_options
@click.option("--dry-run", is_flag=True, help="Say what would be withdrawn, and change nothing.")
@click.pass_context
def retract(
    ctx: click.Context, articles: tuple[str, ...], store: Path | None, config: Path | None, dry_run: bool
) -> None:
    """Withdraw articles from a store, with everything that only they supported.

    ARTICLE is what kgpub list shows (an IRI or article:...), or the address at
    which the article was published. What other articles say too stays. Decisions
    of kgpub reconcile and copies that rest on the article are withdrawn with it.

    \b
    Examples:
      kgpub retract article:2025-09-03-c44bac28a471
      kgpub retract https://news.example/1.html --store news.store --dry-run
    """
    from kgpub.store import EmbeddedStore
    from kgpub.store.listing import find_graph
    from kgpub.store.retracting import plan_withdrawal, withdraw

    directory = directory_of(store, config)
    opened = EmbeddedStore.read(directory) if dry_run else EmbeddedStore.open(directory)
    with opened:
        # All are found before the first is withdrawn, so that a slip withdraws nothing.
        iris = list(dict.fromkeys(find_graph(opened, name) for name in articles))
        for iri in iris:
            plan = plan_withdrawal(opened, iri)
            if not dry_run:
                withdraw(opened, plan)
            if not ctx.obj["quiet"]:
                click.echo(_said(plan, dry_run), err=True)
        if not dry_run:
            opened.flush()


def _said(plan: Withdrawal, dry_run: bool) -> str:
    what = "would be withdrawn" if dry_run else "withdrawn"
    count = f"{plan.decisions} decision{'s' * (plan.decisions != 1)}"
    rested = f"; {count} rested on it" if plan.decisions else ""
    return f"{plan.iri}: {what}: {plan.triples} triples, {plan.gone} of them only here{rested}"
