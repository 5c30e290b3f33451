"""Denials and doubts in phrasings that no writer of rules, frames or labels had seen: a figure that may not fall."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.benchmarks.claims import predict
from tests.claims.corpus import CORPUS

CASES: list[dict[str, Any]] = yaml.safe_load((CORPUS / "denials.yaml").read_text(encoding="utf-8"))
# The target is 0.90.  No rule, frame or label may be written for one of these sentences: then they say nothing more.
FLOOR = 0.6


def test_the_sentences_are_of_all_three_kinds() -> None:
    assert len(CASES) >= 40
    assert {case["modality"] for case in CASES} == {"denied", "possible", "asserted"}
    assert all(case["text"].count(case["quote"]) == 1 for case in CASES)


@pytest.mark.slow
def test_denials_and_doubts_are_read() -> None:
    articles = [{"id": str(n), "text": case["text"], "published": "2026-03-02"} for n, case in enumerate(CASES)]
    told: dict[str, list[dict[str, Any]]] = {}
    for claim in predict(articles):
        told.setdefault(claim["document_id"], []).append(claim)
    right = 0
    for number, case in enumerate(CASES):
        start = case["text"].index(case["quote"])
        end = start + len(case["quote"])
        here = [claim for claim in told.get(str(number), []) if claim["start"] < end and start < claim["end"]]
        right += bool(here) and here[0]["modality"] == case["modality"]
    assert right / len(CASES) >= FLOOR
