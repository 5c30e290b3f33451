"""The command line: what it imports, its exit codes, and `extract` in all its forms."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from flows.cli import exit_code, main
from tests.flows.conftest import environment
from transforms.errors import HeldError, HomeLockedError, SettingsError

pytestmark = pytest.mark.lasting

TEXT = "On Monday 594 soldiers were captured in Harborough, officials said. Nearly 1,300 homes have burned down."
HEAVY = (
    "polars",
    "pydantic",
    "prefect",
    "duckdb",
    "great_expectations",
    "rich",
    "httpx",
    "pandas",
    "numpy",
    "trafilatura",
)
# What a question to the database has no use for, and would have to wait for.
NOT_ASKED = ("prefect", "great_expectations", "trafilatura", "sqlalchemy", "expectations", "transforms.quantities")


def invoke(*arguments: str | Path, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], input=stdin)


def rows_of(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(("module", "unneeded"), [("flows.cli", HEAVY), ("flows.commands.question", NOT_ASKED)])
def test_what_a_command_does_not_need_is_not_imported(module: str, unneeded: tuple[str, ...]) -> None:
    look = f"import sys, {module}; print([name for name in {unneeded!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, env=environment(), check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("command", main.commands)
def test_every_command_explains_itself(command: str) -> None:
    assert invoke(command, "--help").exit_code == 0


def test_exit_codes_of_errors() -> None:
    assert exit_code(SettingsError("a", "b", "c")) == 2
    assert exit_code(HeldError("run", ("critical",))) == 3
    assert exit_code(HomeLockedError("home", 1)) == 1


def test_wrong_usage_and_settings_exit_2(tmp_path: Path) -> None:
    config = tmp_path / "claimwire.toml"
    config.write_text("[workers]\nkind = 'x'", encoding="utf-8")
    assert invoke("nightly", "--no-such-option").exit_code == 2
    wrong = invoke("nightly", "--config", config, "--home", tmp_path / "home")
    assert wrong.exit_code == 2
    assert "workers.kind" in wrong.stderr
    assert invoke("nightly", tmp_path / "none", "--home", tmp_path / "home").exit_code == 2
    assert invoke("sql", " ;", "--home", tmp_path / "home").exit_code == 2
    decide = ("quarantine", "correct", "c1", "--home", tmp_path / "home")
    assert invoke(*decide, "--why", " ", "--set", "value=1").exit_code == 2
    assert invoke(*decide, "--why", "seen", "--set", "valu=1").exit_code == 2
    assert invoke(*decide, "--why", "seen", "--set", "value").exit_code == 2
    assert invoke("schedule", "--cron", "never", "--home", tmp_path / "home").exit_code == 2
    assert not (tmp_path / "home").exists()


DROP = ("quarantine", "drop", "c1", "--why", "seen")


@pytest.mark.parametrize("command", [("status",), ("sql", "SELECT 1"), ("audit",), ("report",), ("backfill",), DROP])
def test_a_home_without_a_run_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    told = invoke(*command, "--home", tmp_path / "home")
    assert told.exit_code == 1
    assert "run `claimwire nightly` first" in told.stderr


@pytest.mark.parametrize("command", [(), ("release", "0" * 32, "--why", "x"), ("drop", "0" * 32, "--why", "x")])
def test_a_quarantine_without_a_run_is_told_and_nothing_is_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    told = invoke("quarantine", "--home", tmp_path / "home", *command)
    assert told.exit_code == 1
    assert "run `claimwire nightly` first" in told.stderr
    assert not (tmp_path / "home").exists()


def test_extract_reads_a_text_file_as_lines_of_json(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    claims = rows_of(invoke("extract", path, "--published", "2024-05-08").stdout)
    assert [(claim["value"], claim["comparator"], claim["unit"]) for claim in claims] == [
        (594.0, "=", "{soldier}"),
        (1300.0, "~", "{home}"),
    ]
    assert {claim["document_id"] for claim in claims} == {str(path)}
    assert claims[0]["as_of_start"] == "2024-05-06"


def test_the_day_on_the_command_line_is_for_documents_that_state_none(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    rows = [{"id": "dated", "text": TEXT, "published": "2023-01-04"}, {"id": "undated", "text": TEXT}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    claims = rows_of(invoke("extract", path, "--published", "2024-05-08").stdout)
    days = {(claim["document_id"], claim["as_of_start"]) for claim in claims if claim["value"] == 594}
    assert days == {("dated", "2023-01-02"), ("undated", "2024-05-06")}


@pytest.mark.parametrize("stdin", [TEXT, json.dumps({"id": "from outside", "text": TEXT})])
def test_extract_reads_standard_input(stdin: str) -> None:
    claims = rows_of(invoke("extract", "-", stdin=stdin).stdout)
    assert [claim["value"] for claim in claims] == [594.0, 1300.0]
    assert {claim["document_id"] for claim in claims} == {"from outside" if stdin.startswith("{") else "standard input"}


def test_extract_writes_what_the_suffix_says(tmp_path: Path) -> None:
    for suffix in (".jsonl", ".csv", ".parquet", ".html"):
        assert invoke("extract", "-", "-o", tmp_path / f"claims{suffix}", stdin=TEXT).exit_code == 0
    assert len(rows_of((tmp_path / "claims.jsonl").read_text())) == 2
    assert pl.read_csv(tmp_path / "claims.csv").height == 2
    assert pl.read_parquet(tmp_path / "claims.parquet").columns[0] == "document_id"
    assert "594 soldiers" in (tmp_path / "claims.html").read_text()
    assert invoke("extract", "-", "-o", tmp_path / "claims.doc", stdin=TEXT).exit_code == 2


def test_every_row_of_extract_tells_its_article() -> None:
    about = {"title": "Fires near Harborough", "url": "https://news.example.org/fires", "published": "2024-05-08"}
    stdin = json.dumps({"id": "a", "text": TEXT} | about) + "\n" + json.dumps({"id": "b", "text": TEXT})
    first, _, last, _ = rows_of(invoke("extract", "-", stdin=stdin).stdout)
    assert list(first)[:4] == ["document_id", "title", "url", "published_date"]
    assert [first[name] for name in ("title", "url", "published_date")] == [*about.values()]
    assert [last[name] for name in ("document_id", "title", "url", "published_date")] == ["b", None, None, None]


def test_no_cell_of_csv_begins_a_formula() -> None:
    text = '@SUM said 5 people died.\n\n-2+3 more: "7 dogs ran", +x said.'
    hostile = json.dumps({"id": "=HYPERLINK(1)", "text": text})
    told = invoke("extract", "-", "--format", "csv", stdin=hostile).stdout
    rows = list(csv.DictReader(io.StringIO(told)))
    assert rows
    for row in rows:
        assert row["document_id"] == "'=HYPERLINK(1)"
        for column, cell in row.items():
            is_number = column in ("value", "low", "high", "base_value", "base_low", "base_high")
            assert is_number or len(cell) < 2 or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_what_can_not_be_read_is_told_and_the_rest_comes(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(json.dumps({"id": "good", "text": TEXT}) + "\n{broken\n", encoding="utf-8")
    told = invoke("extract", path)
    assert told.exit_code == 1
    assert len(rows_of(told.stdout)) == 2
    assert f"{path}, line 2" in told.stderr


def test_articles_in_other_languages_are_counted() -> None:
    german = "Der Minister sagte am Montag in Berlin, dass im vergangenen Jahr 500 neue Wohnungen gebaut worden seien."
    told = invoke("extract", "-", stdin=german)
    assert told.stdout == ""
    assert "1 of 1 articles are not in English" in told.stderr


def test_explain_names_rules_and_what_was_set_aside() -> None:
    told = invoke("extract", "-", "--explain", stdin="In 2019 the city lost 594 soldiers.").stdout
    assert "594 soldiers" in told
    assert "number and counted noun" in told
    assert "set aside: " in told


def test_explain_tells_the_context_of_a_claim_by_the_conventions_of_the_settings(tmp_path: Path) -> None:
    text = "Several soldiers were captured in Oslo on Monday, General Anna Berg said."
    told = invoke("extract", "-", "--explain", "--published", "2024-05-08", stdin=text).stdout
    assert "of soldiers" in told
    assert "said by Anna Berg" in told
    assert "as of 2024-05-06 (“Monday”)" in told
    config = tmp_path / "claimwire.toml"
    config.write_text('[conventions]\nvariant = "acled"', encoding="utf-8")
    other = invoke("extract", "-", "--explain", "--published", "2024-05-08", "--config", config, stdin=text).stdout
    rows = rows_of(invoke("extract", "-", "--config", config, stdin=text).stdout)
    assert f"[{rows[0]['low']:g}, {rows[0]['high']:g}]" in other
    assert other != told


def test_explain_follows_a_noun_from_sentence_to_sentence_as_extract_does() -> None:
    text = "Nine villages were burned in the north. Another three were flooded."
    rows = rows_of(invoke("extract", "-", stdin=text).stdout)
    told = invoke("extract", "-", "--explain", stdin=text).stdout
    assert all(str(row["unit"]) in told for row in rows)


def test_explain_tells_what_was_chosen_what_came_next_and_by_whom() -> None:
    text = "At least 40 homes were flooded in Oslo on Monday, Mayor Anna Berg said. Lars Holm counted 60 homes."
    day = ("--published", "2024-05-08")
    told = invoke("extract", "-", "--explain", *day, stdin=text).stdout
    first = told[told.index("“At least 40") : told.index("“60 homes”")]
    lines = dict(line.strip().split(": ", 1) for line in first.splitlines() if line.startswith(" " * 9))
    assert next(iter(lines)) == "item"
    for field, words in (("item", "homes"), ("speaker", "Anna Berg"), ("as of", "Monday"), ("place", "Oslo")):
        by = r"(reader|rules|reader and the rules)( \d\.\d\d)?"
        assert re.fullmatch(rf"“{words}” by the {by};.* next (none|“.+”) \d\.\d\d", lines[field])
    assert re.fullmatch(r"asserted by the reader and the rules \d\.\d\d", lines["modality"])
    assert float(lines["a claim at all"]) >= 0.5
    row = rows_of(invoke("extract", "-", *day, stdin=text).stdout)[0]
    assert lines["measure"].startswith(f"{row['measure']} by the reader ")


def test_explain_has_one_form() -> None:
    for other in (("-o", "claims.csv"), ("--format", "csv")):
        told = invoke("extract", "-", "--explain", *other, stdin=TEXT)
        assert told.exit_code == 2
        assert "leave out -o and --format" in told.stderr


def test_a_table_has_a_part_for_each_document() -> None:
    rows = [{"id": name, "text": TEXT, "published": "2024-05-08"} for name in ("first", "second")]
    told = invoke("extract", "-", "--format", "table", stdin="".join(json.dumps(row) + "\n" for row in rows)).stdout
    lines = [line.strip() for line in told.splitlines()]
    assert [line for line in lines if line in ("first", "second")] == ["first", "second"]
    assert sum("594 soldiers" in line and "2024-05-06" in line for line in lines) == 2


def test_help_lists_every_command_with_its_whole_first_line_and_the_exit_codes() -> None:
    told = invoke("--help").stdout
    assert "..." not in told.split("Commands:")[1]
    assert "3 held by a" in told


def test_a_folder_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    told = invoke("extract", "-", "-o", tmp_path / "none" / "claims.csv", stdin=TEXT)
    assert told.exit_code == 1
    assert "make that folder first" in told.stderr


def test_a_closed_pipe_is_no_accident(tmp_path: Path) -> None:
    command = f"{sys.executable} -m flows.cli extract - --format jsonl | head -c 1"
    told = subprocess.run(
        ["bash", "-c", command], input=TEXT * 200, capture_output=True, text=True, env=environment(), check=False
    )
    assert "Traceback" not in told.stderr


def test_the_command_is_a_program() -> None:
    command = [sys.executable, "-m", "flows.cli", "--version"]
    told = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    assert "0.1.0" in told.stdout
