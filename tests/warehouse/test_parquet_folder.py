"""A folder of Parquet: whole at every moment, written where it differs, and nothing but a publish's own is touched."""

from __future__ import annotations

import json
import os
import shutil
import threading
from pathlib import Path

import pytest

from tests.warehouse.outside import differences, homes, killed_at, seen
from transforms.errors import TargetLockedError, WarehouseError
from warehouse import parquet_folder
from warehouse.parquet_folder import publish_folder
from warehouse.targets import held

pytestmark = pytest.mark.lasting

BEFORE, AFTER = (19, "run-1"), (22, "run-2")
STEPS = (
    "parquet_folder:keep_file:2", "parquet_folder:write_files:2", "parquet_folder:finish:1", "parquet_folder:settle:1",
    "parquet_folder:point:1", "parquet_folder:clear:2",
)  # fmt: skip


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A home after a night, after another and after a decision."""
    return homes(tmp_path_factory.mktemp("homes"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where it is published."""
    return tmp_path / "it's out"


def current(folder: Path) -> Path:
    """The snapshot that a reader is led to."""
    return folder / str(json.loads((folder / "current.json").read_text())["snapshot"])


def inodes(folder: Path) -> dict[str, int]:
    """File of the current snapshot → what it is on the disk."""
    here = current(folder)
    return {str(path.relative_to(here)): path.stat().st_ino for path in here.rglob("*.parquet")}


def test_everything_is_there_and_a_second_publish_writes_nothing(copies: list[Path], folder: Path) -> None:
    outcome = publish_folder(copies[0], folder)
    assert outcome.parts_written == outcome.parts
    assert outcome.bytes_written == sum(path.stat().st_size for path in current(folder).rglob("*.parquet"))
    assert differences(f"parquet:{folder}", copies[0]) == []
    names = {path.name for path in current(folder).iterdir()}
    assert {"claims", "measures", "measure_names", "country_names", "role_words", "given_names"} <= names
    assert not {"article_sketches", "held_batches", "program_only"} & names
    parts = {path.name for path in (current(folder) / "articles").iterdir()}
    assert parts == {"part=2024-07", "part=2024-08", "part=2024-09", "part=undated-2024-09"}
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert "nothing to write" in publish_folder(copies[0], folder).told
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_only_the_parts_that_differ_are_written(copies: list[Path], folder: Path) -> None:
    publish_folder(copies[0], folder)
    before = inodes(folder)
    outcome = publish_folder(copies[1], folder)
    after = inodes(folder)
    fresh = {name for name, inode in after.items() if before.get(name) != inode}
    assert differences(f"parquet:{folder}", copies[1]) == []
    assert {name for name in fresh if name.startswith("claims/")} == {"claims/part=2024-08/claims.parquet"}
    assert {name for name in fresh if name.startswith("measure")} == set()
    assert outcome.parts_written == len(fresh) < len(after)


def test_a_decision_rewrites_the_months_that_it_is_about(copies: list[Path], folder: Path) -> None:
    publish_folder(copies[1], folder)
    before = inodes(folder)
    publish_folder(copies[2], folder)
    fresh = {name.split("/")[0]: name for name, inode in inodes(folder).items() if before.get(name) != inode}
    assert differences(f"parquet:{folder}", copies[2]) == []
    assert fresh["claims"] == "claims/part=2024-07/claims.parquet"
    assert {"quarantined_claims", "quarantine_decisions", "figures"} <= fresh.keys()
    assert not {"articles", "raw_documents", "runs"} & fresh.keys()


def test_a_month_of_many_rows_has_a_file_for_each_day(
    copies: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_folder(copies[0], folder)
    monkeypatch.setattr(parquet_folder, "MOST_ROWS_OF_A_MONTH", 3)
    monkeypatch.setattr(parquet_folder, "ROWS_AT_ONCE", 5)
    monkeypatch.setattr(parquet_folder, "ROW_GROUP", 2)
    publish_folder(copies[1], folder)
    assert differences(f"parquet:{folder}", copies[1]) == []
    parts = {path.name for path in (current(folder) / "claims").iterdir()}
    assert {"part=2024-08-01", "part=2024-08-02", "part=undated-2024-09-01"} <= parts
    assert "part=2024-08" not in parts


@pytest.mark.slow
def test_a_publish_that_is_killed_leaves_the_snapshot_before_or_the_one_after(copies: list[Path], folder: Path) -> None:
    publish_folder(copies[0], folder)
    told = killed_at(STEPS, copies[1], f"parquet:{folder}")
    assert [reached for reached, _ in told] == [True] * len(STEPS)
    assert [saw for _, saw in told] == [*[BEFORE] * (len(STEPS) - 1), AFTER]
    publish_folder(copies[1], folder)
    assert differences(f"parquet:{folder}", copies[1]) == []
    assert len(list((folder / "snapshots").iterdir())) == 2


@pytest.mark.slow
def test_a_first_publish_that_is_killed_is_made_good(copies: list[Path], folder: Path) -> None:
    steps = ("parquet_folder:write_files:3", "parquet_folder:point:1")
    assert killed_at(steps, copies[0], f"parquet:{folder}") == [(True, None), (True, None)]
    publish_folder(copies[0], folder)
    assert seen(f"parquet:{folder}") == BEFORE


def test_readers_beside_publishes_see_one_or_the_other(copies: list[Path], folder: Path) -> None:
    publish_folder(copies[0], folder)
    saw: list[set[object]] = [set(), set()]
    done = threading.Event()

    def read(seen_here: set[object]) -> None:
        while not done.is_set():
            seen_here.add(seen(f"parquet:{folder}"))

    readers = [threading.Thread(target=read, args=(each,)) for each in saw]
    for reader in readers:
        reader.start()
    publish_folder(copies[1], folder)
    done.set()
    for reader in readers:
        reader.join()
    assert all(each and each <= {BEFORE, AFTER} for each in saw)
    assert seen(f"parquet:{folder}") == AFTER


def test_a_second_publish_at_once_is_refused(copies: list[Path], folder: Path) -> None:
    folder.mkdir()
    with held(folder), pytest.raises(TargetLockedError, match="another publish"):
        publish_folder(copies[0], folder)
    assert not (folder / "current.json").exists()


def test_a_full_disk_leaves_the_snapshot_before(
    copies: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_folder(copies[0], folder)

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(parquet_folder, "sync", full)
        with pytest.raises(WarehouseError, match=r"No space left.*room to spare"):
            publish_folder(copies[1], folder)
    assert seen(f"parquet:{folder}") == BEFORE
    publish_folder(copies[1], folder)
    assert seen(f"parquet:{folder}") == AFTER


def test_where_there_are_no_second_names_files_are_copied(
    copies: list[Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise OSError(1, "Operation not permitted")

    publish_folder(copies[0], folder)
    monkeypatch.setattr(os, "link", refuse)
    publish_folder(copies[1], folder)
    assert differences(f"parquet:{folder}", copies[1]) == []


def test_a_file_that_somebody_took_is_written_again(copies: list[Path], folder: Path) -> None:
    publish_folder(copies[0], folder)
    (current(folder) / "claims" / "part=2024-09" / "claims.parquet").unlink()
    outcome = publish_folder(copies[0], folder)
    assert outcome.parts_written == 1
    assert differences(f"parquet:{folder}", copies[0]) == []


def test_another_home_and_an_earlier_state_are_refused(copies: list[Path], folder: Path, tmp_path: Path) -> None:
    publish_folder(copies[1], folder)
    with pytest.raises(WarehouseError, match="holds the run run-2, which this home does not"):
        publish_folder(copies[0], folder)
    assert seen(f"parquet:{folder}") == AFTER


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"schema_version": 9999}, "upgrade claimwire"),
        ({"form": 2}, "this program knows 1"),
        ({"tables": {"claims": {"../../../x": {"rows": 1, "bytes": 1, "digest": "1"}}}}, "name no part"),
        ({"tables": {"../claims": {"all": {"rows": 1, "bytes": 1, "digest": "1"}}}}, "name no part"),
    ],
)
def test_a_manifest_that_no_publish_of_ours_wrote_is_refused(
    copies: list[Path], folder: Path, change: dict[str, object], told: str
) -> None:
    publish_folder(copies[0], folder)
    manifest = current(folder) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | change))
    with pytest.raises(WarehouseError, match=told):
        publish_folder(copies[1], folder)


def test_nothing_outside_of_its_own_is_touched(copies: list[Path], folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(WarehouseError, match=r"something else \(letter.txt\)"):
        publish_folder(copies[0], tmp_path / "mine")
    publish_folder(copies[0], folder)
    (folder / "current.json").write_text(json.dumps({"snapshot": "snapshots/../../mine"}))
    with pytest.raises(WarehouseError, match="is no snapshot"):
        publish_folder(copies[1], folder)
    (folder / "current.json").unlink()
    shutil.rmtree(folder / "snapshots")
    (folder / "snapshots").symlink_to(tmp_path / "mine")
    with pytest.raises(WarehouseError, match="leads out of it"):
        publish_folder(copies[0], folder)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


THEIRS = {
    "backups of a day": ("snapshots/20240131/letter.txt",),
    "what somebody spilled": ("spill/milk.txt",),
    "a lock of another program": ("lock", "snapshots/20240131/letter.txt"),
    "a pointer of another program": ("current.json", "snapshots/20240131/letter.txt"),
}


@pytest.mark.parametrize("names", THEIRS.values(), ids=THEIRS)
def test_a_folder_that_looks_like_ours_is_not_ours(copies: list[Path], tmp_path: Path, names: tuple[str, ...]) -> None:
    theirs = tmp_path / "backup"
    for name in names:
        (theirs / name).parent.mkdir(parents=True, exist_ok=True)
        (theirs / name).write_text('{"snapshot": "snapshots/20240131"}')
    with pytest.raises(WarehouseError, match="it holds something else"):
        publish_folder(copies[0], theirs)
    assert {str(path.relative_to(theirs)) for path in theirs.rglob("*") if path.is_file()} == set(names)


def test_what_others_put_among_the_snapshots_stays(copies: list[Path], folder: Path) -> None:
    publish_folder(copies[0], folder)
    theirs = [folder / "snapshots" / "00000000", folder / "snapshots" / "mine.building", folder / "spill"]
    for path in theirs:
        path.mkdir()
        (path / "letter.txt").write_text("dear")
    (folder / "spill" / "duckdb_temp_storage_DEFAULT-0.tmp").write_text("spilled")
    (folder / "snapshots" / "00000002.building").mkdir()
    publish_folder(copies[1], folder)
    publish_folder(copies[2], folder)
    assert all([child.name for child in path.iterdir()] == ["letter.txt"] for path in theirs)
    assert {path.name for path in (folder / "snapshots").iterdir()} == {
        "00000000", "mine.building", "00000002", "00000003",
    }  # fmt: skip


def test_nothing_is_removed_before_the_home_was_accepted(copies: list[Path], folder: Path, tmp_path: Path) -> None:
    publish_folder(copies[0], folder)
    publish_folder(copies[1], folder)
    left = folder / "snapshots" / "00000009.building"
    left.mkdir()
    for home in (tmp_path / "none.duckdb", copies[0]):
        with pytest.raises(WarehouseError):
            publish_folder(home, folder)
        assert left.exists()
    publish_folder(copies[1], folder)
    assert not left.exists()


def test_a_first_publish_that_died_at_once_is_followed_by_another(copies: list[Path], folder: Path) -> None:
    folder.mkdir()
    (folder / "lock").touch()
    publish_folder(copies[0], folder)
    assert seen(f"parquet:{folder}") == BEFORE


def test_a_place_that_is_no_folder_is_told(copies: list[Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WarehouseError, match="choose another --to"):
        publish_folder(copies[0], tmp_path / "file" / "out")
    with pytest.raises(WarehouseError, match="no such database yet"):
        publish_folder(tmp_path / "none.duckdb", tmp_path / "out")
