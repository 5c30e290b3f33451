"""Quality on every labelled set, in one table: `python -m tests.benchmarks.quality` (`make bench-quality`).

Prints the table, writes it to docs/quality.md and raises the floors of floors.json to the figures of today (a floor
never falls by itself: edit the file and say why).  The sets stand in ../shared; nothing of them is kept here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks import cases, labelled, newsquant
from tests.benchmarks.calibration import reliability
from tests.benchmarks.claims import scorer
from tests.conftest import ROOT, SHARED

FLOORS: Final = Path(__file__).parent / "floors.json"
PAGE: Final = ROOT / "docs" / "quality.md"
UNIT_SETS: Final = ("currency", "dimension", "age", "temperature")
MEASURES: Final = ("value", "+ unit", "+ change", "+ concept, partial", "+ concept, complete")
TARGETS: Final = {
    "NewsQuant value": 96, "NewsQuant + unit": 91, "NewsQuant + change": 94, "NewsQuant + concept, partial": 84,
    "NewsQuant + concept, complete": 60, "recognizers cases right": 93, "duckling cases right": 93,
    "articles claim detection F1": 93, "articles span": 90, "articles unit": 93, "articles comparator": 94,
    "articles kind": 95, **{f"{name} + unit": 92 for name in UNIT_SETS},
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One figure of the table, in per cent."""

    name: str
    value: float
    note: str = ""


def newsquant_figures(shared: Path, name: str, label: str) -> list[Figure]:
    """Strict F1 of each measure, with the published scorer's figure as the note."""
    module = scorer(shared, "score_quantities")
    gold = json.loads((shared / "data" / f"{name}.json").read_text(encoding="utf-8"))
    predictions = [newsquant.predict(entry["text"]) for entry in gold]
    strict, shown = module.score(gold, predictions, strict=True)
    published, _ = module.score(gold, predictions, strict=False)
    found = []
    for k in shown:
        ours, theirs = (100 * module.total(rows, k)[2] for rows in (strict, published))
        found.append(Figure(f"{label} {MEASURES[k]}", ours, f"published scorer {theirs:.1f}"))
    return found


def case_figures(shared: Path, suite: str) -> Figure:
    """The share of cases right among those not excluded, with the counts as the note."""
    lines = (shared / "data" / f"{suite}.jsonl").read_text(encoding="utf-8").splitlines()
    verdicts = [cases.judge(json.loads(line))["verdict"] for line in lines if line.strip()]
    right, excluded = verdicts.count("right"), verdicts.count("excluded")
    note = f"{right} right, {verdicts.count('wrong')} wrong, {excluded} excluded by rule"
    return Figure(f"{suite} cases right", 100 * right / (len(verdicts) - excluded), note)


def measure(shared: Path) -> list[Figure]:
    """Every figure of the table."""
    found = newsquant_figures(shared, "NewsQuant", "NewsQuant")
    for name in UNIT_SETS:
        found += newsquant_figures(shared, f"{name}-model", name)
    found += [case_figures(shared, suite) for suite in ("recognizers", "duckling")]
    names = {"f1": "claim detection F1"}
    found += [Figure(f"articles {names.get(n, n)}", 100 * v) for n, v in labelled.figures(shared).items()]
    return found


def table(figures: list[Figure]) -> str:
    """The figures beside their targets, as Markdown."""
    rows = ["| set and measure | per cent | target | |", "|---|---|---|---|"]
    for figure in figures:
        target = TARGETS.get(figure.name)
        rows.append(
            f"| {figure.name} | {figure.value:.1f} | {'' if target is None else f'≥ {target}'} | {figure.note} |"
        )
    return "\n".join(rows)


def page(figures: list[Figure], bins: list[tuple[str, int, float, float]]) -> str:
    """docs/quality.md."""
    reliable = "\n".join(f"| {band} | {count} | {mean:.2f} | {right:.2f} |" for band, count, mean, right in bins)
    return f"""# How well it reads

Made by `make bench-quality`; do not edit. The sets are the developers' halves of labelled texts that stand beside the
checkout. NewsQuant and the four unit sets: F1 in per cent, one-to-one matching. Articles: whole news articles labelled
to the definition of a claim; detection at 30% overlap, the rest on matched claims. These rules were tuned on these
halves: expect less on other text.

{table(figures)}

## Confidence

Quantities of the labelled articles by the confidence that they carry, and the share of them that is right in value,
unit and comparator.

| confidence | quantities | mean | right |
|---|---|---|---|
{reliable}
"""


def raise_floors(figures: list[Figure]) -> None:
    """Raises every floor to today's figure; none falls."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    raised = {figure.name: max(floors.get(figure.name, 0.0), round(figure.value - 0.05, 1)) for figure in figures}
    FLOORS.write_text(json.dumps(raised, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Measures, prints, writes the page and raises the floors."""
    figures = measure(SHARED)
    print(table(figures))
    PAGE.write_text(page(figures, reliability(SHARED)), encoding="utf-8")
    raise_floors(figures)


if __name__ == "__main__":
    main()
