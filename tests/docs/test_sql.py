"""docs/sql.md: every query runs, and every view and macro is described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.sources import RawStore, collect, recognise
from flows.sources.memory import FetchMemory
from tests.conftest import ROOT
from tests.warehouse import factory
from transforms.articles import read_articles
from transforms.extract import extract_claims
from transforms.frames import SOURCE_COUNTS
from transforms.ledger.arithmetic import relate
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
    """The example articles, read and loaded; two of their claims are set aside."""
    folder = tmp_path_factory.mktemp("sql")
    with FetchMemory() as memory:
        given = collect(recognise(str(ROOT / "examples")), RawStore(folder / "raw"), memory, lambda: factory.DAWN)
    articles, _ = read_articles(given.documents)
    claims = extract_claims(articles)
    counts = dict.fromkeys(SOURCE_COUNTS.columns, 0)
    counts |= {"source": "examples", "document_count": articles.height, "new_count": articles.height}
    with Warehouse.open(folder / "claims.duckdb") as opened:
        night = factory.night(
            0, documents=given.documents, articles=articles, claims=claims.slice(2),
            quarantined=factory.set_aside(claims.head(2), "value_in_bounds"),
            sources=factory.frame(SOURCE_COUNTS, [counts]), arithmetic=relate(articles, claims),
        )  # fmt: skip
        opened.load(night)
        yield opened


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_a_query_of_the_docs_has_an_answer(warehouse: Warehouse, query: str) -> None:
    assert warehouse.query(query).height


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
