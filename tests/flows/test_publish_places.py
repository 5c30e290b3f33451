"""`claimwire publish` and `[[publish]]`: what they bring where, and what they say where that fails."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import flows.nightly
from flows import publishing
from flows.cli import main
from flows.home import Home
from flows.night import Night, clock
from flows.progress import Progress
from flows.publishing import targets_of
from flows.settings import NotifySettings, PublishSettings, Settings, read_settings
from flows.stages.publish import publish
from flows.summary import Summary
from tests.flows.conftest import Place
from tests.warehouse.factory import Piece, night
from tests.warehouse.outside import seen
from transforms.errors import SettingsError
from warehouse import Warehouse
from warehouse.targets import Catalogue, Outcome, Target, publish_to, shown, target_of

pytestmark = pytest.mark.lasting


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
        (("--to", "ducklake:postgres:"), "is no place to publish to"),
        (("--to", "ducklake:postgres: "), "is no place to publish to"),
        (("--to", "ducklake:sqlite:"), "is no place to publish to"),
        (("--to", "parquet:s3://bucket/x"), "'s3://bucket/x' is an address"),
        (("--to", "ducklake:x", "--data", "s3://bucket/x"), "'s3://bucket/x' is an address"),
        (("--to", "ducklake:x", "--to", "ducklake:z", "--data", "y"), "it belongs to one --to"),
        (("--data", "y"), "it belongs to one --to"),
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


def test_a_place_that_fails_does_not_keep_the_others_from_being_published_to(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = called("--home", home.root, "--to", f"parquet:{tmp_path}/file/x", "--to", f"parquet:{tmp_path}/out")
    assert told.exit_code == 1
    assert f"claimwire: {tmp_path}/file/x: Not a directory" in told.stderr
    assert seen(f"parquet:{tmp_path}/out") == (2, "run-1")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('to = "ftp:x"', r"publish\[2\]: 'ftp:x' is no place"),
        ('to = "parquet:x"\ndata = "y"', r"publish\[2\]: a folder of Parquet has no other place for data"),
    ],
)
def test_a_place_of_the_settings_that_will_not_do_is_told_before_anything_is_done(
    home: Home, tmp_path: Path, table: str, told: str
) -> None:
    config = tmp_path / "claimwire.toml"
    config.write_text(f'home = "{home.root}"\n[[publish]]\nto = "parquet:out"\n[[publish]]\n{table}\n')
    with pytest.raises(SettingsError, match=f"claimwire.toml: {told}"):
        read_settings(config, environment={})
    refused = CliRunner().invoke(main, ["backfill", "--apply", "--config", str(config)])
    assert refused.exit_code == 2
    assert "publish[2]" in refused.output


def test_places_of_the_settings_mean_the_same_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = tmp_path / "a:b"
    base.mkdir()
    lakes = "".join(f'[[publish]]\nto = "{to}"\n' for to in ("ducklake:lake", "ducklake:postgres:dbname=x"))
    (base / "claimwire.toml").write_text(f'[[publish]]\nto = "ducklake:sqlite:lake"\ndata = "files"\n{lakes}')
    settings = read_settings(base / "claimwire.toml", environment={})
    monkeypatch.chdir("/")
    assert targets_of(settings) == (
        Target(Catalogue("sqlite", str(base / "lake")), base / "files"),
        Target(Catalogue("duckdb", str(base / "lake"))),
        Target(Catalogue("postgres", "dbname=x")),
    )


def test_what_is_attached_is_what_was_written_and_no_password_is_shown(tmp_path: Path) -> None:
    lake = target_of("ducklake:postgres:dbname=news host=db password='a b' user=me").place
    assert isinstance(lake, Catalogue)
    assert lake.attached == "postgres:dbname=news host=db password='a b' user=me"
    assert lake.told == "ducklake:postgres:dbname=news host=db password=… user=me"
    for text in ("me:secret@db/news", "me:sec@ret@db/news", "me:sec/ret@db/news"):
        assert shown(f"ducklake:postgres:postgresql://{text}") == "ducklake:postgres:postgresql://me:…@db/news"
    assert target_of("ducklake:x/lake", "files", tmp_path).data == tmp_path / "files"


@pytest.mark.parametrize(
    "password",
    [
        "hush", "'hush'", "'hu''sh'", r"'hu\'s h'", r"hu\ s\'h", r"'h\\'", "''hu sh''", r"''hu\''s h''", r"''h\\''",
        "''",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("before", "after"), [("host=db ", " user=me"), ("ATTACH 'ducklake:postgres:", " user=me'")])
def test_a_password_is_not_shown_however_it_is_quoted(password: str, before: str, after: str) -> None:
    assert shown(f"{before}password = {password}{after}") == f"{before}password = …{after}"
    assert shown(f"{before}password='hu sh") == f"{before}password=…"


def test_a_night_is_summed_up_after_it_was_published_whatever_became_of_that(
    place: Place, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Summary] = []
    monkeypatch.setattr(flows.nightly, "keep_summary", kept.append)

    def end(night: Night) -> None:
        night.unpublished.append("there")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(flows.nightly, "publish_if_asked", end)
        with pytest.raises(KeyboardInterrupt):
            flows.nightly.nightly([str(articles)], str(place.home.root))
    assert [summary.unpublished for summary in kept] == [["there"]]
    (tmp_path / "file").write_text("")
    config = tmp_path / "claimwire.toml"
    config.write_text('[[publish]]\nto = "parquet:file/x"\n[[publish]]\nto = "parquet:out"\n')
    place.run("nightly", articles, "--config", config, exit_code=1)
    assert kept[1].unpublished == [f"parquet:{tmp_path}/file/x"]
    assert [line.split(": ")[0] for line in kept[1].published] == [f"parquet:{tmp_path}/out"]
    assert "publish" in kept[1].seconds
    assert ("completed",) in place.query("SELECT event FROM run_history")


def test_an_error_that_nobody_foresaw_is_a_failure_of_one_place(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(target: Target, copy: Path) -> Outcome:
        if target == first:
            raise ZeroDivisionError("password=hush")
        return publish_to(target, copy)

    first = target_of("ducklake:postgres:password=hush")
    monkeypatch.setattr(publishing, "publish_to", broken)
    named = (PublishSettings(to=first.to), PublishSettings(to=f"parquet:{tmp_path}/out"))
    run = Night("run-1", "nightly", Settings(home=home.root, publish=named), (), None, Progress(False), clock())
    publish(run)
    assert run.unpublished == ["ducklake:postgres:password=…"]
    assert seen(f"parquet:{tmp_path}/out") == (2, "run-1")


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
