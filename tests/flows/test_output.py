"""CSV that a spreadsheet may open: no text of an article becomes a formula, and nothing else is touched."""

from __future__ import annotations

import polars as pl
import pytest

from flows.commands.output import csv_text


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    read = pl.read_csv(csv_text(pl.DataFrame({"words": [text]})).encode())
    assert read.item() == f"'{text}"


@pytest.mark.parametrize("text", ["=", "-", "12 km", "<=", "~", "a=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert pl.read_csv(csv_text(pl.DataFrame({"words": [text]})).encode()).item() == text


def test_numbers_keep_their_signs() -> None:
    assert csv_text(pl.DataFrame({"value": [-0.4]})) == "value\n-0.4\n"
