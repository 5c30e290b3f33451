"""Tables on a terminal: they fit, no word is broken, and what does not fit is told one block a row."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from flows.commands.ask import told_runs, told_sources
from flows.commands.tables import cell_text, column_widths, print_tables

NIGHT = datetime.fromisoformat("2026-11-27T02:05")


def printed(tmp_path: Path, frame: pl.DataFrame, heading: str = "") -> list[str]:
    print_tables([(heading, frame)], tmp_path / "table.txt")
    return (tmp_path / "table.txt").read_text(encoding="utf-8").splitlines()


def test_columns_keep_their_width_where_there_is_room() -> None:
    assert column_widths([["quote", "at least 117 people"], ["n", "3"]], 80) == [19, 1]


@pytest.mark.parametrize("room", [30, 40, 80])
def test_the_widest_column_gives_way_and_no_word_is_broken(room: int) -> None:
    columns = [["run", "20261127T071213Z-b075f0"], ["documents", "16 new, 2 changed, 300 unchanged"]]
    widths = column_widths(columns, room)
    if room == 30:
        assert widths is None
        return
    assert widths is not None
    assert sum(widths) + 2 <= room
    assert widths[0] == 23
    assert widths[1] >= len("unchanged")


def test_a_long_address_may_be_broken() -> None:
    assert column_widths([["url", "https://news.example.org/" + "a" * 200]], 60) == [60]


def test_wide_characters_are_counted_as_the_terminal_draws_them() -> None:
    assert column_widths([["地震"]], 80) == [4]


def test_rows_that_do_not_fit_are_blocks_with_every_column(tmp_path: Path) -> None:
    frame = pl.DataFrame({f"column_{n}": [f"value{n}{'x' * 12}", None] for n in range(12)})
    lines = printed(tmp_path, frame)
    assert next(line for line in lines if " of 2" in line).startswith("1 of 2")
    assert sum(line.startswith("column_11") for line in lines) == 2
    assert any(line.split() == ["column_3", "value3xxxxxxxxxxxx"] for line in lines)


def test_a_heading_stands_above_its_table(tmp_path: Path) -> None:
    lines = printed(tmp_path, pl.DataFrame({"quote": ["12 men"], "value": [12.0]}), "[red]one.txt")
    assert lines[1].strip() == "[red]one.txt"
    assert lines[2].split() == ["quote", "value"]
    assert lines[4].split() == ["12", "men", "12"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (1234567.0, "1,234,567"), (NIGHT, "2026-11-27 02:05"), (["a", "b"], "a, b"), ("\x1b[31m", "␛[31m")],
)
def test_cells_are_for_people(value: object, text: str) -> None:
    assert cell_text(value) == text


def run(**fields: object) -> dict[str, object]:
    counts = {f"{name}_count": 0 for name in ("new", "changed", "unchanged", "rejected", "claim", "quarantined")}
    about = {"run_id": "r", "run_kind": "nightly", "state": "completed", "ended_at": NIGHT, "message": None}
    return {**about, **counts, **fields}


def test_runs_are_told_in_words_and_zeros_left_out() -> None:
    told = told_runs(
        pl.DataFrame(
            [
                run(new_count=3000, rejected_count=1, claim_count=20, quarantined_count=2),
                run(run_kind="backfill"),
                run(state="held", message="too many", **{f"{name}_count": None for name in ("new", "claim")}),
            ]
        )
    )
    assert told.get_column("documents").to_list() == ["3,000 new, 1 rejected", "none", None]
    assert told.get_column("claims").to_list() == ["20 accepted, 2 quarantined", "none", None]
    assert told.get_column("state").to_list() == ["completed", "backfill completed", "held"]
    assert told.get_column("message").to_list() == [None, None, "too many"]
    assert "message" not in told_runs(pl.DataFrame([run()], schema_overrides={"message": pl.String})).columns


def test_sources_tell_how_many_days_ago_they_gave_something() -> None:
    counts = {f"{name}_total": 1 for name in ("document", "claim", "quarantined", "rejected")}
    rows = [{"source": "wire", "last_given_at": NIGHT, "last_run_at": NIGHT, **counts}]
    told = told_sources(pl.DataFrame(rows), datetime.fromisoformat("2026-11-29T14:05"))
    assert told.select("source", "days ago").rows() == [("wire", 2.5)]
