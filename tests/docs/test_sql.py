"""docs/sql.md: every query runs, every view and macro is described, and `SHOW TABLES` lists what is, all of it."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT
from tests.docs.example_warehouse import example_warehouse
from warehouse import Warehouse

pytestmark = pytest.mark.lasting

PAGE = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
COLUMNS_PAGE = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
ASKED = r'^claimwire sql "(.*?)"'
TEXTS = [page.read_text(encoding="utf-8") for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))]
QUERIES = [
    *re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL),
    *(query for text in TEXTS for query in re.findall(ASKED, text, re.MULTILINE)),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The example articles, read and loaded; two of their claims are set aside."""
    with example_warehouse(tmp_path_factory.mktemp("sql")) as opened:
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


def test_every_table_of_the_program_has_its_section_under_its_schema(warehouse: Warehouse) -> None:
    _, schema, own = COLUMNS_PAGE.partition("\n## The schema program_only\n")
    kept = warehouse.query("SHOW TABLES FROM program_only").to_series().to_list()
    assert schema
    assert sorted(re.findall(r"^### (\w+)$", own, re.MULTILINE)) == sorted(kept)


def test_show_tables_lists_what_is_described_for_analysts_and_nothing_else(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    """As an analyst sees it, who opens the published copy and knows nothing of us."""
    views, _, _ = PAGE.partition("## Views")[2].partition("\n## ")
    named = {name for row in re.findall(r"^\| (`.*?) \|", views, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    tables = set(re.findall(r"^## (\w+)$", COLUMNS_PAGE, re.MULTILINE))
    warehouse.publish(tmp_path / "claims.duckdb")
    with duckdb.connect(str(tmp_path / "claims.duckdb"), read_only=True) as con:
        shown = {name for (name,) in con.execute("SHOW TABLES").fetchall()}
        told = "SELECT {0}_name, comment FROM duckdb_{0}s()"
        comments = dict(con.execute(f"{told.format('table')} UNION ALL {told.format('view')}").fetchall())
    assert shown == tables | named
    assert len(tables) > 15
    assert len(named - tables) > 15
    assert [name for name in shown if not comments[name]] == []


def test_the_two_tolls_of_the_quake_are_a_conflict_with_both_speakers(warehouse: Warehouse) -> None:
    rows = warehouse.query("SELECT figure, other_figure, speaker, other_speaker FROM conflicts('quake dead')").rows()
    found = {row[:2]: row[2:] for row in rows}
    assert all(found[38.0, 52.0])
    assert (38.0, 61.0) not in found


def test_the_growth_of_the_toll_is_a_series(warehouse: Warehouse) -> None:
    best = warehouse.query("SELECT best FROM toll('quake') WHERE subject = 'people' AND about_date IS NOT NULL")
    assert best.to_series().to_list() == [38.0, 61.0]
