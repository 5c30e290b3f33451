"""Out to Parquet and back: everything returns, older exports too; what is not whole makes no warehouse."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.factory import HOSTILE, Piece, claims, night, set_aside
from tests.warehouse.test_schema import OLD_SCHEMAS, old_file
from transforms.errors import WarehouseError
from warehouse import RunEvent, Warehouse
from warehouse.connection import connect
from warehouse.exchange import MANIFEST, export_parquet
from warehouse.tables import TABLES

pytestmark = pytest.mark.lasting


@pytest.fixture
def exported(warehouse: Warehouse, tmp_path: Path) -> Path:
    """The export of a warehouse with two nights."""
    pieces = [Piece(text, (1, 2), filler=text) for text in HOSTILE]
    rows = claims(pieces)
    warehouse.load(night(1, pieces, claims=rows.tail(10), quarantined=set_aside(rows.head(6), "a", "b")))
    warehouse.load(night(2, [Piece(HOSTILE[0], (3,))]))
    warehouse.record_run(RunEvent(run_id="x", event="failed", event_at=night(3).started_at))
    warehouse.export_parquet(tmp_path / "out's")
    return tmp_path / "out's"


def test_everything_returns(warehouse: Warehouse, exported: Path, tmp_path: Path) -> None:
    with Warehouse.import_parquet(tmp_path / "new.duckdb", exported) as new:
        for table in TABLES:
            query = f"FROM {table.sql_name} ORDER BY ALL"
            assert new.query(query).equals(warehouse.query(query)), table.name
        assert new.content_hashes() == warehouse.content_hashes()
        assert [result.name for result in new.audit() if not result.is_passed] == []
        assert pl.read_parquet(exported / "claims.parquet").height == 11


@pytest.mark.parametrize("schema", OLD_SCHEMAS, ids=lambda file: file.stem)
def test_the_export_of_an_older_schema_returns(path: Path, tmp_path: Path, schema: Path) -> None:
    old_file(path, schema)
    con = connect(path, is_read_only=True)
    export_parquet(con, tmp_path / "out")
    con.close()
    assert json.loads((tmp_path / "out" / MANIFEST).read_text()) == {"schema_version": int(schema.stem)}
    with Warehouse.import_parquet(tmp_path / "new.duckdb", tmp_path / "out") as new:
        assert new.query("SELECT count(*) FROM claims").item() == 4
        assert [result.name for result in new.audit() if not result.is_passed] == []


def refuse(new: Path, folder: Path, told: str) -> None:
    """The import is refused, and leaves nothing."""
    with pytest.raises(WarehouseError, match=told):
        Warehouse.import_parquet(new, folder)
    assert not new.exists()


def test_what_is_not_whole_makes_no_warehouse(exported: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.duckdb"
    refuse(new, tmp_path, "claimwire export")
    (exported / "articles.parquet").rename(tmp_path / "articles.parquet")
    refuse(new, exported, "missing from the export")
    (exported / "articles.parquet").write_bytes(b"PAR1 no")
    refuse(new, exported, "does not hold the table articles")
    (tmp_path / "articles.parquet").replace(exported / "articles.parquet")
    (exported / MANIFEST).write_text('{"schema_version": 9999}')
    refuse(new, exported, "newer than this program's")


def test_nothing_is_overwritten(warehouse: Warehouse, exported: Path) -> None:
    with pytest.raises(WarehouseError, match="export already"):
        export_parquet(warehouse.con, exported)
    with pytest.raises(WarehouseError, match="database already"):
        Warehouse.import_parquet(warehouse.path, exported)
