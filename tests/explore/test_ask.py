"""Questions in SQL: answered, or refused with what to do; nothing is written, nothing else is read, nothing runs on."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from flows.explore.app import PAGES_AT_ONCE
from flows.home import Home
from tests.explore.made import TOLL
from transforms.errors import WarehouseError
from warehouse.asked import Refusal, answer
from warehouse.asking import Limits, ask
from warehouse.tables import BY_NAME, TABLES

pytestmark = pytest.mark.lasting


@pytest.fixture(scope="module")
def copy(home: Home, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A copy of the copy: this process has the other one open already, with limits of its own."""
    path = tmp_path_factory.mktemp("copy") / "claims.duckdb"
    shutil.copyfile(home.published, path)
    return str(path)


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("FROM current_claims", 5),
        ("SELECT 1 AS a, 2 AS a;", 1),
        ("SELECT count(*) FROM (SHOW TABLES)", 1),
        ("DESCRIBE articles", 18),
        ("SUMMARIZE program_only.schema_version", 2),
        ("EXPLAIN SELECT 1", 1),
        ("FROM claims_about('people')", 4),
        ("SELECT * FROM range(1000000)", 22),
    ],
)
def test_a_question_is_answered_with_at_most_one_row_too_many(copy: str, sql: str, rows: int) -> None:
    assert answer(copy, sql, 21, 256).num_rows == rows


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("DELETE FROM claims", "DELETE"),
        ("INSERT INTO runs SELECT * FROM runs", "INSERT"),
        ("UPDATE claims SET value = 1", "UPDATE"),
        ("CREATE TEMP TABLE x AS SELECT 1", "CREATE"),
        ("DROP VIEW current_claims", "DROP"),
        ("COPY claims TO '/tmp/claims.csv'", "COPY"),
        ("EXPORT DATABASE '/tmp/x'", "EXPORT"),
        ("ATTACH '/tmp/x.duckdb'", "ATTACH"),
        ("INSTALL httpfs", "LOAD"),
        ("LOAD httpfs", "LOAD"),
        ("SET memory_limit = '9GB'", "SET"),
        ("PRAGMA enable_profiling", "PRAGMA"),
        ("CALL pragma_version()", "CALL"),
        ("SELECT 1; DROP TABLE claims", "2 statements"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("-- nothing", "no question"),
        ("SELEC 1", "syntax error"),
        ("FROM nothing_of_the_name", "does not exist"),
        ("FROM read_csv('/etc/passwd')", "disabled by configuration"),
        ("FROM '/etc/passwd'", "does not exist"),
        ("FROM read_text('/etc/*')", "disabled by configuration"),
        ("FROM glob('/*')", "disabled by configuration"),
        ("FROM read_parquet('https://example.org/x.parquet')", "disabled by configuration"),
        ("FROM query('COPY claims TO ''/tmp/x''')", "single SELECT"),
        ("SELECT string_agg(repeat('x', 1000000), '') FROM range(3000)", "256 MiB"),
    ],
)
def test_what_is_no_question_to_the_copy_is_refused(copy: str, sql: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        answer(copy, sql, 10, 256)
    assert told.lower() in refused.value.problem.lower()
    assert refused.value.remedy


def test_a_question_that_goes_on_is_ended_whatever_it_does(home: Home) -> None:
    endless = "SELECT count(*) FROM range(100000000000)"
    with pytest.raises(WarehouseError, match="more than 1 s"):
        ask(home.published, endless, Limits(seconds=1))


def test_a_function_that_heeds_no_interrupt_can_not_fill_the_memory(home: Home) -> None:
    with pytest.raises(WarehouseError, match=r"(64 MiB of memory|more than 5 s)"):
        ask(home.published, "SELECT len(range(200000000))", Limits(seconds=5, memory_mib=64))


def test_the_page_answers_lists_what_there_is_and_keeps_questions(client: TestClient) -> None:
    page = client.get("/ask?sql=" + quote("FROM current_claims SELECT claim_id, quote LIMIT 1")).text
    assert "1 row, in" in page
    assert 'href="/figure/' in page
    listed = client.get("/ask").text
    assert "<code>current_claims</code>" in listed
    shown = {name for name in BY_NAME if f"<code>{name}</code>" in listed}
    assert shown == {table.name for table in TABLES if not table.is_program_only}
    kept = client.get("/ask?saved=tolls&format=json")
    assert sorted(row["quote"] for row in kept.json()) == ["32 bodies", "35 people"]
    assert "every death toll" in page
    assert TOLL not in kept.text


def test_a_question_that_fails_is_told_on_the_page_and_to_programs(client: TestClient) -> None:
    page = client.get("/ask?sql=SELEC+1")
    assert page.status_code == 400
    assert "syntax error" in page.text
    assert "mend the SQL" in page.text
    told = client.get("/ask?sql=SELEC+1&format=csv")
    assert told.status_code == 400
    assert "syntax error" in told.text
    assert client.get("/ask?format=csv").status_code == 400


def test_a_copy_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="claimwire nightly"):
        ask(tmp_path / "claims.duckdb", "SELECT 1", Limits())


def test_questions_that_are_being_answered_hold_up_no_other_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, may_go_on = threading.Semaphore(0), threading.Event()

    def slowly(*_: Any) -> None:
        asked.release()
        assert may_go_on.wait(60)
        raise WarehouseError("the question", "it was slow", "ask for less")

    monkeypatch.setattr("flows.explore.ask.ask", slowly)
    with ThreadPoolExecutor(PAGES_AT_ONCE) as readers:
        answers = [readers.submit(client.get, "/ask?sql=SELECT+1") for _ in range(PAGES_AT_ONCE)]
        try:
            for _ in answers:
                assert asked.acquire(timeout=60)
            assert ThreadPoolExecutor(1).submit(client.get, "/search").result(timeout=30).status_code == 200
        finally:
            may_go_on.set()
    assert [answer.result().status_code for answer in answers] == [400] * PAGES_AT_ONCE
