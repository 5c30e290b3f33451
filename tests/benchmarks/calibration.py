"""Calibrates the confidence of a number on labelled articles: `python -m tests.benchmarks.calibration` writes
lexicons/confidence.csv.
"""

from __future__ import annotations

from collections import Counter

from tests.benchmarks.labelled import judged
from tests.conftest import SHARED
from transforms.lexicons.tables import FOLDER


def main() -> None:
    """Counts, rule by rule, the quantities and the right ones, and writes them as the table of shares."""
    rows = judged(SHARED)
    seen = Counter(row["rule"] for row, _ in rows)
    right = Counter(row["rule"] for row, is_right in rows if is_right)
    lines = ["# Made by tests.benchmarks.calibration from labelled articles: quantities of each rule and how many were",
             "# right in value, unit and comparator.", "rule,right,all"]  # fmt: skip
    lines += [f'"{rule}",{right[rule]},{count}' for rule, count in sorted(seen.items())]
    (FOLDER / "confidence.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
