"""What `options` of a source may hold, checked: a wrong name or type is refused with those that would do."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from transforms.errors import SettingsError

FULL_TEXT: Final = ("auto", "feed", "page")


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """Options of a source.

    encoding: of its text files, where they have no byte order mark.
    full_text: where a feed's texts come from: "feed" (its entries), "page" (the pages they link to), or "auto": the
        entries where they carry whole articles, else the pages.
    authorization: what is sent to the place's own host, and to no other, as the header Authorization.
    since: the day (as 2026-01-31) before which pages that a sitemap dates are not asked for.
    """

    encoding: str = "utf-8"
    full_text: str = "auto"
    authorization: str = ""
    since: str = ""

    def since_day(self) -> date | None:
        """`since` as a day; null where it is not given."""
        return date.fromisoformat(self.since) if self.since else None


def read_options(source: str, given: Mapping[str, object]) -> SourceOptions:
    """`given`, checked.  Raises SettingsError for an unknown name or a value that will not do."""
    known = {option.name for option in fields(SourceOptions)}
    for name, value in given.items():
        where = f"sources, {source}, options.{name}"
        if name not in known:
            raise SettingsError(where, "no such option", f"use one of {', '.join(sorted(known))}")
        if not isinstance(value, str):
            raise SettingsError(where, "wrong type", "write it as text in quotation marks")
    options = SourceOptions(**{name: str(value) for name, value in given.items()})
    if options.full_text not in FULL_TEXT:
        where = f"sources, {source}, options.full_text"
        raise SettingsError(where, "no such value", f"use one of {', '.join(FULL_TEXT)}")
    try:
        options.since_day()
    except ValueError:
        where = f"sources, {source}, options.since"
        raise SettingsError(where, "no such day", 'write it as "2026-01-31"') from None
    _check_encoding(source, options.encoding)
    return options


def _check_encoding(source: str, encoding: str) -> None:
    try:
        is_text = codecs.lookup(encoding)._is_text_encoding
    except LookupError:
        is_text = False
    if not is_text:
        where = f"sources, {source}, options.encoding"
        raise SettingsError(where, "no such encoding", 'use the name of one, as "utf-8" or "cp1252"')
