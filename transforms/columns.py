"""What a column of the dictionary is, and the dtypes that columns have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

TEXT: Final = pl.String()
INT: Final = pl.Int64()
REAL: Final = pl.Float64()
DAY: Final = pl.Date()
INSTANT: Final = pl.Datetime("us")
FLAG: Final = pl.Boolean()
TEXTS: Final = pl.List(pl.String())
INTS: Final = pl.List(pl.Int64())


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Polars dtype, what it means (with its unit), whether it may be null, its values if few."""

    dtype: pl.DataType
    meaning: str
    nullable: bool = False
    values: tuple[str, ...] | None = None
