"""Reads the lexicon tables beside this module: CSV with `#` comment lines that name the source."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parent


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of `name`.csv as column → text; comment lines and blank lines are skipped."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if line.strip() and not line.startswith("#")))
