"""Settings: what is read from where, and how each wrong key, type and value is refused."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from pydantic import ValidationError

from expectations import Limits
from flows.settings import CheckSettings, ConventionSettings, Settings, environment_names, read_settings
from transforms.errors import SettingsError
from transforms.quantities.hedges import DEFAULT_VARIANT, VARIANTS


def write(folder: Path, text: str) -> Path:
    path = folder / "claimwire.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_has_a_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings(environment={})
    assert settings.home == tmp_path / "claimwire-home"
    assert settings.sources == ()
    assert settings.workers.kind == "processes"


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    config = write(tmp_path, 'home = "of_file"\n[workers]\ncount = 3\nkind = "threads"')
    variables = {"CLAIMWIRE_HOME": "/of/environment", "CLAIMWIRE_WORKERS_COUNT": "5"}
    assert read_settings(config, environment={}).home == tmp_path / "of_file"
    settings = read_settings(config, environment=variables)
    assert (settings.home, settings.workers.count, settings.workers.kind) == (Path("/of/environment"), 5, "threads")
    assert read_settings(config, Path("/of/line"), variables).home == Path("/of/line")


def test_the_file_is_found_by_variable_or_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = write(tmp_path, "[workers]\ncount = 7")
    assert read_settings(environment={"CLAIMWIRE_CONFIG": str(config)}).workers.count == 7
    monkeypatch.chdir(tmp_path)
    assert read_settings(environment={}).workers.count == 7


def test_paths_of_sources_count_from_the_file(tmp_path: Path) -> None:
    tables = (
        'name = "a"\nkind = "folder"\nplace = "in"',
        'name = "b"\nkind = "feed"\nplace = "https://news.example/f"',
    )
    sources = "".join(f"[[sources]]\n{table}\n" for table in tables)
    read = read_settings(write(tmp_path, sources), environment={}).sources
    assert [source.place for source in read] == [str(tmp_path / "in"), "https://news.example/f"]


def test_lists_in_variables_are_separated_by_commas() -> None:
    variables = {"CLAIMWIRE_WEB_ALLOWED_HOSTS": "localhost, intra.example", "CLAIMWIRE_NOTIFY_COMMAND": "logger,-t,x"}
    settings = read_settings(environment=variables)
    assert settings.web.allowed_hosts == ("localhost", "intra.example")
    assert settings.notify.command == ("logger", "-t", "x")


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings().home = Path("/elsewhere")  # type: ignore[misc]  # the point of the test


WRONG = {
    "[workers]\nkind = 'x'": ("workers.kind", '"threads", "processes", "dask"'),
    "[workers]\ncount = '2'": ("workers.count", "a whole number"),
    "[workers]\ncount = 0": ("workers.count", "at least 1"),
    "[workers]\ncont = 2": ("workers.cont", "did you mean count?"),
    "workers = 3": ("workers", "a table with the keys kind, count"),
    "[workrs]\ncount = 2": ("workrs", "did you mean workers?"),
    "home = 3": ("home", "a text"),
    "[[sources]]\nname = 'a'\nkind = 'folder'": ("sources[1].place", "a path"),
    "[[sources]]\nname = 'a'\nkind = 'ftp'\nplace = 'x'": (
        "sources[1].kind",
        '"folder", "feed", "pages", "sitemap", "warc"',
    ),
    "[[sources]]\nname = 'a'\nkind = 'folder'\nplace = 'x'\noptions = 3": ("sources[1].options", "a table"),
    "[limits]\nread_s = nan": ("limits.read_s", "a number above 0"),
    "[limits]\nread_s = 1e400": ("limits.read_s", "at most 86400"),
    "[checks]\ncritical_quarantined_share = 2": ("checks.critical_quarantined_share", "at most 1"),
    "a b": ("claimwire.toml", "at line 1, column 3"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told_with_its_place_and_what_would_do(tmp_path: Path, text: str) -> None:
    place, remedy = WRONG[text]
    with pytest.raises(SettingsError) as caught:
        read_settings(write(tmp_path, text), environment={})
    assert place in caught.value.where
    assert remedy in str(caught.value)


def test_a_secret_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(write(tmp_path, "[notify]\nwebhook = 'slack:hunter2'"), environment={})
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "sources = 'https://me:hunter2@host/'",
        "sources = {name = 'a', place = 'x', options = {authorization = 'hunter2'}}",
        "[[sources]]\nname = 'a'\nkind = 'feed'\nplace = 'https://x'\noptions = 'hunter2'",
        "[[sources]]\nname = 'a'\nkind = 'https://me:hunter2@host/'\nplace = 'x'",
        "[[sources]]\nname = 'a'\nkind = 'feed'\nplace = ['https://me:hunter2@host/']",
        "workers = 'hunter2://'",
    ],
)
def test_what_may_be_a_password_is_not_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="use ") as caught:
        read_settings(write(tmp_path, text), environment={})
    assert "hunter2" not in str(caught.value)


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    twice = "[[sources]]\nname = 'a'\nkind = 'folder'\nplace = 'x'\n" * 2
    with pytest.raises(SettingsError, match="two sources are named 'a'"):
        read_settings(write(tmp_path, twice), environment={})


@pytest.mark.parametrize("name", ["CLAIMWIRE_WORKERS_CONT", "CLAIMWIRE_SOURCES", "CLAIMWIRE_X"])
def test_an_unknown_variable_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="no such setting") as caught:
        read_settings(environment={name: "1"})
    assert "CLAIMWIRE_WORKERS_COUNT" in caught.value.remedy
    assert ("did you mean CLAIMWIRE_WORKERS_COUNT? " in caught.value.remedy) == (name == "CLAIMWIRE_WORKERS_CONT")


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(write(tmp_path, ""), environment={"CLAIMWIRE_WORKERS_COUNT": "two"})
    assert caught.value.where == "CLAIMWIRE_WORKERS_COUNT"


def test_every_variable_is_read() -> None:
    """What can be any text is taken, everything else refused by its own name."""
    refused = set()
    for name in environment_names()[2:]:
        try:
            read_settings(environment={name: "no such value"})
        except SettingsError as error:
            refused.add(error.where)
    texts = {"WEB_USER_AGENT", "WEB_ALLOWED_HOSTS", "NOTIFY_URLS", "NOTIFY_COMMAND"}
    texts |= {"WORKERS_DASK_ADDRESS"}
    assert refused == set(environment_names()[2:]) - {f"CLAIMWIRE_{name}" for name in texts}


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such settings file"):
        read_settings(tmp_path / "none.toml", environment={})


def test_check_settings_are_the_limits_of_the_checks() -> None:
    known = {limit.name: limit.default for limit in fields(Limits)}
    assert CheckSettings().model_dump() == known


def test_the_conventions_to_choose_from_are_those_of_the_table() -> None:
    assert [ConventionSettings(variant=variant).variant for variant in VARIANTS] == list(VARIANTS)
    assert ConventionSettings().variant == DEFAULT_VARIANT
    with pytest.raises(ValidationError):
        ConventionSettings(variant="nobody's")
