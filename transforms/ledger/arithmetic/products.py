"""Shares of a base, rates times numbers, conversions: "15 of 60, or 25%", "$7 a share", "50 miles (80 km)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from transforms.ledger.arithmetic.entries import COUNTED, Entry, Page, Relation, is_one_unit, may_add

NEAR: Final = 40  # characters between a share and the part that it tells again
REACH: Final = 8  # claims before and after a rate in which its number and product are looked for
LIKELY: Final = 0.15  # how far a product may lie off and still be taken for one
_SAME: Final = re.compile(r"^[\s,]*(?:\(|or\b|–|—|-{1,2}|that['’]s|, with\b)[^.;]*$")
_OF: Final = re.compile(r"^\s*(?:out )?of\b[^.;,]*$")


def products(page: Page) -> Iterator[Relation]:
    """Shares with their base and part, rates with their number and product, figures with their conversions."""
    yield from _shares(page)
    yield from _rates(page)
    yield from _conversions(page)


def _shares(page: Page) -> Iterator[Relation]:
    """A share beside the part that it tells in other words, with the base after "of"."""
    for share in page.entries:
        if share.row["kind"] not in ("percent", "ratio") or share.row["role"] == "change" or share.value <= 0:
            continue
        near = [entry for entry in page.entries if 0 < abs(entry.at - share.at) <= 3 and _is_near(page, entry, share)]
        for part, base in _pairs(page, share, near):
            yield Relation("share", (("share", share), ("base", base), ("part", part)))
            break


def _is_near(page: Page, entry: Entry, share: Entry) -> bool:
    return entry.row["kind"] in COUNTED and abs(entry.sentence - share.sentence) <= 1


def _pairs(page: Page, share: Entry, near: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    for part in near:
        for base in near:
            if part is base or not may_add(part, base) or part.value >= base.value:
                continue
            if _is_told(page, share, part, base):
                yield part, base


def _is_told(page: Page, share: Entry, part: Entry, base: Entry) -> bool:
    of_base = _is_of(page, share, base) or _is_of(page, part, base)
    order = sorted((share, part), key=lambda entry: entry.at)
    gap = page.between(order[0], order[1])
    if base.at in range(order[0].at + 1, order[1].at):
        gap = page.between(base, order[1])
    return of_base and len(gap) <= NEAR and bool(_SAME.match(gap))


def _is_of(page: Page, entry: Entry, base: Entry) -> bool:
    return entry.at < base.at and base.sentence == entry.sentence and bool(_OF.match(page.between(entry, base)))


def _rates(page: Page) -> Iterator[Relation]:
    """A figure per thing, the number of those things and what they make together, told by their units."""
    for rate in page.entries:
        top, _, bottom = rate.unit.partition("/")
        if not bottom.startswith("{") or rate.value <= 0 or rate.row["comparator"] == "range":
            continue
        near = [entry for entry in page.entries if 0 < abs(entry.at - rate.at) <= REACH and _is_beside(rate, entry)]
        numbers = [entry for entry in near if entry.unit == bottom]
        made = [entry for entry in near if entry.unit == top and entry.row["kind"] != "ratio"]
        fitting = [
            (number, product)
            for number in numbers
            for product in made
            if abs(rate.value * number.value - product.value) <= LIKELY * product.value and product.value > rate.value
        ]
        if fitting and len({(number.value, product.value) for number, product in fitting}) == 1:
            number, product = min(fitting, key=lambda pair: abs(pair[0].at - rate.at) + abs(pair[1].at - rate.at))
            yield Relation("rate", (("rate", rate), ("number", number), ("product", product)))


def _is_beside(rate: Entry, entry: Entry) -> bool:
    return entry.row["role"] == rate.row["role"] and entry.value > 0


def _is_bracketed(page: Page, entry: Entry) -> bool:
    """Whether a figure stands in brackets behind another mention of what it says again."""
    return page.before(entry, 3).rstrip().endswith("(")


def _conversions(page: Page) -> Iterator[Relation]:
    """A figure that says an earlier one again in another unit of the same dimension."""
    by_id = {entry.row["claim_id"]: entry for entry in page.entries}
    for entry in page.entries:
        first = by_id.get(entry.row["restates_claim_id"])
        if first is None or first.unit == entry.unit or is_one_unit(first, entry):
            continue
        if first.sentence != entry.sentence and not _is_bracketed(page, entry):
            continue
        if entry.row["base_unit"] is None or entry.row["base_unit"] != first.row["base_unit"]:
            continue
        if not entry.unit.startswith("{"):
            yield Relation("conversion", (("stated", first), ("converted", entry)))
