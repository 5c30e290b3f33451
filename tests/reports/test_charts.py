"""Charts as geometry: nothing outside the view box, heights in proportion, gaps where there is nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reports.charts import (
    BAR_MAX,
    HEIGHT,
    LABEL,
    WIDTH,
    nice_ceiling,
    percent,
    share_line,
    short,
    spark,
    stacked_bars,
)

COUNTS = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**6)), max_size=400)
SHARES = st.lists(st.none() | st.floats(0, 1), max_size=400)


@given(COUNTS)
def test_bars_stay_inside_and_their_heights_are_in_proportion(counts: list[tuple[int, int]]) -> None:
    labels = [str(number) for number in range(len(counts))]
    stacks = [[(float(good), "new"), (float(bad), "bad")] for good, bad in counts]
    chart = stacked_bars("claims", "", labels, stacks, labels)
    top = nice_ceiling(max((good + bad for good, bad in counts), default=0))
    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH + 0.01
        assert bar.y >= -0.01
        assert bar.y + bar.height <= HEIGHT + 0.02
    assert sum(bar.height for bar in chart.bars) <= len(counts) * HEIGHT + 1
    assert all(abs(bar.height - HEIGHT * counts[int(bar.words)][bar.css == "bad"] / top) < 0.01 for bar in chart.bars)


@given(SHARES)
def test_a_line_has_a_dot_for_each_share_and_breaks_at_gaps(values: list[float | None]) -> None:
    chart = share_line("share", "", [str(number) for number in range(len(values))], values)
    assert len(chart.dots) == sum(value is not None for value in values)
    assert all(-0.01 <= dot.y <= HEIGHT + 0.01 and 0 <= dot.x <= WIDTH for dot in chart.dots)
    starts = [
        number
        for number, value in enumerate(values)
        if value is not None and (number == 0 or values[number - 1] is None)
    ]
    assert chart.path.count("M") == len(starts)


@pytest.mark.parametrize("count", [2, 12, 25, 60])
def test_the_last_day_stands_below_the_last_mark_and_not_over_the_first_day(count: int) -> None:
    days = [f"2026-04-{number:02}" for number in range(count)]
    line = share_line("share", "", days, [0.5] * count)
    bars = stacked_bars("claims", "", days, [[(1.0, "new")]] * count, days)
    for end, last in ((line.end, line.dots[-1].x), (bars.end, bars.bars[-1].x + bars.bars[-1].width)):
        assert last <= end <= WIDTH
        assert end - last <= BAR_MAX or end == 2 * LABEL


def test_round_tops_and_short_numbers() -> None:
    assert [nice_ceiling(value) for value in (0, 1, 3, 7, 12, 950, 2500)] == [1, 1, 5, 10, 20, 1000, 2500]
    assert [short(value) for value in (0, 950, 12_000, 3.4e6, 2e9, 0.5)] == ["0", "950", "12k", "3.4M", "2G", "0.5"]


def test_the_ends_of_a_scale_of_small_shares_differ() -> None:
    chart = share_line("quarantined", "", ["a", "b"], [0.0018, 0.004])
    assert (chart.top, chart.bottom) == ("0.5%", "0%")
    assert [percent(share) for share in (1, 0.25, 0.005, 0.0025)] == ["100%", "25%", "0.5%", "0.25%"]


def test_a_spark_draws_a_bar_for_each_value_and_says_them() -> None:
    drawn = str(spark([1, 0, 4]))
    assert drawn.count("<rect") == 3
    assert 'aria-label="1, 0, 4"' in drawn
