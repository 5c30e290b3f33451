"""Every form of money in every sentence; every sign and name of the table of currencies is read as one of its own."""

from __future__ import annotations

from collections import defaultdict
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from transforms.lexicons.tables import read_table
from transforms.quantities import Quantity, read_quantities
from transforms.quantities.units import plural

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


def written_forms() -> dict[str, set[str]]:
    """Each sign and name of the table in front of or behind a number → the codes that it stands for there."""
    forms: dict[str, set[str]] = defaultdict(set)
    for row in read_table("currencies"):
        for symbol in filter(None, row["symbols"].split("|")):
            forms[symbol + "40 million"].add(row["code"])
        for noun in filter(None, row["nouns"].split("|")):
            forms[f"40 million {plural(noun)}"].add(row["code"])
    return forms


def test_every_sign_and_name_of_the_table_is_read_as_its_own() -> None:
    wrong = []
    for written, codes in written_forms().items():
        found = [(quantity.unit, quantity.value) for quantity in claims(f"It cost {written} in May.")]
        if len(found) != 1 or found[0][0] not in codes or found[0][1] != 40e6:
            wrong.append((written, codes, found))
    assert not wrong
