"""`claimwire sql`: its forms, files and errors, over a small published copy."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.home import Home
from tests.explore.made import load_night

QUESTION = "SELECT quote, value FROM current_claims WHERE measure = 'deaths' ORDER BY value"
NONE = "SELECT quote FROM current_claims WHERE false"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one night in it."""
    place = Home(tmp_path_factory.mktemp("asked"))
    load_night(place)
    return place


def asked(home: Home, *arguments: str | Path, stdin: str = "") -> Result:
    return CliRunner().invoke(main, ["sql", "--home", str(home.root), *map(str, arguments)], input=stdin)


def test_no_row_is_said_to_people_and_not_to_programs(home: Home) -> None:
    assert asked(home, NONE).stdout.splitlines()[-1] == "0 rows"
    assert asked(home, NONE, "--format", "csv").stdout == "quote\n"
    assert json.loads(asked(home, NONE, "--format", "json").stdout) == []
    assert "rows" not in asked(home, QUESTION).stdout
    assert asked(home, "SET threads = 1").stdout == ""


@pytest.mark.parametrize(
    ("suffix", "read"), [("csv", pl.read_csv), ("json", pl.read_json), ("parquet", pl.read_parquet)]
)
def test_the_suffix_of_a_file_is_its_form(home: Home, tmp_path: Path, suffix: str, read: object) -> None:
    assert callable(read)
    output = tmp_path / f"deaths.{suffix}"
    told = asked(home, QUESTION, "-o", output)
    assert told.stdout == f"2 rows in {output}\n"
    assert read(output).rows() == [("32 bodies", 32.0), ("35 people", 35.0)]


def test_another_form_than_the_suffix_says_can_be_asked_for(home: Home, tmp_path: Path) -> None:
    assert asked(home, QUESTION, "-o", tmp_path / "deaths.txt").exit_code == 2
    assert asked(home, QUESTION, "-o", tmp_path / "deaths.txt", "--format", "table").exit_code == 0
    assert "35 people" in (tmp_path / "deaths.txt").read_text(encoding="utf-8")


def test_the_question_may_stand_in_a_file(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "deaths.sql"
    file.write_text(f"-- the dead\n{QUESTION};\n", encoding="utf-8")
    told = asked(home, "--file", file, "--format", "csv").stdout
    assert told == asked(home, QUESTION, "--format", "csv").stdout
    assert told == asked(home, "--file", "-", "--format", "csv", stdin=file.read_text(encoding="utf-8")).stdout


def test_a_file_in_the_place_of_the_question_is_told_how_it_is_named(home: Home, tmp_path: Path) -> None:
    told = asked(home, tmp_path / "deaths.sql")
    assert told.exit_code == 2
    assert told.stderr.rstrip().endswith(f"--file {tmp_path / 'deaths.sql'}")


def test_no_question_two_questions_and_a_file_that_is_no_text_are_wrong_usage(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "odd.sql"
    file.write_bytes(b"SELECT '\xff'")
    for arguments in ((), (QUESTION, "--file", file), ("--file", file), (" ;\n",), ("--file", tmp_path / "none.sql")):
        assert asked(home, *arguments).exit_code == 2


def test_an_error_of_several_lines_ends_before_the_remedy_begins(home: Home) -> None:
    for question in ("SELEC 1", "SELECT nothing FROM claims"):
        told = asked(home, question)
        assert told.exit_code == 1
        assert told.stderr.splitlines()[-1].startswith("mend the query: ")
    assert "read-only mode; mend the query" in asked(home, "DROP TABLE claims").stderr
