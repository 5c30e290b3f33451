"""The audit of the stored bytes: every document is still there, unchanged, and the texts come from it."""

from __future__ import annotations

import hashlib

import polars as pl

from flows.replay import replay
from flows.settings import Settings
from flows.sources import RawStore
from transforms.articles.identity import version_id
from warehouse import AuditResult, Warehouse
from warehouse.stored import stored_documents, texts

WHY = (
    "every document's bytes are in the raw store under their own hash, the recorded content comes out of them, a text "
    "that came as text is that content to the character, and every text is the one that its version is named after"
)
AS_TEXT = ("text/plain", "text/markdown")
READ_BYTES = 1 << 20


def audit_raw_store(warehouse: Warehouse, store: RawStore, settings: Settings) -> AuditResult:
    """Rows (article_id, place_found, problem) of documents whose bytes or texts are not as recorded."""
    stored = stored_documents(warehouse, is_current=False)
    broken = {name: problem for name in set(stored["bytes_hash"]) if (problem := _problem_of(name, store))}
    intact = stored.filter(~pl.col("bytes_hash").is_in(sorted(broken)))
    found = [
        stored.filter(pl.col("bytes_hash").is_in(sorted(broken))).select(
            "article_id", "place_found", problem=pl.col("bytes_hash").replace_strict(broken, return_dtype=pl.String)
        )
    ]
    stored_texts = texts(warehouse)
    found.append(_renamed(stored_texts, stored))
    # Several contents that an article has had may come from one place: each is replayed with those of its own time.
    for part in intact.partition_by("run_id"):
        documents, _ = replay(part, store, settings)
        found += [_unlike(part, documents), _misread(part, documents, stored_texts)]
    return AuditResult("bytes_are_as_recorded", WHY, pl.concat(found).sort("article_id"))


def _problem_of(bytes_hash: str, store: RawStore) -> str | None:
    digest = hashlib.sha256()
    try:
        with store.open(bytes_hash) as stored:
            while chunk := stored.read(READ_BYTES):
                digest.update(chunk)
    except FileNotFoundError:
        return f"its bytes are missing: {store.path(bytes_hash)}; bring them back from a copy of the folder raw"
    except (OSError, ValueError) as error:
        return f"its bytes can't be read: {error}"
    return None if digest.hexdigest() == bytes_hash else "its bytes have another hash: they were changed"


def _unlike(stored: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Documents that the bytes do not hold as they were recorded."""
    lost = stored.join(documents, on=["article_id", "content_hash"], how="anti")
    return lost.select("article_id", "place_found", problem=pl.lit("the bytes do not hold the recorded content"))


def _misread(stored: pl.DataFrame, documents: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Texts that came as text and differ from the content."""
    as_text = documents.filter(pl.col("media_type").is_in(AS_TEXT)).join(
        stored.select("article_id", "content_hash"), on=["article_id", "content_hash"], how="semi"
    )
    pairs = as_text.join(texts, on=["article_id", "content_hash"])
    wrong = pairs.filter(pl.col("text") != pl.col("content"))
    return wrong.select("article_id", "place_found", problem=pl.lit("its text is not the content of its bytes"))


def _renamed(texts: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """Texts that are not what was read when their version was named: the id is a hash of them."""
    wrong = [
        row["version_id"]
        for row in texts.iter_rows(named=True)
        if row["version_id"] != version_id(row["article_id"], row["title"], row["text"], row["published"])
    ]
    places = stored.select("article_id", "content_hash", "place_found")
    altered = texts.filter(pl.col("version_id").is_in(wrong)).join(
        places, on=["article_id", "content_hash"], how="left"
    )
    problem = "its text, title or day was changed: they have another hash than its version"
    return altered.select("article_id", "place_found", problem=pl.lit(problem))
