"""The weights that ship: small, described, and calibrated for every field."""

from __future__ import annotations

import hashlib
import re

import pytest

from transforms.reader.calibration import FIELDS, OF_ROW, field_confidence, row_confidence
from transforms.reader.model import WEIGHTS

MOST_BYTES = 30_000_000
CARD = (WEIGHTS.parent / "CARD.md").read_text(encoding="utf-8")


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.parent.iterdir()) <= MOST_BYTES


def test_the_card_has_the_hash_of_every_file() -> None:
    told = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|", CARD, re.MULTILINE))
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in WEIGHTS.parent.iterdir()}
    files.pop("CARD.md")
    assert told == files


@pytest.mark.parametrize("field", FIELDS)
def test_the_surer_the_network_the_surer_the_field(field: str) -> None:
    shares = [field_confidence(field, probability) for probability in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1] <= 1


def test_a_row_is_no_surer_than_with_surer_fields() -> None:
    sure = row_confidence(dict.fromkeys(OF_ROW, 0.99), 0.95)
    assert row_confidence(dict.fromkeys(OF_ROW, 0.5), 0.95) < sure < 1
