"""How DuckDB goes about a load: no row of the night is held against every stored one, which at size would never end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from tests.warehouse.factory import Piece, night
from warehouse import Warehouse
from warehouse.load import COMPLETED_RUN

# Joins that look at every pair of two relations; any other finds its partners by a key.  The record of a run, which is
# put together of single counts, is left out.
PAIRWISE = re.compile(r"BLOCKWISE_NL_JOIN|NESTED_LOOP_JOIN|CROSS_PRODUCT")
PLANNED = re.compile(r"\s*(CREATE (OR REPLACE )?TEMP TABLE \w+ AS|INSERT|UPDATE|DELETE|SELECT|WITH|FROM)\b")


class Explaining:
    """A connection that has every statement's plan told before it is carried out."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self.plans: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)

    def execute(self, sql: str, parameters: Any = None) -> Any:
        self._explain(sql, parameters)
        return self._con.execute(sql, parameters)

    def sql(self, sql: str, params: Any = None) -> Any:
        self._explain(sql, params)
        return self._con.sql(sql, params=params)

    def _explain(self, sql: str, parameters: Any) -> None:
        if PLANNED.match(sql):
            self.plans[sql] = "\n".join(row[1] for row in self._con.execute(f"EXPLAIN {sql}", parameters).fetchall())


@contextmanager
def explaining(warehouse: Warehouse) -> Iterator[Explaining]:
    """The plans of all that the warehouse is asked while the block runs."""
    con = warehouse.con
    told = Explaining(con)
    warehouse._con = told  # type: ignore[assignment]
    try:
        yield told
    finally:
        warehouse._con = con


def test_no_statement_of_a_load_looks_at_every_pair_of_rows(warehouse: Warehouse) -> None:
    pieces = [Piece(f"{n}", (100 + n, 7), filler=f"Village {n} was quiet. ") for n in range(40)]
    warehouse.load(night(1, pieces))
    with explaining(warehouse) as told:
        warehouse.load(night(2, [Piece("41", (594,), filler="At dawn. "), Piece("7", (8, 9))]))
    assert len(told.plans) > 60
    assert [sql for sql, plan in told.plans.items() if PAIRWISE.search(plan) and sql != COMPLETED_RUN] == []
