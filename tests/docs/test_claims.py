"""docs/claims.md: every sentence of the table gives the claim beside it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.conftest import ROOT
from tests.docs.test_commands import article, as_shown
from transforms.extract import extract_claims

PAGE = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
TABLE = [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", PAGE, re.MULTILINE)]
COLUMNS, ROWS = TABLE[0][1:], TABLE[2:]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_a_sentence_gives_its_claim(row: list[str]) -> None:
    claims = extract_claims(article(row[0], date(2026, 5, 8))).to_dicts()
    assert [[shown(claim[column]) for column in COLUMNS] for claim in claims] == [row[1:]]


def shown(value: object) -> str:
    return f"{value:.12g}" if isinstance(value, float) else as_shown(value)
