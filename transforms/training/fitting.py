"""Fitting the network to examples: losses over every right option, clues that are sometimes hidden, one seed."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from transforms.reader.slots import CLUES, COMPARATORS, KINDS, MODALITIES, NONES, POINTERS, TRENDS
from transforms.training.examples import OPTIONS, UNKNOWN, Example, Taught
from transforms.training.network import CLASSES, FAR_BELOW, ReaderNetwork

HIDDEN_CLUE: Final = 0.2  # how often one slot's clue is hidden in training, so that the reader does not lean on it
HIDDEN_RULES: Final = 0.15  # how often all that the rules say is
WEIGHTS: Final = {"date": 2.0}  # of a pointer; 1 where not named
CLASS_WEIGHTS: Final = (1.5, 2.0, 0.5, 1.0)  # claim, modality, role, measure
MASK: Final = 103  # the piece [MASK]
WARM: Final = 0.08  # share of the steps over which the rate rises
BAND: Final = 40  # pieces: passages of about one length are learned together
_RULES_AT: Final = len(KINDS) + len(COMPARATORS) + len(TRENDS)
_CLUES_AT: Final = _RULES_AT + 1 + len(MODALITIES)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is fitted."""

    epochs: int = 6
    batch: int = 6  # passages
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    masked: float = 0.0  # share of the pieces outside figures that are masked: texts are not learned by heart
    seed: int = 1


def fit(
    network: ReaderNetwork, examples: Sequence[Example], recipe: Recipe, say: Callable[[str], None]
) -> ReaderNetwork:
    """Fit `network` in place; the same examples, recipe and number of threads give the same weights."""
    torch.manual_seed(recipe.seed)
    draw = random.Random(recipe.seed)
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    groups = [{"params": encoder, "lr": recipe.encoder_rate}, {"params": heads, "lr": recipe.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = recipe.epochs * math.ceil(len(examples) / recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM * steps)) * max(0.0, 1 - step / steps)
    )
    for epoch in range(recipe.epochs):
        network.train()
        began, total = time.monotonic(), 0.0
        batches = _batches(examples, recipe.batch, draw)
        for batch in batches:
            loss = batch_loss(network, batch, recipe.masked)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        say(f"epoch {epoch + 1} of {recipe.epochs}: loss {total / len(batches):.3f}, {time.monotonic() - began:.0f} s")
    return network


def _batches(examples: Sequence[Example], size: int, draw: random.Random) -> list[list[Example]]:
    order = sorted(examples, key=lambda example: len(example.ids) // BAND + draw.random() * 2.5)
    batches = [order[at : at + size] for at in range(0, len(order), size)]
    draw.shuffle(batches)
    return batches


def batch_loss(network: ReaderNetwork, batch: Sequence[Example], masked: float) -> Tensor:
    """The mean loss of a figure: what the right options of each pointer and class lack of all the weight."""
    longest = max(len(example.ids) for example in batch)

    def padded(name: str) -> Tensor:
        return torch.stack([functional.pad(getattr(e, name), (0, longest - len(e.ids))) for e in batch])

    mask = torch.stack([torch.arange(longest) < len(example.ids) for example in batch])
    ids, marks = padded("ids"), padded("marks")
    is_masked = (torch.rand(ids.shape) < masked) & (marks == 0)
    states = network.encode(ids.masked_fill(is_masked, MASK), padded("shapes"), marks, mask)
    total = states.new_zeros(())
    weights = torch.tensor([WEIGHTS.get(name, 1.0) for name in POINTERS])
    for number, example in enumerate(batch):
        options, classes = option_scores(network, states[number], example, is_training=True)
        if example.taught is not None:
            total = total + taught_loss(options, classes, example.taught, weights)
            continue
        right = options.masked_fill(~example.right, FAR_BELOW).logsumexp(-1)
        total = total + ((options.logsumexp(-1) - right) * example.is_labelled * weights).sum()
        labels = (example.claim, example.modality, example.role, example.measure)
        for part, label, weight in zip(classes.split(CLASSES, -1), labels, CLASS_WEIGHTS, strict=True):
            if (label != UNKNOWN).any():
                total = total + weight * functional.cross_entropy(part, label, ignore_index=UNKNOWN, reduction="sum")
    return total / sum(len(example.first) for example in batch)


def taught_loss(options: Tensor, classes: Tensor, taught: Taught, weights: Tensor) -> Tensor:
    """What the choices lack of the teachers', of each figure as far as those take it for a claim."""
    wanted = taught.classes.float().split(CLASSES, -1)
    is_claim = wanted[0][:, 1]
    lost = -(taught.options.float() * options.log_softmax(-1)).sum(-1)
    total = (lost * is_claim[:, None] * weights).sum()
    for number, (part, want, weight) in enumerate(zip(classes.split(CLASSES, -1), wanted, CLASS_WEIGHTS, strict=True)):
        of_class = -(want * part.log_softmax(-1)).sum(-1)
        total = total + weight * (of_class if number == 0 else of_class * is_claim).sum()
    return total


def option_scores(
    network: ReaderNetwork, states: Tensor, example: Example, is_training: bool = False
) -> tuple[Tensor, Tensor]:
    """Scores of each pointer's options [F, POINTERS, OPTIONS + W] and of the classes [F, …] of one passage."""
    features, clues = _hidden(example) if is_training else (example.features, example.clues)
    words, nones, classes = network.read(
        states[example.first_piece], example.first, example.last, features, clues, example.distances, example.sentences
    )
    words = words.transpose(1, 2)
    date = POINTERS.index("date")
    barred = torch.zeros_like(words)
    barred[:, date] = torch.where(example.date_words, 0.0, FAR_BELOW)
    of_rules = torch.full((*words.shape[:2], 1), FAR_BELOW)
    of_rules[:, date, 0] = nones[:, NONES]
    options = torch.cat([nones[:, :NONES, None], of_rules, words + barred], -1)
    assert options.shape[-1] == OPTIONS + words.shape[-1]
    return options, classes


def _hidden(example: Example) -> tuple[Tensor, Tensor]:
    """Features and clues with some of what the rules say taken away."""
    count = len(example.first)
    has_rules = (torch.rand(count, 1) > HIDDEN_RULES).float()
    kept = (torch.rand(count, len(CLUES)) > HIDDEN_CLUE).float() * has_rules
    has_modality = (torch.rand(count, 1) > HIDDEN_CLUE).float() * has_rules
    features = example.features.clone()
    features[:, _RULES_AT : _RULES_AT + 1] *= has_rules
    features[:, _RULES_AT + 1 : _CLUES_AT] *= has_modality
    features[:, _CLUES_AT:] *= torch.cat([kept, kept[:, -1:]], 1)
    return features, example.clues * kept[:, None]
