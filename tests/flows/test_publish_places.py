"""`claimwire publish` and `[[publish]]`: what they bring where, and what they say where that fails."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.home import Home
from flows.night import Night, clock
from flows.progress import Progress
from flows.settings import NotifySettings, PublishSettings, Settings, read_settings
from flows.stages.publish import publish, targets_of
from tests.warehouse.factory import Piece, night
from tests.warehouse.outside import seen
from transforms.errors import SettingsError
from warehouse import Warehouse
from warehouse.targets import Catalogue, shown, target_of


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one night."""
    place = Home(tmp_path_factory.mktemp("home"))
    place.prepare()
    with Warehouse.open(place.warehouse) as warehouse:
        warehouse.load(night(1, [Piece("1", (1, 2))]))
        warehouse.publish(place.published)
    return place


def called(*given: object, config: Path | None = None) -> Result:
    """The command line with these words."""
    words = [*map(str, given), *(["--config", str(config)] if config else [])]
    return CliRunner().invoke(main, ["publish", *words])


def test_it_says_what_was_written_and_where_it_stands(home: Home, tmp_path: Path) -> None:
    places = ("--to", f"parquet:{tmp_path}/out", "--to", f"ducklake:sqlite:{tmp_path}/lake")
    first, second = called("--home", home.root, *places), called("--home", home.root, *places)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert [line.split(": ")[0] for line in first.output.splitlines()] == list(places[1::2])
    assert all(
        " rows and " in line and " parts; it stands at the run run-1" in line for line in first.output.splitlines()
    )
    assert all("nothing to write" in line for line in second.output.splitlines())
    assert seen(places[1]) == seen(places[3]) == (2, "run-1")
    assert {path.name for path in tmp_path.iterdir()} >= {"out", "lake", "lake.files"}


def test_the_settings_name_places_from_where_they_lie(home: Home, tmp_path: Path) -> None:
    config = tmp_path / "claimwire.toml"
    config.write_text(f'home = "{home.root}"\n[[publish]]\nto = "parquet:out"\n')
    assert called(config=config).exit_code == 0
    assert seen(f"parquet:{tmp_path}/out") == (2, "run-1")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "there is no place to publish to; give --to"),
        (("--to", "zip:x"), "'zip:x' is no place to publish to; write parquet:DIR"),
        (("--to", "parquet:"), "is no place to publish to"),
        (("--to", "ducklake:mysql:db=x"), "is no place to publish to"),
        (("--to", "parquet:x", "--data", "y"), "no other place for data"),
        (("--data", "y"), "it belongs to a --to"),
    ],
)
def test_wrong_usage_is_told(home: Home, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    config = tmp_path / "claimwire.toml"
    config.write_text(
        f'home = "{home.root}"\n' + ('[[publish]]\nto = "parquet:x"\n' if words == ("--data", "y") else "")
    )
    result = called(*words, config=config)
    assert result.exit_code == 2
    assert told in result.output


def test_a_home_without_a_night_is_told(tmp_path: Path) -> None:
    result = called("--home", tmp_path / "none", "--to", f"parquet:{tmp_path}/out")
    assert result.exit_code == 1
    assert "run `claimwire nightly` first" in result.output
    assert not (tmp_path / "out").exists()


def test_a_place_of_the_settings_that_will_not_do_is_told_with_its_file(tmp_path: Path) -> None:
    config = tmp_path / "claimwire.toml"
    config.write_text('[[publish]]\nto = "ftp:x"\n')
    with pytest.raises(SettingsError, match=r"claimwire.toml: publish.to: 'ftp:x' is no place"):
        targets_of(read_settings(config, environment={}))


def test_what_is_attached_is_what_was_written_and_no_password_is_shown(tmp_path: Path) -> None:
    lake = target_of("ducklake:postgres:dbname=news host=db password='a b' user=me").place
    assert isinstance(lake, Catalogue)
    assert lake.attached == "postgres:dbname=news host=db password='a b' user=me"
    assert lake.told == "ducklake:postgres:dbname=news host=db password=… user=me"
    assert shown("ducklake:postgres:postgresql://me:secret@db/news") == "ducklake:postgres:postgresql://me:…@db/news"
    assert target_of("ducklake:x/lake", "files", tmp_path).data == tmp_path / "files"


def test_a_night_goes_on_past_a_place_that_fails_and_tells_of_it(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    copy = f"import sys, pathlib; pathlib.Path({str(tmp_path / 'got')!r}).write_text(sys.stdin.read())"
    places = (f"parquet:{tmp_path}/file/x", f"parquet:{tmp_path}/out")
    settings = Settings(
        home=home.root,
        publish=tuple(PublishSettings(to=place) for place in places),
        notify=NotifySettings(command=(sys.executable, "-c", copy)),
    )
    run = Night("run-1", "nightly", settings, (), None, Progress(False), clock())
    publish(run)
    assert run.unpublished == [places[0]]
    assert [line.split(": ")[0] for line in run.published] == [places[1]]
    assert seen(places[1]) == (2, "run-1")
    notice = json.loads((tmp_path / "got").read_text())
    assert notice["outcome"] == "unpublished"
    assert "could not be published" in notice["title"]
    assert "choose another --to" in notice["message"]
