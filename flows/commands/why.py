"""`claimwire why`: how each field of one claim of the published copy was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from flows.commands.explanation import explain
from flows.commands.opening import home_of, open_published
from flows.commands.tables import plain_line
from flows.settings import read_settings
from transforms.articles.headlines import headline
from transforms.errors import WarehouseError
from transforms.extract import extractor_version
from transforms.frames import ARTICLES, CLAIMS
from warehouse import Warehouse, walks

READ_AGAIN: Final = "`claimwire backfill` reads stored articles again"
FIND_ONE: Final = 'ask for one: claimwire sql "SELECT claim_id, quote FROM current_claims"'


def run_why(claim_id: str, home: Path | None, config: Path | None) -> None:
    """Print the sentence, the rule and the choices; raises WarehouseError for no such claim, and for one read no more.

    They are worked out anew, by today's rules: where older ones read the claim, the first line says so.
    """
    variant = read_settings(config, home).conventions.variant
    with open_published(home_of(home, config)) as warehouse:
        for line in lines_of(warehouse, claim_id, variant):
            click.echo(plain_line(line))


def lines_of(warehouse: Warehouse, claim_id: str, conventions: str) -> Iterator[str]:
    """What `run_why` prints."""
    found = walks.figure(warehouse, claim_id)
    place = f"claim {claim_id[:80]}"
    if found.is_empty():
        raise WarehouseError(place, "there is none", FIND_ONE)
    row = found.row(0, named=True)
    articles = walks.article(warehouse, row["version_id"]).select(ARTICLES.columns)
    called = {each["article_id"]: headline(each["title"], each["text"]) for each in articles.iter_rows(named=True)}
    claims = walks.claims_of(warehouse, row["version_id"]).select(CLAIMS.columns).vstack(found.select(CLAIMS.columns))
    lines = list(explain(articles, claims.unique(("start", "end"), keep="last"), called, conventions, claim_id))
    if len(lines) < 2:
        raise WarehouseError(place, f"today's rules read no “{row['quote']}” there", READ_AGAIN)
    if row["extractor_version"] != extractor_version(conventions):
        yield f"Older rules ({row['extractor_version']}) read it, and these are the choices of today's; {READ_AGAIN}."
    yield from lines
