"""Checks of what the pages of a source are like, beside what they were: a layout that changed shows here first."""

from __future__ import annotations

from typing import Final

from expectations.check import Check

ENOUGH: Final = "page_count >= min_pages AND past_layout_nights >= min_nights AND "


def _shares(name: str, words: str) -> str:
    return (
        f"source || ': {words} on ' || round(100 * {name}_share) || ' % of ' || page_count || ' pages, usually ' "
        f"|| round(100 * usual_{name}_share) || ' %'"
    )


LAYOUT_CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "source_texts_are_as_long_as_usual",
        "sources",
        ENOUGH + "text_length * text_factor < usual_text_length",
        "pages of which only the beginning is found have a new layout, or stand behind a wall",
        "warning",
        "source || ': ' || round(text_length)::BIGINT || ' characters a page, usually ' "
        "|| round(usual_text_length)::BIGINT",
    ),
    Check(
        "source_dates_its_pages",
        "sources",
        ENOUGH + "usual_dated_share - dated_share > share_change",
        "a day that is no longer found stands elsewhere on the page, and claims lose their dates with it",
        "warning",
        _shares("dated", "a day"),
    ),
    Check(
        "source_titles_its_pages",
        "sources",
        ENOUGH + "usual_titled_share - titled_share > share_change",
        "a title that is no longer found stands elsewhere on the page",
        "warning",
        _shares("titled", "a title"),
    ),
    Check(
        "source_texts_differ",
        "sources",
        ENOUGH + "repeated_share - usual_repeated_share > share_change",
        "pages that all have the same text show a notice in place of their articles",
        "warning",
        _shares("repeated", "a text that another page has"),
    ),
)
