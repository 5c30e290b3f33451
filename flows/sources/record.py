"""One row of a container: its fields checked, and what it says of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from transforms.articles.identity import storable
from transforms.articles.urls import canonical_url
from transforms.errors import InputError

TEXT: Final = "text/plain"
HTML: Final = "text/html"
MARKDOWN: Final = "text/markdown"

FIELDS: Final = ("id", "url", "title", "published", "text", "html")
JSON_TYPES: Final = {
    int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "an object"
}  # fmt: skip
_ROW_REMEDY: Final = "a row has id or url, text or html, and may have title and published"


@dataclass(frozen=True, slots=True)
class Record:
    """What one row, file, page or entry says; `published` as written there."""

    own_id: str
    content: str
    media_type: str = TEXT
    url: str | None = None
    title: str | None = None
    published: str | None = None


def read_record(fields: Mapping[str, Any], place: str, line: int | None) -> Record:
    """The record of a row's `fields`.  Raises InputError naming the field that is missing or of a wrong type."""
    url = _text(fields, "url", place, line)
    own_id = _own_id(fields, place, line) or (canonical_url(url) or url if url else None)
    if not own_id:
        raise InputError(place, "missing field", "it has neither id nor url; give each row an id of its own", line)
    text, html = _text(fields, "text", place, line), _text(fields, "html", place, line)
    if text is None and html is None:
        raise InputError(place, "missing field", f"it has neither text nor html; {_ROW_REMEDY}", line)
    return Record(
        own_id=own_id,
        content=text if text is not None else html or "",
        media_type=TEXT if text is not None else HTML,
        url=canonical_url(url) if url else None,
        title=_text(fields, "title", place, line),
        published=_published(fields, place, line),
    )


def check_columns(columns: Iterable[str], place: str, line: int | None) -> None:
    """Raise InputError unless a table of these columns can give documents."""
    found = set(columns)
    for one, other in (("text", "html"), ("id", "url")):
        if not found & {one, other}:
            remedy = f"no column {one} (or {other}) among {', '.join(sorted(found))[:200]}; {_ROW_REMEDY}"
            raise InputError(place, "missing column", remedy, line)


def _own_id(fields: Mapping[str, Any], place: str, line: int | None) -> str | None:
    value = fields.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(fields, "id", place, line)


def _published(fields: Mapping[str, Any], place: str, line: int | None) -> str | None:
    value = fields.get("published")
    return value.isoformat() if isinstance(value, date | datetime) else _text(fields, "published", place, line)


def _text(fields: Mapping[str, Any], name: str, place: str, line: int | None) -> str | None:
    """The field as it is; null where it is missing or blank."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        kind = JSON_TYPES.get(type(value), type(value).__name__)
        remedy = f"field {name} is {kind}; write it as text in quotation marks"
        raise InputError(place, "wrong type", remedy, line)
    return storable(value) if value and not value.isspace() else None
