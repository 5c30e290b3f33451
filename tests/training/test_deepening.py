"""Layers that are added to a network that has learned: at first its states are nearly what they were."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

if find_spec("torch") is None:
    pytest.skip("the extra `train` (torch) is not installed", allow_module_level=True)

import torch

from transforms.reader.model import WEIGHTS
from transforms.training.corpus import composed_articles
from transforms.training.deepening import deepened
from transforms.training.encoder import EPSILON, SIZE, Layer
from transforms.training.examples import examples_of
from transforms.training.shipped import shipped


def test_new_layers_pass_on_what_they_are_given() -> None:
    torch.manual_seed(1)
    network = shipped(WEIGHTS)
    had = len(network.encoder.layers)
    article = next(iter(composed_articles()))
    passages = list(examples_of(article))
    deeper = deepened(network, [Layer(SIZE, EPSILON), Layer(SIZE, EPSILON)], passages).eval()
    assert len(deeper.encoder.layers) == had + 2
    with torch.no_grad():
        (before, after) = (
            one.encode(passages[0].ids[None], passages[0].shapes[None], passages[0].marks[None])
            for one in (network, deeper)
        )
    assert 0 < float((after - before).square().mean().sqrt() / before.std()) < 0.2
