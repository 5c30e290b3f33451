"""Calibrates `confidence` on the labelled half: `python -m tests.benchmarks.calibration` writes
lexicons/confidence.csv.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.benchmarks.labelled import judged
from tests.conftest import SHARED
from transforms.lexicons.tables import FOLDER

BINS = ((0.0, 0.7), (0.7, 0.85), (0.85, 0.9), (0.9, 0.95), (0.95, 1.01))


def reliability(shared: Path) -> list[tuple[str, int, float, float]]:
    """Rows (confidence from–to, quantities, mean confidence, share right) of the labelled half."""
    rows = judged(shared)
    table = []
    for low, high in BINS:
        inside = [(row["confidence"], right) for row, right in rows if low <= row["confidence"] < high]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            table.append((f"{low:.2f}–{min(high, 1):.2f}", len(inside), mean, sum(r for _, r in inside) / len(inside)))
    return table


def main() -> None:
    """Counts, rule by rule, the quantities and the right ones, and writes them as the table of shares."""
    rows = judged(SHARED)
    seen = Counter(row["rule"] for row, _ in rows)
    right = Counter(row["rule"] for row, is_right in rows if is_right)
    lines = ["# Made by tests.benchmarks.calibration from the labelled half: quantities of each rule and how many were",
             "# right in value, unit and comparator.", "rule,right,all"]  # fmt: skip
    lines += [f'"{rule}",{right[rule]},{count}' for rule, count in sorted(seen.items())]
    (FOLDER / "confidence.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
