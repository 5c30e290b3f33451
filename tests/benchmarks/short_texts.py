"""How well single sentences and tickers are read: `python -m tests.benchmarks.short_texts` (reads ../shared/measure).

The texts stand in tests/corpora/short_texts.yaml; half of them are never looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from tests.benchmarks.claims import predict, scorer
from tests.conftest import ROOT, SHARED

TEXTS: Final = ROOT / "tests" / "corpora" / "short_texts.yaml"
DAY: Final = "2026-03-04"
HALVES: Final = ("unread", "read")  # by the place of a text, even or odd


def articles() -> list[dict[str, Any]]:
    """The texts as labelled articles of gold/README.md; `id` is the place."""
    entries = yaml.load(TEXTS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return [{"id": str(place), "published": DAY, **entry} for place, entry in enumerate(entries)]


def figures(shared: Path) -> dict[str, dict[str, float]]:
    """Half → what the scorer of claims says of it, by field."""
    labelled = articles()
    told = predict(labelled)
    score = scorer(shared, "score_claims").score
    found = {}
    for remainder, half in enumerate(HALVES):
        chosen = [article for article in labelled if int(article["id"]) % 2 == remainder]
        ids = {article["id"] for article in chosen}
        found[half] = score(chosen, [claim for claim in told if claim["document_id"] in ids])
    return found


def main() -> None:
    """Prints the figures of both halves."""
    for half, shares in figures(SHARED).items():
        print(half, {field: round(share, 3) for field, share in shares.items() if isinstance(share, float)})


if __name__ == "__main__":
    main()
