"""A DuckLake: one snapshot a publish, whole for readers who read meanwhile, in a file and in a real PostgreSQL."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from functools import cache, partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import ROOT
from tests.warehouse.outside import differences, homes, killed_at, opened, seen, trust_extensions
from tests.warehouse.postgres import binaries, server
from transforms.errors import TargetLockedError, WarehouseError
from warehouse import extensions, lake
from warehouse.connection import BASE
from warehouse.lake import publish_lake
from warehouse.parts import PUBLISHED
from warehouse.targets import Catalogue, Outcome, held, target_of

pytestmark = pytest.mark.lasting

BEFORE, AFTER = (19, "run-1"), (22, "run-2")
STEPS = ("lake:carry_over:7", "lake:remember:1", "lake:bytes_of_newest:1")
# A process that looks until its input ends, and tells what it saw: a reader as others have them.
READER = """
import json, sys, threading
from tests.warehouse.outside import SEEN, opened
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
saw = set()
with opened(sys.argv[1]) as (con, named):
    asked = SEEN.format(claims=named("claims"), runs=named("runs"))
    saw.add(con.execute(asked).fetchall()[0])
    print("reading", flush=True)
    while not over.wait(0.01):
        saw.add(con.execute(asked).fetchall()[0])
    saw.add(con.execute(asked).fetchall()[0])
print(json.dumps(sorted(saw)), flush=True)
"""


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A home after a night, after another and after a decision."""
    return homes(tmp_path_factory.mktemp("homes"))


@pytest.fixture(scope="module", autouse=True)
def trusted() -> Iterator[None]:
    """Only the readers, processes of their own, have the signatures of the extensions checked, as all users have."""
    with pytest.MonkeyPatch.context() as patch:
        trust_extensions(partial(patch.setitem, BASE))
        yield


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A server of its own; skipped where the operating system has no PostgreSQL."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL is installed (Debian: apt install postgresql)")
    with server(programs) as where:
        yield where


def publish(home: Path, place: tuple[str, Path]) -> Outcome:
    """Publish to the place."""
    target = target_of(place[0], str(place[1]))
    assert isinstance(target.place, Catalogue)
    return publish_lake(home, target.place, target.data)


@pytest.fixture(params=["sqlite", "duckdb", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A lake that is not there yet, as people name it, and a folder for its files."""
    if request.param != "postgres":
        kind = "sqlite:" if request.param == "sqlite" else ""
        return f"ducklake:{kind}{tmp_path}/lake", tmp_path / "lake.files"
    where = new_database(request.getfixturevalue("postgres"), tmp_path)
    return f"ducklake:postgres:{where}", tmp_path / "files"


def new_database(server: str, folder: Path, like: str = "template1") -> str:
    """What libpq connects by to a new database, named for a folder: a copy of one that nobody has open."""
    name = f"lake_{folder.name.lower().replace('-', '_')[:40]}"
    subprocess.run(["psql", "-qc", f'CREATE DATABASE "{name}" TEMPLATE "{like}"', server], check=True)
    return server.replace("dbname=postgres", f"dbname={name}")


@pytest.fixture(scope="module")
def first_publish(copies: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a lake after its first publish, to be copied: one in SQLite, or with its catalogue at a server."""

    @cache
    def made(server: str) -> Path:
        folder = tmp_path_factory.mktemp("first")
        catalogue = f"postgres:{new_database(server, folder)}" if server else f"sqlite:{folder}/lake"
        publish(copies[0], (f"ducklake:{catalogue}", folder / "lake.files"))
        return folder

    return made


@pytest.fixture(params=["sqlite", "postgres"])
def begun(request: pytest.FixtureRequest, tmp_path: Path, first_publish: Callable[[str], Path]) -> tuple[str, Path]:
    """A lake after its first publish: a copy, whose catalogue is told that its files lie elsewhere."""
    server = request.getfixturevalue("postgres") if request.param == "postgres" else ""
    first, files = first_publish(server), tmp_path / "lake.files"
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    moved = f"UPDATE ducklake_metadata SET value = '{files}/' WHERE key = 'data_path'"
    if not server:
        with closing(sqlite3.connect(tmp_path / "lake")) as con, con:
            assert con.execute(moved).rowcount == 1
        return f"ducklake:sqlite:{tmp_path}/lake", files
    where = new_database(server, tmp_path, like=f"lake_{first.name}")
    subprocess.run(["psql", "-qc", moved, where], check=True)
    return f"ducklake:postgres:{where}", files


def snapshots(place: tuple[str, Path]) -> list[tuple[Any, ...]]:
    """The snapshots of a lake that a publish made, and what each says."""
    with opened(place[0]) as (con, _):
        return con.execute(
            "SELECT snapshot_id, commit_message FROM lake.snapshots() WHERE author = 'claimwire'"
        ).fetchall()


@pytest.mark.slow
def test_each_publish_is_one_snapshot_and_writes_what_differs(copies: list[Path], place: tuple[str, Path]) -> None:
    first = publish(copies[0], place)
    assert first.parts_written == first.parts
    assert differences(place[0], copies[0]) == []
    assert "nothing to write" in publish(copies[0], place).told
    assert snapshots(place) == [(1, "the run run-1")]
    second = publish(copies[1], place)
    assert differences(place[0], copies[1]) == []
    assert 0 < second.rows_written < first.rows_written / 20
    assert publish(copies[2], place).parts_written
    assert differences(place[0], copies[2]) == []
    assert [number for number, _ in snapshots(place)] == [1, 2, 3]
    with opened(place[0]) as (con, _):
        con.execute("USE lake")
        assert con.execute("SELECT count(*) FROM claims AT (VERSION => 1)").fetchall() == [(19,)]
        assert con.execute("SELECT count(*) > 0 FROM claims_about('soldiers')").fetchall() == [(True,)]
    with pytest.raises(WarehouseError, match="another home was published there"):
        publish(copies[0], place)


@pytest.mark.slow
def test_two_readers_read_while_a_night_is_published(copies: list[Path], begun: tuple[str, Path]) -> None:
    command = [sys.executable, "-c", READER, begun[0]]
    pipe = subprocess.PIPE
    readers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
    publish(copies[1], begun)
    for reader in readers:
        assert reader.communicate()[0] == f'[[{BEFORE[0]}, "{BEFORE[1]}"], [{AFTER[0]}, "{AFTER[1]}"]]\n'
        assert reader.returncode == 0


@pytest.mark.slow
def test_a_publish_that_is_killed_leaves_the_lake_before_or_after(copies: list[Path], begun: tuple[str, Path]) -> None:
    assert killed_at(STEPS, copies[1], begun[0]) == [(True, BEFORE), (True, BEFORE), (True, AFTER)]
    publish(copies[1], begun)
    assert differences(begun[0], copies[1]) == []


@pytest.mark.slow
@pytest.mark.parametrize("step", ["last_publish", "sound_parts", "remember"])
def test_of_two_publishes_at_once_one_is_refused(
    copies: list[Path], begun: tuple[str, Path], step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held(begun[1]), pytest.raises(TargetLockedError, match="another publish"):
        publish(copies[1], begun)
    monkeypatch.setattr(lake, "held", lambda folder: nullcontext())  # as from two machines that share no lock
    work, met = getattr(lake, step), []

    def meeting(*given: Any) -> Any:
        done = work(*given)
        if not met:
            met.append("the other")
            publish(copies[1], begun)
        return done

    monkeypatch.setattr(lake, step, meeting)
    with pytest.raises(TargetLockedError):
        publish(copies[1], begun)
    assert differences(begun[0], copies[1]) == []
    assert len(snapshots(begun)) == 2


@pytest.mark.parametrize("begun", ["sqlite"], indirect=True)
def test_what_others_changed_in_it_is_put_right(copies: list[Path], begun: tuple[str, Path]) -> None:
    with opened(begun[0]) as (con, _):
        con.execute("DELETE FROM lake.main.claims WHERE part = '2024-08-01'")
    assert publish(copies[0], begun).parts_written
    assert differences(begun[0], copies[0]) == []


@pytest.mark.parametrize("begun", ["sqlite"], indirect=True)
def test_an_older_schema_is_brought_up_to_date_and_a_newer_one_refused(
    copies: list[Path], begun: tuple[str, Path]
) -> None:
    with opened(begun[0]) as (con, _):
        con.execute("ALTER TABLE lake.main.claims DROP COLUMN speaker_key")
        con.execute("UPDATE lake.claimwire.published SET schema_version = 1")
    publish(copies[0], begun)
    assert differences(begun[0], copies[0]) == []
    with opened(begun[0]) as (con, _):
        con.execute("UPDATE lake.claimwire.published SET schema_version = 9999")
    with pytest.raises(WarehouseError, match="upgrade claimwire"):
        publish(copies[1], begun)


def test_what_is_no_lake_of_ours_is_refused(copies: list[Path], tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="it is a database, and no lake"):
        publish_lake(copies[1], Catalogue("duckdb", str(copies[0])))
    (tmp_path / "letter").write_text("dear reader")
    with pytest.raises(WarehouseError, match="no database of the kind sqlite"):
        publish_lake(copies[1], Catalogue("sqlite", str(tmp_path / "letter")))
    theirs = f"ducklake:sqlite:{tmp_path}/theirs"
    with opened(theirs) as (con, _):
        con.execute("CREATE TABLE lake.main.claims (a BIGINT)")
    with pytest.raises(WarehouseError, match="a table or view claims that claimwire did not publish"):
        publish(copies[1], (theirs, tmp_path / "theirs.files"))
    with pytest.raises(WarehouseError, match=r"its files lie in .*theirs.files"):
        publish(copies[1], (theirs, tmp_path / "elsewhere"))


@pytest.mark.parametrize("begun", ["sqlite"], indirect=True)
def test_all_its_tables_lie_beside_each_other_and_every_view_can_be_asked(begun: tuple[str, Path]) -> None:
    """Also the words that macros ask, which a home keeps in a schema of their own."""
    with opened(begun[0]) as (con, _):
        con.execute("USE lake")
        assert {name for (name,) in con.execute(lake.TABLES_OF_LAKE).fetchall()} == {each.name for each in PUBLISHED}
        schemas = con.execute("SELECT schema_name FROM duckdb_schemas() WHERE database_name = 'lake'").fetchall()
        assert sorted(schemas) == [("claimwire",), ("main",)]
        for (name,) in con.execute(lake.VIEWS_OF_LAKE).fetchall():
            con.execute(f"FROM {name} LIMIT 1")
        assert con.execute("SELECT measures_named('killed'), country_named('Turkey')").fetchall() == [
            (["deaths"], "TR")
        ]


@pytest.mark.parametrize("begun", ["sqlite"], indirect=True)
def test_views_and_macros_of_others_stay_when_ours_are_made_anew(copies: list[Path], begun: tuple[str, Path]) -> None:
    with opened(begun[0]) as (con, _):
        con.execute("USE lake")
        for made in (
            "VIEW renamed_since AS SELECT 1 AS one", "VIEW big_claims AS FROM claims WHERE value > 3",
            "MACRO doubled(n) AS 2 * n", "SCHEMA desk", "VIEW desk.stories AS SELECT 7 AS seven",
            "MACRO desk.toll(words) AS TABLE SELECT 8 AS eight",
        ):  # fmt: skip
            con.execute(f"CREATE {made}")
        con.execute("INSERT INTO claimwire.laid VALUES ('VIEW', 'renamed_since')")
        con.execute("UPDATE claimwire.published SET overlay = 'of an older program'")
    publish(copies[0], begun)
    with opened(begun[0]) as (con, _):
        con.execute("USE lake")
        theirs = "SELECT doubled(4), (FROM desk.stories), (FROM desk.toll('x')), (SELECT count(*) > 0 FROM big_claims)"
        assert con.execute(theirs).fetchall() == [(8, 7, 8, True)]
        assert con.execute("SELECT count(*) > 0 FROM claims_about('soldiers')").fetchall() == [(True,)]
        names = [name for (name,) in con.execute(lake.VIEWS_OF_LAKE).fetchall()]
    assert "current_claims" in names
    assert "renamed_since" not in names


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        ("VIEW lake.main.current_claims AS SELECT 7 AS n", "FROM lake.main.current_claims"),
        ("MACRO lake.main.toll(words) AS TABLE SELECT 7 AS n", "FROM lake.main.toll('x')"),
        ("VIEW lake.main.claims AS SELECT 7 AS n", "FROM lake.main.claims"),
    ],
)
def test_a_view_of_others_with_a_name_of_ours_is_refused(
    copies: list[Path], tmp_path: Path, made: str, asked: str
) -> None:
    place = (f"ducklake:sqlite:{tmp_path}/theirs", tmp_path / "theirs.files")
    with opened(place[0]) as (con, _):
        con.execute(f"CREATE {made}")
    with pytest.raises(WarehouseError, match="that claimwire did not publish"):
        publish(copies[0], place)
    with opened(place[0]) as (con, _):
        assert con.execute(asked).fetchall() == [(7,)]


def test_a_database_of_others_is_refused_and_stays_as_it_was(copies: list[Path], tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.db"
    with closing(sqlite3.connect(theirs)) as con:
        con.execute("CREATE TABLE letters (text)")
    before = theirs.read_bytes()
    with pytest.raises(WarehouseError, match="it is a database, and no lake"):
        publish_lake(copies[0], Catalogue("sqlite", str(theirs)))
    assert theirs.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["theirs.db"]


def test_of_a_file_that_is_no_database_the_first_bytes_are_read(tmp_path: Path) -> None:
    with (tmp_path / "film").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(WarehouseError, match="no database of the kind duckdb"):
        lake.prepare_file("duckdb", tmp_path / "film")


@pytest.mark.parametrize(
    ("address", "told"),
    [("s3://bucket/lake/", "s3://bucket/lake/ requires the extension"), ("file:///lake/", "its files lie in file:///")],
)
def test_a_lake_whose_files_lie_in_no_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, told: str
) -> None:
    with opened(f"ducklake:sqlite:{tmp_path}/lake"):
        pass
    with closing(sqlite3.connect(tmp_path / "lake")) as con, con:
        con.execute("UPDATE ducklake_metadata SET value = ? WHERE key = 'data_path'", [address])
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(WarehouseError, match=told):
        publish_lake(tmp_path / "home", Catalogue("sqlite", str(tmp_path / "lake")))
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize("begun", ["sqlite"], indirect=True)
def test_a_lake_that_forgot_what_was_published_is_told(copies: list[Path], begun: tuple[str, Path]) -> None:
    with opened(begun[0]) as (con, _):
        con.execute("DELETE FROM lake.claimwire.published")
    with pytest.raises(WarehouseError, match=r"claimwire.published has 0 rows"):
        publish(copies[1], begun)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_fails_after_the_commit_is_no_failure(
    copies: list[Path], place: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> int:
        raise duckdb.IOException("the server went away")

    with monkeypatch.context() as patch:
        patch.setattr(lake, "bytes_of_newest", fail)
        outcome = publish(copies[0], place)
    assert " rows written in " in outcome.told
    assert "bytes" not in outcome.told
    assert "nothing to write" in publish(copies[0], place).told


def test_a_server_that_is_not_there_is_told_without_the_password(copies: list[Path], tmp_path: Path) -> None:
    nowhere = Catalogue("postgres", f"host={tmp_path} dbname=x password=hush")
    with pytest.raises(WarehouseError, match="nothing was published by halves") as caught:
        publish_lake(copies[0], nowhere, tmp_path)
    assert "hush" not in str(caught.value)


def test_a_missing_extension_is_told_with_what_to_install(
    copies: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extensions, "find_spec", lambda name: None)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(WarehouseError, match=r'pip install "claimwire\[ducklake\]"'):
        publish_lake(copies[0], Catalogue("sqlite", str(tmp_path / "lake")))
    assert list(tmp_path.iterdir()) == []


def test_a_new_lake_in_postgres_wants_a_folder(copies: list[Path], postgres: str) -> None:
    with pytest.raises(WarehouseError, match="give --data DIR"):
        publish_lake(copies[0], Catalogue("postgres", postgres))


def test_a_reader_in_a_duckdb_file_shuts_the_publish_out(copies: list[Path], tmp_path: Path) -> None:
    place = (f"ducklake:{tmp_path}/lake", tmp_path / "lake.files")
    publish(copies[0], place)
    command = [sys.executable, "-c", READER, place[0]]
    reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    with pytest.raises(TargetLockedError, match=f"the process {reader.pid} has it open"):
        publish(copies[1], place)
    reader.communicate()
    assert seen(place[0]) == BEFORE
