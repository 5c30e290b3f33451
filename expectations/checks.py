"""All checks, one plain list."""

from __future__ import annotations

from typing import Final

from expectations.article_checks import ARTICLE_CHECKS
from expectations.batch_checks import BATCH_CHECKS
from expectations.check import Check
from expectations.claim_checks import CLAIM_CHECKS
from expectations.layout_checks import LAYOUT_CHECKS
from expectations.level_checks import LEVEL_CHECKS

CHECKS: Final[tuple[Check, ...]] = (
    *ARTICLE_CHECKS,
    *CLAIM_CHECKS,
    *LEVEL_CHECKS,
    *BATCH_CHECKS,
    *LAYOUT_CHECKS,
)
