"""A network that learns with the whole numbers that ship: what it computes then, and what is left of it afterwards."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

if find_spec("torch") is None:
    pytest.skip("the extra `train` (torch) is not installed", allow_module_level=True)

import torch

from transforms.training.encoder import Encoder
from transforms.training.network import ReaderNetwork
from transforms.training.rounding import rounded


def test_it_computes_with_whole_numbers_inside_and_is_itself_again_afterwards() -> None:
    torch.manual_seed(1)
    network = ReaderNetwork(Encoder(1)).eval()
    before = {name: weights.clone() for name, weights in network.state_dict().items()}
    states = torch.randn(2, 5, network.encoder.size)
    layer = network.encoder.layers[0].query
    plain = layer(states)
    with rounded(network):
        factor = layer.parametrizations.weight.original.abs().amax(1, keepdim=True) / 63
        steps = layer.weight / factor
        assert torch.equal(steps.round(), steps.round().clamp(-63, 63))
        assert torch.allclose(steps, steps.round(), atol=1e-3)
        inside = layer(states)
        inside.sum().backward()
    assert 0 < float((inside - plain).detach().abs().max()) < 0.1
    assert network.state_dict().keys() == before.keys()
    assert all(torch.equal(weights, before[name]) for name, weights in network.state_dict().items())
    assert layer.weight.grad is not None
    assert float(layer.weight.grad.abs().sum()) > 0


def test_a_passage_is_rounded_alike_whatever_stands_beside_it() -> None:
    torch.manual_seed(2)
    network = ReaderNetwork(Encoder(1)).eval()
    one, other = torch.randn(1, 5, network.encoder.size), 30 * torch.randn(1, 5, network.encoder.size)
    layer = network.encoder.layers[0].wide
    with rounded(network):
        assert torch.allclose(layer(torch.cat([one, other]))[:1], layer(one), atol=1e-5)
