"""The figures of record: how well the extractor reads the sealed check set, which nobody learns from or looks into.

`python -m tests.gold.record` raises the floors to what is measured now; it never lowers one.  A field is held to its
floor as the share of all labelled claims that are found with it right: among the claims that are found the share falls
when harder ones are found as well, though none is read worse.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.claims import predict, write_lines
from tests.conftest import SHARED

FLOORS: Final = Path(__file__).parent / "floors.json"
COUNTS: Final = frozenset(("gold", "predicted", "matched"))
# What is a share of all claims already; the fields are shares of the claims that are found.
OF_ALL: Final = frozenset(("precision", "recall", "f1", "whole", "links"))
TARGETS: Final = {
    "precision": 0.94, "recall": 0.94, "unit": 0.95, "item": 0.88, "actor": 0.86, "predicate": 0.87, "speaker": 0.94,
    "as_of": 0.87, "place": 0.88, "modality": 0.93, "whole": 0.60, "measure": 0.80, "role": 0.92, "links": 0.60,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the check set, a share, with its 95% interval (bootstrap over articles)."""

    value: float
    low: float
    high: float


def check_figures(shared: Path) -> dict[str, Figure]:
    """Name → figure, as `shared`/measure/check.py prints them of today's claims; nothing else leaves the sealed set."""
    lines = (shared / "gold" / "check_articles.jsonl").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        claims = Path(folder) / "claims.jsonl"
        write_lines(predict(json.loads(line) for line in lines), claims)
        command = [sys.executable, str(shared / "measure" / "check.py"), str(claims), "--json"]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {
        name: Figure(round(value, 3), *(round(end, 3) for end in told["interval"][name]))
        for name, value in told["all"].items()
        if name not in COUNTS
    }


def held_to_floors(figures: dict[str, Figure]) -> dict[str, float]:
    """Name → what is held against its floor: of a field the share of all labelled claims found with it right."""
    recall = figures["recall"].value
    return {
        name: figure.value if name in OF_ALL else round(figure.value * recall, 3) for name, figure in figures.items()
    }


def floors() -> dict[str, float]:
    """The floors as they stand in the repository."""
    recorded: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return recorded


def main() -> None:
    """Raise the floors to the figures of today."""
    old = floors() if FLOORS.exists() else {}
    new = {name: max(value, old.get(name, 0.0)) for name, value in held_to_floors(check_figures(SHARED)).items()}
    FLOORS.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
