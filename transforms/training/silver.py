"""Texts without labels, taught by readers that have learned: what those say of every figure, with how sure they are.

A reader that learns from them beside the labels has seen many more publishers, with pieces masked and clues hidden
that its teachers saw.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor

from transforms.training.corpus import documents
from transforms.training.examples import Example, Taught, examples_of
from transforms.training.fitting import option_scores
from transforms.training.network import CLASSES, ReaderNetwork

LONGEST: Final = 1_400  # code points of a stretch of a press release
FEWEST_NUMBERS: Final = 2
STRETCHES: Final = 1_100  # of press releases and reports, which are many and alike
WHOLE: Final = (None, "wikinews", "gum-wikinews")  # sources that are read whole; pages and newspapers name none
_NUMBER: Final = re.compile(r"\b\d[\d,.]*\b")

Article = dict[str, Any]


def unlabelled_articles(shared: Path, kept_back: frozenset[str]) -> Iterator[Article]:
    """Texts of `shared`/data whose labels, if there are any, do not count; none of the documents `kept_back`."""
    of_press = []
    for document in documents(shared):
        if document["id"] in kept_back:
            continue
        if document.get("source") in WHOLE:
            yield _unlabelled(document, document["text"])
        else:
            of_press.append((_hash(document["id"]), document))
    count = 0
    for number, document in sorted(of_press, key=lambda pair: pair[0]):
        text = _stretch(document["text"], number)
        if count < STRETCHES and len(_NUMBER.findall(text)) >= FEWEST_NUMBERS:
            count += 1
            yield _unlabelled(document, text)


def _unlabelled(document: Article, text: str) -> Article:
    kept = {name: document.get(name) for name in ("id", "url", "title", "published")}
    return kept | {"source": document.get("source", "silver"), "text": text, "claims": []}


def taught(article: Article, teachers: Sequence[ReaderNetwork], shares: Sequence[float]) -> Iterator[Example]:
    """The passages of an article with what the teachers say of each figure, each by its share of 1."""
    for example in examples_of(article, has_all_claims=False):
        with torch.no_grad():
            said = [_said(teacher, example) for teacher in teachers]
        options = torch.stack([share * options for share, (options, _) in zip(shares, said, strict=True)]).sum(0)
        classes = torch.stack([share * classes for share, (_, classes) in zip(shares, said, strict=True)]).sum(0)
        example.taught = Taught(options.half(), classes.half())
        yield example


def _said(teacher: ReaderNetwork, example: Example) -> tuple[Tensor, Tensor]:
    states = teacher.encode(example.ids[None], example.shapes[None], example.marks[None])[0]
    options, classes = option_scores(teacher, states, example)
    return options.softmax(-1), torch.cat([part.softmax(-1) for part in classes.split(CLASSES, -1)], -1)


def _stretch(text: str, number: int) -> str:
    """At most LONGEST code points of whole paragraphs, from a paragraph that `number` chooses."""
    starts = [0, *(found.end() for found in re.finditer(r"\n+", text) if found.end() < len(text))]
    fit = [start for start in starts if len(text) - start >= LONGEST] or [0]
    start = fit[number % len(fit)]
    end = max([at for at in (*starts, len(text)) if start < at <= start + LONGEST], default=start + LONGEST)
    return text[start:end].rstrip()


def _hash(words: str) -> int:
    return int(hashlib.sha256(words.encode()).hexdigest(), 16)
