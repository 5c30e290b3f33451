"""Make the weights of measures' words again: `python -m transforms.training.measures` (`make train-measures`).

Learned from the fields of labelled claims and the words beside them, in some two minutes; excerpts that are kept back
are not learned from.  labels/made_measures.csv holds sentences that teach what labels have too few of.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from transforms.claims import measure_words
from transforms.claims.measure_words import SCALE, features
from transforms.reader.slots import MEASURE_CLASSES
from transforms.sentences import split_sentences
from transforms.training.adam import Floats, minimised
from transforms.training.corpus import composed_articles, labelled_articles
from transforms.training.made import made_measures

LEAST: Final = 4  # claims that must show a feature for it to be weighed
PRIOR: Final = 1.0  # how strongly weights are held near 0
STEPS: Final = 100
LARGEST: Final = 127  # of a whole weight
MADE: Final = 10  # how often each made sentence is shown

Claim = Mapping[str, Any]


def main() -> None:
    """Fit to every article that may be learned from and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder with gold/ and data/")
    parser.add_argument("--out", type=Path, default=measure_words.WEIGHTS, help="where the weights go")
    given = parser.parse_args()
    claims = list(labelled_claims(a for a in labelled_articles(given.shared) if not a.get("kept_back")))
    claims += labelled_claims(composed_articles())
    claims += MADE * list(made_measures())
    names, weights = fitted(claims)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(given.out, names=np.array("\n".join(names)), weights=weights)
    print(f"{len(claims)} claims, {len(names)} features")


def labelled_claims(articles: Iterable[Mapping[str, Any]]) -> Iterator[Claim]:
    """The labelled claims whose measure is told, each with its `sentence` and where that starts (`sentence_start`)."""
    for article in articles:
        sentences = split_sentences(article["text"])
        for claim in article["claims"]:
            if "measure" in claim and "kind" in claim:
                own = next(one for one in reversed(sentences) if one.start <= claim["start"])
                yield claim | {"sentence": article["text"][own.start : own.end], "sentence_start": own.start}


def fitted(claims: Sequence[Claim]) -> tuple[list[str], NDArray[np.int8]]:
    """The features, and of each the weights [features, MEASURE_CLASSES]: a multinomial logit."""
    shown = [sorted(set(features(claim))) for claim in claims]
    counts = Counter(name for names in shown for name in names)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    places = {name: at for at, name in enumerate(names)}
    known = [[places[name] for name in told if name in places] for told in shown]
    starts = np.cumsum([0, *(len(row) for row in known)])
    columns = np.array([at for row in known for at in row])
    has = csr_array((np.ones(len(columns)), columns, starts), shape=(len(known), len(names)))
    of = has.T.tocsr()
    right = np.array([MEASURE_CLASSES.index(claim["measure"]) for claim in claims])

    def slope(weights: Floats) -> Floats:
        told = _softmax(has @ weights)
        told[np.arange(len(right)), right] -= 1
        lacking: Floats = of @ told + PRIOR * weights
        return lacking

    weights = minimised(slope, (len(names), len(MEASURE_CLASSES)), STEPS)
    return names, np.clip(np.rint(weights * SCALE), -LARGEST, LARGEST).astype(np.int8)


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    told: Floats = raised / raised.sum(1, keepdims=True)
    return told


if __name__ == "__main__":
    main()
