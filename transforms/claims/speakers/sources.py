"""Where the words for a speaker stand beside a verb: the noun phrase before it, after it, or after "according to"."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.claims.speakers.view import FINITE, NOUN_STARTS, NOUNS, QUOTE_MARKS, STOPS, SentenceView
from transforms.claims.speakers.words import RELATIVES

WINDOW = 60  # tokens: no subject is sought further away, so a sentence of any length takes linear time
INSIDE = NOUNS | {"JJ", "JJR", "JJS", "CD", "POS", "VBG", "VBN", "$", "FW", "RBS", "RBR"}
ATTACHING = frozenset(
    [
        "of",
        "without",
        "for",
        "in",
        "at",
        "with",
        "from",
        "on",
        "by",
        "near",
        "under",
        "to",
        "inside",
        "within",
        "about",
        "between",
        "among",
        "into",
    ]
)
ENDS_PHRASE = frozenset(
    [
        "who",
        "whom",
        "which",
        "that",
        "as",
        "when",
        "while",
        "after",
        "before",
        "during",
        "because",
        "if",
        "to",
        "whose",
        "where",
        "until",
    ]
)
NESTING = frozenset("after before when while where because since as if until though although that than whether".split())
DASHES = frozenset(("-", "--", "—", "–"))
ADVERBS = frozenset(("also", "then", "both", "himself", "herself", "each", "first"))
JOINERS = frozenset(("and", "&", "or"))


@dataclass(frozen=True, slots=True)
class Source:
    """The words for a speaker in one sentence: tokens `first` to `end` (half-open), and appositions beside them."""

    first: int
    end: int
    appositions: tuple[tuple[int, int], ...] = ()


def before_verb(view: SentenceView, verb: int, floor: int) -> Source | None:
    """The subject that ends right before the verb group at `verb`, no further left than `floor`."""
    floor = max(floor, verb - WINDOW)
    last = _skip_back(view, verb - 1, floor)
    if last < floor:
        return None
    if view.lowers[last] in RELATIVES:
        return _antecedent(view, last, floor)
    if view.lowers[last] == ",":
        return _before_comma(view, last, floor)
    return _phrase_ending(view, last, floor)


def after_verb(view: SentenceView, first: int) -> Source | None:
    """The noun phrase that starts at `first`: the speaker of "…," said X, or X of "according to X"."""
    end = first
    limit = min(view.count, first + WINDOW)
    while end < limit and not _ends_after(view, first, end):
        end += 1
    while end > first and (view.is_time(end - 1) or view.lowers[end - 1] in ATTACHING or view.tags[end - 1] == "CD"):
        if view.tags[end - 1] == "CD" and not view.is_time(end - 2):
            break
        end -= 1
    if end == first or not any(view.tags[i] in NOUN_STARTS for i in range(first, end)):
        return None
    return Source(first, end, tuple(_appositions_after(view, end)))


def _ends_after(view: SentenceView, first: int, i: int) -> bool:
    lower, tag = view.lowers[i], view.tags[i]
    if lower == "," and view.tags[i - 1] == "CD" and view.tags[i + 1 : i + 2] == ["CD"] and view.is_time(i - 2):
        return False  # a March 14, 2019 release
    if lower in QUOTE_MARKS and i == first + 1 and view.tags[first] in ("DT", "PRP$"):
        return False  # the "so-called" plan
    if lower in QUOTE_MARKS or lower in STOPS or lower in (",", "--", "—", "–", "(", ")") or lower in ENDS_PHRASE:
        return True
    if i > first and tag in ("VBD", "VBP", "VBZ", "MD"):
        return True
    return i > first and tag in ("PRP", "WP", "WDT", "RB", "EX")


def _appositions_after(view: SentenceView, end: int) -> list[tuple[int, int]]:
    """The stretches between commas after a name: ", a lawyer with the bank," and the further names of a list."""
    found: list[tuple[int, int]] = []
    after = _over_brackets(view, end)
    if after > end and view.lowers[after : after + 1] in (["and"], ["&"]):
        return [(after, min(view.next_comma(after), _phrase_stop(view, after)))]
    end = after
    while end < view.count and view.lowers[end] == "," and len(found) < 6:
        following = min(view.next_comma(end + 1), end + WINDOW)
        stop = end + 1
        while stop < following and view.lowers[stop] not in STOPS and view.lowers[stop] not in QUOTE_MARKS:
            stop += 1
        starts_noun = end + 1 < view.count and view.tags[end + 1] in NOUN_STARTS | {"CC"}
        if not starts_noun or view.has_finite(end + 1, stop):
            break
        opening = next((i for i in range(end + 1, stop) if view.lowers[i] == "("), stop)
        found.append((end + 1, opening))
        if _over_brackets(view, opening) < stop:
            found.append((_over_brackets(view, opening), stop))
        if stop < following:
            break
        end = following
    return found


def _phrase_stop(view: SentenceView, start: int) -> int:
    """The first stop, quotation mark or verb from `start` on."""
    ends = (i for i in range(start, view.count) if view.lowers[i] in STOPS or view.lowers[i] in QUOTE_MARKS)
    verb = next((i for i in range(start, view.count) if view.tags[i] in FINITE), view.count)
    return min(next(ends, view.count), verb)


def _over_brackets(view: SentenceView, token: int) -> int:
    """The token after an abbreviation in brackets at `token`: "the Health Ministry (MOH), the army and …"."""
    is_short = view.lowers[token : token + 1] == ["("] and view.lowers[token + 2 : token + 3] == [")"]
    return token + 3 if is_short else token


def _skip_back(view: SentenceView, i: int, floor: int) -> int:
    """Step back over what may stand between subject and verb: brackets, "on Friday", "today"."""
    while i > floor:
        if view.lowers[i] == ")":
            opening = i
            while opening > floor and view.lowers[opening] != "(":
                opening -= 1
            i = opening - 1
        elif view.is_time(i) or (view.lowers[i] in ("on", "in", "from") and view.is_time(i + 1)):
            i -= 1
        elif view.lowers[i] in DASHES and i - 1 > floor:
            opening = next((k for k in range(i - 1, floor, -1) if view.lowers[k] in DASHES), i)
            is_relative = view.lowers[opening + 1] in RELATIVES | {"where"}
            is_clause = not is_relative and bool({"VBD", "VBZ", "MD"} & set(view.tags[opening:i]))
            if opening == i or i - opening > (30 if is_relative else 15) or is_clause:
                break
            i = opening - 1
        elif view.tags[i] == "CD" and view.is_time(i - 1):
            i -= 2
        elif view.lowers[i] == "out" and view.is_time(i + 1):  # "a poll out Monday shows"
            i -= 1
        elif view.lowers[i] == "of" and view.lowers[i - 1] == "as":
            i -= 2  # "reports as of Wednesday"
        elif view.lowers[i] in ADVERBS and (view.tags[i] in ("RB", "DT") or view.tags[i - 1] in NOUNS):
            i -= 1
        else:
            break
    return i


def _base_start(view: SentenceView, last: int, floor: int) -> int:
    """The first token of the noun phrase, without "of"-phrases, that ends at `last`; `last` + 1 if there is none."""
    i = last
    if view.tags[i] in ("PRP", "EX", "DT") and i == last:
        return i
    while i >= floor and (view.tags[i] in INSIDE or view.lowers[i] == "/"):
        i -= 1
    first = i + 1
    if first <= last and i >= floor and view.tags[i] in ("DT", "PRP$", "PDT", "WP$"):
        first = i
        if first - 1 >= floor and view.tags[first - 1] == "PDT":
            first -= 1
    while first < last and (view.is_time(first) or view.tags[first] in ("VBN", "VBG", "POS")):
        first += 1  # "on Wednesday the bank": the day belongs to the verb
    return first


def _phrase_ending(view: SentenceView, last: int, floor: int) -> Source | None:
    if view.tags[last] in ("VBN", "VBD"):  # "figures to be published", "documents filed"
        last -= 1
        while last > floor and view.lowers[last] in ("to", "be", "being", "just", "newly", "also"):
            last -= 1
    if view.tags[last] in FINITE and _is_zero_relative(view, max(floor, view.previous_comma(last) + 1), last):
        last -= 2
    first = _base_start(view, last, floor)
    if first > last or (first == last and view.lowers[first] in ("the", "a", "an")):
        return None
    first = _with_attachments(view, first, floor)
    first = _with_conjuncts(view, first, floor)
    return _with_relative(view, first, floor) or Source(first, last + 1)


def _with_relative(view: SentenceView, first: int, floor: int) -> Source | None:
    """Whom a relative clause that ends before the verb is about: "officials who spoke on condition of anonymity"."""
    for i in range(first - 1, floor, -1):
        if view.lowers[i] == "," or view.lowers[i] in STOPS or view.lowers[i] in QUOTE_MARKS:
            return None
        if view.lowers[i] == "who":
            is_clause = (
                view.tags[i - 1] in NOUNS and view.has_finite(i, first) and view.lowers[first - 1] not in NESTING
            )
            return _phrase_ending(view, i - 1, floor) if is_clause else None
    return None


def _with_attachments(view: SentenceView, first: int, floor: int) -> int:
    """Take in what an "of"-phrase hangs on: the head of the bank, a report by the ministry."""
    while first - 2 >= floor and view.lowers[first - 1] in ATTACHING:
        governor = first - 2
        while governor > floor and view.is_time(governor):
            governor -= 1  # "a report published Tuesday by the bank"
        if view.lowers[governor] == "according":
            break
        if view.tags[governor] in ("VBN", "VBG", "VBD", "JJ", "RB") and governor - 1 >= floor:
            governor -= 1  # "a poll conducted in the city"
        if view.tags[governor] not in NOUNS | {"CD"} and view.lowers[governor] not in (
            "one",
            "some",
            "many",
            "those",
            "all",
        ):
            break
        start = _base_start(view, governor, floor)
        if start > governor or view.is_time(governor):
            break
        first = start
    return first


def _with_conjuncts(view: SentenceView, first: int, floor: int) -> int:
    """Take in the other speakers of "A and B said", unless "and" joins clauses."""
    while first - 2 >= floor and view.lowers[first - 1] in JOINERS:
        last = _skip_back(view, first - 2, floor) if view.lowers[first - 2] == ")" else first - 2
        segment = max(view.previous_comma(first - 1) + 1, floor)
        if view.tags[last] not in NOUNS or view.has_finite(segment, first - 1):
            break
        start = _with_attachments(view, _base_start(view, last, floor), floor)
        if start > last:
            break
        first = start
        if first - 2 >= floor and view.lowers[first - 1] == "," and view.tags[first] in ("NNP", "NNPS"):
            earlier = _base_start(view, first - 2, floor)
            if (
                earlier <= first - 2
                and view.tags[earlier - 1 : earlier] not in (["IN"], ["CC"])
                and not view.has_finite(max(view.previous_comma(first - 1) + 1, floor), first - 1)
            ):
                first = earlier
    return first


def _antecedent(view: SentenceView, relative: int, floor: int) -> Source | None:
    last = relative - 1
    if last < floor:
        return None
    if view.lowers[last] == ",":
        return _before_comma(view, last, floor) or _phrase_ending(view, _skip_back(view, last - 1, floor), floor)
    return _phrase_ending(view, last, floor)


def _before_comma(view: SentenceView, comma: int, floor: int) -> Source | None:
    """The subject before appositions: X, a lawyer for the bank, said."""
    segments: list[tuple[int, int]] = []
    end = comma
    while end > floor:
        start = max(view.previous_comma(end) + 1, floor)
        if any(view.lowers[i] in (";", ":", "!", "?") or view.lowers[i] in QUOTE_MARKS for i in range(start, end)):
            break
        is_relative = view.lowers[start] in RELATIVES or view.lowers[start] in ("where", "when")
        if _has_main_verb(view, start, end) and not is_relative:
            that = next((i for i in range(end - 1, start, -1) if view.lowers[i] == "that"), None)
            if that is not None and not view.has_finite(that, end):  # "the union reported that X, a clerk, had said"
                segments.append((that + 1, end))
            break
        segments.append((start, end))
        end = start - 1
    segments.reverse()
    found = []
    for at, (start, end) in enumerate(segments):
        while start < end and (view.tags[start] == "CC" or view.lowers[start] in ("that", "as")):
            start += 1
        if start < end and _can_be_subject(view, start, end):
            found.append(Source(start, _without_tail(view, start, end), tuple(segments[at + 1 :])))
    # "…, the most since 2011, Brandt, 44, said": the first that can say something
    return next((source for source in found if view.speaks(source.first, source.end)), next(iter(found), None))


def _has_main_verb(view: SentenceView, start: int, end: int) -> bool:
    """Whether a stretch has a finite verb that stands in no relative clause."""
    if not view.has_finite(start, end):
        return False
    relative = next((i for i in range(start, end) if view.lowers[i] in RELATIVES), end)
    verbs = [i for i in range(start, relative) if view.tags[i] in FINITE and not _is_zero_relative(view, start, i)]
    if len(verbs) == 1 and view.tags[verbs[0]] == "VBD" and view.tags[start] == "DT":
        behind = verbs[0] + 1
        return view.tags[behind : behind + 1] != ["IN"] or view.lowers[behind] == "that"  # "a customer based in Boston"
    return bool(verbs)


def _is_zero_relative(view: SentenceView, start: int, verb: int) -> bool:
    """Whether a verb is that of a relative clause without a word for it: "a fund he controls"."""
    noun = verb - 2
    is_clause = noun > start and view.tags[verb - 1] == "PRP" and view.tags[noun] in ("NN", "NNS")
    return is_clause and view.tags[start] != "IN" and not view.is_time(noun)


def _can_be_subject(view: SentenceView, start: int, end: int) -> bool:
    if view.tags[start] not in NOUN_STARTS or view.lowers[start] in RELATIVES:
        return False
    if view.tags[start + 1 : start + 3] in (["JJS", "IN"], ["RBS", "IN"], ["JJR", "IN"]):
        return False  # "the most since 2011"
    return not all(view.is_time(i) or view.tags[i] in ("CD", "IN", "DT") for i in range(start, end))


def _without_tail(view: SentenceView, start: int, end: int) -> int:
    """Cut what follows the noun phrase at a verb form or a relative word: "Smith speaking in Paris"."""
    for i in range(start + 1, end):
        if view.lowers[i] in RELATIVES or view.lowers[i] == "(":
            return i
    return end
