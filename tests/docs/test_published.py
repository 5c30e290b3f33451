"""docs/operations.md, "Published for others": its SQL and Python are run on what the examples publish."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.docs.example_warehouse import example_warehouse
from warehouse import parquet_folder
from warehouse.connection import attach_home, connect_beside, scalar
from warehouse.extensions import load_extension
from warehouse.targets import publish_to, target_of

pytestmark = pytest.mark.lasting

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("## Published for others") : PAGE.index("## Moving and upgrading")]
SQL = re.findall(r"```sql\n(.*?)```", SECTION, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the examples are published as the page says."""
    here = tmp_path_factory.mktemp("published")
    with example_warehouse(here) as warehouse:
        warehouse.publish(here / "copy.duckdb")
    for to in ("parquet:parquet", "ducklake:sqlite:lake.sqlite"):
        publish_to(target_of(to, base=here), here / "copy.duckdb")
    return here


@pytest.fixture(autouse=True)
def there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working folder."""
    monkeypatch.chdir(folder)


@pytest.mark.parametrize("sql", SQL, ids=range(len(SQL)))
def test_sql_of_the_page_has_answers(sql: str) -> None:
    with closing(connect_beside()) as con:
        if "lake" in sql:
            load_extension(con, "ducklake")
            load_extension(con, "sqlite_scanner")
        for statement in con.extract_statements(sql):
            rows = con.execute(statement).fetchall()
            assert rows or not statement.query.lstrip().startswith(("SELECT", "FROM")), statement.query


def test_months_of_the_page_are_whole_where_they_are_split_into_days(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_folder, "MOST_ROWS_OF_A_MONTH", 0)
    publish_to(target_of("parquet:parquet", base=tmp_path), folder / "copy.duckdb")
    monkeypatch.chdir(tmp_path)
    with closing(connect_beside()) as con:
        for statement in con.extract_statements(SQL[0]):
            rows = con.execute(statement).fetchall()
        attach_home(con, folder / "copy.duckdb", "home")
        at_home = scalar(
            con,
            """SELECT count(*) FROM home.claims SEMI JOIN (
                FROM home.articles WHERE published_date BETWEEN DATE '2026-03-01' AND DATE '2026-04-30'
            ) USING (version_id) WHERE is_current""",
        )
    assert len(rows) == at_home
    assert any(part.startswith("2026-04-") for *_, part in rows)


def test_python_of_the_page_reads_what_the_database_holds() -> None:
    made: dict[str, Any] = {}
    for text in PYTHON:
        exec(text, made)
    assert made["claims"].height > 50
    assert len(made["articles"]) > 10
    assert "part" in made["claims"].columns


def test_the_page_has_its_examples() -> None:
    assert (len(SQL), len(PYTHON)) == (3, 1)
