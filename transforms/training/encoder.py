"""The encoder: BERT's layers over word pieces, begun from a small pre-trained model's weights."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

SIZE: Final = 384
HEADS: Final = 12
WIDTH: Final = 1536
PIECES: Final = 30522
POSITIONS: Final = 512
EPSILON: Final = 1e-12
DROPOUT: Final = 0.1
# Names of the pre-trained weights, and what they are called here.
_NAMES: Final = (
    (r"^embeddings\.word_embeddings\.", "pieces."),
    (r"^embeddings\.position_embeddings\.", "positions."),
    (r"^embeddings\.token_type_embeddings\.", "types."),
    (r"^embeddings\.LayerNorm\.", "norm."),
    (r"^encoder\.layer\.(\d+)\.attention\.self\.", r"layers.\1."),
    (r"^encoder\.layer\.(\d+)\.attention\.output\.dense\.", r"layers.\1.joined."),
    (r"^encoder\.layer\.(\d+)\.attention\.output\.LayerNorm\.", r"layers.\1.joined_norm."),
    (r"^encoder\.layer\.(\d+)\.intermediate\.dense\.", r"layers.\1.wide."),
    (r"^encoder\.layer\.(\d+)\.output\.dense\.", r"layers.\1.narrow."),
    (r"^encoder\.layer\.(\d+)\.output\.LayerNorm\.", r"layers.\1.narrow_norm."),
)


class Layer(nn.Module):
    """Attention of every piece to all others, then a wide layer; each added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(SIZE, SIZE) for _ in range(3))
        self.joined, self.joined_norm = nn.Linear(SIZE, SIZE), nn.LayerNorm(SIZE, eps=EPSILON)
        self.wide, self.narrow = nn.Linear(SIZE, WIDTH), nn.Linear(WIDTH, SIZE)
        self.narrow_norm = nn.LayerNorm(SIZE, eps=EPSILON)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, bias: Tensor | None) -> Tensor:
        """`states`: [batch, pieces, SIZE]; `bias`: [batch, 1, 1, pieces], far below zero where a piece is padding."""
        query, key, value = (
            part(states).unflatten(-1, (HEADS, SIZE // HEADS)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        weights = query @ key.transpose(-1, -2) * (SIZE // HEADS) ** -0.5
        weights = functional.softmax(weights if bias is None else weights + bias, -1)
        states = self.joined_norm(states + self.dropout(self.joined((weights @ value).transpose(1, 2).flatten(2))))
        return self.narrow_norm(states + self.dropout(self.narrow(functional.gelu(self.wide(states)))))


class Encoder(nn.Module):
    """Piece ids and what is added to their vectors in; states of the pieces out."""

    size: Final = SIZE

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, SIZE)
        self.positions = nn.Embedding(POSITIONS, SIZE)
        self.types = nn.Embedding(2, SIZE)
        self.norm = nn.LayerNorm(SIZE, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.dropout = nn.Dropout(DROPOUT)
        # Half of its weights are the vocabulary: too many for the labels to move.
        self.pieces.weight.requires_grad_(False)

    def forward(self, ids: Tensor, added: Tensor, bias: Tensor | None = None) -> Tensor:
        """States [batch, pieces, SIZE] of `ids` [batch, pieces]."""
        at = torch.arange(ids.shape[1], device=ids.device)
        states = self.pieces(ids) + added + self.positions(at) + self.types.weight[0]
        states = self.dropout(self.norm(states))
        for layer in self.layers:
            states = layer(states, bias)
        return states


def renamed(weights: Mapping[str, Tensor], layers: Sequence[int]) -> dict[str, Tensor]:
    """Pre-trained weights by the names that Encoder gives them; `layers` are those that are kept, in order."""
    found = {}
    for name, value in weights.items():
        for pattern, ours in _NAMES:
            new, count = re.subn(pattern, ours, name)
            number = re.match(r"layers\.(\d+)\.", new) if count else None
            if number is not None and int(number[1]) in layers:
                found[new.replace(f"layers.{number[1]}.", f"layers.{layers.index(int(number[1]))}.", 1)] = value
            elif count and number is None:
                found[new] = value
    return found
