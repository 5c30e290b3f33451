"""`claimwire quarantine`: the claims that checks have set aside, by reason, and what people decide about them."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import polars as pl

from flows.commands.opening import home_of, open_published, refuse_without_warehouse
from flows.commands.tables import cell_text, plain_line
from flows.corrections import carry_out, read_corrections, unfit, write_correction
from flows.home import Home
from flows.night import clock
from flows.run_lock import RunLock
from transforms.corrections import Correction, corrected_claim, expected_of, read_value, refuse_disorder
from transforms.errors import InputError, SettingsError
from transforms.frames import CLAIMS
from warehouse import Warehouse
from warehouse.stored import quarantined_claims, undecided_claims


def run_list(home: Path | None, config: Path | None) -> None:
    """Print what waits, by reason with its sentences, and the corrections that no longer fit."""
    place = home_of(home, config)
    with open_published(place) as warehouse:
        waiting = undecided_claims(warehouse)
        left_out = unfit(warehouse, read_corrections(place.corrections))
    for (reason,), claims in _by_reason(waiting):
        click.echo(f"{reason} ({claims.height})")
        for row in claims.iter_rows(named=True):
            click.echo(f"  {row['claim_id']}  “{cell_text(row['quote'])}”  {_reading(row)}")
            click.echo(f"    {plain_line(' '.join(row['sentence'].split()))}")
    if waiting.is_empty():
        click.echo("Nothing waits in the quarantine.")
    for correction, standing in left_out:
        click.echo(f"Correction {correction.claim_id} (“{plain_line(correction.quote)}”): {standing}")


def _by_reason(waiting: pl.DataFrame) -> Iterable[tuple[tuple[Any, ...], pl.DataFrame]]:
    told = waiting.with_columns(reason=pl.col("failed_checks").list.join(", ")).sort("reason", "claim_id")
    return told.group_by("reason", maintain_order=True)


def _reading(row: Mapping[str, Any]) -> str:
    value = "…" if row["value"] is None else cell_text(row["value"])
    return f"{row['comparator']} {value} {row['unit']} ({row['kind']})"


def read_fields(fields: tuple[str, ...]) -> dict[str, Any]:
    """`COLUMN=VALUE` texts as columns with values; raises InputError for a column or value that will not do."""
    read: dict[str, Any] = {}
    for text in fields:
        column, equals, value = text.partition("=")
        if not equals:
            raise InputError(f"--set {text}", "no value", "write it as COLUMN=VALUE")
        read[column] = read_value(column, value)
    return read


@contextmanager
def usage() -> Iterator[None]:
    """What is wrong with an option in the block is wrong usage, and not a broken document."""
    try:
        yield
    except InputError as error:
        raise SettingsError(error.place, error.reason, error.remedy) from None


def run_decision(
    decision: str,
    claim_ids: tuple[str, ...],
    why: str,
    fields: tuple[str, ...],
    home: Path | None,
    config: Path | None,
) -> None:
    """Keep a decision about each of the claims as data in the home, and carry it out in the warehouse.

    `fields` are the columns to correct, as COLUMN=VALUE; raises SettingsError for those that will not do.
    """
    place = home_of(home, config)
    if not why.strip():
        raise SettingsError("--why", "a decision without a reason", "say why")
    with usage():
        changed = read_fields(fields)
    refuse_without_warehouse(place)
    place.prepare()
    lock = RunLock(place.lock, f"quarantine {decision}", is_brief=True)
    with lock, Warehouse.open(place.warehouse) as warehouse:
        claims = _claims(warehouse, claim_ids, place)
        read_corrections(place.corrections)  # refuses a broken file before any is kept
        with usage():
            for claim in claims.iter_slices(1) if changed else ():
                corrected = corrected_claim(claim.select(CLAIMS.columns), changed)
                refuse_disorder(corrected.row(0, named=True), changed)
        for row in claims.iter_rows(named=True):
            path = write_correction(place.corrections, _correction(row, decision, why, changed))
            click.echo(f"{decision}: “{plain_line(row['quote'])}” ({row['claim_id']}), kept in {path}")
        carry_out(warehouse, read_corrections(place.corrections), clock())
        warehouse.publish(place.published)


def _claims(warehouse: Warehouse, claim_ids: tuple[str, ...], place: Home) -> pl.DataFrame:
    claims = quarantined_claims(warehouse, list(claim_ids))
    unknown = sorted(set(claim_ids) - set(claims.get_column("claim_id")))
    if unknown:
        remedy = "see `claimwire quarantine` for those that are"
        raise InputError(str(place.root), f"not in the quarantine: {', '.join(unknown)}", remedy)
    if claims.height > len(set(claim_ids)):
        raise InputError(str(place.root), "two claims share an id", "mend the rule that gives them, then backfill")
    return claims


def _correction(row: Mapping[str, Any], decision: str, why: str, changed: dict[str, Any]) -> Correction:
    names = ("claim_id", "article_id", "version_id", "sentence", "quote")
    return Correction(
        **{name: row[name] for name in names},
        decision=decision,
        why=why,
        decided_by=getpass.getuser(),
        decided_at=clock().isoformat(timespec="microseconds"),
        offset=row["start"] - row["sentence_start"],
        expect=expected_of(row, changed),
        changed=changed,
    )
