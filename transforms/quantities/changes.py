"""Trend: whether a value is itself a change, from the verb, noun, adjective or preposition beside it."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.rule import in_order, rule
from transforms.syntax.lexicon import tags_of

_WORDS: Final = read_sets("quantity_words")
TRENDS: Final[dict[str, tuple[str, str]]] = {
    row["word"]: (row["trend"], row["form"]) for row in read_table("trend_words")
}
_SKIPPED: Final = _WORDS["between a change and its number"]
_PACES: Final = _WORDS["paces"]
_PACED: Final = _WORDS["before paces"]
# What goes on "at a rate of 5%".
_GROWTH: Final = _WORDS["growth"]
_LEVELS: Final = frozenset({"to", "from", "at", "with", "than", "as", "below", "above"})
# What is gained and not reached: seats, points, weight.
_GAINED: Final = frozenset({
    "seat", "point", "vote", "%", "{percentage point}", "{seat}", "{point}", "{IQ point}", "{vote}", "{basis point}",
    "[lb_av]", "kg", "{job}",
})  # fmt: skip
_SIGNS: Final = frozenset("$£€¥")
_OWNING: Final = frozenset({"the", "its", "their", "his", "her", "our", "these", "those", "this"})
_IS: Final = frozenset({"is", "was", "were", "are", "be"})
_CLOSED: Final = _WORDS["before up and down"]
# Verbs of a way, whose length is no change: "advanced eight kilometres".
_WAYS: Final = _WORDS["ways of moving"]
# Verbs with "up" or "down" that are nouns besides: "shot down five jets".
_FELLING: Final = _WORDS["felling verbs"]
_MOVING: Final = frozenset({"verb", "transitive", "verb noun", "noun"})
_NO_OBJECT: Final = frozenset({"of", "a", "the", "with", "for", "and", "in", "than", "on", ","})
_BREAKS: Final = frozenset({",", ";", "that", ")", "(", "will", "which", "and", "has", "have", "said"})
# Words between a percentage and the noun of its change: "a 5% pay rise".
_BETWEEN: Final = _WORDS["between a share and its change"]
_AFTER_CHANGE: Final = frozenset({"in", "to", "of", ",", ".", "from", "by", "on", "for", ""})
_PLACES: Final = frozenset({"at", "in", "for", "on", "among", "this", "last"})
_TURNS: Final = frozenset("to from with of which that but while were was is are said than compared versus".split())


@rule("change", after=("hedge",))
def mark_trends(line: Line, mentions: list[Mention], context: Context) -> None:
    """Fills `trend` of the mentions whose value is a change."""
    previous: Mention | None = None
    for mention in mentions:
        if mention.set_aside or mention.trend or (mention.unit is None and mention.noun is None):
            previous = mention if not mention.set_aside else previous
            continue
        if mention.kind in ("age", "score", "ratio") or (
            mention.unit is not None
            and (
                mention.unit.kind == "duration"
                or (mention.unit.code == "1" and mention.kind != "ratio" and mention.unit.kind == "multiple")
            )
        ):
            continue
        for one in TREND_RULES:
            trend = one.apply(line, mention, previous)
            if trend:
                mention.trend = trend
                mention.note(f"a change: {trend}")
                break
        previous = mention


@rule("plus sign")
def _plus(line: Line, mention: Mention, previous: Mention | None) -> str | None:
    """ "+5%"."""
    is_sign = line.word(mention.begin - 1) == "+" and not line.touches(mention.begin - 1)
    return "up" if is_sign and _code(mention) == "%" else None


@rule("growth at a rate", after=("change behind",))
def _at_a_rate(line: Line, mention: Mention, previous: Mention | None) -> str | None:
    """ "to grow at a rate of at least 2.5 percent", "growth at an annual pace of 5%"."""
    if _code(mention) not in ("%", "%/a"):
        return None
    words = line.lowers[max(0, mention.begin - 14) : mention.begin]
    paced = next((at for at in range(len(words) - 1, max(0, len(words) - 6), -1) if words[at] in _PACES), 0)
    if not paced or words[paced - 1] not in _PACED:
        return None
    for word in reversed(words):
        if word in _GROWTH:
            return TRENDS[word][0] if word in TRENDS else "up"
        if word in (";", ".", ":"):
            return None
    return None


def _code(mention: Mention) -> str:
    return mention.unit.code if mention.unit is not None else ""


@rule("change before", after=("change behind",))
def _before(line: Line, mention: Mention, previous: Mention | None) -> str | None:
    """ "rose 3%", "fell by 200", "up 2.9%", "an increase of 5%"; "rose to 5%" is a level."""
    if line.lower(mention.begin) in ("past", "above", "below", "beyond", "under"):  # "rose above 5%" is a level
        return None
    at, steps = mention.begin - 1, 0
    has_by = False
    while at >= 0 and steps < 6:
        word = line.lowers[at]
        entry = TRENDS.get(word)
        if entry is not None:
            return _held(line, mention, at, entry, has_by, steps)
        if word in _LEVELS and word != "than" and word != "as":
            return None
        has_by = has_by or word == "by"
        if word not in _SKIPPED and not (word.endswith("ly") and len(word) > 4):
            return _object_path(line, mention, at) if steps <= 3 else None
        if word == "of" and line.lowers[max(0, at - 2) : at] == ["an", "average"]:  # "rose by an average of 5%"
            at, steps = at - 2, steps + 1
        elif word == "of":
            return _noun_of(line, mention, at)
        if word == "in" and steps == 0:
            return None
        at, steps = at - 1, steps + 1
    return None


def _held(line: Line, mention: Mention, at: int, entry: tuple[str, str], has_by: bool, steps: int) -> str | None:
    trend, form = entry
    word = line.lowers[at]
    code = _code(mention)
    if form == "compared" and not has_by:
        return None
    if form == "particle":
        is_time = code in ("a", "d", "h", "min", "s", "mo", "wk")
        return trend if _is_leading(line, at) and not is_time else None
    if form == "gain":
        is_price = mention.unit is not None and mention.unit.kind == "money" and _leads_to_price(line, mention)
        return trend if code in _GAINED or _is_gained(mention) or is_price else None
    if form == "transitive":
        is_money = mention.unit is not None and mention.unit.kind == "money"
        is_share = code in ("%", "{percentage point}", "{basis point}", "{point}")
        return trend if has_by or is_share or (is_money and trend == "down") else None
    if form == "noun":
        return trend if has_by or line.lower(at + 1) in ("of", "by") else None
    if mention.noun is not None and mention.noun.singular in ("story", "storey", "floor"):
        return None
    if word in _WAYS and mention.unit is not None and mention.unit.dimension == "length":
        return None
    return trend


def _leads_to_price(line: Line, mention: Mention) -> bool:
    """ "gained 6 cents to $12.04": a price behind the amount says that it is the change."""
    after = line.word(mention.end + 1)
    return line.lower(mention.end) == "to" and (after[:1].isdigit() or after[:1] in _SIGNS)


def _is_leading(line: Line, at: int) -> bool:
    """Whether "up" or "down" at `at` belongs to the number behind it: "up 3%", not "up to 3%" or "up from 3%"."""
    if line.touches(at) or line.lower(at + 1) == ",":
        return False
    word, after = line.lowers[at], line.lower(at + 1)
    if (word == "up" and after == "to") or after in _OWNING:  # "clean up the 33-acre site"
        return False
    if word in ("up", "down") and after in ("from", "at", "in", "on", "for", "with"):
        return False
    return _may_lead(line, at)


def _is_gained(mention: Mention) -> bool:
    gained = ("seat", "point", "IQ point", "job", "position", "pound")
    return mention.noun is not None and mention.noun.singular in gained


def _may_lead(line: Line, at: int) -> bool:
    """Whether "up" or "down" before a number is a change: "were up 3%", not "turned down 3 offers", "make up 16%"."""
    before = line.lower(at - 1)
    if not before or not before[0].isalpha() or before in _CLOSED:
        return True
    if before in _FELLING:
        return False
    tags = tags_of(before)
    return not tags or not tags[0].startswith("VB")


def _noun_of(line: Line, mention: Mention, at: int) -> str | None:
    """ "an increase of 5%", "growth in sales of 3%", "a rise in profits of about 5%"."""
    for back in range(at - 1, max(-1, at - 6), -1):
        word = line.lowers[back]
        entry = TRENDS.get(word)
        if entry is not None and entry[1] in ("noun", "verb noun", "swing", "transitive"):
            if word in ("gain", "gains") and mention.unit is not None and mention.unit.kind == "money":
                return None
            if back == at - 1 or line.lower(back + 1) == "in":
                return entry[0] if entry[1] != "swing" else _swing(line)
            return None
        if word in (",", ";", "and", "that", "is", "was"):
            return None
    return None


def _object_path(line: Line, mention: Mention, at: int) -> str | None:
    """A verb with its object before "by": "slashes funding for this program by 67 percent", "raise wages
    5.5 percent".
    """
    has_by = "by" in line.lowers[at + 1 : mention.begin]
    if not has_by and (mention.unit is None or mention.unit.kind != "percent"):
        return None
    last = mention.begin - 1
    last -= line.lower(last) in ("only", "just", "still", "now")
    if not has_by and line.lower(last) in _IS:
        return _growth_is(line, mention)
    if not has_by and line.lower(last) in _NO_OBJECT:
        return None
    reach = 10 if has_by else 4
    for back in range(at, max(-1, at - reach), -1):
        word = line.lowers[back]
        entry = TRENDS.get(word)
        if entry is not None and (entry[1] in _MOVING or (entry[1] == "particle" and has_by and _may_lead(line, back))):
            return entry[0]
        if word in _BREAKS or (word == ":" and not has_by):
            return None
    return None


def _growth_is(line: Line, mention: Mention) -> str | None:
    """ "sales growth at the stores was 0.5%": the growth itself."""
    words = line.lowers[max(0, mention.begin - 24) : mention.begin - 1]
    for word in ("growth", "increase", "rise", "gain"):
        if word in words and "," not in words[words.index(word) :]:
            return "up"
    return (
        "down" if any(word in words for word in ("decline", "decrease", "drop", "fall")) and "," not in words else None
    )


@rule("change behind", after=("plus sign",))
def _after(line: Line, mention: Mention, previous: Mention | None) -> str | None:
    """ "a 93% increase", "85% more wildfires", "£5m lower than", "4.2% swing against"."""
    at = mention.end
    if mention.noun is not None and mention.unit is None and TRENDS.get(line.lower(at), ("", ""))[1] != "compared":
        return None
    word = line.lower(at)
    if word in _BETWEEN:
        at, word = at + 1, line.lower(at + 1)
        if TRENDS.get(word, ("", ""))[1] not in ("noun", "verb noun", "swing", "transitive"):
            return None
    trend, form = TRENDS.get(word, ("", ""))
    if form == "swing":
        return _swing(line)
    following = line.lower(at + 1)
    kind = mention.unit.kind if mention.unit is not None else "count"
    if form == "compared":
        is_level = kind in ("money", "index") and word in ("lower", "higher")
        is_share = kind in ("percent", "ratio") and following != "or"
        return trend if following == "than" or is_share or is_level else None
    if form in ("noun", "verb noun", "transitive") and kind in ("percent", "money", "index", "measure", "count"):
        return trend if form != "transitive" or following in _AFTER_CHANGE else None
    return None


def _swing(line: Line) -> str:
    return "down" if "against" in line.vocabulary else "up"


@rule("change of the list", after=("change before",))
def _shared(line: Line, mention: Mention, previous: Mention | None) -> str | None:
    """The trend of the mention before, where both stand in one list: "rose 3% and 5%"."""
    if previous is None or not previous.trend or previous.unit is None or mention.unit is None:
        return None
    gap = line.lowers[previous.end : mention.begin]
    if _goes_on(line, mention, previous, gap):
        return previous.trend
    if gap and gap[-1] == "by" and previous.unit.kind == mention.unit.kind == "percent" and len(gap) < 9:
        return previous.trend
    bracketed = gap == ["("]
    listed = gap in (["and"], ["or"], [","], [",", "and"], [",", "or"], ["or", "by"], ["and", "by"])
    if previous.unit.kind == mention.unit.kind and previous.kind == mention.kind and (listed or bracketed):
        return previous.trend
    if bracketed or gap in ([",", "or"], ["or"]):
        return previous.trend if mention.unit.kind in ("percent", "money", "index") else None
    return None


def _goes_on(line: Line, mention: Mention, previous: Mention, gap: list[str]) -> bool:
    """ "fell by 17.7 percent at one, 5.5 percent at the next and 5 percent at the last": each with its own place."""
    assert previous.unit is not None
    assert mention.unit is not None
    if not 2 <= len(gap) <= 9 or previous.unit.code != mention.unit.code or mention.unit.kind != "percent":
        return False
    if gap[0] not in _PLACES or gap[-1] not in (",", "and", ";") or any(word in _TURNS for word in gap):
        return False
    after = line.lower(mention.end)
    return after == gap[0] or after in _PLACES or after in ("so", ".", "")


TREND_RULES: Final = in_order([_plus, _after, _at_a_rate, _before, _shared])
