"""Make the weights of links again: `python -m transforms.training.links`, in a few minutes on one core.

The labels of `claims_train.json` (`role`, `of`, `restates`) are learned from with their own fields as if they had been
read; what the reader tells of a role is drawn from how often it errs.  `--folds` prints what the links are worth on
publishers that were kept back.
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from transforms.claims.reading import ArticleReading
from transforms.ledger import linking
from transforms.ledger.belonging import belonging_candidates, belonging_features, belongs_to_none
from transforms.ledger.figures import LinkFigure, figures_of
from transforms.ledger.repeating import repeating_candidates, repeating_features, repeats_none
from transforms.ledger.roles import role_features
from transforms.lexicons.tables import read_table
from transforms.reader.slots import ROLES
from transforms.training.adam import Floats, minimised
from transforms.training.labels import FOLDS, fold_of

Article = Mapping[str, Any]
# What the reader tells of figures of each role, counted on the labelled articles: two bases in five are levels to it.
TOLD: Final[Mapping[str, Mapping[str, float]]] = {
    "level": {"level": 0.988, "change": 0.008, "base": 0.004},
    "change": {"change": 0.73, "level": 0.24, "base": 0.02, "difference": 0.01},
    "base": {"base": 0.55, "level": 0.40, "change": 0.05},
    "difference": {"difference": 0.35, "level": 0.54, "change": 0.10, "base": 0.01},
}
SCALE: Final = 100  # weights are shipped as whole hundredths
PRIORS: Final = {"role": 1.0, "of": 3.0, "restates": 3.0}  # how strongly weights are held near 0
# What speaks for no link weighs less by this: half of the links that were missed were held for likely.
FAVOURED: Final[Mapping[str, Mapping[str, int]]] = {"role": {}, "of": {}, "restates": {"none": 40}}
RARE: Final = 10  # of the levels one in so many is also shown as told wrongly, for all of them
LEAST: Final = {"role": 12, "of": 3, "restates": 3}  # alternatives that must show a feature for it to be weighed
STEPS: Final = 120


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice to learn from: the features of each alternative, the right ones among them, how much it counts."""

    alternatives: list[list[str]]
    right: frozenset[int]
    weight: float = 1.0


def main() -> None:
    """Fit to every article and write the weights; with --folds tell first what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder with gold/")
    parser.add_argument("--out", type=Path, default=linking.WEIGHTS, help="where the weights go")
    parser.add_argument("--folds", action="store_true", help="print cross-validated F1 too")
    given = parser.parse_args()
    articles = json.loads((given.shared / "gold" / "claims_train.json").read_text(encoding="utf-8"))
    lessons = [lesson_of(article) for article in articles]
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(fitted(lessons), indent=0) + "\n", encoding="utf-8")
    if given.folds:
        for name, figure in cross_validated(lessons).items():
            print(name, figure)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled article with its figures and the choices to learn from, by what is chosen."""

    article: Article
    figures: list[LinkFigure]
    choices: Mapping[str, list[Choice]]


def lesson_of(article: Article) -> Lesson:
    """What a labelled article teaches."""
    figures = labelled_figures(article)
    makers = {"role": role_choices, "of": belonging_choices, "restates": repeating_choices}
    return Lesson(article, figures, {name: list(make(article, figures)) for name, make in makers.items()})


def fitted(lessons: Sequence[Lesson]) -> dict[str, dict[str, int]]:
    """The weights of the three choices, whole numbers by feature."""
    told = {}
    for name, prior in PRIORS.items():
        weights = fit([choice for lesson in lessons for choice in lesson.choices[name]], prior, LEAST[name])
        told[name] = weights | {none: weights.get(none, 0) - less for none, less in FAVOURED[name].items()}
    return told


def labelled_figures(article: Article) -> list[LinkFigure]:
    """The labelled claims of an article with the fields that a reader of claims would add."""
    starts = [sentence.start for sentence in ArticleReading(article["text"]).sentences]
    return figures_of([_row(claim, starts) for claim in article["claims"]], article["text"])


def labelled_rows(article: Article, starts: Sequence[int]) -> list[dict[str, Any]]:
    """The labelled claims of an article as rows of claims with their links; `starts` are those of its sentences."""
    rows = [_row(claim, starts) for claim in article["claims"]]
    names = [f"{article['id']}#{at}" for at in range(len(rows))]
    for name, row in zip(names, rows, strict=True):
        of, restates = row["of"], row["restates"]
        row["claim_id"] = name
        row["of_claim_id"] = None if of is None else names[of]
        row["restates_claim_id"] = None if restates is None else names[restates]
        row["low"], row["high"] = _bounds(row)
    return rows


def _bounds(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """The interval of a labelled figure: its own ends where it is a range, else what its comparator says."""
    low, high, comparator = row["low"], row["high"], row["comparator"]
    if comparator in (">", ">="):
        return row["value"], None
    return (None, row["value"]) if comparator in ("<", "<=") else (low, high)


def _row(claim: Mapping[str, Any], starts: Sequence[int]) -> dict[str, Any]:
    value, unit = based(claim["value"], claim["unit"])
    as_of = claim["as_of"] or (None, None)
    return {
        **claim,
        "sentence_no": bisect_right(starts, claim["start"]) - 1,
        "base_value": value,
        "base_unit": unit,
        "as_of_start": as_of[0],
        "as_of_end": as_of[1],
    }


def based(value: float | None, unit: str) -> tuple[float | None, str | None]:
    """A value in its dimension's base unit, with that unit; None and None where no fixed factor exists."""
    factors = {row["code"]: row for row in read_table("unit_factors")}
    if unit.startswith("{") and "/" not in unit:
        return value, unit
    if unit in ("%", "1"):
        return (None if value is None else value / (100 if unit == "%" else 1)), "1"
    parts = [factors.get(part) for part in unit.split("/")]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None, None
    factor, offset = float(known[0]["factor"]), float(known[0]["offset"]) if len(known) == 1 else 0.0
    for part in known[1:]:
        factor /= float(part["factor"])
    return (None if value is None else value * factor + offset), "/".join(part["base"] for part in known)


def role_choices(article: Article, figures: Sequence[LinkFigure]) -> Iterator[Choice]:
    """The role of each figure, told as the reader tells such roles."""
    for figure in figures:
        right, is_shown = frozenset({ROLES.index(figure.role)}), figure.role != "level" or figure.at % RARE == 0
        for told, weight in TOLD[figure.role].items():
            if is_shown or told == "level":
                times = RARE if figure.role == "level" and told != "level" else 1
                yield Choice(role_features(replace(figure, role=told), figures, article["text"]), right, weight * times)


def belonging_choices(article: Article, figures: Sequence[LinkFigure]) -> Iterator[Choice]:
    """What each change, base and difference belongs to."""
    text = article["text"]
    for figure in figures:
        others = belonging_candidates(figure, figures)
        if others:
            told = [list(belonging_features(figure, other, figures, text)) for other in others]
            of = article["claims"][figure.at]["of"]
            right = {at for at, other in enumerate(others, 1) if other.at == of}
            yield Choice([belongs_to_none(figure, others), *told], frozenset(right or {0}))


def repeating_choices(article: Article, figures: Sequence[LinkFigure]) -> Iterator[Choice]:
    """What each figure says again: any earlier mention of the same is right."""
    text = article["text"]
    firsts = [at if claim["restates"] is None else claim["restates"] for at, claim in enumerate(article["claims"])]
    for figure in figures:
        others = repeating_candidates(figure, figures, text)
        if others:
            told = [list(repeating_features(figure, other, figures, text)) for other in others]
            first = article["claims"][figure.at]["restates"]
            right = {at for at, (other, _) in enumerate(others, 1) if first is not None and firsts[other.at] == first}
            yield Choice([repeats_none(figure), *told], frozenset(right or {0}))


def fit(choices: Sequence[Choice], prior: float, least: int) -> dict[str, int]:
    """Weights by feature that make the right alternatives probable: a conditional logit, by Adam over all at once."""
    shown = Counter(name for choice in choices for names in choice.alternatives for name in set(names))
    names = sorted(name for name, count in shown.items() if count >= least)
    rows, columns, group, right = _laid_out(choices, {name: at for at, name in enumerate(names)})
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    counts = np.array([choice.weight for choice in choices])[group]

    def slope(weights: Floats) -> Floats:
        scores = np.bincount(rows, weights[columns], len(group))
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        told = raised / np.add.reduceat(raised, starts)[group]
        wanted = raised * right / np.add.reduceat(raised * right, starts)[group]
        return np.bincount(columns, ((told - wanted) * counts)[rows], len(names)) + prior * weights

    weights = minimised(slope, len(names), STEPS)
    whole = {name: round(float(weight) * SCALE) for name, weight in zip(names, weights, strict=True)}
    return {name: weight for name, weight in whole.items() if weight}


def _laid_out(
    choices: Sequence[Choice], places: Mapping[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], Floats]:
    """(alternative, feature) pairs, and of each alternative its choice and whether it is right."""
    rows: list[int] = []
    columns: list[int] = []
    group: list[int] = []
    right: list[float] = []
    for number, choice in enumerate(choices):
        for at, names in enumerate(choice.alternatives):
            known = [places[name] for name in sorted(set(names)) if name in places]
            rows += [len(group)] * len(known)
            columns += known
            group.append(number)
            right.append(float(at in choice.right))
    whole = np.int64
    return np.array(rows, whole), np.array(columns, whole), np.array(group, whole), np.array(right)


def cross_validated(lessons: Sequence[Lesson]) -> dict[str, str]:
    """Precision, recall and F1 of links between labelled figures, by weights that did not see their publisher."""
    tally: Counter[tuple[str, str]] = Counter()
    for fold in range(FOLDS):
        table = fitted([lesson for lesson in lessons if fold_of(lesson.article) != fold])
        for lesson in lessons:
            if fold_of(lesson.article) == fold:
                tally.update(judged(lesson, table))
    return {name: _figures(tally, kinds) for name, kinds in _SCORED.items()}


_SCORED: Final = {"of": ("of",), "restates": ("restates",), "both": ("of", "restates")}


def judged(lesson: Lesson, table: Mapping[str, Mapping[str, int]]) -> Counter[tuple[str, str]]:
    """Counts of gold, told and right links of one labelled article, by kind of link."""
    article, figures, text = lesson.article, lesson.figures, lesson.article["text"]
    told = {
        "of": linking.belongings(figures, text, table["of"]),
        "restates": linking.repetitions(figures, text, table["restates"]),
    }
    tally: Counter[tuple[str, str]] = Counter()
    for kind, links in told.items():
        gold = {(at, claim[kind]) for at, claim in enumerate(article["claims"]) if claim[kind] is not None}
        tally.update(
            {(kind, "gold"): len(gold), (kind, "told"): len(links), (kind, "right"): len(gold & {*links.items()})}
        )
    return tally


def _figures(tally: Mapping[tuple[str, str], int], kinds: Iterable[str]) -> str:
    gold, told, right = (sum(tally[kind, what] for kind in kinds) for what in ("gold", "told", "right"))
    return f"precision {right / told:.3f}, recall {right / gold:.3f}, F1 {2 * right / (gold + told):.3f} ({gold} links)"


if __name__ == "__main__":
    main()
