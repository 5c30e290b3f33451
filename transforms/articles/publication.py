"""The day of publication out of a date as its source wrote it.

The day is the one on the publisher's own clock: "2024-08-27T23:30:00-04:00" is 2024-08-27, whatever day it was in UTC.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Final

from dateutil import parser

from transforms.lexicons.tables import read_table

EARLIEST: Final = date(1600, 1, 1)  # the first newspapers
LATEST: Final = date(2199, 12, 31)  # later years are placeholders ("9999-12-31"), and overflow when a month is added

_ISO_DAY: Final = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?=$|[T\s]|Z|\.\d)", re.ASCII)
_NAMED_MONTH: Final = re.compile(r"[^\W\d_]{3,}")
# Two days that differ in year, month and day: what a text leaves out would be filled in from them differently.
_FILLERS: Final = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 (only days are read from them)


@cache
def date_confidences() -> dict[str, float | None]:
    """Where a day may come from → how likely it is the right one, 0 to 1; null for none.  Out of date_sources.csv."""
    found: dict[str, float | None] = {}
    for row in read_table("date_sources"):
        is_counted = bool(row["all"])
        found[row["source"]] = (int(row["right"]) + 1) / (int(row["all"]) + 2) if is_counted else 1.0
    return found | {"none": None}


@cache
def date_meanings() -> dict[str, str]:
    """Where a day may come from → what that is, in words."""
    return {row["source"]: row["meaning"] for row in read_table("date_sources")}


def publication_day(written: str) -> date | None:
    """The day that `written` names, or null: not a whole date, ambiguous (03/04/2024), or outside 1600 to 2199."""
    found = _iso_day(written) or _spelled_day(written)
    return found if found and EARLIEST <= found <= LATEST else None


def _iso_day(written: str) -> date | None:
    match = _ISO_DAY.match(written)
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def _spelled_day(written: str) -> date | None:
    """The day of "Sun, 1 Sep 2024 10:00 GMT" or "September 1, 2024"; all-digit dates are not guessed at."""
    if len(written) > 64 or not _NAMED_MONTH.search(written):
        return None
    try:
        days = {parser.parse(written, default=filler, ignoretz=True).date() for filler in _FILLERS}
    except (ValueError, OverflowError):
        return None
    return days.pop() if len(days) == 1 else None
