"""What an article is called: one name for it everywhere."""

from __future__ import annotations

import pytest

from transforms.articles.headlines import LONGEST, UNTITLED, headline


@pytest.mark.parametrize(
    ("title", "text", "called"),
    [
        ("Fires near\n Harborough", "Some text.", "Fires near Harborough"),
        (None, "\n\n  Fires  near Harborough \nSome text.", "Fires near Harborough"),
        ("", "Fires", "Fires"),
        (None, "", UNTITLED),
        (None, None, UNTITLED),
        (" ", "Fires", "Fires"),
    ],
)
def test_the_title_or_else_the_first_line(title: str | None, text: str | None, called: str) -> None:
    assert headline(title, text) == called


@pytest.mark.parametrize("text", ["word " * 200, "w" * 1000])
def test_a_long_first_line_is_cut_between_words(text: str) -> None:
    called = headline(None, text)
    assert len(called) <= LONGEST + 2
    assert called.endswith("…")
    assert text.startswith(called.rstrip(" …"))
    assert headline("word " * 200, None) == ("word " * 200).strip()
