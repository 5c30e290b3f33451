"""NewsQuant's view of our quantities: `python -m tests.benchmarks.newsquant IN.json OUT.json`.

IN is a list of {"text", …} as in NewsQuant and its four unit sets; OUT is what measure/score_quantities.py reads.  What
NewsQuant sees differently from claims.md is translated here and nowhere else: it counts "one" and gaps in time, gives
vague cardinals their power of ten, writes units as names, keeps the adjectives of counted nouns, and reads "from A to
B" as a range.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.claims import predict as extracted
from tests.benchmarks.concept_choice import concepts
from tests.benchmarks.newsquant_units import is_generation, unit_name
from transforms.quantities.candidates import may_hold_number
from transforms.quantities.changes import TRENDS
from transforms.quantities.collect import collect
from transforms.quantities.context import NOTHING
from transforms.quantities.hedges import hedge_before
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.reader import read_mentions

# Hedges that stand further off, which NewsQuant does not take over.
_REACHING: Final = frozenset({"a limit named before", "the hedge reaches over both"})
# Set aside under claims.md, but counted by NewsQuant.
COUNTED: Final = frozenset(
    {"dates something", "one meaning some", "one as a pronoun", "half of a game, a year or a word", "manner"}
)
# Numbers that no numeral says, which NewsQuant leaves out.
UNWRITTEN: Final = frozenset(
    {
        "no such thing", "none of them", "none of what was named", "a hedge and one of a unit", "lasting one of a unit",
        "one of a unit long",
    }
)  # fmt: skip


def predict_all(texts: Sequence[str]) -> list[dict[str, Any]]:
    """NewsQuant's record of each sentence."""
    tidied = [tidy(text) for text in texts]
    return [
        {"text": text, "quantities": _quantities(Line(plain), claims)}
        for text, plain, claims in zip(texts, tidied, claims_of(tidied), strict=True)
    ]


def claims_of(texts: Sequence[str]) -> list[list[dict[str, Any]]]:
    """The claims of each sentence, read as an article of its own."""
    claims: list[list[dict[str, Any]]] = [[] for _ in texts]
    for claim in extracted([{"id": str(number), "text": text} for number, text in enumerate(texts)]):
        claims[int(claim["document_id"])].append(claim)
    return claims


def counted(line: Line) -> list[Mention]:
    """The mentions that NewsQuant counts."""
    if not may_hold_number(line.text):
        return []
    return [mention for mention in _apart(line, read_mentions(line)) if _is_counted(line, mention)]


def _quantities(line: Line, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    mentions = counted(line)
    joined = joined_from_to(line, mentions)
    return [
        record(line, mention, mentions, concept)
        for mention, concept in zip(mentions, concepts(line, mentions, claims), strict=True)
        if id(mention) not in joined
    ]


_PS: Final = re.compile(r"\bPS(?=[0-9])")
_APART: Final = re.compile(r"(?<=\w) - (?=(?:year|month|week|day|hour|minute|old|time|mile|inch|foot)s?\b)")
_MINUS: Final = re.compile(r"(?<=\s)- (?=[0-9]+ (?:degrees|deg|celsius|fahrenheit))")


def tidy(text: str) -> str:
    """The text as it was before its tokens were set apart and its pound signs lost: "PS6m" was "£6m"."""
    return _MINUS.sub("-", _APART.sub("-", _PS.sub("£", text)))


def _apart(line: Line, mentions: list[Mention]) -> list[Mention]:
    """Lengths in two units as two quantities, as NewsQuant has them."""
    parts: list[Mention] = []
    for mention in mentions:
        if mention.rule == "amount in two units" and mention.unit is not None and mention.unit.kind != "money":
            parts += [part for part in collect(line, NOTHING) if mention.first <= part.first < mention.stop]
        else:
            parts.append(mention)
    return parts


def _is_counted(line: Line, mention: Mention) -> bool:
    if mention.rule in UNWRITTEN or mention.form == "single":
        return False
    if mention.unit is not None and mention.unit.code == "{time}" and mention.rule == "how often":
        return False
    if (
        mention.unit is not None
        and mention.unit.kind == "multiple"
        and mention.rule not in ("so many times as much",)
        and line.lowers[mention.first]
        in TRENDS | {"double": 1, "doubled": 1, "twice": 1, "doubling": 1, "triple": 1, "tripled": 1}
    ):
        return False
    if mention.form == "several" and mention.magnitude == 1.0:
        return False
    if is_generation(line, mention):
        return True
    if mention.set_aside == "half of a game, a year or a word":
        return False
    if mention.set_aside == "one as a pronoun":
        return line.lower(mention.stop) == "of" and line.lower(mention.first - 1) not in ("no", "this", "that")
    if mention.set_aside == "one meaning some":
        return line.lower(mention.stop) not in ("day", "way", "thing", "time", "another", "hand")
    return mention.set_aside is None or mention.set_aside in COUNTED


def joined_from_to(line: Line, mentions: list[Mention]) -> set[int]:
    """Joins "from A to B" (left out of our ranges where it is a change between two levels)."""
    gone: set[int] = set()
    for left, right in itertools.pairwise(mentions):
        gap = line.lowers[left.end : right.begin]
        if (
            line.lower(left.begin - 1) != "from"
            or gap not in (["to"], ["up", "to"])
            or left.value is None
            or right.value is None
        ):
            continue
        if (
            left.low is None
            and right.low is None
            and (left.unit is None or right.unit is None or left.unit.kind == right.unit.kind)
        ):
            right.low, right.high = left.value, right.value
            right.comparator = "range"
            gone.add(id(left))
    return gone


def record(line: Line, mention: Mention, mentions: list[Mention], concept: list[str]) -> dict[str, Any]:
    """NewsQuant's record of one quantity."""
    return {
        "value": _value(line, mention),
        "unit": unit_name(line, mention, mentions),
        "change": _change(line, mention),
        "concepts": concept,
    }


def _value(line: Line, mention: Mention) -> float | list[float] | None:
    """The value as written: coins are not turned into their main unit, "twenty MUSD" is."""
    times = mention.unit.times if mention.unit is not None and mention.unit.times >= 1e6 else 1.0
    if mention.low is not None and mention.high is not None:
        return [mention.low * times, mention.high * times]
    if mention.value is None:
        return [mention.magnitude, mention.magnitude * 10]
    if mention.kind == "score" and mention.rule == "score of a game":
        return [mention.value, float(line.words[mention.stop - 1])]
    return mention.value * times


def _change(line: Line, mention: Mention) -> str:
    if is_generation(line, mention) or (
        mention.form in ("vague", "several") and not mention.width and not _is_loose(line, mention)
    ):
        return "="
    if mention.trend and not _noun_trend(line, mention) and mention.comparator != ">":
        return mention.trend
    if line.lower(mention.begin) == "within" or line.lower(mention.begin).startswith("start"):
        return "="
    if not _REACHING.isdisjoint(mention.notes or ()):
        return "="
    if line.lower(mention.begin - 1) in ("averaged", "averaging", "averages"):
        return "~"
    if line.lower(mention.begin - 1) == "over" and mention.unit is not None and mention.unit.kind == "duration":
        return ">"
    inner = hedge_before(line, mention.first)
    if inner is not None and inner.comparator == "~" and mention.comparator in ("<=", ">="):
        return "~"
    return {"range": "=", "<=": "<", ">=": ">"}.get(mention.comparator, mention.comparator)


def _is_loose(line: Line, mention: Mention) -> bool:
    """Whether a hedge besides the vague cardinal itself was read."""
    return any(note.startswith("hedge") for note in mention.notes or ())


def _noun_trend(line: Line, mention: Mention) -> bool:
    """Whether the change is only a noun ("a 75 percent increase"), which NewsQuant calls equal."""
    step = mention.end + (line.lower(mention.end) in ("pay", "price", "tax", "sales", "wage", "rate"))
    entry = TRENDS.get(line.lower(step))
    return (entry is not None and entry[1] in ("noun", "verb noun", "compared")) or line.lower(
        mention.begin - 1
    ) == "of"


def main(source: str, target: str) -> None:
    """Reads the sentences of `source` and writes the predictions to `target`."""
    entries = json.loads(Path(source).read_text(encoding="utf-8"))
    predictions = predict_all([entry["text"] for entry in entries])
    Path(target).write_text(json.dumps(predictions, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tests.benchmarks.newsquant IN.json OUT.json")
    main(sys.argv[1], sys.argv[2])
