"""Fitting with the whole numbers that ship: a network that meets its own rounding while it learns loses less to it.

export.py writes matrices in 7 bits by channel, and onnxruntime rounds what they are multiplied with to 8 bits by
passage.  Here both are rounded so as the network runs forward, and the gradient passes as if they were not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from transforms.training.network import ReaderNetwork

LARGEST_WEIGHT = 63  # of 7 bits with a sign
LARGEST_INPUT = 255  # of 8 bits without
LEAST = 1e-8  # of a factor: what is zero throughout stays zero


class _Matrix(nn.Module):
    """A matrix whose rows, the channels, are whole numbers times a factor each."""

    def forward(self, weights: Tensor) -> Tensor:
        factor = weights.detach().abs().amax(1, keepdim=True).clamp_min(LEAST) / LARGEST_WEIGHT
        return _through(weights, torch.round(weights.detach() / factor) * factor)


@contextmanager
def rounded(network: ReaderNetwork) -> Iterator[None]:
    """All linear parts of `network` compute with whole numbers inside; its weights are as fine as ever behind."""
    linear = [(name, part) for name, part in network.named_modules() if isinstance(part, nn.Linear)]
    hooks = []
    for name, part in linear:
        parametrize.register_parametrization(part, "weight", _Matrix())
        # The encoder sees a batch of passages, the head the figures and words of one.
        hooks.append(part.register_forward_pre_hook(_passage if name.startswith("encoder.") else _whole))
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
        for _, part in linear:
            parametrize.remove_parametrizations(part, "weight", leave_parametrized=False)


def _passage(_: nn.Module, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return (_rounded_input(given[0], tuple(range(1, given[0].dim()))),)


def _whole(_: nn.Module, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return (_rounded_input(given[0], tuple(range(given[0].dim()))),)


def _rounded_input(values: Tensor, over: tuple[int, ...]) -> Tensor:
    """`values` as 256 steps from the least to the greatest along the dimensions `over`, zero one of them."""
    found = values.detach()
    least, greatest = found.amin(over, keepdim=True).clamp_max(0), found.amax(over, keepdim=True).clamp_min(0)
    step = ((greatest - least) / LARGEST_INPUT).clamp_min(LEAST)
    zero = torch.round(-least / step)
    whole = torch.clamp(torch.round(found / step) + zero, 0, LARGEST_INPUT)
    return _through(values, (whole - zero) * step)


def _through(values: Tensor, rounded_values: Tensor) -> Tensor:
    """The rounded values with the gradient of the others."""
    return values + (rounded_values - values).detach()
