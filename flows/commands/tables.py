"""Tables for people: as wide as the terminal, and one block a row where the columns would not fit beside each other."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

# Characters that move the cursor, talk to the terminal, or turn the direction of what follows.
_UNSHOWN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# Columns of a table that is not read on a terminal.
WIDE: Final = 200
# Between two columns.
GAP: Final = 2
# A word that is longer may be broken: addresses, paths, and ids, of which none is short.
LONGEST_WORD: Final = 24


def print_table(frame: pl.DataFrame) -> None:
    """`frame` on the terminal; no word is broken to make room for a column."""
    print_tables([("", frame)])


def print_tables(parts: Sequence[tuple[str, pl.DataFrame]], output: Path | None = None) -> None:
    """Tables under their headings ("" for none), on the terminal or into a file."""
    from rich.console import Console

    if output is None:
        _print(parts, Console(width=None if sys.stdout.isatty() else WIDE))
        return
    with output.open("w", encoding="utf-8") as file:
        _print(parts, Console(file=file, width=WIDE))


def cell_text(value: object) -> str:
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.15g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return plain_line(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def plain_line(text: str) -> str:
    """`text` for a terminal: control characters become their pictures, other characters that act a question mark."""
    return _UNSHOWN.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", text)


def _print(parts: Sequence[tuple[str, pl.DataFrame]], console: Console) -> None:
    from rich.text import Text

    for heading, frame in parts:
        if heading:
            console.print(Text(f"\n{heading}", style="bold"))
        rows = [[cell_text(value) for value in row] for row in frame.iter_rows()]
        columns = [[name, *(row[index] for row in rows)] for index, name in enumerate(frame.columns)]
        widths = column_widths(columns, console.width)
        for block in _blocks(frame, rows) if widths is None else [_table(frame, rows, widths)]:
            console.print(block)


def column_widths(columns: list[list[str]], room: int) -> list[int] | None:
    """How wide each column (its name and cells) is drawn within `room`; None where that would break words."""
    from rich.cells import cell_len

    room -= GAP * (len(columns) - 1)
    least = [
        min(max(cell_len(word) for cell in column for word in cell.split() or [""]), LONGEST_WORD) for column in columns
    ]
    if sum(least) > room:
        return None
    widths = [max(min(max(map(cell_len, column)), room), floor) for column, floor in zip(columns, least, strict=True)]
    while sum(widths) > room:
        # The widest gives way, as long as it still holds its longest word.
        widest = max((i for i in range(len(widths)) if widths[i] > least[i]), key=lambda i: widths[i])
        widths[widest] -= 1
    return widths


def _table(frame: pl.DataFrame, rows: list[list[str]], widths: list[int]) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for (name, dtype), width in zip(frame.schema.items(), widths, strict=True):
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", overflow="fold", width=width)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _blocks(frame: pl.DataFrame, rows: list[list[str]]) -> list[RenderableType]:
    """One block a row: a line for each column."""
    from rich.rule import Rule
    from rich.table import Table
    from rich.text import Text

    parts: list[RenderableType] = []
    for number, row in enumerate(rows, 1):
        block = Table.grid(padding=(0, GAP, 0, 0))
        block.add_column(no_wrap=True)
        block.add_column(overflow="fold")
        for name, cell in zip(frame.columns, row, strict=True):
            block.add_row(Text(name, style="bold"), Text(cell))
        parts += [Rule(f"{number} of {len(rows)}", align="left"), block]
    return parts
