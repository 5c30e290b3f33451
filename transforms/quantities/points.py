"""What "points" are: of an index, a game, a poll, a rate or IQ; runs, goals and tries are scores."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.rule import rule
from transforms.quantities.units import BY_CODE, Unit

_WORDS: Final = read_sets("quantity_words")
INDEX_WORDS: Final = _WORDS["indexes"]
_MARKETS: Final = INDEX_WORDS | _WORDS["markets"]
_POLLS: Final = _WORDS["polls"]
RATES: Final = _WORDS["interest rates"]


@rule("points", after=("index of last year", "number not written"))
def read_points(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "points" of an index, a game, a poll or IQ; "{noun} points" keep their noun."""
    for mention in mentions:
        noun = mention.noun
        if noun is None or noun.singular not in ("point", "run", "goal", "try"):
            continue
        words = line.vocabulary
        before = line.word(noun.head - 1)
        code = "{" + ("IQ point" if before == "IQ" else noun.singular) + "}"
        if mention.value is not None and not mention.value.is_integer() and RATES & words and noun.singular == "point":
            mention.unit, mention.kind = BY_CODE["{percentage point}"], "percent"
        elif before == "IQ":
            mention.unit, mention.kind = Unit(code, "IQ point", "score", "score", 1.0), "score"
        elif noun.singular == "point" and (words & _MARKETS or "S&P" in line.text):
            mention.unit = Unit(code, noun.singular, "index", "index", 1.0)
            mention.kind = "index"
        elif noun.singular == "point" and not context.is_sport and words & _POLLS:
            mention.unit, mention.kind = BY_CODE["{percentage point}"], "percent"
        elif noun.singular in ("point", "run", "goal") and (context.is_sport or noun.singular != "goal"):
            mention.unit = Unit(code, noun.singular, "score", "score", 1.0)
            mention.kind = "score"
        else:
            continue
        mention.rule = mention.rule or "number and points"
