"""CSV that a spreadsheet may open: no text of an article becomes a formula, and nothing else is touched."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest

from flows.commands.output import csv_text
from flows.commands.tables import cell_text


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    read = pl.read_csv(csv_text(pl.DataFrame({"words": [text]})).encode())
    assert read.item() == f"'{text}"


@pytest.mark.parametrize("text", ["=", "-", "12 km", "<=", "~", "a=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert pl.read_csv(csv_text(pl.DataFrame({"words": [text]})).encode()).item() == text


def test_numbers_keep_their_signs() -> None:
    assert csv_text(pl.DataFrame({"value": [-0.4]})) == "value\n-0.4\n"


def test_nested_values_and_bytes_are_texts() -> None:
    frame = pl.DataFrame({"a": [["=1", "b"], None], "b": [[1, 2], []], "c": [{"x": 1}, None], "d": [b"=1", None]})
    rows = list(csv.reader(io.StringIO(csv_text(frame))))
    assert rows[1] == ["'=1; b", "[1, 2]", "{'x': 1}", "b'=1'"]


@pytest.mark.parametrize("character", ["\x1b", "\x9b", "\x7f", "\0", "\u202e", "\u2066", "\u2028", "\r"])
def test_no_character_of_a_cell_acts_on_the_terminal(character: str) -> None:
    assert character not in cell_text(f"a{character}[31mb")
    assert character not in cell_text([f"a{character}"])
