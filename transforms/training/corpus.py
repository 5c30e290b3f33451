"""The labelled articles that the reader learns from: those of the shared folder, and the project's own labels.

The own ones are excerpts of texts of the shared folder, and articles that were written for it and labelled.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from transforms.errors import InputError

LABELS: Final = Path(__file__).parents[2] / "labels" / "claims.jsonl"
COMPOSED: Final = LABELS.parent / "articles"
# What a label of a composed article leaves out where it is this.
USUAL: Final[dict[str, Any]] = {
    "low": None, "high": None, "comparator": "=", "trend": None, "actor": None, "predicate": None, "speaker": None,
    "place": None, "modality": "asserted", "as_of": None, "measure": None, "role": "level",
}  # fmt: skip
SETS: Final = ("claims_train.json", "claims_dev.json")
TEXTS: Final = ("articles.jsonl.gz", "pages.jsonl.gz", "polnear.jsonl")

Article = dict[str, Any]


def labelled_articles(shared: Path) -> list[Article]:
    """The articles of `shared`/gold that may be learned from, then the project's own; see labels/README.md.

    Raises InputError where a text of a label is missing or not the one that was labelled.
    """
    found: list[Article] = []
    for name in SETS:
        found += json.loads((shared / "gold" / name).read_text(encoding="utf-8"))
    return found + list(own_articles(shared))


def own_articles(shared: Path) -> Iterator[Article]:
    """The excerpts of labels/claims.jsonl with their texts, which stand in `shared`/data."""
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    texts = dict(_texts(shared, {row["document"] for row in rows}))
    for row in rows:
        document = texts.get(row["document"])
        text = document["text"][row["start"] : row["end"]] if document is not None else ""
        if document is None or hashlib.sha256(text.encode()).hexdigest() != row["text_hash"]:
            problem = f"the text of {row['document']} is missing or has changed"
            raise InputError(
                str(LABELS), problem, "put the shared data that the labels were made on beside the project"
            )
        kept = {name: row[name] for name in ("id", "document", "url", "published", "source", "kept_back")}
        kept["title"] = document.get("title")
        claims = [claim | {"quote": text[claim["start"] : claim["end"]]} for claim in row["claims"]]
        yield kept | {"text": text, "claims": claims}


def composed_articles() -> Iterator[Article]:
    """The articles of labels/articles, a file for each field of news: written for the reader to learn from."""
    for path in sorted(COMPOSED.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            text = article["text"]
            claims = [USUAL | claim | {"quote": text[claim["start"] : claim["end"]]} for claim in article["claims"]]
            yield {"url": None, "title": None} | article | {"source": f"composed:{path.stem}", "claims": claims}


def documents(shared: Path) -> Iterator[Article]:
    """The documents of `shared`/data: web pages, newspapers, Wikinews, press releases and reports."""
    for name in TEXTS:
        path = shared / "data" / name
        data = path.read_bytes()
        for line in (gzip.decompress(data) if path.suffix == ".gz" else data).decode().splitlines():
            yield json.loads(line)


def _texts(shared: Path, wanted: set[str]) -> Iterator[tuple[str, Article]]:
    return ((document["id"], document) for document in documents(shared) if document["id"] in wanted)
