"""Checks of what the pages of a source are like, beside what they were: a layout that changed shows here first."""

from __future__ import annotations

from typing import Final

from expectations.check import Check
from transforms.layout_columns import DATE_SHARES

ENOUGH: Final = "page_count >= min_pages AND past_layout_nights >= min_nights AND "


def _shares(name: str, words: str) -> str:
    return (
        f"source || ': {words} on ' || round(100 * {name}_share) || ' % of ' || page_count || ' pages, usually ' "
        f"|| round(100 * usual_{name}_share) || ' %'"
    )


def _sources_of_days(prefix: str) -> str:
    """Where a source's days come from, in words of SQL: "100 % json-ld, 0 % text" without what gives none."""
    told = (
        f"if({prefix}{share} >= 0.005, round(100 * {prefix}{share})::BIGINT || ' % {source}', NULL)"
        for source, share in DATE_SHARES.items()
    )
    return f"concat_ws(', ', {', '.join(told)})"


_RISES: Final = ", ".join(f"{share} - usual_{share}" for share in DATE_SHARES.values())


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
    Check(
        "source_dates_come_from_where_they_did",
        "sources",
        "round(page_count * dated_share) >= min_pages AND past_date_nights >= min_nights "
        f"AND greatest({_RISES}) > share_change",
        "days that are read elsewhere on the page, or no longer given by its feed, may be other days than before",
        "warning",
        f"source || ': days out of ' || {_sources_of_days('')} || ', usually ' || {_sources_of_days('usual_')}",
    ),
)
