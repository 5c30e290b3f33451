"""docs/sql.md: every query runs, and every view and macro is described."""

from __future__ import annotations

import json
import re
import runpy
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
from transforms.ledger.sketches import article_sketches, passage_sketches
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
            article_sketches=article_sketches(articles), passage_sketches=passage_sketches(articles, claims),
        )  # fmt: skip
        opened.load(night)
        yield opened


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_a_query_of_the_docs_has_an_answer(warehouse: Warehouse, query: str) -> None:
    assert warehouse.query(query).height


def test_the_notebook_plots_three_questions_about_the_examples(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.publish(tmp_path / "claims.duckdb")
    app = runpy.run_path(str(ROOT / "docs" / "notebook.py"))["app"]
    _, cells = app.run(defs={"database": str(tmp_path / "claims.duckdb")})
    cells["claims"].close()
    for name, columns in (("toll", {"least", "most"}), ("speakers", {"figures"}), ("money", {"value"})):
        rows, chart = cells[name], cells[f"{'speaker' if name == 'speakers' else name}_chart"].to_dict()
        assert rows.height >= 5
        drawn = json.dumps(chart["layer"] if "layer" in chart else chart["encoding"])
        assert all(f'"field": "{column}"' in drawn for column in columns)
        assert [len(values) for values in chart["datasets"].values()] == [rows.height]


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
