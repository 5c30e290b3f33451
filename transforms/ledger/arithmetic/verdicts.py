"""Whether the figures of a relation agree, and what would hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from transforms.ledger.arithmetic.entries import Entry, Relation
from transforms.ledger.arithmetic.intervals import Interval, total
from transforms.lexicons.tables import read_table

FARTHEST: Final = 2.0  # a figure that is off by more than this factor is taken for no relation
HUNDRED: Final = Interval(100.0, 100.0, 100.0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a relation holds; the entry that was tested, the value of it that would hold, and how far it may be off.

    `slack` is in the unit of the tested claim; None where a bound leaves it open, and of parts that are not all of a
    whole, which hold whatever they come to below it.
    """

    holds: bool
    tested: Entry
    holding_value: float
    slack: float | None


def judge(relation: Relation) -> Verdict | None:
    """The verdict; None where the figures lie so far apart that they are no relation."""
    tested, expected = _JUDGES[relation.kind](relation)
    if tested is None or expected is None:
        return None
    stated = abs_interval(tested.interval) if relation.kind == "change" else tested.interval
    holds = stated.meets(expected)
    if relation.kind == "part":
        holds = expected.low <= stated.high
        if holds:
            return Verdict(holds, tested, stated.value, None)
    if not holds and not _is_near(stated.value, expected.value):
        return None
    slack = expected.slack + stated.slack
    return Verdict(holds, tested, round(expected.value, 9), None if slack == float("inf") else round(slack, 9))


def _is_near(one: float, other: float) -> bool:
    low, high = sorted((abs(one), abs(other)))
    return high <= FARTHEST * low


def abs_interval(interval: Interval) -> Interval:
    """The interval of the size of a change."""
    return Interval(-interval.high, -interval.value, -interval.low) if interval.value < 0 else interval


Judged = tuple[Entry | None, Interval | None]


def _sum(relation: Relation) -> Judged:
    parts = total(relation.those("part"))
    whole = relation.entries("total")
    if whole:
        return whole[0], parts
    *others, last = relation.entries("part")
    return last, HUNDRED - total(entry.interval for entry in others)


def _part(relation: Relation) -> Judged:
    return relation.entries("whole")[0], total(relation.those("part"))


def _difference(relation: Relation) -> Judged:
    gap = relation.entries("gap")[0]
    return gap, relation.those("more")[0] - relation.those("less")[0]


def _share(relation: Relation) -> Judged:
    share = relation.entries("share")[0]
    quotient = relation.those("part")[0].over(relation.those("base")[0])
    return share, None if quotient is None else quotient.mapped(_of_one(share))


def _of_one(share: Entry) -> float:
    return 100.0 if share.unit in ("%", "{percentage point}") else 1.0


def _rate(relation: Relation) -> Judged:
    rate = relation.entries("rate")[0]
    return rate, relation.those("product")[0].over(relation.those("number")[0])


def _conversion(relation: Relation) -> Judged:
    stated, converted = relation.entries("stated")[0], relation.entries("converted")[0]
    slope, offset = _line(converted)
    based = stated.interval.mapped(*_line(stated))
    return converted, based.mapped(1 / slope, -offset / slope) if slope else None


def _line(entry: Entry) -> tuple[float, float]:
    """Factor and offset from a claim's unit to the base unit."""
    known = _units().get(entry.unit)
    if known is not None:
        return known
    return (entry.row["base_value"] / entry.value, 0.0) if entry.value else (0.0, 0.0)


@cache
def _units() -> dict[str, tuple[float, float]]:
    return {row["code"]: (float(row["factor"]), float(row["offset"])) for row in read_table("unit_factors")}


def _change(relation: Relation) -> Judged:
    if not relation.entries("from"):
        return _told_twice(relation)
    change, level, base = relation.entries("change")[0], relation.entries("to")[0], relation.entries("from")[0]
    moved = level.interval - base.interval
    quotient = level.interval.over(base.interval)
    if change.row["kind"] in ("multiple", "ratio") and change.unit == "1":
        return change, quotient
    if change.unit != "%":
        expected = _sized(change, moved)
        return change, expected.mapped(100.0) if change.unit == "{basis point}" else expected
    if quotient is None:
        return None, None
    expected = _sized(change, quotient.mapped(100.0, -100.0))
    in_points = _sized(change, moved)
    if level.unit == "%" and in_points.meets(abs_interval(change.interval)):
        return change, in_points
    return change, expected


def _sized(change: Entry, moved: Interval) -> Interval:
    """The size of a move in the direction that the change is told in, negative where it went the other way."""
    falls = change.row["trend"] == "down" or (change.row["trend"] is None and moved.value < 0)
    return Interval(-moved.high, -moved.value, -moved.low) if falls else moved


def _told_twice(relation: Relation) -> Judged:
    change, share = relation.entries("change")
    moved = abs_interval(change.interval)
    falls = "down" in (share.row["trend"], change.row["trend"])
    level = relation.those("to")[0]
    quotient = moved.over(level + moved if falls else level - moved)
    return share, None if quotient is None else quotient.mapped(100.0)


_JUDGES: Final = {
    "sum": _sum,
    "part": _part,
    "difference": _difference,
    "share": _share,
    "rate": _rate,
    "conversion": _conversion,
    "change": _change,
}
