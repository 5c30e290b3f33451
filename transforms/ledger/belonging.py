"""Which figure a change, a base or a difference belongs to: the candidates, and what speaks for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from transforms.ledger.figures import LinkFigure, cue_of, cues_between, is_alike, item_relation

FARTHEST: Final = 10  # claims before and after a figure that are looked at
SENTENCES: Final = 4  # and sentences
CLOSE: Final = 40  # characters between two figures that stand side by side
PARAGRAPH: Final = 200  # characters in which a single line break parts nothing: lines of wires are short
SIZES: Final = ((1.0001, "equal"), (2.0, "near"), (10.0, "far"))  # one value by the other, less than


def belonging_candidates(figure: LinkFigure, figures: Sequence[LinkFigure]) -> list[LinkFigure]:
    """The claims near a change, base or difference that it may belong to; a level belongs to none."""
    if figure.role == "level":
        return []
    near = figures[max(0, figure.at - FARTHEST) : figure.at + FARTHEST + 1]
    return [
        other
        for other in near
        if other.at != figure.at
        and abs(other.sentence_no - figure.sentence_no) <= SENTENCES
        and other.role != "difference"
        and other.kind not in ("score", "age")
        and (figure.role != "base" or _units(figure, other) != "other")
    ]


def _units(figure: LinkFigure, other: LinkFigure) -> str:
    if figure.unit == other.unit:
        return "same"
    if figure.kind in ("ratio", "multiple") or (figure.kind == "percent" and other.kind != "percent"):
        return "part"
    if figure.kind == other.kind == "percent":
        return "points"
    if is_alike(figure.unit, other.unit) or (figure.base_unit and figure.base_unit == other.base_unit):
        return "alike"
    return "nouns" if figure.noun and other.noun else "other"


def belongs_to_none(figure: LinkFigure, found: Sequence[LinkFigure]) -> list[str]:
    """What speaks for a figure that belongs to none of its candidates."""
    role = figure.role
    here = [other for other in found if other.sentence_no == figure.sentence_no]
    alike = [other for other in here if _units(figure, other) == "same"]
    return [
        f"{role} none",
        f"{role} none {figure.kind}",
        f"{role} none before {cue_of(figure.before)}",
        f"{role} none here {min(2, len(here))}",
        f"{role} none alike here {min(2, len(alike))}",
        f"none after {cue_of(figure.after)}",
    ]


def belonging_features(
    figure: LinkFigure, other: LinkFigure, figures: Sequence[LinkFigure], text: str
) -> Iterator[str]:
    """What speaks for or against `figure` belonging to `other`, by name."""
    role, units, item = figure.role, _units(figure, other), item_relation(figure, other)
    apart, steps = other.sentence_no - figure.sentence_no, other.at - figure.at
    side, where = ("after" if steps > 0 else "before"), ("here" if apart == 0 else "elsewhere")
    yield f"{role} of {other.role}"
    yield f"{role} steps {max(-4, min(4, steps))}"
    yield f"{role} sentences {max(-2, min(2, apart))}"
    yield f"{role} unit {units}"
    yield f"{role} unit {units} {side} {where}"
    yield f"{role} {figure.kind} of {other.kind}"
    yield f"{role} item {item}"
    yield f"item {item} {where}"
    yield f"{role} measure {'same' if figure.measure == other.measure else 'other'}"
    if apart == 0:
        yield from _words(figure, other, text, side)
    yield from _rivals(figure, other, figures, side)
    if units in ("same", "alike", "nouns"):
        yield from _sizes(figure, other)
    yield from _gap(role, text[min(figure.end, other.end) : max(figure.start, other.start)], side)
    if figure.as_of == other.as_of and figure.as_of[0] is not None:
        yield f"{role} same day"
    if figure.actor and figure.actor == other.actor:
        yield f"{role} same actor"


def _words(figure: LinkFigure, other: LinkFigure, text: str, side: str) -> Iterator[str]:
    """The cues before, after and between the two in one sentence."""
    role, between = figure.role, cues_between(text, figure, other)
    yield f"{role} before {cue_of(figure.before)} {side}"
    yield f"{role} other before {cue_of(other.before)} {side}"
    yield f"{role} after {cue_of(figure.after)} {side}"
    for cue in between:
        yield f"{role} between {cue} {side}"
    if abs(other.at - figure.at) == 1:
        yield f"{role} beside {side} between {' '.join(between[-2:])}"


def _rivals(figure: LinkFigure, other: LinkFigure, figures: Sequence[LinkFigure], side: str) -> Iterator[str]:
    """Whether a claim between the two would do as well."""
    units = _units(figure, other)
    between = figures[min(figure.at, other.at) + 1 : max(figure.at, other.at)]
    rivals = [one for one in between if one.role == other.role and _units(figure, one) == units]
    yield f"{figure.role} rivals {min(2, len(rivals))} {side}"
    if not rivals:
        yield f"{figure.role} nearest {units}"
    if any(one.role == "level" and one.kind not in ("duration", "age") for one in between):
        yield f"{figure.role} past a level {side}"


def _sizes(figure: LinkFigure, other: LinkFigure) -> Iterator[str]:
    if not figure.value or not other.value:
        return
    one, two = abs(figure.value), abs(other.value)
    ratio = max(one / two, two / one)
    yield f"{figure.role} size {next((name for limit, name in SIZES if ratio < limit), 'unlike')}"
    yield f"{figure.role} {'larger' if one > two else 'smaller'}"


def _gap(role: str, gap: str, side: str) -> Iterator[str]:
    if "\n\n" in gap or ("\n" in gap and len(gap) > PARAGRAPH):
        yield f"{role} other paragraph"
    if "\n" not in gap and len(gap) < CLOSE:
        yield f"{role} close {side}"
    if ";" in gap or ", while" in gap or ", and" in gap:
        yield f"{role} parted"
