"""Speakers of labelled articles: `python -m tests.benchmarks.speakers IN.jsonl OUT.jsonl`.

IN.jsonl holds one article a line with `id`, `text` and, where known, `published` and `title`; any labels are ignored.
OUT.jsonl gets one claim a line as the extractor reads it, with the columns of a claim and `document_id`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from tests.benchmarks.claims import predict, write_lines


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a file of lines; a title is added where there is none."""
    with path.open(encoding="utf-8") as file:
        return [{"title": None} | json.loads(line) for line in file if line.strip()]


def main() -> None:
    """Read the articles, write their claims."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    write_lines(predict(read_lines(arguments.articles)), arguments.out)


if __name__ == "__main__":
    main()
