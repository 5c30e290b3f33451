"""Which blocks the current claims of a database fall into, what each holds by its digest, and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import pyarrow as pa

from warehouse.connection import Connection
from warehouse.index.blocks import Block, make_block
from warehouse.index.layout import COLUMNS, ORDER
from warehouse.tables import quoted

# A year of more claims is cut into its months.
YEAR_MOST: Final = 100_000
# Blocks of another layout have other names.
LAYOUT: Final = 1
MONTHS: Final = f"""
SELECT year(published_date) AS year, month(published_date) AS month, count(*) AS claims,
    sum(hash({quoted(COLUMNS)})::HUGEINT)::VARCHAR AS digest
FROM current_claims GROUP BY ALL ORDER BY year DESC NULLS LAST, month DESC
"""
ROWS: Final = f"SELECT {quoted(COLUMNS)} FROM current_claims WHERE {{days}} ORDER BY {ORDER}"


@dataclass(frozen=True, slots=True)
class Part:
    """A year, or a month of one, or what has no day (both None), with the digest of its claims."""

    year: int | None
    month: int | None
    digest: int

    @property
    def name(self) -> str:
        """The days and the digest, as a file can be called: 2026-03-1a2b…."""
        days = "undated" if self.year is None else f"{self.year:04}" + (f"-{self.month:02}" if self.month else "")
        return f"{days}-{LAYOUT}-{self.digest % (1 << 128):032x}"

    @property
    def days(self) -> str:
        """The condition in SQL that its claims fulfil."""
        if self.year is None:
            return "published_date IS NULL"
        within = f"year(published_date) = {self.year:d}"
        return f"{within} AND month(published_date) = {self.month:d}" if self.month else within


def parts_of(con: Connection) -> list[Part]:
    """The parts that the current claims fall into, the newest first, what has no day last."""
    months = con.execute(MONTHS).fetchall()
    parts: list[Part] = []
    for year, members in groupby(months, key=lambda row: row[0]):
        rows = list(members)
        if year is not None and sum(claims for _, _, claims, _ in rows) > YEAR_MOST:
            parts += [Part(year, month, int(digest)) for _, month, _, digest in rows]
        else:
            parts.append(Part(year, None, sum(int(digest) for _, _, _, digest in rows)))
    return parts


def blocks_of(con: Connection, parts: list[Part]) -> Iterator[Block]:
    """The block of each part."""
    for part in parts:
        rows: pa.Table = con.sql(ROWS.format(days=part.days)).to_arrow_table()
        yield make_block(part.name, rows)
