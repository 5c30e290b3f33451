"""The network: a small pre-trained encoder over a passage, and a head that reads every slot of every figure from it."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from transforms.reader.passages import DISTANCES, SENTENCES_BACK, SENTENCES_ON
from transforms.reader.slots import CLUES, FIGURE_FEATURES, MEASURES, MODALITIES, NONES, POINTERS, ROLES
from transforms.reader.words import SHAPES
from transforms.training.encoder import Encoder
from transforms.training.mpnet import MpnetEncoder

HEAD = 192
FAR_BELOW = -1e4
CLASSES = (2, len(MODALITIES), len(ROLES), len(MEASURES) + 1)


class ReaderNetwork(nn.Module):
    """Piece ids in; for each figure a score for each pointer and word, and for each class."""

    def __init__(self, encoder: Encoder | MpnetEncoder) -> None:
        super().__init__()
        self.encoder = encoder
        size = encoder.size
        self.shape = nn.Embedding(len(SHAPES) + 1, size)
        self.mark = nn.Embedding(2, size)
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.mark.weight)
        self.figure = nn.Sequential(nn.Linear(2 * size + FIGURE_FEATURES, size), nn.ReLU(), nn.Dropout(0.1))
        self.word_in, self.figure_in = nn.Linear(size, HEAD), nn.Linear(size, HEAD)
        self.word_by, self.figure_by = nn.Linear(size, HEAD), nn.Linear(size, HEAD)
        self.distance = nn.Embedding(2 * (len(DISTANCES) + 1) + 1, HEAD)
        self.sentence = nn.Embedding(SENTENCES_BACK + SENTENCES_ON + 1, HEAD)
        self.clue = nn.Linear(len(CLUES), HEAD, bias=False)
        nn.init.normal_(self.distance.weight, std=0.3)
        nn.init.normal_(self.sentence.weight, std=0.3)
        self.hidden = nn.Sequential(nn.ReLU(), nn.Dropout(0.1), nn.Linear(HEAD, HEAD), nn.ReLU(), nn.Dropout(0.1))
        self.pointer = nn.Linear(HEAD, len(POINTERS))
        self.none = nn.Linear(size, NONES + 1)
        self.classes = nn.Linear(size, sum(CLASSES))

    def encode(self, ids: Tensor, shapes: Tensor, marks: Tensor, mask: Tensor | None = None) -> Tensor:
        """States of the pieces, [batch, pieces, size]; `mask` is false where a piece is padding."""
        bias = None if mask is None else torch.where(mask, 0.0, FAR_BELOW)[:, None, None]
        states: Tensor = self.encoder(ids, self.shape(shapes) + self.mark(marks), bias)
        return states

    def read(
        self, words: Tensor, first: Tensor, last: Tensor, features: Tensor, clues: Tensor, distances: Tensor,
        sentences: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
        """Of one passage: scores [figures, words, pointers], of none [figures, NONES + 1], of classes [figures, …]."""
        figure = self.figure(torch.cat([words[first], words[last], features], -1))
        mixed = self.word_in(words)[None] + self.figure_in(figure)[:, None]
        mixed = mixed + self.word_by(words)[None] * self.figure_by(figure)[:, None]
        mixed = mixed + self.distance(distances) + self.sentence(sentences) + self.clue(clues)
        return self.pointer(self.hidden(mixed)), self.none(figure), self.classes(figure)

    def forward(
        self, ids: Tensor, shapes: Tensor, marks: Tensor, first_piece: Tensor, first: Tensor, last: Tensor,
        features: Tensor, clues: Tensor, distances: Tensor, sentences: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
        """One passage, as the exported graph has it."""
        states = self.encode(ids[None], shapes[None], marks[None])[0]
        return self.read(states[first_piece], first, last, features, clues, distances, sentences)
