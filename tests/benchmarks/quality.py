"""Quality on every labelled set, in one table: `python -m tests.benchmarks.quality` (`make bench-quality`).

Prints the table, writes it to docs/quality.md and raises the floors of floors.json to the figures of today (a floor
never falls by itself: edit the file and say why).  The sets stand in ../shared; nothing of them is kept here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks import cases, claims, news_sentences, newsquant, short_texts
from tests.benchmarks.claims import scorer
from tests.benchmarks.concept_ranker import cross_validation
from tests.benchmarks.quarters import is_unread
from tests.conftest import ROOT, SHARED
from tests.gold import record

FLOORS: Final = Path(__file__).parent / "floors.json"
PAGE: Final = ROOT / "docs" / "quality.md"
UNIT_SETS: Final = ("currency", "dimension", "age", "temperature")
TOGETHER: Final = "the four unit sets"
FIT: Final = (
    "precision",
    "recall",
    "unit",
    "item",
    "actor",
    "predicate",
    "speaker",
    "as_of",
    "place",
    "modality",
    "whole",
)
MEASURES: Final = ("value", "+ unit", "+ change", "+ concept, partial", "+ concept, complete")
PARTS: Final = {"": lambda text: True, ", read": lambda text: not is_unread(text), ", unread": is_unread}
TARGETS: Final = {
    "NewsQuant value": 96, "NewsQuant + unit": 91, "NewsQuant + change": 94, "NewsQuant + concept, partial": 84,
    "NewsQuant + concept, complete": 60, "recognizers cases right": 93, "duckling cases right": 93,
    **{f"{name} + unit": 92 for name in UNIT_SETS},
    "NewsQuant value, unread": 95, "NewsQuant + unit, unread": 87, "NewsQuant + change, unread": 90,
    "NewsQuant + concept, partial, unread": 80, "NewsQuant + concept, complete, unread": 57,
    f"{TOGETHER} + unit, unread": 90,
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One figure of the table, in per cent; its name ends in the part of the set where it isn't of the whole."""

    name: str
    value: float
    note: str = ""


def newsquant_figures(shared: Path, names: Sequence[str], label: str) -> list[Figure]:
    """Strict F1 of each measure over some sets as one, with the published scorer's figure as the note."""
    module = scorer(shared, "score_quantities")
    gold = [
        entry for name in names for entry in json.loads((shared / "data" / f"{name}.json").read_text(encoding="utf-8"))
    ]
    predictions = newsquant.predict_all([entry["text"] for entry in gold])
    strict, shown = module.score(gold, predictions, strict=True)
    published, _ = module.score(gold, predictions, strict=False)
    found = []
    for part, holds in PARTS.items():
        chosen = [number for number, entry in enumerate(gold) if holds(entry["text"])]
        for k in shown:
            ours, theirs = (100 * module.total([rows[n] for n in chosen], k)[2] for rows in (strict, published))
            found.append(Figure(f"{label} {MEASURES[k]}{part}", ours, f"published scorer {theirs:.1f}"))
    return found


def case_figures(shared: Path, suite: str) -> list[Figure]:
    """The share of cases right among those not excluded, with the counts as the note."""
    lines = (shared / "data" / f"{suite}.jsonl").read_text(encoding="utf-8").splitlines()
    judged = [cases.judge(json.loads(line)) for line in lines if line.strip()]
    found = []
    for part, holds in PARTS.items():
        verdicts = [case["verdict"] for case in judged if holds(case["text"])]
        right, wrong, excluded = (verdicts.count(verdict) for verdict in ("right", "wrong", "excluded"))
        note = f"{right} right, {wrong} wrong, {excluded} excluded by rule"
        found.append(Figure(f"{suite} cases right{part}", 100 * right / (right + wrong), note))
    return found


def measure(shared: Path) -> list[Figure]:
    """Every figure of the table."""
    found = newsquant_figures(shared, ["NewsQuant"], "NewsQuant")
    for name in UNIT_SETS:
        found += newsquant_figures(shared, [f"{name}-model"], name)
    found += newsquant_figures(shared, [f"{name}-model" for name in UNIT_SETS], TOGETHER)
    for suite in ("recognizers", "duckling"):
        found += case_figures(shared, suite)
    return found


def table(figures: list[Figure]) -> str:
    """The figures of the read quarters, of the unread one and of the whole beside their targets, as Markdown."""
    rows = [
        "| set and measure | read quarters | unread quarter | target there | whole | target there | of the whole |",
        "|---|---|---|---|---|---|---|",
    ]
    told = {figure.name: figure for figure in figures}
    for name, figure in told.items():
        if not name.endswith((", read", ", unread")):
            read, unread = told[f"{name}, read"], told[f"{name}, unread"]
            cells = [f"{read.value:.1f}", f"{unread.value:.1f}", _target(unread), f"{figure.value:.1f}"]
            rows.append(f"| {name} | {' | '.join(cells)} | {_target(figure)} | {figure.note} |")
    return "\n".join(rows)


def _target(figure: Figure) -> str:
    """The target of a figure, and whether it is reached."""
    target = TARGETS.get(figure.name)
    return "" if target is None else f"≥ {target}" + ("" if figure.value >= target else " (not reached)")


def record_table(figures: dict[str, record.Figure]) -> str:
    """The figures of record with their intervals and targets, as Markdown."""
    rows = ["| measure | share | 95% interval | target |", "|---|---|---|---|"]
    for name, figure in figures.items():
        target = record.TARGETS.get(name)
        shown = "" if target is None else f"≥ {target:.2f}" + ("" if figure.value >= target else " (not reached)")
        rows.append(f"| {name} | {figure.value:.3f} | {figure.low:.3f}–{figure.high:.3f} | {shown} |")
    return "\n".join(rows)


def fit_table(shared: Path) -> str:
    """The same measures on the articles that were learned from, as Markdown: fit, not quality."""
    score = scorer(shared, "score_claims").score
    rows = ["| set | articles | claims | " + " | ".join(FIT) + " |", "|---" * (3 + len(FIT)) + "|"]
    for name in ("claims_train", "claims_dev"):
        articles = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        told = score(articles, claims.predict(articles))
        shares = " | ".join(f"{told[field]:.3f}" for field in FIT)
        rows.append(f"| {name} | {len(articles)} | {told['gold']} | {shares} |")
    return "\n".join(rows)


def short_table(shared: Path) -> str:
    """The figures of short texts, of either half, as Markdown."""
    rows = ["| half | claims | " + " | ".join(FIT) + " |", "|---" * (2 + len(FIT)) + "|"]
    for half, told in short_texts.figures(shared).items():
        rows.append(f"| {half} | {told['gold']} | " + " | ".join(f"{told[field]:.3f}" for field in FIT) + " |")
    return "\n".join(rows)


def page(shared: Path, figures: list[Figure]) -> str:
    """docs/quality.md."""
    return f"""# How well it reads

Made by `make bench-quality`; do not edit.

## Text that nobody has seen

The sealed check set: excerpts of web pages, wires and press releases that nothing was learned from and no rule was
written on; its labels are never looked at, its scorer prints figures alone. `whole` is the share of labelled claims
that a reader could use as they are: found, with unit, comparator, item, speaker, dates and modality all right. A second
careful reader reaches 0.86.

{record_table(record.check_figures(shared))}

What the confidences are worth, and on what they were measured, stands on the reader's
[card](../transforms/reader/weights/CARD.md).

## Single sentences and tickers

{len(short_texts.articles())} short texts as newcomers type them and newsrooms send them, written and labelled for this
(`tests/corpora/short_texts.yaml`) by someone who had not seen the code, before anything had read them. They are plain
and each stands for itself, so nothing has to be carried from one paragraph to the next: what makes long articles harder
is just that. The read half was looked at while rules were mended, the unread never.

{short_table(shared)}

## Fit

The articles that the reader learned from and the rules were written on. These figures say how well it remembers, not
how well it reads.

{fit_table(shared)}

## Quantities on public sets

The developers' halves of public labelled sets. Three quarters of each (a hash of the text tells which) are read while
rules are mended; the fourth only gives figures. The split is younger than many of the rules, which were written with
all four in sight: expect somewhat less on other text. NewsQuant and the four unit sets: F1 in per cent, one-to-one
matching. Concepts are chosen by a ranker that learned from the read quarters (`tests/benchmarks/concept_ranker.py`), so
that there only cross-validation counts: {concept_note()}.

{table(figures)}

## Quantities in sentences made up

News of many kinds and places in single sentences (`tests/corpora/quantities_fresh.yaml`), written and labelled before
anything had read them, of which nobody looks at the misses: {news_sentences.figures()}.
"""


def concept_note() -> str:
    """What cross-validation of the concepts gave on the read quarters."""
    figures, part, whole = cross_validation()
    return f"of the {figures} figures found, {part:.1%} partial and {whole:.1%} complete"


def raise_floors(figures: list[Figure]) -> None:
    """Raises every floor to today's figure; none falls."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    raised = {figure.name: max(floors.get(figure.name, 0.0), round(figure.value - 0.05, 1)) for figure in figures}
    FLOORS.write_text(json.dumps(raised, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Measures, prints, writes the page and raises the floors."""
    figures = measure(SHARED)
    print(table(figures))
    PAGE.write_text(page(SHARED, figures), encoding="utf-8")
    raise_floors(figures)


if __name__ == "__main__":
    main()
