"""Articles in, claims out: the whole extractor as one pure function of a frame.

The result depends on the articles alone: not on their order, on how they were cut into shards, or on the machine.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from transforms.claims.assembly import ClaimRow, read_claims
from transforms.claims.reading import ArticleReading
from transforms.frames import ARTICLES, CLAIMS, check
from transforms.quantities import has_number_candidate
from transforms.quantities.hedges import DEFAULT_VARIANT

LOG = logging.getLogger(__name__)
HERE = Path(__file__).parent
DECIDING = ("sentences", "syntax", "quantities", "claims", "lexicons", "reader", "ledger")


@cache
def extractor_version(conventions: str = DEFAULT_VARIANT) -> str:
    """The version of all that decides a claim: 12 hex digits over the rules, the words they use and the conventions.

    It is taken from their bytes, so no change of a rule or a lexicon can pass under an old version.
    """
    digest = hashlib.sha256()
    folders = (path for room in DECIDING for path in (HERE / room).rglob("*"))
    for path in sorted([*folders, Path(__file__)]):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(HERE).as_posix()}\x1f{len(content)}\x1f".encode())
            digest.update(content)
    digest.update(conventions.encode())
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence of an article on which a rule broke, and how; its figures are left out."""

    article_id: str
    sentence_no: int
    problem: str


def extract_claims(
    articles: pl.DataFrame, conventions: str = DEFAULT_VARIANT, failures: list[Failure] | None = None
) -> pl.DataFrame:
    """Read the claims of `articles` (frames.ARTICLES) into a frame of frames.CLAIMS.

    `conventions` is the variant of the table of hedges that vague numbers follow (quantities.hedges.VARIANTS).
    Rows are ordered by version and span.  Articles that are not to be read (`is_read` false) give none.  Sentences on
    which a rule breaks are logged, and put to `failures`.
    Raises FrameError where `articles` is not of its specification.
    """
    check(articles, ARTICLES)
    to_read = articles.filter(pl.col("is_read")).sort("version_id")
    readings = {
        row["version_id"]: ArticleReading(row["text"], row["title"], row["published_date"])
        for row in to_read.iter_rows(named=True)
    }
    candidates = _candidate_sentences(readings)
    rows: list[ClaimRow] = []
    for article_id, version_id in to_read.select("article_id", "version_id").iter_rows():
        reading = readings.pop(version_id)
        if version_id not in candidates:
            continue
        for row in read_claims(reading, version_id, candidates[version_id], conventions):
            rows.append(row | {"article_id": article_id, "version_id": version_id})
        for failure in reading.failures:
            place = f"article {article_id}, sentence {failure.sentence_no}"
            LOG.warning("%s: a rule failed (%s); its figures are left out; please report it", place, failure.problem)
            if failures is not None:
                failures.append(Failure(article_id, failure.sentence_no, failure.problem))
    if not rows:
        return CLAIMS.empty()
    for row in rows:
        row["extractor_version"] = extractor_version(conventions)
    claims = pl.DataFrame(rows, schema=CLAIMS.schema(), orient="row")
    return check(claims.sort("version_id", "start", "end", "claim_id"), CLAIMS)


def _candidate_sentences(readings: dict[str, ArticleReading]) -> dict[str, list[int]]:
    """Numbers of the sentences that may hold a number, by version; the rest are dropped before Python sees them."""
    sentences = pl.DataFrame(
        [
            (version_id, sentence.no, reading.text[sentence.start : sentence.end])
            for version_id, reading in readings.items()
            for sentence in reading.sentences
        ],
        schema={"version_id": pl.String, "sentence_no": pl.Int64, "sentence": pl.String},
        orient="row",
    )
    kept = sentences.filter(has_number_candidate(pl.col("sentence")))
    grouped = kept.group_by("version_id", maintain_order=True).agg("sentence_no")
    return dict(grouped.iter_rows())
