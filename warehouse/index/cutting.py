"""Which blocks the current claims of a database fall into, what each holds by its digest, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import pyarrow as pa

from warehouse.connection import Connection
from warehouse.index.blocks import Block, make_block
from warehouse.index.layout import COLUMNS, ORDER, TOLD
from warehouse.tables import quoted

# A decade of more claims is cut into its years, a year of more into its months.
CLAIMS_MOST: Final = 100_000
OPENING: Final = 400  # characters
# Blocks of another layout have other names.
LAYOUT: Final = 3
MONTHS: Final = f"""
SELECT year(published_date) AS year, month(published_date) AS month, count(*) AS claims,
    sum(hash({quoted(TOLD)})::HUGEINT)::VARCHAR AS digest
FROM current_claims GROUP BY ALL ORDER BY year DESC NULLS LAST, month DESC
"""
# A version never changes its text, so its opening is in the digest by the version's id.
ROWS: Final = f"""
SELECT {quoted(COLUMNS)} FROM (FROM current_claims WHERE {{days}}) LEFT JOIN (
    SELECT version_id, left(text, {OPENING}) AS opening FROM articles WHERE is_current AND title IS NULL AND {{days}}
) USING (version_id) ORDER BY {ORDER}
"""
# A month of MONTHS.
Month = tuple[int | None, int | None, int, str]


@dataclass(frozen=True, slots=True)
class Part:
    """Days of publication whose claims are one block: their name, the condition in SQL that tells them, the digest."""

    days: str
    condition: str
    digest: int

    @property
    def name(self) -> str:
        """The days and the digest, as a file can be called."""
        return f"{self.days}-{LAYOUT}-{self.digest % (1 << 128):032x}"


def parts_of(con: Connection) -> list[Part]:
    """The parts that the current claims fall into, the newest first, what has no day last."""
    months: list[Month] = con.execute(MONTHS).fetchall()
    dated = [month for month in months if month[0] is not None]
    parts = list(_cut(dated, LEVELS))
    undated = months[len(dated) :]
    return [*parts, *(Part("undated", "published_date IS NULL", _digest([month])) for month in undated)]


# From the longest span to the shortest: the number of a span by year and month, its name, and what tells its days.
LEVELS: Final[tuple[tuple[Callable[[int, int], int], str, str], ...]] = (
    (lambda year, _: year // 10, "{span}0s", "year(published_date) // 10 = {span}"),
    (lambda year, _: year, "{year}", "year(published_date) = {span}"),
    (
        lambda year, month: year * 100 + month,
        "{year}-{month:02}",
        "year(published_date) * 100 + month(published_date) = {span}",
    ),
)


def _cut(months: Sequence[Month], levels: Sequence[tuple[Callable[[int, int], int], str, str]]) -> Iterator[Part]:
    """The parts of some months: spans of the first level, those of too many claims cut by the next."""
    (span_of, name, condition), *shorter = levels
    for span, members in groupby(months, key=lambda month: span_of(month[0] or 0, month[1] or 0)):
        inside = list(members)
        if shorter and sum(claims for _, _, claims, _ in inside) > CLAIMS_MOST:
            yield from _cut(inside, shorter)
        else:
            year, month, _, _ = inside[-1]
            yield Part(name.format(span=span, year=year, month=month), condition.format(span=span), _digest(inside))


def _digest(months: Sequence[Month]) -> int:
    return sum(int(digest) for _, _, _, digest in months)


def blocks_of(con: Connection, parts: list[Part]) -> Iterator[Block]:
    """The block of each part."""
    for part in parts:
        rows: pa.Table = con.sql(ROWS.format(days=part.condition)).to_arrow_table()
        yield make_block(part.name, rows)
