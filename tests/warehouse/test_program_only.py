"""What the program keeps for itself lies apart from what analysts are promised, in whatever way they open it.

Files of older schemas are brought there whole or not at all, and those that are only read still answer.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT
from tests.warehouse.analyst import Analyst
from tests.warehouse.factory import Piece, night
from tests.warehouse.ready_made import empty_warehouse
from tests.warehouse.test_schema import OLD_SCHEMAS, held_by, old_file, rows_of
from transforms.errors import WarehouseError
from warehouse import Warehouse
from warehouse.connection import connect_beside
from warehouse.ledger import word_tables
from warehouse.parts import open_home
from warehouse.schema import migrations, own_places, version_of
from warehouse.tables import BY_NAME, TABLES

pytestmark = [pytest.mark.usefixtures("made_anew"), pytest.mark.lasting]

OWN = {table.name for table in TABLES if table.is_program_only}
SCATTERED = next(file for file in OLD_SCHEMAS if file.stem == "0006")  # the last whose tables lie in one schema
# Opens the file once for each moment, in a fork that is killed at that moment: before or after the commit of a
# transaction, counted from 0.  What is done to the file in its turn is the next one's concern.
KILLED = """
import os, shutil, signal, sys
from contextlib import contextmanager
from pathlib import Path
from warehouse import Warehouse, schema

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def dying(number, is_committed):
    begun = iter(range(99))
    @contextmanager
    def transaction(con):
        is_last = next(begun) == number
        con.begin()
        yield
        if is_last and not is_committed:
            die()
        con.commit()
        if is_last:
            die()
    return transaction

for moment in sys.argv[2:]:
    path = Path(sys.argv[1]).with_name(moment)
    shutil.copyfile(sys.argv[1], path)
    child = os.fork()
    if not child:
        number, _, when = moment.partition("-")
        schema.transaction = dying(int(number), when == "after")
        Warehouse.open(path)
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL, moment
"""
MOMENTS = tuple(f"{number}-{when}" for number in range(4) for when in ("before", "after"))


def shown(path: Path) -> list[str]:
    """What an analyst is shown who opens the file."""
    with duckdb.connect(str(path), read_only=True) as con:
        return [name for (name,) in con.execute("SHOW TABLES").fetchall()]


def test_an_analyst_is_shown_none_of_it_and_can_ask_all_of_it(path: Path) -> None:
    Warehouse.open(path).close()
    assert not OWN & set(shown(path))
    with duckdb.connect(str(path), read_only=True) as con:
        assert {name for (name,) in con.execute("SHOW TABLES FROM program_only").fetchall()} == OWN
        assert con.execute("SELECT count(*) > 100 FROM program_only.country_names").fetchall() == [(True,)]


@pytest.mark.parametrize("schema", OLD_SCHEMAS, ids=lambda file: file.stem)
def test_after_every_upgrade_an_analyst_is_shown_the_same(path: Path, schema: Path) -> None:
    old_file(path, schema)
    Warehouse.open(path).close()
    assert shown(path) == shown(empty_warehouse())


def test_a_migration_that_is_killed_leaves_the_old_schema_or_the_new_one(path: Path) -> None:
    old_file(path, SCATTERED)
    columns, before = held_by(path)
    command = [sys.executable, "-c", KILLED, str(path), *MOMENTS]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    versions = []
    for moment in MOMENTS:
        left = path.with_name(moment)
        with duckdb.connect(str(left)) as con:
            versions.append(version_of(con))
            assert {place.startswith("program_only.") for place in own_places(con).values()} == {versions[-1] > 6}
        with Warehouse.open(left) as warehouse:
            assert version_of(warehouse.con) == max(migrations())
            for name in set(before) - {"schema_version", "overlay", *word_tables()}:
                assert warehouse.query(rows_of(BY_NAME[name].sql_name, columns[name])).rows() == before[name], name
        assert shown(left) == shown(empty_warehouse())
    assert versions == [6, 6, 6, 7, 7, 8, 8, 8]


def test_who_reads_the_published_copy_meets_the_old_one_whole_and_then_the_new_one(path: Path) -> None:
    old_file(path, SCATTERED)
    published = path.parent.parent / "claims.duckdb"
    first = path.with_name("published") / "00000001.duckdb"
    first.parent.mkdir()
    shutil.copyfile(path, first)
    published.symlink_to(first)
    counted = "SELECT (SELECT count(*) FROM current_claims), count(*) FROM {}given_names"
    early = Analyst(published, "read-only")
    with Warehouse.open(path) as warehouse:
        assert early.ask(counted.format("")) == "[(3, 0)]"
        late = Analyst(published, "read-only")
        assert late.ask(counted.format("")) == "[(3, 0)]"
        late.close()
        warehouse.publish(published)
    assert early.ask(counted.format("")) == "[(3, 0)]"
    early.close()
    new = Analyst(published, "read-only")
    assert new.ask(counted.format("program_only.")) == f"[(3, {len(word_tables()['given_names'])})]"
    new.close()


def test_an_older_copy_tells_what_is_held_and_is_exported_whole(path: Path, tmp_path: Path) -> None:
    old_file(path, SCATTERED)
    with Warehouse.open(path, is_read_only=True) as older:
        assert older.held_batches().get_column("run_id").to_list() == ["run-held"]
        older.export_parquet(tmp_path / "out")
    with Warehouse.import_parquet(tmp_path / "new.duckdb", tmp_path / "out") as new:
        assert new.held_batches().get_column("run_id").to_list() == ["run-held"]
        assert new.query("SELECT count(*) FROM program_only.passage_sketches").item() == 1


def test_an_older_copy_is_neither_audited_nor_published_and_it_is_told_why(path: Path) -> None:
    old_file(path, SCATTERED)
    told = "version 6, and this program .* version 8.*claimwire nightly"
    with Warehouse.open(path, is_read_only=True) as older, pytest.raises(WarehouseError, match=told):
        older.audit()
    with closing(connect_beside()) as con, pytest.raises(WarehouseError, match=told):
        open_home(con, path)


def test_a_copy_that_is_attached_to_another_database_answers(path: Path, tmp_path: Path) -> None:
    """Its views ask the words of the copy that they are in, also from within another home."""
    with Warehouse.open(path) as warehouse:
        warehouse.load(night(1, [Piece("a")]))
    other = tmp_path / "other.duckdb"
    with Warehouse.open(other) as warehouse:
        warehouse.con.execute("DELETE FROM program_only.country_names")
    for place in (":memory:", str(other)):
        with duckdb.connect(place) as con:
            con.execute(f"ATTACH '{path}' AS copy (READ_ONLY)")
            assert con.execute("SELECT surname FROM copy.full_names").fetchall() == [("syrskyi",)]
            con.execute("USE copy")
            assert con.execute("SELECT country_named('Turkey'), count(*) FROM claims_at('Russia')").fetchall() == [
                ("TR", 1)
            ]
