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
WIDER: Final = 4  # times a state: the wide layer
PIECES: Final = 30522
POSITIONS: Final = 512
EPSILON: Final = 1e-12
DROPOUT: Final = 0.1
# Names of the pre-trained weights, and what they are called here.
NAMES: Final = (
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
    """Attention of every piece to all others, then a wide layer; each added to what came in.

    `size`: of a piece's state; `width`: of the wide layer, four times that; `epsilon`: of the norms, as pre-trained.
    """

    def __init__(self, size: int, epsilon: float) -> None:
        super().__init__()
        self.of_head = size // HEADS
        self.query, self.key, self.value, self.joined = (nn.Linear(size, size) for _ in range(4))
        self.joined_norm = nn.LayerNorm(size, eps=epsilon)
        self.wide, self.narrow = nn.Linear(size, WIDER * size), nn.Linear(WIDER * size, size)
        self.narrow_norm = nn.LayerNorm(size, eps=epsilon)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, bias: Tensor | None) -> Tensor:
        """States [batch, pieces, size] of `states`, shaped alike.

        `bias` is added to how much a piece looks at another, [batch or 1, HEADS or 1, pieces or 1, pieces]: far below
        zero where the other is padding.
        """
        query, key, value = (
            part(states).unflatten(-1, (HEADS, self.of_head)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        weights = query @ key.transpose(-1, -2) * self.of_head**-0.5
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
        self.layers = nn.ModuleList(Layer(SIZE, EPSILON) for _ in range(layers))
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


def renamed(
    weights: Mapping[str, Tensor], layers: Sequence[int], names: Sequence[tuple[str, str]] = NAMES
) -> dict[str, Tensor]:
    """Pre-trained weights by what they are called here, as `names` tell; `layers` are those that are kept, in order."""
    found = {}
    for name, value in weights.items():
        for pattern, ours in names:
            new, count = re.subn(pattern, ours, name)
            number = re.match(r"layers\.(\d+)\.", new) if count else None
            if number is not None and int(number[1]) in layers:
                found[new.replace(f"layers.{number[1]}.", f"layers.{layers.index(int(number[1]))}.", 1)] = value
            elif count and number is None:
                found[new] = value
    return found
