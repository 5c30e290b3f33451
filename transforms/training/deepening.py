"""A deeper network from one that has learned: its new layers begin by passing on nearly what they are given.

So nothing is unlearned when there are more labels than the layers that there are can hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor

from transforms.training.encoder import Encoder, Layer
from transforms.training.examples import Example
from transforms.training.network import ReaderNetwork

ADDS: Final = 0.1  # of what a new layer would add to a state, so much at first


def deepened(network: ReaderNetwork, above: Sequence[Layer], examples: Sequence[Example]) -> ReaderNetwork:
    """`network` with the layers `above`, as they were pre-trained, on top of its own.

    `examples`: passages on which the size of its states is measured, for a norm that keeps that.
    """
    had = len(network.encoder.layers)
    deeper = ReaderNetwork(Encoder(had + len(above)))
    deeper.load_state_dict(network.state_dict(), strict=False)
    mean, deviation = _moments(network, examples)
    with torch.no_grad():
        for new, layer in zip(deeper.encoder.layers[had:], above, strict=True):
            new.load_state_dict(layer.state_dict())
            for part in (new.joined, new.narrow):
                part.weight.mul_(ADDS)
                part.bias.mul_(ADDS)
            for norm in (new.joined_norm, new.narrow_norm):
                norm.weight.fill_(deviation)
                norm.bias.fill_(mean)
    return deeper


def _moments(network: ReaderNetwork, examples: Sequence[Example]) -> tuple[float, float]:
    """Mean and standard deviation within a piece's state, of all pieces of `examples`."""
    network.eval()
    with torch.no_grad():
        states: Tensor = torch.cat([network.encode(e.ids[None], e.shapes[None], e.marks[None])[0] for e in examples])
    return float(states.mean()), float(states.var(-1, unbiased=False).sqrt().mean())
