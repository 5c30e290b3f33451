"""Parts and totals: "52 people, including 12 children", "39 of the 40", "five in all: two here and three there"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from transforms.ledger.arithmetic.entries import (
    COUNTED,
    PHRASES,
    Entry,
    Page,
    Relation,
    has_own_noun,
    has_phrase,
    is_one_measure,
    is_one_unit,
    may_add,
)
from transforms.ledger.arithmetic.intervals import total
from transforms.lexicons.tables import read_sets

_SUBJECTS: Final = read_sets("subject_words")
PEOPLE: Final = _SUBJECTS["person"] | _SUBJECTS["victim"]
NEAR: Final = 45  # characters between a cue and its figure, and between parts in a row
ACROSS: Final = 3  # sentences back in which a whole is looked for
EXACT_SUMS: Final = 20  # wholes up to this may be met by chance
ROUNDED: Final = 0.03  # how far a sum of rounded parts may lie off and still be all of the whole
OVERLAP: Final = 1.1  # how far parts may exceed their whole before they are taken to overlap
_STOPS: Final = re.compile(r"[.;:!?](?:\s|$)|[\"”“]")
_OPENS: Final = re.compile(r"(?:^|[.!?:;,(\"“”—–]\s*|\s(?:and|but|that)\s)$")
_OF: Final = re.compile(r"^\s*(?:out )?of(?: (?:[\w.&-]+(?:['’]s?)?)){0,5}\s+$|^-(?:of|for)-$")
_DETERMINERS: Final = "|".join(sorted(PHRASES["before whole"], key=len, reverse=True))
_OF_THE: Final = re.compile(rf"(?:of|out of|among)(?: (?:{_DETERMINERS}|[\w-]+['’]s?))*\s*$")
_LIST: Final = re.compile(r"^[^.;!?]{0,60}[:(–—]\s*[^.;!?]{0,20}$")
_WITH: Final = re.compile(r"(?<!\bcompared)(?<!\balong)(?<!\btogether)\s+with\s+$")
_APART: Final = re.compile(r",\s+$")
_MANNER: Final = re.compile(r"^ (?:\w+(?:ly|ing|ed)\b|of (?:them|those|whom)\b)")
_SHARED_OUT: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(PHRASES['shared out']))}) (?:of (?:which|whom|them|those|these))$"
)
_ALL: Final = re.compile(r"\ball $")  # "all 22 of the delegates": nothing less than a whole
_TO_TOTAL: Final = re.compile(r"\b(?:to|of|at)\b[^.;,]{0,20}$")
_OF_TOTAL: Final = re.compile(r"\bof (?:the|its|their|that) \w+$")
_LETTERS: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_NEXT_WORD: Final = re.compile(r" (\w+)")
_SHORT_AND: Final = re.compile(r"^ [^.;:!?()]{0,30}?\band (?:the |a |an |another )?$")
_JOINED: Final = re.compile(r"^[^.!?]*(?:,|;|\band\b|&|\bplus\b|–|—)[^.!?]*$")


def sums(page: Page) -> Iterator[Relation]:
    """Wholes with their parts, each told by its words."""
    counted = [entry for entry in page.entries if entry.row["kind"] in (*COUNTED, "duration")]
    for place, entry in enumerate(counted):
        yield from _of_whole(page, counted, place)
        yield from _after_whole(page, counted, place)
        yield from _opened(page, counted, place)
        yield from _back(page, counted, place)
        yield from _to_total(page, counted, place)
        yield from _listed(page, counted, place, entry)
        yield from _joined(page, counted, place)
        yield from _split(page, counted, place)
    yield from _remaining(page)


def related(whole: Entry, parts: Sequence[Entry]) -> Relation | None:
    """The relation of a whole to parts: a sum where they make all of it, else parts of it."""
    if any(entry.row["comparator"] == "range" for entry in (whole, *parts)):
        return None
    if whole in parts or whole.value <= 0 or parts[0].value <= 0 or any(part.value == whole.value for part in parts):
        return None
    if len(parts) > 1 and total(part.interval for part in parts).low > OVERLAP * whole.interval.high:
        if parts[0].interval.low > whole.interval.high:
            return None
        parts = parts[:1]  # "of 72 flats 51 have damp and 33 have rats": some have both
    told = (("whole", whole), *(("part", part) for part in parts))
    if len(parts) > 1 and total(part.interval for part in parts).meets(whole.interval) and _is_close(whole, parts):
        if whole.is_things and len({is_one_unit(whole, part) for part in parts}) > 1:
            return None  # "two defendants … four counts … six counts": one part is of what the whole counts, one is not
        return Relation("sum", tuple(("total" if name == "whole" else name, entry) for name, entry in told))
    return Relation("part", told)


def _is_close(whole: Entry, parts: Sequence[Entry]) -> bool:
    return abs(sum(part.value for part in parts) - whole.value) <= ROUNDED * whole.value


def _of_whole(page: Page, counted: Sequence[Entry], place: int) -> Iterator[Relation]:
    """ "39 of the 40 delegates": the part, then the whole."""
    if place + 1 == len(counted):
        return
    part, whole = counted[place], counted[place + 1]
    gap = page.between(part, whole)
    if whole.sentence != part.sentence or not _OF.match(gap) or not may_add(part, whole):
        return
    if has_phrase(gap, PHRASES["not a list"]):
        return
    if (is_one_unit(part, whole) or not has_own_noun(part)) and part.value <= whole.value:
        found = related(whole, [part])
        if found:
            yield found


def _after_whole(page: Page, counted: Sequence[Entry], place: int) -> Iterator[Relation]:
    """ "52 people, including 12 children and 3 women", "350 flats, 99 of which": the whole, then its parts."""
    if place + 1 == len(counted):
        return
    whole, first = counted[place], counted[place + 1]
    gap = page.between(whole, first)
    if first.sentence != whole.sentence or not may_add(whole, first) or _STOPS.search(gap):
        return
    if first.is_compound or whole.is_compound:
        return
    cue = _last_cue(gap, PHRASES["whole before part"])
    follows = has_phrase(" ".join(page.after(first, 30).split()[:2]), PHRASES["part of those"])
    if cue is not None and _SHARED_OUT.search(gap[: len(gap) - cue]):
        return  # "boxes, each of which held 40 bags", "people, most of them in two trucks"
    told = cue is not None and cue <= NEAR and not _strays(gap[len(gap) - cue :]) and not _is_target(page, first)
    with_part = not has_own_noun(first) and bool(_MANNER.match(page.after(first, 30)))
    is_with = bool(_WITH.search(gap)) and is_one_measure(whole, first)
    if with_part and (is_with or (_APART.search(gap) and first.value < whole.value / 2)):
        told = True
    if told or (follows and len(gap) <= 2 * NEAR and "," in gap):
        parts = _in_a_row(page, counted, place + 1) if cue is not None else [first]
        found = related(whole, [part for part in parts if may_add(whole, part)])
        if found:
            yield found


def _strays(words: str) -> bool:
    """Whether the words between a cue and a figure lead elsewhere."""
    return "," in words or has_phrase(words, PHRASES["relative"])


def _last_cue(gap: str, phrases: frozenset[str]) -> int | None:
    """How many characters lie between the last of the phrases and the end; None where there is none."""
    ends = [match.end() for phrase in phrases for match in re.finditer(rf"\b{phrase}\b", gap)]
    return len(gap) - max(ends) if ends else None


def _in_a_row(page: Page, counted: Sequence[Entry], place: int) -> list[Entry]:
    """The parts that stand in a row from `place` on, in one sentence."""
    row = [counted[place]]
    for entry in counted[place + 1 :]:
        gap = page.between(row[-1], entry)
        if entry.sentence != row[-1].sentence or not may_add(row[-1], entry) or entry.is_compound:
            break
        if len(gap) > 2 * NEAR or not _JOINED.match(gap) or has_phrase(gap, PHRASES["whole before part"]):
            break
        row.append(entry)
    return row


def _opened(page: Page, counted: Sequence[Entry], place: int) -> Iterator[Relation]:
    """ "Of the 40 passengers, 22 were Cuban": the whole opens the clause."""
    whole = counted[place]
    before = page.before(whole, NEAR)
    cue = _OF_THE.search(before)
    if cue is None or not _OPENS.search(before[: cue.start()]):
        return
    later = [entry for entry in counted[place + 1 : place + 6] if entry.sentence == whole.sentence]
    parts = [entry for entry in later if may_add(whole, entry)]
    if parts and parts[0] is later[0] and len(page.between(whole, parts[0])) <= 4 * NEAR:
        row = _in_a_row(page, counted, counted.index(parts[0]))
        found = related(whole, row)
        if found:
            yield found


def _back(page: Page, counted: Sequence[Entry], place: int) -> Iterator[Relation]:
    """ "Of those, 12 were children", "8 of those hits": the whole stands in a sentence before, or earlier in this."""
    part = counted[place]
    opening, opened_at = _opening(page, part)
    opens = any(opening.lstrip(' “"').startswith(phrase) for phrase in PHRASES["back to whole"])
    follows = has_phrase(" ".join(page.after(part, 30).split()[:2]), PHRASES["part of those"])
    inside = re.search(r"\bof (?:the|these|those|them)\b", str(part.row["quote"]).lower())
    if not (opens or follows or inside) or _ALL.search(page.before(part, 10)):
        return
    if opens and any(entry.row["start"] >= opened_at for entry in counted[:place]):
        return  # one of a row: told with the first
    is_total = opens and "total" in opening
    for whole in reversed(counted[:place]):
        if part.sentence - whole.sentence > (2 * ACROSS if inside else ACROSS):
            break
        if is_total and "total" not in page.before(whole, 30):
            continue
        if part.value < whole.value and _is_whole_of(part, whole, is_bound=bool(inside or follows)):
            parts = _in_a_row(page, counted, place) if opens else [part]
            found = related(whole, [entry for entry in parts if may_add(whole, entry)])
            if found:
                yield found
            return


def _opening(page: Page, entry: Entry) -> tuple[str, int]:
    """The words of an entry's sentence before it, and where they begin; none where that is farther than two NEAR."""
    before = page.before(entry, 2 * NEAR)
    starts = [match.end() for match in re.finditer(r"[.!?\"”\n]\s+", before)]
    start = entry.row["start"] - len(before)
    if starts:
        return before[starts[-1] :], start + starts[-1]
    return (before, start) if start == 0 else ("", entry.row["start"])


def _is_whole_of(part: Entry, whole: Entry, *, is_bound: bool) -> bool:
    if not may_add(part, whole) or whole.row["kind"] == "duration":
        return False
    if is_bound and has_own_noun(part) and not is_one_unit(part, whole):
        return part.row["measure"] not in (None, "count") and is_one_measure(part, whole)
    return is_one_measure(part, whole)


def _to_total(page: Page, counted: Sequence[Entry], place: int) -> Iterator[Relation]:
    """ "Another three, bringing the total to 32", "an additional six, for a total of 279"."""
    whole = counted[place]
    before = _clause_before(page, whole)
    cue = _last_cue(before, PHRASES["total after parts"])
    if (
        cue is None
        or not _TO_TOTAL.search(before[len(before) - cue :])
        or _OF_TOTAL.search(before[: len(before) - cue])
    ):
        return
    if place and counted[place - 1].row["end"] > whole.row["start"] - cue:
        return  # "raising its total to $205 million in 24 days": the total is another
    rising = before[: len(before) - cue]
    rising = rising[rising.rfind(",") + 1 :]
    if not has_phrase(rising, PHRASES["rise to total"]) or _is_target(page, whole):
        return
    # "For a total of" ends what its own sentence adds up.
    farthest = 0 if not has_phrase(rising, PHRASES["rise to total"] - {"for"}) else ACROSS + 1
    earlier = [entry for entry in counted[:place] if whole.sentence - entry.sentence <= farthest]
    parts = [entry for entry in earlier if may_add(entry, whole) and entry.value < whole.value]
    for count in range(min(4, len(parts)), 1, -1):
        chosen = parts[-count:]
        found = related(whole, chosen) if len({entry.sentence for entry in chosen}) == 1 else None
        if found and found.kind == "sum":
            yield found
            return
    raising = [entry for entry in parts if _may_raise(entry, whole)][-1:]
    found = related(whole, raising) if raising else None
    if found and not has_phrase(page.after(raising[0], 30), PHRASES["each"]):
        yield found


def _may_raise(part: Entry, whole: Entry) -> bool:
    """Whether a figure may be what raised a total: of its measure or of its things, and nothing told per something."""
    if "/" in part.unit and "/" not in whole.unit:
        return False
    return is_one_measure(part, whole) or (part.is_things and whole.is_things and is_one_unit(part, whole))


def _is_target(page: Page, entry: Entry) -> bool:
    """Whether a figure is one that is to be reached: "a total of 1,991 delegates are needed" holds no parts."""
    return has_phrase(" ".join(page.after(entry, 40).split()[:3]), PHRASES["target"])


def _is_in_row(page: Page, whole: Entry, parts: Sequence[Entry]) -> bool:
    """Whether a figure is told as those behind it are: "36 in the north, 29 in the south", "Greens 36, Liberals 29"."""
    following = {
        match.group(1) if (match := _NEXT_WORD.match(page.after(entry, 20))) else "" for entry in (whole, *parts)
    }
    shapes = {_LETTERS.sub("w", page.between(one, other)) for one, other in pairwise((whole, *parts))}
    return shapes == {", w "} or (len(following) == 1 and following <= PHRASES["not a list"])


def _are_of_one_time(parts: Iterable[Entry]) -> bool:
    """Whether no two figures are of different days: "two years ago it was 24, in 1994 eight" are no parts of 32."""
    return len({(entry.row["as_of_start"], entry.row["as_of_end"]) for entry in parts}) == 1


def _clause_before(page: Page, entry: Entry) -> str:
    """The words of an entry's sentence before it, at most 160 characters."""
    before = page.before(entry, 160)
    starts = [match.end() for match in re.finditer(r"[.!?]\s+", before)]
    return before[starts[-1] :] if starts else before


def _listed(page: Page, counted: Sequence[Entry], place: int, whole: Entry) -> Iterator[Relation]:
    """ "five sales: two to one airline and three to another"; "the total of 8.8 million: 2.2 and 6.6"."""
    if place + 2 >= len(counted) or whole.value <= 2:
        return
    gap = page.between(whole, counted[place + 1])
    is_list = bool(_LIST.match(gap)) and "\n" not in gap and not ("(" in gap and ")" in gap)
    named = has_phrase(page.before(whole, 2 * NEAR) + gap, PHRASES["total word"])
    if is_list and whole.sentence == counted[place + 1].sentence:
        row = _in_a_row(page, counted, place + 1)
        if len(row) > 1 and _is_whole_list(page, whole, row, gap, is_named=named):
            yield Relation("sum", (("total", whole), *(("part", part) for part in row)))
            return
    for count in range(2, min(7, len(counted) - place)):
        parts = list(counted[place + 1 : place + 1 + count])
        if not all(may_add(whole, part) and part.row["kind"] == whole.row["kind"] for part in parts):
            return
        if parts[-1].sentence - whole.sentence > ACROSS:
            return
        agree = total(part.interval for part in parts).meets(whole.interval)
        exact = abs(sum(part.value for part in parts) - whole.value) <= 1e-6 * whole.value
        one = all(is_one_measure(whole, part) for part in parts)
        joined = all(_JOINED.match(page.between(a, b)) for a, b in pairwise(parts))
        if (
            agree
            and joined
            and not _is_in_row(page, whole, parts)
            and (is_list or (exact and one and (named or (whole.value > EXACT_SUMS and _are_of_one_time(parts)))))
        ):
            found = related(whole, parts)
            if found and found.kind == "sum":
                yield found
            return


def _is_whole_list(page: Page, whole: Entry, row: Sequence[Entry], gap: str, *, is_named: bool) -> bool:
    """Whether a list tells all parts: behind the colon of a total, or in brackets of its own with "and"."""
    if not all(is_one_unit(whole, part) or (whole.is_things and part.is_things) for part in row):
        return False
    if has_phrase(gap, PHRASES["whole before part"]) or not has_phrase(page.between(row[-2], row[-1]), ("and", "plus")):
        return False
    if gap.rstrip().endswith("("):
        return bool(re.match(r"[^()]{0,40}\)", page.after(row[-1], 45))) and all(
            is_one_unit(whole, part) for part in row
        )
    return is_named and ":" in gap


def _joined(page: Page, counted: Sequence[Entry], place: int) -> Iterator[Relation]:
    """ "2.2 million in damages and 6.6 million in fines": parts in a row, the whole in a sentence near by."""
    row = _in_a_row(page, counted, place)
    if len(row) < 2 or not all(is_one_unit(row[0], entry) and is_one_measure(row[0], entry) for entry in row):
        return
    target = total(entry.interval for entry in row)
    for whole in reversed(counted[:place]):
        if row[0].sentence - whole.sentence > 2 * ACROSS:
            return
        if not is_one_unit(whole, row[0]):
            continue
        if not is_one_measure(whole, row[0]) or whole.value <= EXACT_SUMS:
            return
        exact = abs(target.value - whole.value) <= 1e-6 * whole.value
        if exact and not _is_in_row(page, whole, row) and _are_of_one_time(row):
            found = related(whole, row)
            if found and found.kind == "sum":
                yield found
        return


def _split(page: Page, counted: Sequence[Entry], place: int) -> Iterator[Relation]:
    """ "seven people, six victims and the one gunman": the whole and its two parts side by side."""
    if place + 2 >= len(counted):
        return
    whole, one, other = counted[place : place + 3]
    if not (whole.is_things and one.is_things and other.is_things and other.sentence == whole.sentence):
        return
    if one.value + other.value != whole.value or one.value == 0 or other.value == 0:
        return
    if _is_in_row(page, whole, (one, other)) or (place and whole in _in_a_row(page, counted, place - 1)):
        return
    gap = page.between(whole, one)
    if gap.strip() == "," and has_own_noun(one) and has_own_noun(other) and whole.unit[1:-1] not in PEOPLE:
        return  # "three crashes, two bicycles and one bad Sunday" are a list of three things
    if re.search(r"[,:(–—-]\s*$", gap) and len(gap) <= NEAR and _SHORT_AND.match(page.between(one, other)):
        yield Relation("sum", (("total", whole), ("part", one), ("part", other)))


def _remaining(page: Page) -> Iterator[Relation]:
    """ "37.5% were Japanese, the remaining 62.5% foreign": shares that make a hundred, the whole not told."""
    shares = [entry for entry in page.entries if entry.unit == "%" and entry.row["role"] == "level"]
    for first, last in pairwise(shares):
        if first.sentence == last.sentence and has_phrase(page.before(last, 15), PHRASES["remaining"]):
            yield Relation("sum", (("part", first), ("part", last)))
