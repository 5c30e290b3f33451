"""The words of lexicons/modality_cues.csv that change how a figure is held to be true."""

from __future__ import annotations

from functools import cache

from transforms.lexicons.tables import read_table


@cache
def cues() -> dict[str, dict[str, str]]:
    """Part -> word -> modality."""
    found: dict[str, dict[str, str]] = {}
    for row in read_table("modality_cues"):
        found.setdefault(row["part"], {}).update(dict.fromkeys(row["words"].split(), row["modality"]))
    return found
