"""Tables, columns, views and macros have comments; every older schema upgrades with its data; a newer is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.factory import Piece, night
from tests.warehouse.ready_made import empty_warehouse
from transforms.errors import WarehouseError
from transforms.frames import COLUMNS
from warehouse import Warehouse
from warehouse.layouts import layout_of
from warehouse.ledger import word_tables
from warehouse.schema import HERE, migrations, own_places, version_of
from warehouse.tables import BY_NAME, TABLES, quoted, sql_type

pytestmark = [pytest.mark.usefixtures("made_anew"), pytest.mark.lasting]

OLD_SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("[0-9]*.sql"))


def old_file(path: Path, schema: Path) -> None:
    """A file as the program of that schema left it."""
    with duckdb.connect(str(path)) as con:
        con.execute(schema.read_text(encoding="utf-8"))


def held_by(path: Path) -> tuple[dict[str, list[str]], dict[str, list[tuple[object, ...]]]]:
    """Table → its columns, and table → its rows, of a file of whatever schema."""
    with duckdb.connect(str(path)) as con:
        names = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        places = {name: name for name in names} | own_places(con)
        columns = {name: [row[0] for row in con.execute(f"DESCRIBE {places[name]}").fetchall()] for name in names}
        return columns, {name: con.execute(rows_of(places[name], columns[name])).fetchall() for name in names}


def rows_of(table: str, columns: list[str]) -> str:
    """A query for the columns that a table had, in an order of the rows alone."""
    return f"SELECT {quoted(tuple(columns))} FROM {table} ORDER BY ALL"


def tables_of(warehouse: Warehouse) -> dict[str, list[str]]:
    """Schema and table → its columns with their types, in order."""
    rows = warehouse.query(
        """SELECT schema_name || '.' || table_name AS place,
            list(column_name || ' ' || data_type ORDER BY column_index) AS columns
        FROM duckdb_columns() SEMI JOIN duckdb_tables() USING (schema_name, table_name) WHERE NOT internal
        GROUP BY place"""
    )
    return dict(rows.iter_rows())


def layouts_of_the_articles(warehouse: Warehouse) -> list[tuple[object, ...]]:
    """What the pages of each source in each night were like, as it is told of a night that is not loaded yet."""
    nights = warehouse.query("FROM articles WHERE run_id IN (SELECT run_id FROM runs WHERE run_kind = 'nightly')")
    told = []
    for (run_id,), pages in nights.partition_by("run_id", as_dict=True).items():
        told += [(run_id, *row) for row in layout_of(pages).rows()]
    return sorted(told)


TABLES_WANTED = {
    f"{'program_only' if table.is_program_only else 'main'}.{table.name}": [
        f"{name} {sql_type(name)}" for name in table.columns
    ]
    for table in TABLES
}


def test_the_tables_are_those_of_the_dictionary(warehouse: Warehouse) -> None:
    assert tables_of(warehouse) == TABLES_WANTED


def test_everything_has_a_comment_out_of_the_dictionary(warehouse: Warehouse) -> None:
    columns = warehouse.query("SELECT column_name, comment FROM duckdb_columns() WHERE NOT internal")
    assert columns.height > 250
    assert [row for row in columns.iter_rows() if row[1] != COLUMNS[row[0]].meaning] == []
    for what, of in (("table_name", "tables"), ("view_name", "views"), ("function_name", "functions")):
        named = warehouse.query(f"SELECT {what}, comment FROM duckdb_{of}() WHERE NOT internal")
        assert named.height > 3, of
        assert [name for name, comment in named.iter_rows() if not comment] == []


def test_opening_again_leaves_the_file_as_it_is(path: Path) -> None:
    Warehouse.open(path).close()
    before = path.read_bytes()
    Warehouse.open(path).close()
    assert path.read_bytes() == before


def test_there_is_a_file_for_every_schema_before_the_newest() -> None:
    assert [int(file.stem) for file in OLD_SCHEMAS] == list(range(1, max(migrations())))


@pytest.mark.parametrize("schema", OLD_SCHEMAS, ids=lambda file: file.stem)
def test_an_older_schema_upgrades_with_its_data(path: Path, schema: Path) -> None:
    old_file(path, schema)
    columns, before = held_by(path)
    with Warehouse.open(path) as warehouse:
        assert version_of(warehouse.con) == max(migrations())
        for name in set(before) - {"schema_version", "overlay", *word_tables()}:
            assert warehouse.query(rows_of(BY_NAME[name].sql_name, columns[name])).rows() == before[name], name
        kept = warehouse.query("FROM program_only.schema_version ORDER BY ALL").rows()
        assert kept[: int(schema.stem)] == before["schema_version"]
        assert warehouse.query("SELECT count(*) FROM current_claims").item() == 3
        assert [result.name for result in warehouse.audit() if not result.is_passed] == []
        assert warehouse.layouts().rows() == layouts_of_the_articles(warehouse) != []
        assert warehouse.load(night(3, [Piece("c")])).claims_added == 1
        assert tables_of(warehouse) == TABLES_WANTED


def test_a_newer_schema_is_refused_with_advice(path: Path) -> None:
    with Warehouse.open(path) as warehouse:
        warehouse.con.execute("INSERT INTO program_only.schema_version VALUES (9999, '9999_of_tomorrow.sql')")
    before = path.read_bytes()
    for is_read_only in (False, True):
        with pytest.raises(WarehouseError, match=r"version 9999.*upgrade claimwire"):
            Warehouse.open(path, is_read_only=is_read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize("schema", OLD_SCHEMAS, ids=lambda file: file.stem)
def test_a_migration_that_dies_leaves_the_old_schema(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, schema: Path
) -> None:
    """It dies when all its statements are done, and before it is on record."""
    old_file(path, schema)
    before = held_by(path)
    folder = tmp_path / "program"
    shutil.copytree(HERE / "migrations", folder / "migrations")
    broken = folder / "migrations" / migrations()[int(schema.stem) + 1].name
    with broken.open("a", encoding="utf-8") as file:
        file.write("CREATE TABLE half (x INTEGER); SELECT error('died')")
    migrations.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr("warehouse.schema.HERE", folder)
        with pytest.raises(WarehouseError, match="died"):
            Warehouse.open(path)
    migrations.cache_clear()
    columns, after = held_by(path)
    assert after.pop("overlay") == []  # whichever program opens it next makes the views anew
    assert (columns, after) == (before[0], {name: rows for name, rows in before[1].items() if name != "overlay"})
    with Warehouse.open(path) as warehouse:
        assert warehouse.query("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").item() == 0
        assert warehouse.query("SELECT count(*) FROM claims").item() == 4


def test_a_file_that_is_no_database_is_refused_with_its_place(path: Path) -> None:
    path.write_bytes(b"not a database" * 400)
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb: it can't be opened"):
        Warehouse.open(path)


def test_a_missing_file_is_not_made_by_a_reader(path: Path) -> None:
    with pytest.raises(WarehouseError, match="claimwire nightly"):
        Warehouse.open(path, is_read_only=True)
    assert not path.exists()


def test_a_ready_made_warehouse_is_one_that_was_made_anew(path: Path) -> None:
    """What the other tests begin with."""
    everything = """
        SELECT 'table' AS kind, schema_name || '.' || table_name AS name, sql AS made_by, comment FROM duckdb_tables()
            WHERE NOT internal
        UNION ALL SELECT 'view', view_name, sql, comment FROM duckdb_views() WHERE NOT internal
        UNION ALL SELECT 'column', concat_ws('.', schema_name, table_name, column_name), data_type, comment
            FROM duckdb_columns() WHERE NOT internal
        UNION ALL SELECT function_type, function_name || parameters::VARCHAR, macro_definition, comment
            FROM duckdb_functions() WHERE NOT internal
        ORDER BY ALL"""
    Warehouse.open(path).close()  # DuckDB writes views that it has read from a file otherwise than those just made
    with Warehouse.open(path) as anew, Warehouse.open(empty_warehouse()) as ready:
        assert ready.content_hashes() == anew.content_hashes()
        for told in (everything, "FROM program_only.overlay", "FROM program_only.schema_version ORDER BY ALL"):
            assert ready.query(told).rows() == anew.query(told).rows() != []
        kinds = anew.query(f"SELECT kind, count(*) FROM ({everything}) GROUP BY ALL").rows()
        assert min(dict(kinds)[kind] for kind in ("table", "view", "column", "macro", "table_macro")) > 3
