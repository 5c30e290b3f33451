"""One block: its claims as a table whose texts stand once, and the words that lead to these texts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from warehouse.index.layout import COLUMNS, PIECES, SEARCHED, WORD

Numbers = np.ndarray[Any, np.dtype[Any]]
NONE: Final = np.zeros(0, np.int32)


class Block:
    """Claims of a year or a month, newest first; `claims` has the columns of layout.COLUMNS, one chunk each.

    `words` has `word` (ascending) and `pieces`: the numbers of the texts that have it, ascending.  The pieces of the
    columns of SEARCHED are numbered one column after the other.
    """

    def __init__(self, name: str, claims: pa.Table, words: pa.Table) -> None:
        self.name, self.claims, self.words = name, claims, words

    @property
    def size(self) -> int:
        """How many claims it has."""
        return int(self.claims.num_rows)

    @cached_property
    def codes(self) -> Mapping[str, Numbers]:
        """Column of PIECES -> for each claim the number of its text in that column, -1 for none."""
        return {
            name: self._column(name).indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
            for name in PIECES
        }

    def texts(self, column: str) -> pa.Array:
        """The distinct texts of a column of PIECES."""
        return self._column(column).dictionary

    def numbers(self, column: str, missing: float) -> Numbers:
        """A column of numbers or days (days since 1970) for each claim, `missing` where there is none."""
        values = self._column(column)
        if pa.types.is_date32(values.type):
            values = values.cast(pa.int32())
        found: Numbers = values.fill_null(missing).to_numpy(zero_copy_only=False)
        return found

    def row(self, number: int) -> dict[str, Any]:
        """One claim, by its place in the block."""
        return {name: self._column(name)[number].as_py() for name in COLUMNS}

    def id(self, number: int) -> str:
        """The claim_id of one claim, by its place in the block."""
        found: str = self._column("claim_id")[number].as_py()
        return found

    def pieces_with(self, word: str) -> Numbers:
        """The numbers of the pieces that have the word, in lower case."""
        words = self.words.column("word").chunk(0)
        place = bisect_left(words, word, key=lambda each: each.as_py())
        if place == len(words) or words[place].as_py() != word:
            return NONE
        found: Numbers = self.words.column("pieces").chunk(0)[place].values.to_numpy()
        return found

    def with_pieces(self, pieces: Numbers) -> Numbers:
        """For each claim whether one of its texts is among these pieces."""
        has = np.zeros(self.size, np.bool_)
        for name, first, last in self.columns:
            inside = pieces[(pieces >= first) & (pieces < last)]
            if inside.size:
                flags = np.zeros(last - first + 1, np.bool_)  # the last is that of claims without a text
                flags[inside - first] = True
                has |= flags[self.codes[name]]
        return has

    @cached_property
    def columns(self) -> tuple[tuple[str, int, int], ...]:
        """Each column of SEARCHED with the number of its first piece and of the first that is no more its own."""
        return tuple(_numbered(self.claims))

    def _column(self, name: str) -> Any:
        return self.claims.column(name).chunk(0)


def make_block(name: str, rows: pa.Table) -> Block:
    """The block of rows with the columns of layout.COLUMNS in the order layout.ORDER."""
    claims = pa.table(
        {
            column: _once(rows.column(column)) if column in PIECES else rows.column(column).combine_chunks()
            for column in COLUMNS
        }
    )
    return Block(name, claims, _words(claims))


def _once(column: pa.ChunkedArray) -> pa.Array:
    """The column with each distinct text once; a column of several chunks has one dictionary."""
    return column.cast(pa.string()).combine_chunks().dictionary_encode()


def _numbered(claims: pa.Table) -> Iterator[tuple[str, int, int]]:
    first = 0
    for name in SEARCHED:
        last = first + len(claims.column(name).chunk(0).dictionary)
        yield name, first, last
        first = last


def _words(claims: pa.Table) -> pa.Table:
    """The table of words of a table of claims."""
    texts = [
        pl.DataFrame(
            {"word": pl.Series(claims.column(name).chunk(0).dictionary.to_pylist(), dtype=pl.String)}
        ).with_columns(piece=pl.int_range(first, last, dtype=pl.Int32))
        for name, first, last in _numbered(claims)
    ]
    found = (
        pl.concat(texts)
        .with_columns(pl.col("word").str.to_lowercase().str.extract_all(WORD))
        .explode("word")
        .drop_nulls()
        .unique()
        .sort("word", "piece")
    )
    counted = found.group_by("word", maintain_order=True).len()
    offsets = np.concatenate(([0], np.cumsum(counted.get_column("len").to_numpy()))).astype(np.int32)
    pieces = pa.ListArray.from_arrays(offsets, pa.array(found.get_column("piece").to_numpy(), pa.int32()))
    return pa.table({"word": pa.array(counted.get_column("word").to_list(), pa.string()), "pieces": pieces})
