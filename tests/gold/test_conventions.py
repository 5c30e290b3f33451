"""Conventions for vague numbers: a user's choice reaches the claims and the version of the extractor."""

from __future__ import annotations

from tests.benchmarks.claims import articles_frame
from transforms.extract import extract_claims, extractor_version

ARTICLE = {"id": "a", "published": "2026-03-02", "text": "Dozens of houses burned on Monday."}


def test_dozens_differ_by_convention() -> None:
    bounds = {}
    for conventions in ("acled", "wikimpacts"):
        (claim,) = extract_claims(articles_frame([ARTICLE]), conventions).to_dicts()
        assert claim["extractor_version"] == extractor_version(conventions)
        bounds[conventions] = (claim["low"], claim["high"])
    assert bounds["acled"] != bounds["wikimpacts"]
    assert extractor_version("acled") != extractor_version("wikimpacts")
