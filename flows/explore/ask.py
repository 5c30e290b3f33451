"""`/ask`: a question in SQL, with the schema beside it and the queries that the home keeps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from flows.commands.tables import cell_text
from flows.explore.drawing import Drawing, columns_to_draw, draw
from flows.explore.formats import rows_response
from flows.explore.parameters import RequestError, read_form
from flows.explore.rendering import page
from flows.home import Home
from transforms.errors import WarehouseError
from warehouse import walks
from warehouse.asking import Answer, Limits, ask
from warehouse.published import Published, Reader

SHOWN: Final = Limits(seconds=10, rows=500)
GIVEN: Final = Limits(seconds=20, rows=50_000)
LONGEST_QUERY: Final = 100_000
LEADS_TO: Final = {
    "claim_id": "/figure/", "other_claim_id": "/figure/", "version_id": "/article/", "story_id": "/story/",
    "series_id": "/series?id=",
}  # fmt: skip
EXAMPLES: Final = (
    (
        "What is claimed about people, newest first",
        "FROM claims_about('people')\nSELECT published_date, quote, item, speaker, title",
    ),
    (
        "Figures that cannot both hold",
        "FROM conflicts('dead')\nSELECT quote, other_quote, speaker, other_speaker, title, other_title",
    ),
    (
        "Money by currency",
        "FROM current_claims\nSELECT unit, count(*) AS claims, min(value) AS least, max(value) AS most\n"
        "WHERE kind = 'money' GROUP BY unit ORDER BY claims DESC",
    ),
    (
        "Sources that have gone quiet",
        "FROM source_freshness\nSELECT source, last_fresh_at, newest_date ORDER BY last_fresh_at",
    ),
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A query of the home's folder `queries`: its name, what its first comment says of it, its SQL."""

    name: str
    about: str
    sql: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its name, its class as an attribute, and what its ids lead to ("" for nothing)."""

    name: str
    css: Markup
    leads_to: str


def saved_queries(folder: Path) -> list[Saved]:
    """The files *.sql of the folder, by name; none where there is no folder.  What is no text of ours is left out."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        if path.is_file() and path.stat().st_size <= LONGEST_QUERY:
            sql = path.read_text(encoding="utf-8", errors="replace").strip()
            first = sql.partition("\n")[0]
            found.append(Saved(path.stem, first.removeprefix("--").strip() if first.startswith("--") else "", sql))
    return found


def ask_page(request: Request, published: Published, home: Home) -> Response:
    """The box, and the answer to what stands in it: `sql`, or `saved` for a query of the home by name.

    A question that another site may have put (Guard.is_ours) stands in the box and waits for the reader to ask it.
    `x` and `y` name columns of the answer to draw.  Raises RequestError for a query or a column that is not there.
    """
    form, saved = read_form(request.query_params), saved_queries(home.queries)
    sql = _sql(request, saved)
    answer, error = None, None
    is_ours = request.scope["is_ours"]
    if form and not is_ours:
        raise RequestError(403, "another site may have asked for this", "ask at /ask, and follow its links")
    if sql and is_ours:
        try:
            answer = ask(published.path, sql, GIVEN if form else SHOWN)
        except WarehouseError as refused:
            error = refused
    if form:
        return _rows(answer, error, form)
    with published.reading() as reader:
        tables, macros = _tables(reader), walks.macros(reader).to_dicts()
    return page(
        request, "ask.html.j2", 200 if error is None else 400, sql=sql, answer=answer, error=error, saved=saved,
        is_held_back=bool(sql) and not is_ours,
        examples=EXAMPLES, tables=tables, macros=macros, limits=SHOWN, given=GIVEN, folder=home.queries,
        columns=_columns(answer), cells=_cells(answer), to_draw=columns_to_draw(answer.rows) if answer else ([], []),
        drawing=_drawing(request, answer),
    )  # fmt: skip


def _sql(request: Request, saved: list[Saved]) -> str:
    name = request.query_params.get("saved")
    if name and not request.query_params.get("sql"):
        found = next((query.sql for query in saved if query.name == name), None)
        if found is None:
            raise RequestError(
                404, f"saved: there is no query “{name[:80]}”", "save it as NAME.sql in queries/ of the home"
            )
        return found
    return request.query_params.get("sql", "").strip()


def _drawing(request: Request, answer: Answer | None) -> Drawing | None:
    across, upward = (request.query_params.get(name, "") for name in ("x", "y"))
    return draw(answer.rows, across, upward) if answer and across and upward else None


def _rows(answer: Answer | None, error: WarehouseError | None, form: str) -> Response:
    if error is not None:
        raise RequestError(400, f"{error.place}: {error.problem}", error.remedy)
    if answer is None:
        raise RequestError(400, "sql: it is missing", "ask as in /ask?sql=FROM+current_claims&format=csv")
    return rows_response(answer.rows, form, "answer", is_cut=answer.is_cut)


def _columns(answer: Answer | None) -> list[Column]:
    schema = answer.rows.schema.items() if answer else ()
    return [
        Column(name, Markup(' class="n"' if dtype.is_numeric() else ""), LEADS_TO.get(name, ""))  # noqa: S704 - ours
        for name, dtype in schema
    ]


def _cells(answer: Answer | None) -> list[list[tuple[Column, str]]]:
    columns, rows = _columns(answer), answer.rows.iter_rows() if answer else ()
    return [[(column, cell_text(value)) for column, value in zip(columns, row, strict=True)] for row in rows]


def _tables(reader: Reader) -> list[dict[str, Any]]:
    """Every table and view: name, is_view, about and its columns."""
    tables: dict[str, dict[str, Any]] = {}
    for row in walks.schema(reader).iter_rows(named=True):
        table = tables.setdefault(
            row["name"], {name: row[name] for name in ("name", "is_view", "about")} | {"columns": []}
        )
        table["columns"].append(row)
    return list(tables.values())
