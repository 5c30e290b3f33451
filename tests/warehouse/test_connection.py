"""What DuckDB refuses is told with the file's name and a remedy, and leaves the warehouse whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.factory import Piece, night
from transforms.errors import WarehouseError
from warehouse import Warehouse

# Loads a night of some megabytes in a process whose files may hardly grow, as on a disk that fills up.
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tests.warehouse.factory import Piece, digest, night
from transforms.errors import WarehouseError
from warehouse import Warehouse

pieces = [Piece(str(n), tuple(range(10)), filler=digest(n) * 30 + digest(-n) * 30) for n in range(60)]
batch = night(2, pieces)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Warehouse.open(Path(sys.argv[1])) as warehouse:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    try:
        warehouse.load(batch)
    except WarehouseError as error:
        print("refused:", error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


@pytest.mark.parametrize(
    ("sql", "problem", "remedy"),
    [
        ("SELEC 1", "syntax error", "mend the query"),
        ("SELECT nothing FROM claims", "nothing", "mend the query"),
        ("FROM no_such_table", "no_such_table", "SHOW TABLES"),
        ("SELECT CAST('x' AS DATE)", "invalid date", "mend the query"),
    ],
)
def test_a_wrong_query_is_told(warehouse: Warehouse, sql: str, problem: str, remedy: str) -> None:
    with pytest.raises(WarehouseError, match=problem) as caught:
        warehouse.query(sql)
    assert caught.value.remedy.startswith("mend")
    assert remedy in str(caught.value)
    assert caught.value.place == str(warehouse.path)


def test_a_reader_can_write_nothing(path: Path) -> None:
    with Warehouse.open(path) as warehouse:
        warehouse.load(night(1, [Piece("a")]))
    with Warehouse.open(path, is_read_only=True) as reader:
        for sql in ("DELETE FROM claims", "DROP TABLE claims", "CREATE TABLE x (y INTEGER)"):
            with pytest.raises(WarehouseError, match="read-only"):
                reader.query(sql)
        assert reader.query("SELECT count(*) FROM claims").item() == 1


def test_a_name_in_a_query_is_no_variable_of_the_program(warehouse: Warehouse) -> None:
    secret = pl.DataFrame({"x": [1]})
    with pytest.raises(WarehouseError, match="secret does not exist"):
        warehouse.query("FROM secret")
    assert secret.height == 1


def test_a_statement_without_rows_gives_none(warehouse: Warehouse) -> None:
    assert warehouse.query("SET threads = 1").is_empty()


@pytest.mark.slow
def test_a_disk_that_fills_up_in_a_load_costs_nothing_but_the_load(path: Path) -> None:
    with Warehouse.open(path) as warehouse:
        warehouse.load(night(1, [Piece("a")]))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(f"refused: {path}"), done.stderr
    assert "see that the disk has room" in done.stdout
    with Warehouse.open(path) as warehouse:
        assert warehouse.query("SELECT run_id FROM runs").rows() == [("run-1",)]
        assert warehouse.query("SELECT count(*) FROM claims").item() == 1
        assert [result.name for result in warehouse.audit() if not result.is_passed] == []
        assert warehouse.load(night(2, [Piece("b", (1, 2))])).claims_added == 2


def test_columns_that_share_a_name_are_told_apart(warehouse: Warehouse) -> None:
    assert warehouse.query("SELECT 1 AS a, 2 AS a_1, 3 AS a, 4 AS a").columns == ["a", "a_1", "a_2", "a_3"]
    assert warehouse.query("FROM articles AS x JOIN articles AS y USING (version_id)").is_empty()


def test_a_type_that_no_frame_has_is_told(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="::VARCHAR"):
        warehouse.query("SELECT INTERVAL 3 DAY AS a")
