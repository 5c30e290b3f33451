"""Charts of two columns of an answer: what is drawn where, and what can't be drawn."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import polars as pl
import pytest
from starlette.testclient import TestClient

from flows.explore.drawing import BARS_MOST, columns_to_draw, draw
from flows.explore.parameters import RequestError
from flows.reports.charts import HEIGHT, WIDTH

ROWS = pl.DataFrame(
    {
        "day": [date(2026, 4, 17), date(2026, 4, 14), None, date(2026, 4, 20)],
        "word": ["b", "a", "c", None],
        "count": [61.0, 38.0, 5.0, float("nan")],
        "change": [1, -3, 0, 2],
    }
)


def test_points_lie_over_days_in_their_order_with_a_line_between_them() -> None:
    drawn = draw(ROWS, "day", "count")
    assert drawn.chart is not None
    assert [dot.words for dot in drawn.chart.dots] == ["2026-04-14: 38", "2026-04-17: 61"]
    assert [(dot.x, dot.y) for dot in drawn.chart.dots] == [(0, HEIGHT), (WIDTH, 0)]
    assert drawn.chart.path == f"M0.0 {HEIGHT}L{WIDTH} 0.0"
    assert (drawn.chart.first, drawn.chart.last) == ("2026-04-14", "2026-04-17")
    assert (drawn.shown, drawn.rows) == (2, 4)


def test_two_values_of_one_place_are_points_without_a_line_on_a_scale_from_zero() -> None:
    chart = draw(pl.DataFrame({"x": [1, 1, 2], "y": [10, 100, 50]}), "x", "y").chart
    assert chart is not None
    assert chart.path == ""
    assert (chart.bottom, chart.top) == ("0", "100")


def test_words_have_bars_on_both_sides_of_zero() -> None:
    drawn = draw(ROWS, "word", "change")
    assert [(bar.label, bar.value, bar.x, bar.width) for bar in drawn.bars] == [
        ("b", "1", 75, 25), ("a", "-3", 0, 75), ("c", "0", 75, 0),
    ]  # fmt: skip
    many = draw(pl.DataFrame({"x": [str(n) for n in range(99)], "y": range(99)}), "x", "y")
    assert (many.shown, many.rows) == (BARS_MOST, 99)


@pytest.mark.parametrize("values", [[None, None], [7.0, 7.0], [float("inf"), 1.0]])
def test_nothing_and_one_height_are_no_accident(values: list[float | None]) -> None:
    frame = pl.DataFrame({"x": [1, 2], "y": pl.Series(values, dtype=pl.Float64)})
    chart = draw(frame, "x", "y").chart
    assert chart is not None
    assert all(0 <= dot.y <= HEIGHT for dot in chart.dots)


@pytest.mark.parametrize(("across", "upward"), [("none", "count"), ("day", "word"), ("day", "none")])
def test_a_column_that_can_not_be_drawn_is_told_with_those_that_can(across: str, upward: str) -> None:
    with pytest.raises(RequestError, match="choose one of"):
        draw(ROWS, across, upward)


def test_nothing_to_draw_is_offered_without_numbers_or_a_second_column() -> None:
    assert columns_to_draw(ROWS) == (ROWS.columns, ["count", "change"])
    assert columns_to_draw(ROWS.select("count")) == ([], [])
    assert columns_to_draw(ROWS.select("word", "day")) == ([], [])


@pytest.mark.parametrize("rows", [0, 1])
def test_the_address_of_a_chart_holds_when_its_answer_shrinks(rows: int) -> None:
    drawn = draw(ROWS.head(rows), "day", "count")
    assert drawn.chart is not None
    assert len(drawn.chart.dots) == rows


def test_the_page_draws_what_it_is_asked_for(client: TestClient) -> None:
    sql = quote("SELECT quote, value FROM current_claims")
    page = client.get(f"/ask?sql={sql}").text
    assert "<option>value</option>" in page
    assert "<caption>" not in page
    drawn = client.get(f"/ask?sql={sql}&x=quote&y=value").text
    assert "<caption>value by quote</caption>" in drawn
    assert drawn.count('class="bar"') >= 5
    assert client.get(f"/ask?sql={sql}&x=value&y=value").text.count("<circle") >= 5
    assert client.get(f"/ask?sql={sql}&x=value&y=quote").status_code == 400
