"""Text → claims: whatever an article says, its claims quote it, and reading it never raises."""

from __future__ import annotations

import sys
from typing import Final

import atheris
import polars as pl

with atheris.instrument_imports(include=["transforms"]):
    from flows.sources.record import Record
    from tests.articles.made import documents
    from transforms.articles import read_articles
    from transforms.extract import extract_claims
    from transforms.frames import CLAIMS, check

# What figures and their context are made of: the fuzzer strings these together, and letters between them.
WORDS: Final = (
    "40", "1,300", "$2.4bn", "3½", "two-thirds", "five", "to", "from", "about", "over", "per cent", "%", "soldiers",
    "said", '"', "“", "”", "Minister Ana Lind", "on Tuesday", "last year", "in Berlin", "(", ")", "-", "–", ".", ",",
    ":", "\n", "\n\n", "not", "may", "if", "a", "of", "million", "km2", "°C", "rose", "will", "2012", "May 3",
    "\u200b", "e\u0301", "😀", "\r\n",
)  # fmt: skip


def read_any(data: bytes) -> None:
    """Bytes under 128 stand for words, the others for characters."""
    text = "".join(f" {WORDS[byte % len(WORDS)]}" if byte < 128 else chr(byte - 96) for byte in data)
    articles, _ = read_articles(documents(Record("a", text, published="2026-02-27")))
    if articles.is_empty():
        return
    claims = check(extract_claims(articles.with_columns(is_read=pl.lit(True))), CLAIMS)
    for claim in claims.iter_rows(named=True):
        assert claim["quote"] == text[claim["start"] : claim["end"]] != ""
        assert claim["low"] is None or claim["high"] is None or claim["low"] <= claim["high"]


def main() -> None:
    """Run until told otherwise by libFuzzer's options."""
    atheris.Setup(sys.argv, read_any)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
