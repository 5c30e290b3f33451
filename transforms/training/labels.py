"""Labelled articles to learn from: read from files, matched with what the rules read, grouped by publisher."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

Article = Mapping[str, Any]
Claim = Mapping[str, Any]
FOLDS: Final = 5
# Wires with too many articles for one group: other articles of the same wire are what they are tested on.
WIRES: Final = ("numhg-newser", "reuters-21578")
LEAST_OVERLAP: Final = 0.3  # of the union of two spans
TOLERANCE: Final = 1e-6


def publisher(article: Article) -> str:
    """The group that an article belongs to: the host of its address, else its source; of a wire the article itself."""
    host = urlsplit(article["url"]).hostname if article.get("url") else None
    group = host or article["source"]
    return str(article["id"]) if group in WIRES else group


def fold_of(article: Article) -> int:
    """The fold, 0 to FOLDS - 1, in which an article is kept back: the same for all of one publisher."""
    return int(hashlib.sha256(publisher(article).encode()).hexdigest(), 16) % FOLDS


def matches(labelled: Sequence[Claim], read: Sequence[Claim]) -> dict[int, int]:
    """Read claim → labelled claim, one to one: the same value, spans that overlap; the largest overlaps first."""
    pairs = sorted(_overlaps(labelled, read), reverse=True)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, other in pairs:
        if other not in found and at not in taken:
            found[other] = at
            taken.add(at)
    return found


def _overlaps(labelled: Sequence[Claim], read: Sequence[Claim]) -> Iterator[tuple[float, int, int]]:
    for at, label in enumerate(labelled):
        for other, claim in enumerate(read):
            common = min(label["end"], claim["end"]) - max(label["start"], claim["start"])
            union = max(label["end"], claim["end"]) - min(label["start"], claim["start"])
            if common > 0 and common >= LEAST_OVERLAP * union and _is_same_value(label, claim):
                yield common / union, at, other


def _is_same_value(label: Claim, claim: Claim) -> bool:
    if "value" not in label:
        return True  # a sentence that was made for its modality alone
    if label["comparator"] == "range":
        return _is_same(label["low"], claim["low"]) and _is_same(label["high"], claim["high"])
    if label["value"] is None:
        return claim["comparator"] not in ("=", "range")
    return _is_same(label["value"], claim["value"])


def _is_same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))
