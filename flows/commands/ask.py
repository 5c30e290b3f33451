"""What a home says of itself: `claimwire status` and `report`.  They read the published copy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
import polars as pl

from flows.commands.opening import home_of, open_published
from flows.commands.tables import print_table
from flows.home import Home
from flows.night import clock, mark_dead
from flows.progress import Progress
from flows.run_lock import RunLock, current_holder
from transforms.errors import ClaimwireError, WarehouseError
from warehouse import Warehouse, review
from warehouse.stored import waiting_by_check

LAST_RUNS = 10


def run_status(home: Path | None, config: Path | None) -> None:
    """Print what is under way, the last runs, how fresh each source is, what is held, and the quarantine."""
    place = home_of(home, config)
    click.echo(under_way(place))
    with open_published(place) as warehouse:
        runs, sources = review.runs(warehouse), review.sources(warehouse)
        held, waiting = warehouse.held_batches(), waiting_by_check(warehouse)
        totals = review.totals(warehouse)
    click.echo("\nLast runs")
    print_table(told_runs(runs.tail(LAST_RUNS).reverse()))
    click.echo("\nSources")
    print_table(told_sources(sources, clock()))
    for row in held.iter_rows(named=True):
        click.echo(f"\nHeld: {row['run_id']}: {row['message']}")
    if waiting.height:
        click.echo("\nQuarantine, waiting for a decision (`claimwire quarantine` shows the claims)")
        print_table(waiting)
    else:
        click.echo("\nQuarantine: nothing waits for a decision")
    articles, claims = (totals.item(0, name) for name in ("articles", "claims"))
    click.echo(f"\n{articles:,} articles and {claims:,} claims are current in {place.published}")


def told_runs(runs: pl.DataFrame) -> pl.DataFrame:
    """Runs (review.runs) in words: what became of each, what came in and what of it was read; times in UTC."""
    is_nightly = pl.col("run_kind") == "nightly"
    columns: dict[str, str | pl.Expr] = {
        "run": "run_id",
        "state": pl.when(is_nightly).then("state").otherwise(pl.format("{} {}", "run_kind", "state")),
        "ended": "ended_at",
        "documents": _counts("new", "changed", "unchanged", "rejected"),
        "claims": _counts("claim", "quarantined").str.replace(" claim", " accepted"),
        "message": "message",
    }
    told = runs.select(**columns)
    return told.drop("message") if told.get_column("message").null_count() == told.height else told


def _counts(*names: str) -> pl.Expr:
    """Counts that are not 0, as "3 new, 1 rejected"; null for a run that was not loaded."""
    parts = [
        pl.when(pl.col(f"{name}_count") > 0).then(pl.format("{} {}", _grouped(f"{name}_count"), pl.lit(name)))
        for name in names
    ]
    listed = pl.concat_list(parts).list.drop_nulls().list.join(", ")
    loaded = pl.when(pl.col(f"{names[0]}_count").is_not_null())
    return loaded.then(pl.when(listed == "").then(pl.lit("none")).otherwise(listed))


def _grouped(column: str) -> pl.Expr:
    """A column of counts as texts with their thousands apart."""
    return pl.col(column).map_elements(lambda count: f"{count:,}", return_dtype=pl.String)


def told_sources(sources: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Sources (review.sources) with when each last gave something new, how many days ago that is, and its counts."""
    days = ((pl.lit(now) - pl.col("last_given_at")).dt.total_minutes() / 1440).round(1)
    counts = {f"{name}s": f"{name}_total" for name in ("document", "claim")}
    counts |= {name: f"{name}_total" for name in ("quarantined", "rejected")}
    columns: dict[str, str | pl.Expr] = {
        "source": "source",
        "last news": "last_given_at",
        "days ago": days,
        "last asked": "last_run_at",
    }
    return sources.select(**columns, **counts)


def under_way(home: Home) -> str:
    """One line on the run that holds the home; runs that died are marked so on the way."""
    holder = current_holder(home.lock)
    if holder is not None and holder.is_alive():
        return f"The run {holder.run_id} is under way in process {holder.pid}."
    if not home.warehouse.exists():
        return "No run is under way."
    try:
        with RunLock(home.lock, "status", is_brief=True) as lock, Warehouse.open(home.warehouse) as warehouse:
            # One that died in its last moments may have loaded what it did not come to publish.
            if mark_dead(warehouse, Progress(is_terminal=False), clock()) or lock.left_by is not None:
                warehouse.publish(home.published)
    except (ClaimwireError, OSError):
        pass  # another run has just begun, or the home can't be written: it is only looked at
    return "No run is under way." if holder is None else f"No run is under way; the run {holder.run_id} died."


def run_report(home: Path | None, config: Path | None, is_opened: bool) -> None:
    """Print where the report is, and open it in the browser if asked for."""
    page = home_of(home, config).reports / "index.html"
    if not page.exists():
        raise WarehouseError(str(page), "there is no report yet", "run `claimwire nightly` first")
    click.echo(str(page))
    if is_opened:
        click.launch(page.as_uri())
