"""docs/sql.md: every query runs, and every view and macro is described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.warehouse import factory
from warehouse import Warehouse

PAGE = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
ASKED = r'^claimwire sql "(.*?)"'
TEXTS = [page.read_text(encoding="utf-8") for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))]
QUERIES = [
    *re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL),
    *(query for text in TEXTS for query in re.findall(ASKED, text, re.MULTILINE)),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with Warehouse.open(tmp_path_factory.mktemp("sql") / "claims.duckdb") as opened:
        good, bad = factory.Piece("a"), factory.Piece("b", (400,))
        quarantined = factory.set_aside(factory.claims([bad]), "value_in_bounds")
        opened.load(factory.night(0, [good, bad], claims=factory.claims([good]), quarantined=quarantined))
        yield opened


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_a_query_of_the_page_runs(warehouse: Warehouse, query: str) -> None:
    assert warehouse.query(query).width


def test_the_page_has_its_queries() -> None:
    assert len(QUERIES) >= 14


@pytest.mark.parametrize(
    "listing",
    [
        "SELECT view_name FROM duckdb_views() WHERE NOT internal",
        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT internal",
    ],
)
def test_every_view_and_macro_is_described(warehouse: Warehouse, listing: str) -> None:
    names = warehouse.query(listing).to_series().to_list()
    assert names
    assert [name for name in names if f"`{name}" not in PAGE] == []


def test_every_table_has_its_section_among_the_columns(warehouse: Warehouse) -> None:
    columns = Path(ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    names = warehouse.query("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").to_series()
    assert [name for name in names if f"## {name}\n" not in columns] == []
