"""How sure the reader may be: its probabilities set against what was right on articles that it had not learned from."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from transforms.claims.assembly import is_claim, propose
from transforms.claims.reading import ArticleReading
from transforms.claims.settling import probabilities, settle
from transforms.quantities.candidates import may_hold_number
from transforms.reader.calibration import FIELDS, OF_ROW, field_confidence, logit, row_confidence, row_odds
from transforms.reader.choosing import read_figures
from transforms.syntax.lexicon import may_be_verb
from transforms.training.labels import matches

STEPS: Final = 60  # of Newton's method
LONGEST_STEP: Final = 0.5  # of a weight, so that it can't run past the best
RIDGE: Final = 1.0  # keeps the slopes of few examples small
WHOLE: Final = ("unit", "comparator", *OF_ROW)

Right = Callable[[str, Mapping[str, Any], Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim that matches a label: the reader's probability and whether it was right, by field; its number's."""

    probability: dict[str, float]
    is_right: dict[str, bool]
    number: float
    is_whole: bool


def scorer(shared: Path) -> Right:
    """The rule by which a field of a claim counts as right: `right` of the shared folder's scorer."""
    path = shared / "measure" / "score_claims.py"
    spec = importlib.util.spec_from_file_location("score_claims", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    right: Right = module.right
    return right


def judged(articles: Iterable[Mapping[str, Any]], right: Right) -> list[Judged]:
    """Every claim of labelled `articles` that the extractor finds and the reader takes for one."""
    found = []
    for article in articles:
        published = date.fromisoformat(article["published"][:10]) if article.get("published") else None
        reading = ArticleReading(article["text"], article.get("title") or "", published)
        proposals = propose(reading, [s.no for s in reading.sentences if may_hold_number(reading.sentence_text(s.no))])
        sentences = [(s.start, s.end) for s in reading.sentences]
        dates = list(proposals.times)
        told = read_figures(reading.text, reading.title or "", sentences, proposals.figures, dates, may_be_verb)
        pairs = matches(article["claims"], proposals.rows)
        for number, at in pairs.items():
            row, choices = proposals.rows[number], told[number]
            if not is_claim(choices.is_claim, row["confidence"]):
                continue
            settled = settle(reading, proposals.rows, number, proposals.figures[number], choices, proposals.times)
            label = article["claims"][at]
            as_text = settled | {n: settled[n] and str(settled[n]) for n in ("as_of_start", "as_of_end")}
            is_right = {field: right(field, label, as_text) for field in {*FIELDS, *WHOLE}}
            is_whole = all(is_right[field] for field in WHOLE)
            found.append(Judged(probabilities(choices), is_right, row["confidence"], is_whole))
    return found


def calibration(claims: Sequence[Judged]) -> dict[str, list[float]]:
    """The table of transforms.reader.calibration, fitted to `claims`."""
    table: dict[str, list[float]] = {}
    for field in FIELDS:
        told = np.array([[logit(c.probability[field]), 1.0] for c in claims])
        table[field] = _logistic(told, np.array([c.is_right[field] for c in claims]), np.array([1.0, 0.0]))
    told = np.array([[*row_odds(c.probability, c.number, table), 1.0] for c in claims])
    table["row"] = _logistic(told, np.array([c.is_whole for c in claims]), np.array([1.0, 0.5, 0.0]))
    return table


def cross_fitted(claims: Sequence[Judged]) -> tuple[list[Judged], dict[str, list[float]]]:
    """The claims in halves, with each half's confidences by the table that was fitted to the other half."""
    halves = claims[::2], claims[1::2]
    told: dict[str, list[float]] = {}
    for half, other in zip(halves, reversed(halves), strict=True):
        for field, shares in confidences(half, calibration(other)).items():
            told.setdefault(field, []).extend(shares)
    return [*halves[0], *halves[1]], told


def confidences(claims: Sequence[Judged], table: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """The calibrated confidence of every claim, by field and of the row ("row"), by a calibration `table`."""
    told = {field: [field_confidence(field, c.probability[field], table) for c in claims] for field in FIELDS}
    return told | {"row": [row_confidence(c.probability, c.number, table) for c in claims]}


def expected_error(told: Sequence[float], is_right: Sequence[bool], bins: int = 10) -> float:
    """The expected calibration error: the gap between confidence and share right, over bins of equal width."""
    confidence, right = np.array(told), np.array(is_right, dtype=float)
    at = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[at == b].mean() - right[at == b].mean()) * (at == b).sum() for b in set(at.tolist())]
    return float(sum(gaps) / len(confidence))


def _logistic(told: NDArray[np.float64], right: NDArray[np.bool_], start: NDArray[np.float64]) -> list[float]:
    """Weights of a logistic regression, drawn a little to `start`."""
    weights = start.copy()
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-np.clip(told @ weights, -30, 30)))
        slope = told.T @ (share - right) + RIDGE * (weights - start)
        curve = (told * (share * (1 - share))[:, None]).T @ told + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights = weights - step * min(1.0, LONGEST_STEP / max(1e-9, float(np.abs(step).max())))
    return [round(float(weight), 4) for weight in weights]
