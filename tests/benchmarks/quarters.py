"""Which quarter of a labelled set is never looked at: only figures are taken of it."""

from __future__ import annotations

import hashlib

QUARTERS = 4


def is_unread(text: str) -> bool:
    """Whether a text is of the quarter of its set whose misses nobody looks at; a hash of the text tells."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % QUARTERS == QUARTERS - 1
