"""One block: its claims as a table whose texts stand once, and the words that lead to these texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final
from zlib import crc32

import numpy as np
import polars as pl
import pyarrow as pa

from warehouse.index.layout import COLUMNS, DOTTED, PIECES, SEARCHED, WORD

Numbers = np.ndarray[Any, np.dtype[Any]]
NONE: Final = np.zeros(0, np.int32)
# Up to so many pieces are compared with one by one, which is faster than to look each claim's up.
FEW: Final = 8


class Block:
    """Claims of some days of publication, newest first; `claims` has the columns of layout.COLUMNS, one chunk each.

    `words` has `key` (of the word, ascending), `word`, and `pieces`: the numbers of the texts that have it, ascending.
    The pieces of the columns of SEARCHED are numbered one column after the other.
    """

    def __init__(self, name: str, claims: pa.Table, words: pa.Table) -> None:
        self.name, self.claims, self.words = name, claims, words

    @property
    def size(self) -> int:
        """How many claims it has."""
        return int(self.claims.num_rows)

    @cached_property
    def codes(self) -> Mapping[str, Numbers]:
        """Column of PIECES -> for each claim the number of its text in that column; they stay where they are mapped."""
        return {name: where_it_is(self._column(name).indices) for name in PIECES}

    def texts(self, column: str) -> pa.Array:
        """The distinct texts of a column of PIECES; null is one of them where a claim has none."""
        return self._column(column).dictionary

    def numbers(self, column: str, missing: float) -> Numbers:
        """A column of numbers or days (days since 1970) for each claim, `missing` where there is none."""
        return pl.Series(self._column(column)).to_physical().fill_null(missing).to_numpy()

    def row(self, number: int) -> dict[str, Any]:
        """One claim, by its place in the block."""
        return {name: self._column(name)[number].as_py() for name in COLUMNS}

    def taken(self, places: Numbers, names: Sequence[str]) -> pa.Table:
        """Some columns of the claims at these places, each text written out."""
        at = in_arrow(places)
        values = {name: self._column(name).take(at) for name in names}
        return pa.table({name: each.dictionary_decode() if name in PIECES else each for name, each in values.items()})

    @property
    def ids(self) -> pa.Array:
        """The claim_id of every claim."""
        return self._column("claim_id")

    def id(self, number: int) -> str:
        """The claim_id of one claim, by its place in the block."""
        found: str = self._column("claim_id")[number].as_py()
        return found

    def pieces_with(self, words: Sequence[str]) -> list[Numbers]:
        """For each word, in lower case, the numbers of the pieces that have it, ascending."""
        keys = self._keys
        places = np.searchsorted(keys, np.array([key_of(word) for word in words], np.uint32)).tolist()
        return [self._pieces(word, place) for word, place in zip(words, places, strict=True)]

    def _pieces(self, word: str, place: int) -> Numbers:
        """The pieces of the word, which stands at that place of the words, or behind it, or nowhere."""
        told = self.words.column("word").chunk(0)
        while place < self._keys.size and self._keys[place] == key_of(word):
            if told[place].as_py() == word:
                return where_it_is(self.words.column("pieces").chunk(0)[place].values)
            place += 1
        return NONE

    @cached_property
    def _keys(self) -> Numbers:
        return where_it_is(self.words.column("key").chunk(0))

    def with_pieces(self, pieces: Sequence[Numbers]) -> Numbers:
        """For each claim whether one of its texts is among these pieces, given in several lists."""
        sought = np.zeros(self.piece_count, np.bool_)
        for each in pieces:
            sought[each] = True
        has = np.zeros(self.size, np.bool_)
        for name, first, last in self.columns:
            inside = sought[first:last]
            count = np.count_nonzero(inside)
            if count > FEW:
                has |= inside.take(self.codes[name])  # half of what indexing costs
            elif count:
                for piece in np.flatnonzero(inside).tolist():
                    has |= self.codes[name] == piece
        return has

    def by_column(self, pieces: Numbers) -> Iterator[tuple[str, Numbers]]:
        """Each column of SEARCHED that has some of the pieces, which ascend, and which of its texts these are."""
        ends = np.searchsorted(pieces, [last for _, _, last in self.columns]).tolist()
        begin = 0
        for (name, first, _), end in zip(self.columns, ends, strict=True):
            if end > begin:
                yield name, pieces[begin:end] - first
            begin = end

    @property
    def piece_count(self) -> int:
        """How many texts are searched."""
        return self.columns[-1][2]

    @cached_property
    def columns(self) -> tuple[tuple[str, int, int], ...]:
        """Each column of SEARCHED with the number of its first piece and of the first that is no more its own."""
        return tuple(_numbered(self.claims))

    def _column(self, name: str) -> Any:
        return self.claims.column(name).chunk(0)


def make_block(name: str, rows: pa.Table) -> Block:
    """The block of rows with the columns of layout.COLUMNS in the order layout.ORDER."""
    claims = pa.table(
        {column: _once(rows.column(column)) if column in PIECES else _plain(rows.column(column)) for column in COLUMNS}
    )
    return Block(name, claims, _words(claims))


def _once(column: pa.ChunkedArray) -> pa.Array:
    """The column with each distinct text once; a column of several chunks has one dictionary."""
    encoded = column.cast(pa.string()).combine_chunks().dictionary_encode(null_encoding="encode")
    return pa.DictionaryArray.from_arrays(encoded.indices.cast(_narrowest(len(encoded.dictionary))), encoded.dictionary)


def _plain(column: pa.ChunkedArray) -> pa.Array:
    """The column as it is; places in a text take half of what DuckDB gives them."""
    values = column.combine_chunks()
    return values.cast(pa.int32()) if values.type == pa.int64() else values


def _narrowest(count: int) -> pa.DataType:
    """The least type of whole numbers below `count`: what is mapped is read with every search."""
    return pa.from_numpy_dtype(np.min_scalar_type(max(count - 1, 0)))


def _numbered(claims: pa.Table) -> Iterator[tuple[str, int, int]]:
    first = 0
    for name in SEARCHED:
        last = first + len(claims.column(name).chunk(0).dictionary)
        yield name, first, last
        first = last


def _words(claims: pa.Table) -> pa.Table:
    """The table of words of a table of claims."""
    numbered = list(_numbered(claims))
    piece_count = numbered[-1][2]
    texts = [
        pl.DataFrame(
            {"word": pl.Series(claims.column(name).chunk(0).dictionary.to_pylist(), dtype=pl.String)}
        ).with_columns(piece=pl.int_range(first, last, dtype=pl.Int32))
        for name, first, last in numbered
    ]
    found = (
        pl.concat(texts)
        .with_columns(pl.col("word").str.replace_all(*DOTTED, literal=True).str.to_lowercase().str.extract_all(WORD))
        .explode("word")
        .drop_nulls()
        .unique()
        .sort("word", "piece")
    )
    counted = found.group_by("word", maintain_order=True).len()
    words = counted.get_column("word").to_list()
    offsets = np.concatenate(([0], np.cumsum(counted.get_column("len").to_numpy()))).astype(np.int32)
    numbers = pa.array(found.get_column("piece").to_numpy(), pa.int32()).cast(_narrowest(piece_count))
    pieces = pa.ListArray.from_arrays(offsets, numbers)
    table = pa.table(
        {"key": pa.array(map(key_of, words), pa.uint32()), "word": pa.array(words, pa.string()), "pieces": pieces}
    )
    return table.sort_by([("key", "ascending"), ("word", "ascending")]).combine_chunks()


# Arrow loads all of pandas, 40 MB and half a second, where it is given an array of numbers or asked for one.
def in_arrow(numbers: Numbers) -> pa.Array:
    """Numbers as Arrow has them."""
    return pl.Series(numbers).to_arrow()


def where_it_is(numbers: pa.Array) -> Numbers:
    """Whole numbers of Arrow, none of them null, without a copy."""
    kind = np.dtype(str(numbers.type))
    return np.frombuffer(numbers.buffers()[1], kind, len(numbers), numbers.offset * kind.itemsize)


def key_of(word: str) -> int:
    """A number that a word is looked up by; seldom two words share one."""
    return crc32(word.encode())
