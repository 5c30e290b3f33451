"""Make the weights of measures' words again: `python -m transforms.training.measures` (`make train-measures`).

Learned from the fields of labelled claims, in some five minutes; excerpts that are kept back are not learned from.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from transforms.claims import measure_words
from transforms.claims.measure_words import SCALE, features
from transforms.reader.slots import MEASURE_CLASSES
from transforms.training.adam import Floats, minimised
from transforms.training.corpus import composed_articles, labelled_articles

LEAST: Final = 4  # claims that must show a feature for it to be weighed
PRIOR: Final = 0.33  # how strongly weights are held near 0
STEPS: Final = 150
LARGEST: Final = 127  # of a whole weight

Claim = Mapping[str, Any]


def main() -> None:
    """Fit to every article that may be learned from and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder with gold/ and data/")
    parser.add_argument("--out", type=Path, default=measure_words.WEIGHTS, help="where the weights go")
    given = parser.parse_args()
    claims = list(labelled_claims(a for a in labelled_articles(given.shared) if not a.get("kept_back")))
    claims += labelled_claims(composed_articles())
    names, weights = fitted(claims)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(given.out, names=np.array("\n".join(names)), weights=weights)
    print(f"{len(claims)} claims, {len(names)} features")


def labelled_claims(articles: Iterable[Mapping[str, Any]]) -> Iterator[Claim]:
    """The labelled claims whose measure is told."""
    for article in articles:
        yield from (claim for claim in article["claims"] if "measure" in claim and "kind" in claim)


def fitted(claims: Sequence[Claim]) -> tuple[list[str], NDArray[np.int8]]:
    """The features, and of each the weights [features, MEASURE_CLASSES]: a multinomial logit."""
    shown = [sorted(set(features(claim))) for claim in claims]
    counts = Counter(name for names in shown for name in names)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    places = {name: at for at, name in enumerate(names)}
    known = [[places[name] for name in told if name in places] for told in shown]
    rows = [row for row in known if row]
    starts = np.cumsum([0, *(len(row) for row in rows)])[:-1]
    columns = np.array([at for row in rows for at in row])
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    by_feature = np.argsort(columns, kind="stable")
    firsts = np.searchsorted(columns[by_feature], np.arange(len(names)))
    right = np.array([MEASURE_CLASSES.index(claim["measure"]) for claim, row in zip(claims, known, strict=True) if row])

    def slope(weights: Floats) -> Floats:
        told = _softmax(np.add.reduceat(weights[columns], starts))
        told[np.arange(len(right)), right] -= 1
        lacking: Floats = np.add.reduceat(told[owner[by_feature]], firsts) + PRIOR * weights
        return lacking

    weights = minimised(slope, (len(names), len(MEASURE_CLASSES)), STEPS)
    return names, np.clip(np.rint(weights * SCALE), -LARGEST, LARGEST).astype(np.int8)


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    told: Floats = raised / raised.sum(1, keepdims=True)
    return told


if __name__ == "__main__":
    main()
