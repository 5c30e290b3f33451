"""Every form of money in every sentence."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from transforms.quantities import Quantity, read_quantities

PATH: Final = Path(__file__).parent.parent / "corpora" / "quantities_money.yaml"
CORPUS: Final[dict[str, Any]] = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


def claims(text: str) -> list[Quantity]:
    return [quantity for quantity in read_quantities(text) if quantity.set_aside is None]


@pytest.mark.parametrize("form", CORPUS["forms"])
def test_an_amount_is_read_in_every_sentence(form: str) -> None:
    codes, wrong = CORPUS["forms"][form].split("|"), []
    amounts = cycle(CORPUS["amounts"].items())
    for sentence in CORPUS["sentences"] * 3:
        written, value = next(amounts)
        if form.startswith("{n}") and written[-1].isalpha() and " " not in written:
            continue  # "7m dollars" is written by nobody
        text = sentence.replace("{x}", form.replace("{n}", written))
        found = [(quantity.unit.partition("/")[0], quantity.value) for quantity in claims(text)]
        if len(found) != 1 or found[0][0] not in codes or found[0][1] != pytest.approx(float(value)):
            wrong.append((text, found))
    assert not wrong
