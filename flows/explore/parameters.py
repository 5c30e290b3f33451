"""What a request asks for, read out of its address; a value that will not do is told with those that would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from starlette.datastructures import QueryParams

from transforms.errors import TerminalError
from transforms.frames import KINDS, MEASURES, MODALITIES, ROLES
from transforms.syntax.word_forms import word_forms
from warehouse.index.layout import DOTTED, FACETS
from warehouse.search import ORDERS, Search

FORMS: Final = ("csv", "json", "parquet")
KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "measure": MEASURES, "kind": KINDS, "role": ROLES, "modality": MODALITIES,
}  # fmt: skip
WORDS_MOST: Final = 12
PAGES_MOST: Final = 5000
# What a search box gives: phrases in quotation marks, else words.
TERM: Final = re.compile(r'"([^"]*)"|(\S+)')
WORD: Final = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*")


class RequestError(TerminalError):
    """A request that can't be answered; `status` is that of HTTP, `problem` names it, `remedy` is what to do."""

    def __init__(self, status: int, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.status, self.problem, self.remedy = status, problem, remedy


def read_search(params: QueryParams) -> Search:
    """The search of an address: `q`, a value for each of FACETS, `since`, `until`, `about`, `sure` and `sort`.

    Raises RequestError, which names the parameter, for a value that it can't have.
    """
    order = params.get("sort") or "newest"
    if order not in ORDERS:
        raise _unfit("sort", order, f"use one of {', '.join(ORDERS)}")
    return Search(
        words=read_words(params.get("q", "")),
        equal={name: _known(name, params[name]) for name in FACETS if params.get(name)},
        since=_day(params, "since"),
        until=_day(params, "until"),
        about=_day(params, "about"),
        least=_share(params, "sure"),
        order=order,
    )


def read_words(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of a search box, each with all forms it may take; what stands in quotation marks is taken as it is."""
    words: list[tuple[str, ...]] = []
    for phrase, term in TERM.findall(text.replace(*DOTTED)):
        if phrase:
            words += [(" ".join(phrase.lower().split()),)] if phrase.strip() else []
        else:
            words += [word_forms(word) for word in WORD.findall(term)]
    if len(words) > WORDS_MOST:
        raise RequestError(400, f"q: {len(words)} words are too many", f"look for at most {WORDS_MOST}")
    return tuple(words)


def read_page(params: QueryParams) -> int:
    """The page of a list, from 1; raises RequestError."""
    text = params.get("page") or "1"
    if not text.isdecimal() or not text.isascii() or not 1 <= int(text[:9]) <= PAGES_MOST:
        raise _unfit("page", text, f"use a number from 1 to {PAGES_MOST}")
    return int(text)


def read_form(params: QueryParams) -> str | None:
    """The form that the rows are wanted in, None for a page; raises RequestError."""
    form = params.get("format") or None
    if form is not None and form not in FORMS:
        raise _unfit("format", form, f"use one of {', '.join(FORMS)}")
    return form


def read_name(params: QueryParams, name: str) -> str:
    """A value that must be given; raises RequestError where it is not."""
    value = params.get(name)
    if not value:
        raise RequestError(400, f"{name}: it is missing", "follow a link of a figure or of the search")
    return value


def _known(name: str, value: str) -> str:
    values = KNOWN.get(name)
    if values is not None and value not in values:
        raise _unfit(name, value, f"use one of {', '.join(values)}")
    return value


def _day(params: QueryParams, name: str) -> date | None:
    text = params.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _unfit(name, text, "write a day as 2026-02-27") from None


def _share(params: QueryParams, name: str) -> float | None:
    text = params.get(name)
    if not text:
        return None
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise _unfit(name, text, "use a confidence from 0 to 1, as 0.6")
    return share


def _unfit(name: str, value: str, remedy: str) -> RequestError:
    return RequestError(400, f"{name}: “{value[:80]}” is no value of it", remedy)
