"""Where the batch checks draw their lines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Thresholds of the batch checks.  Shares are between 0 and 1; counts are the least for which a check is made."""

    critical_quarantined_share: float = 0.25
    usual_quarantined_limit: float = 0.05
    usual_rejected_limit: float = 0.1
    min_claims: int = 40
    min_articles: int = 20
    min_documents: int = 20
    min_nights: int = 5
    min_flood: int = 200
    yield_factor: float = 4.0
    volume_factor: float = 10.0
    silence_factor: float = 5.0
    min_silent_days: int = 3
    min_pages: int = 5
    text_factor: float = 3.0
    share_change: float = 0.5
