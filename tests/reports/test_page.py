"""What every page shares: numbers for people, text made visible, a policy that fits its style, safe writes."""

from __future__ import annotations

import base64
import hashlib
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reports.page import figure, printable, render_page, write_page


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"), (0.0, "0"), (1300.0, "1,300"), (-0.4, "-0.4"), (41.65, "41.65"), (1_204_331, "1,204,331"),
        (2.5e-7, "2.5e-07"), (8.5e18, "8.5e+18"), (math.inf, "inf"), (math.nan, "nan"), (1e15, "1e+15"),
        (0.123456, "0.1235"), (1234.5, "1,234.5"), (100.00001, "100"),
    ],
)  # fmt: skip
def test_figures_are_written_for_people(value: float | None, shown: str) -> None:
    assert figure(value) == shown


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_printable_text_keeps_its_length_and_can_always_be_written(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    shown.encode()
    assert not set(shown) & {"\x00", "\x1b", "\u202e", "\u2066", "\x85"}


def test_the_policy_allows_the_inline_style_and_nothing_else() -> None:
    page = render_page("layout.html.j2", ("base.css",), generated_style=".k { color: red; }")
    style = page.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.replace("&#39;", "'")
    assert "default-src 'none'" in page.replace("&#39;", "'")


def test_a_style_that_would_leave_its_element_is_refused() -> None:
    with pytest.raises(ValueError, match="break out"):
        render_page("layout.html.j2", (), generated_style="</style><script>alert(1)</script>")


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "runs" / "one.html"
    write_page(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_page(path, "half" * 100_000 + "\ud800")
    assert path.read_text() == "old"
    write_page(path, "new")
    assert path.read_text() == "new"
    assert [found.name for found in path.parent.iterdir()] == ["one.html"]
