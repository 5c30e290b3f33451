"""The strokes that people type between and inside words."""

from __future__ import annotations

from typing import Final

# What joins the parts of a word or the ends of a range: hyphens and the short dash.
HYPHENS: Final = frozenset("-‐‑‒–")
# Also what breaks a sentence.
DASHES: Final = HYPHENS | {"—"}
