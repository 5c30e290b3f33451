"""Every number counts the noun behind it, whatever describes that: "12 off-duty officers", "40 category 4 storms"."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from transforms.quantities import read_quantities

PATH: Final = Path(__file__).parent.parent / "corpora" / "quantities_counted.yaml"
CORPUS: Final[dict[str, Any]] = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


@pytest.mark.parametrize("modifier", CORPUS["modifiers"])
def test_a_number_counts_the_noun_behind_what_describes_it(modifier: str) -> None:
    wrong = []
    nouns, numbers = cycle(CORPUS["nouns"].items()), cycle(CORPUS["numbers"])
    for frame in CORPUS["sentences"] * 3:  # so that each noun comes once
        (noun, singular), number = next(nouns), next(numbers)
        counted = f"{number} {modifier} {noun}"
        text = frame.replace("{q} {x}", counted).replace("{Q} {x}", counted[0].upper() + counted[1:])
        start = text.lower().index(counted.lower())
        found = [(q.unit, text[q.start : q.end]) for q in read_quantities(text) if q.start == start and not q.set_aside]
        if found != [(f"{{{singular}}}", text[start : start + len(counted)])]:
            wrong.append((text, found))
    assert not wrong
