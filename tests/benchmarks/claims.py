"""Claims of labelled articles: `python -m tests.benchmarks.claims GOLD.json OUT.jsonl`.

GOLD.json is a list of articles with `id`, `title`, `published` (ISO date) and `text`; any labels are ignored.
OUT.jsonl gets one claim a line, with the columns of a claim and `document_id`, the article's `id`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

from transforms.extract import extract_claims
from transforms.frames import ARTICLES


def articles_frame(labelled: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Labelled articles as frames.ARTICLES; `id` serves for every id."""
    rows = [
        {
            "article_id": article["id"],
            "version_id": article["id"],
            "source": "labelled",
            "own_id": article["id"],
            "content_hash": article["id"],
            "url": article.get("url"),
            "title": article.get("title"),
            "authors": None,
            "published_date": date.fromisoformat(article["published"][:10]) if article.get("published") else None,
            "language": "en",
            "text": article["text"],
            "is_read": True,
        }
        for article in labelled
    ]
    return pl.DataFrame(rows, schema=ARTICLES.schema(), orient="row")


def predict(labelled: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims of labelled articles, as JSON-ready rows with `document_id`."""
    claims = extract_claims(articles_frame(labelled))
    dated = claims.with_columns(pl.col("as_of_start", "as_of_end").dt.to_string(), document_id="article_id")
    return dated.to_dicts()


def scorer(shared: Path, name: str) -> ModuleType:
    """A scorer of the labelled sets, loaded from `shared`/measure."""
    spec = importlib.util.spec_from_file_location(name, shared / "measure" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared / "measure" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_lines(rows: Iterable[dict[str, Any]], path: Path) -> None:
    """One JSON object a line, UTF-8."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    """Read the labelled articles, write their claims."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    write_lines(predict(json.loads(arguments.gold.read_text(encoding="utf-8"))), arguments.out)


if __name__ == "__main__":
    main()
