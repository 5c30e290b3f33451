"""Changes and differences: "rose 3% to 5.2 million from 5.0 million", "41 points, or 1.2%, to 3,310", "9 ahead"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from transforms.ledger.arithmetic.entries import PHRASES, Entry, Page, Relation, has_phrase, is_one_unit

POINTS: Final = ("{percentage point}", "{basis point}")
CLOSE: Final = 60  # characters between a move in units and in per cent
BEFORE: Final = 40  # characters before a base in which it is told to be one
_TRADE: Final = ("trade_balance", "surplus", "deficit")


def shifts(page: Page) -> Iterator[Relation]:
    """Changes between two levels, moves told twice, and differences between two figures."""
    by_id = {entry.row["claim_id"]: entry for entry in page.entries}
    changes = [entry for entry in page.entries if entry.row["role"] == "change"]
    for change in changes:
        target = by_id.get(change.row["of_claim_id"])
        if target is not None and abs(target.sentence - change.sentence) <= 1:
            yield from _between_levels(page, change, target)
            yield from _told_twice(page, change, target, changes)
    yield from _differences(page)
    yield from _balances(page)


def _between_levels(page: Page, change: Entry, target: Entry) -> Iterator[Relation]:
    if not _is_measured_by(change, target):
        return
    base: Entry | None = target
    level: Entry | None = target
    if target.row["role"] == "base":
        level = _only([entry for entry in page.entries if entry.row["claim_id"] == target.row["of_claim_id"]])
    else:
        bases = [entry for entry in page.entries if entry.row["of_claim_id"] == target.row["claim_id"]]
        base = _only([entry for entry in bases if entry.row["role"] == "base"])
    if base is None or level is None or not is_one_unit(base, level) or level.row["role"] == "base":
        return
    if base.sentence not in (level.sentence, change.sentence):
        return
    if has_phrase(page.before(base, BEFORE), PHRASES["from"]):
        yield Relation("change", (("from", base), ("to", level), ("change", change)))


def _only(found: Sequence[Entry]) -> Entry | None:
    """The one that was found; None where there is none or several."""
    return found[0] if len(found) == 1 else None


def _is_measured_by(change: Entry, level: Entry) -> bool:
    if change.unit == "%" or change.row["kind"] in ("multiple", "ratio"):
        return True
    return is_one_unit(change, level) or (change.unit in POINTS and level.unit == "%")


def _told_twice(page: Page, change: Entry, target: Entry, changes: Sequence[Entry]) -> Iterator[Relation]:
    """A change in the level's unit with the same move in per cent beside it."""
    if not is_one_unit(change, target) or target.row["role"] != "level" or target.unit == "%":
        return
    others = [
        entry
        for entry in changes
        if entry.unit == "%"
        and entry.row["of_claim_id"] == target.row["claim_id"]
        and entry.sentence == change.sentence
    ]
    share = _nearest(page, change, others)
    if share is not None:
        yield Relation("change", (("change", change), ("change", share), ("to", target)))


def _nearest(page: Page, change: Entry, others: Sequence[Entry]) -> Entry | None:
    after = [other for other in others if other.at > change.at and len(page.between(change, other)) <= CLOSE]
    return after[0] if after and after[0].at - change.at <= 2 else None


def _differences(page: Page) -> Iterator[Relation]:
    """A lead or a margin with the two figures that lie so far apart, side by side."""
    for gap in page.entries:
        if gap.row["role"] != "difference" or gap.row["kind"] not in ("percent", "count", "measure", "money", "index"):
            continue
        here = [entry for entry in page.of_sentence(gap.sentence) if entry is not gap and _parts_of(gap, entry)]
        near = [entry for entry in here if abs(entry.at - gap.at) <= 2]
        if len(near) != 2 or len(here) > 3:
            continue
        more, less = sorted(near, key=lambda entry: -entry.value)
        first = max(0, min(gap.row["start"], near[0].row["start"]) - 60)
        words = page.text[first : near[1].row["end"] + 60].lower()
        if more.value > less.value and has_phrase(words, PHRASES["lead"]):
            yield Relation("difference", (("gap", gap), ("more", more), ("less", less)))


def _parts_of(gap: Entry, entry: Entry) -> bool:
    return is_one_unit(gap, entry) or (gap.unit in POINTS and entry.unit == "%")


def _balances(page: Page) -> Iterator[Relation]:
    """Exports less imports of one time beside the balance of trade of that time."""
    for gap in page.entries:
        if gap.row["measure"] not in _TRADE:
            continue
        sides = [_of_time(page, gap, measure) for measure in ("exports", "imports")]
        if sides[0] is not None and sides[1] is not None:
            more, less = sorted((sides[0], sides[1]), key=lambda entry: -entry.value)
            yield Relation("difference", (("gap", gap), ("more", more), ("less", less)))


def _of_time(page: Page, gap: Entry, measure: str) -> Entry | None:
    found = [
        entry
        for entry in page.entries
        if entry.row["measure"] == measure
        and entry.row["role"] in ("level", "base")
        and is_one_unit(entry, gap)
        and entry.row["as_of_start"] is not None
        and (entry.row["as_of_start"], entry.row["as_of_end"]) == (gap.row["as_of_start"], gap.row["as_of_end"])
    ]
    return _only(found)
