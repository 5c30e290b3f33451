"""What a short text plainly tells is asserted: no saying verb makes a denial of it."""

from __future__ import annotations

from tests.benchmarks.claims import predict
from tests.claims.corpus import CORPUS

LEAST = 0.95  # of the figures


def test_what_is_plainly_told_is_asserted() -> None:
    lines = (CORPUS / "plain_sayings.txt").read_text(encoding="utf-8").splitlines()
    texts = [line for line in lines if not line.startswith("#")]
    claims = predict({"id": text, "text": text, "published": "2026-03-02"} for text in texts)
    other = {claim["document_id"]: claim["modality"] for claim in claims if claim["modality"] != "asserted"}
    assert len(claims) >= len(texts) == 30
    assert len(other) <= (1 - LEAST) * len(claims), other
