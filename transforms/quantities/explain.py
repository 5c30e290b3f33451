"""How each number of a sentence was read: the steps in words, for `--explain`."""

from __future__ import annotations

from transforms.quantities.candidates import may_hold_number
from transforms.quantities.context import NOTHING, Context
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.reader import read_mentions


def explain(sentence: str, context: Context | None = None) -> list[str]:
    """The steps behind each quantity of `sentence`, in the order of `read_quantities`: what it counts or is measured
    in, then hedges, shared words and changes.
    """
    if not may_hold_number(sentence):
        return []
    return [_derivation(mention) for mention in read_mentions(Line(sentence), context or NOTHING)]


def _derivation(mention: Mention) -> str:
    steps = list(mention.notes or [])
    if mention.noun is not None:
        steps.insert(0, f"counts “{mention.noun.singular}”" + (" (shared)" if mention.is_elided else ""))
    elif mention.unit is not None:
        steps.insert(0, f"in {mention.unit.name}")
    return "; ".join(steps)
