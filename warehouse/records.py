"""Runs that did not complete, batches that were held, and what people decided: recorded apart from the nights' rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from transforms.frames import HISTORY
from warehouse.connection import Connection, select, staged, transaction
from warehouse.schema import own_places
from warehouse.tables import quoted


@dataclass(frozen=True, kw_only=True)
class RunEvent:
    """One thing that happened to a run at `event_at` (naive UTC); `event` is one of frames.RUN_EVENT_KINDS."""

    run_id: str
    event: str
    event_at: datetime
    run_kind: str = "nightly"
    pid: int | None = None
    host: str | None = None
    os_user: str | None = None
    message: str | None = None


EVENT_COLUMNS = ("run_id", "run_kind", "event", "event_at", "pid", "host", "os_user", "message")


def record_event(
    con: Connection, event: RunEvent, check_results: pl.DataFrame | None = None, folder: str | None = None
) -> None:
    """Write an event with the check results of a held or failed run; of a held one also where its batch waits.

    The same event of a run recorded again replaces nothing and adds nothing: a run is held or dead once.
    """
    values = [getattr(event, name) for name in EVENT_COLUMNS]
    with transaction(con):
        known = con.execute(
            "SELECT 1 FROM run_events WHERE run_id = ? AND event = ? AND event_at = ?",
            [event.run_id, event.event, event.event_at],
        ).fetchall()
        if known:
            return
        con.execute(f"INSERT INTO run_events ({quoted(EVENT_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        if check_results is not None:
            replace_attempt_results(con, event.run_id, check_results)
        if folder is not None:
            con.execute("DELETE FROM program_only.held_batches WHERE run_id = ?", [event.run_id])
            con.execute(
                "INSERT INTO program_only.held_batches VALUES (?, ?, ?, ?, ?)",
                [event.run_id, event.run_kind, event.event_at, folder, event.message],
            )


def replace_attempt_results(con: Connection, run_id: str, check_results: pl.DataFrame) -> None:
    """Keep the check results of the latest attempt of a run that did not complete."""
    con.execute("DELETE FROM program_only.attempt_check_results WHERE run_id = ?", [run_id])
    with staged(con, {"staged_attempt": check_results}):
        con.execute(
            "INSERT INTO program_only.attempt_check_results BY NAME SELECT * REPLACE (? AS run_id) FROM staged_attempt",
            [run_id],
        )


def open_runs(con: Connection) -> pl.DataFrame:
    """Runs that started and of which nothing was heard since: run_id, run_kind, event_at, pid, host; oldest first."""
    return select(
        con,
        """SELECT run_id, run_kind, event_at, pid, host FROM run_events AS began
        WHERE event = 'started' AND NOT EXISTS (
            SELECT 1 FROM run_events AS later WHERE later.run_id = began.run_id AND later.event <> 'started'
            AND later.event_at >= began.event_at
        ) ORDER BY event_at, run_id""",
    )


def held_batches(con: Connection) -> pl.DataFrame:
    """Held batches that still wait to be accepted or discarded: run_id, run_kind, event_at, folder, message."""
    return select(
        con,
        f"""SELECT * FROM {own_places(con)["held_batches"]} AS held WHERE NOT EXISTS (
            SELECT 1 FROM run_events AS e
            WHERE e.run_id = held.run_id AND e.event IN ('accepted', 'discarded', 'completed')
        ) ORDER BY event_at, run_id""",
    )


def known_versions(con: Connection) -> pl.DataFrame:
    """Every content that was ever loaded: article_id, version_id, content_hash, is_current."""
    return select(con, "SELECT article_id, version_id, content_hash, is_current FROM raw_documents ORDER BY ALL")


def history(con: Connection, nights: int) -> pl.DataFrame:
    """What each source gave in the last completed runs (HISTORY), oldest run first."""
    columns = quoted(tuple(name for name in HISTORY.columns if name not in ("run_id", "run_kind", "finished_at")))
    return select(
        con,
        f"""SELECT run_id, run_kind, finished_at, {columns}
        FROM run_sources JOIN (SELECT run_id, run_kind, finished_at FROM runs ORDER BY finished_at DESC LIMIT ?)
        USING (run_id) ORDER BY finished_at, run_id, source""",
        [nights],
    )
