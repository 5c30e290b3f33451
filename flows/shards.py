"""Shards: the pieces that a night's documents are cut into, each worked on alone and kept when done.

The cut depends on the documents' ids and number alone, never on the workers.  A shard's folder is named by what is in
it (content hashes) and by the rules that read it, and appears whole: a run after one that died takes up finished ones.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from transforms.articles import read_articles
from transforms.articles.rejection import rejected_frame, rejection
from transforms.errors import InputError
from transforms.extract import Failure, extract_claims
from transforms.frames import (
    ARITHMETIC,
    ARTICLE_SKETCHES,
    ARTICLES,
    CLAIMS,
    DOCUMENTS,
    PASSAGE_SKETCHES,
    REJECTED_DOCUMENTS,
)
from transforms.ledger.arithmetic import relate
from transforms.ledger.sketches import article_sketches, passage_sketches
from transforms.quantities.hedges import DEFAULT_VARIANT
from warehouse.durable import sync, write_durably

SHARD_DOCUMENTS = 256
RULE_FAILED = "rule failed"
FAILED_AT_MOST, FAILED_SHARE = 3, 0.02
Frames = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]
FAILURES = {"article_id": pl.String, "sentence_no": pl.Int64, "problem": pl.String}
TRANSFORMS = Path(__file__).parent.parent / "transforms"


@dataclass(frozen=True, slots=True)
class Shard:
    """One shard: the file of its documents, and the folder that its results come to."""

    documents: Path
    folder: Path

    @property
    def is_done(self) -> bool:
        """Whether its results are there; they come all at once."""
        return self.folder.is_dir()


@cache
def rules_version() -> str:
    """12 hex digits over all that turns a document into claims: the bytes of the rules and of their words."""
    digest = hashlib.sha256()
    for path in sorted(TRANSFORMS.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(TRANSFORMS).as_posix()}\x1f{len(content)}\x1f".encode())
            digest.update(content)
    return digest.hexdigest()[:12]


def cut(documents: pl.DataFrame, folder: Path, conventions: str = DEFAULT_VARIANT) -> list[Shard]:
    """Cut `documents` (frames.DOCUMENTS) into shards under `folder`, writing the documents of those not done yet."""
    bucket_bits = max(0, (len(documents) - 1).bit_length() - (SHARD_DOCUMENTS - 1).bit_length())
    bucket = pl.col("article_id").str.slice(0, 8).str.to_integer(base=16, dtype=pl.Int64) % (1 << bucket_bits)
    parts = documents.with_columns(bucket.alias("bucket")).partition_by("bucket", as_dict=True, include_key=False)
    return [_shard(parts[key].sort("article_id"), folder, conventions) for key in sorted(parts)]


def cut_staged(documents: pl.DataFrame, staged: Path, folder: Path, conventions: str = DEFAULT_VARIANT) -> list[Shard]:
    """Shards of `documents` whose content is in the files of `staged`: each file's, so that one is held at a time."""
    wanted, shards, same = documents.select("article_id", "content_hash"), [], ["article_id", "content_hash"]
    for path in sorted(staged.glob("*.parquet")) if wanted.height else ():
        part = _rows(path).join(wanted, on=same, how="semi").unique("article_id", keep="first", maintain_order=True)
        if part.height:
            wanted = wanted.join(part, on=same, how="anti")
            shards.append(_shard(part.sort("article_id"), folder, conventions))
    return shards


def _shard(documents: pl.DataFrame, folder: Path, conventions: str) -> Shard:
    names = "\n".join(
        [rules_version(), conventions, *documents.get_column("content_hash"), *documents.get_column("source")]
    )
    name = hashlib.sha256(names.encode()).hexdigest()[:32]
    shard = Shard(folder / f"{name}.documents.parquet", folder / name)
    if not shard.is_done and not shard.documents.exists():
        write_durably(shard.documents, lambda part: documents.write_parquet(part))
    return shard


def work_shard(documents_path: str, folder_path: str, conventions: str = DEFAULT_VARIANT) -> tuple[int, int]:
    """Read the articles, claims and relations of one shard into its folder; the numbers of articles and claims."""
    documents, folder = _rows(Path(documents_path)), Path(folder_path)
    failures: list[Failure] = []
    articles, rejected, claims, arithmetic = read_documents(documents, conventions, failures)
    frames = {
        "articles": articles,
        "rejected": rejected,
        "claims": claims,
        "failures": pl.DataFrame(map(asdict, failures), schema=FAILURES),
        "arithmetic": arithmetic,
        "article_sketches": article_sketches(articles),
        "passage_sketches": passage_sketches(articles, claims),
    }
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        for name, frame in frames.items():
            frame.write_parquet(part / f"{name}.parquet")
            sync(part / f"{name}.parquet")
        sync(part)
        if not folder.exists():
            part.rename(folder)
            sync(folder.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return len(articles), len(claims)


def read_documents(
    documents: pl.DataFrame, conventions: str = DEFAULT_VARIANT, failures: list[Failure] | None = None
) -> Frames:
    """Documents → articles, rejected documents, claims, relations between claims.

    A document that a rule can't stand costs none of the others; sentences on which one broke are put to `failures`.
    """
    before = len(failures or ())
    try:
        articles, rejected = read_articles(documents)
        claims = extract_claims(articles, conventions, failures)
        return articles, rejected, claims, relate(articles, claims)
    except (OSError, MemoryError):
        raise
    except Exception as error:
        if failures is not None:
            del failures[before:]  # what is read again is told again
        if len(documents) == 1:
            rejected = _rejected(documents.row(0, named=True), error)
            return ARTICLES.empty(), rejected, CLAIMS.empty(), ARITHMETIC.empty()
        middle = len(documents) // 2
        halves = [read_documents(half, conventions, failures) for half in (documents[:middle], documents[middle:])]
        articles, rejected, claims, arithmetic = (pl.concat(pair) for pair in zip(*halves, strict=True))
        return articles, rejected, claims, arithmetic


def refuse_broken_rules(rejected: pl.DataFrame, document_count: int, known: frozenset[str]) -> None:
    """Raise InputError where a rule fails on more than a few documents: then it is the rule that is broken.

    Those whose rejection is `known` from earlier runs are not counted.
    """
    failed = rejected.filter((pl.col("reason") == RULE_FAILED) & ~pl.col("rejection_id").is_in(sorted(known)))
    if failed.height > max(FAILED_AT_MOST, FAILED_SHARE * document_count):
        remedy = "nothing is loaded; mend the rule, or take the documents out"
        raise InputError(failed.item(0, "detail"), f"a rule fails on {failed.height} documents", remedy)


def _rejected(document: dict[str, Any], error: Exception) -> pl.DataFrame:
    detail = f"{document['place_found']}: a rule failed on it ({type(error).__name__}: {error}); please report it"
    kept = ("source", "own_id", "bytes_hash", "row_no", "received_at")
    told = {name: document[name] for name in kept}
    row = rejection(
        **told, place=document["place_found"], key=document["article_id"], reason=RULE_FAILED, detail=detail
    )
    return rejected_frame([row])


@dataclass(frozen=True, slots=True)
class ShardResults:
    """The results of all shards of a night, in an order that depends on the rows alone."""

    articles: pl.DataFrame
    rejected: pl.DataFrame
    claims: pl.DataFrame
    failures: pl.DataFrame  # FAILURES
    article_sketches: pl.DataFrame = field(default_factory=ARTICLE_SKETCHES.empty)
    passage_sketches: pl.DataFrame = field(default_factory=PASSAGE_SKETCHES.empty)
    arithmetic: pl.DataFrame = field(default_factory=ARITHMETIC.empty)


def gather(shards: list[Shard]) -> ShardResults:
    """Read the results of finished shards, each frame sorted by its key."""
    return ShardResults(
        _read(shards, "articles", ARTICLES.empty()).sort(ARTICLES.key),
        _read(shards, "rejected", REJECTED_DOCUMENTS.empty()).sort(REJECTED_DOCUMENTS.key),
        _read(shards, "claims", CLAIMS.empty()).sort("version_id", "start", "end", "claim_id"),
        _read(shards, "failures", pl.DataFrame(schema=FAILURES)).sort("article_id", "sentence_no"),
        _read(shards, "article_sketches", ARTICLE_SKETCHES.empty()).sort(ARTICLE_SKETCHES.key),
        _read(shards, "passage_sketches", PASSAGE_SKETCHES.empty()).sort(PASSAGE_SKETCHES.key),
        _read(shards, "arithmetic", ARITHMETIC.empty()).sort("version_id", "relation_id"),
    )


def _read(shards: list[Shard], name: str, empty: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([empty, *(_rows(shard.folder / f"{name}.parquet") for shard in shards)])


def _rows(path: Path, columns: list[str] | None = None) -> pl.DataFrame:
    """The frame that a file of the work holds; raises InputError naming one that the disk has damaged."""
    try:
        return pl.read_parquet(path, columns=columns)
    except pl.exceptions.PolarsError as error:
        remedy = f"{str(error).splitlines()[0]}; remove the folder it lies in, then run again: that is done anew"
        raise InputError(str(path), "damaged", remedy) from error


def sweep(folder: Path) -> None:
    """Remove everything under `folder`: what it holds is loaded."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def read_staged_rejections(folder: Path) -> pl.DataFrame:
    """What could not be taken in earlier and is not loaded yet (frames.REJECTED_DOCUMENTS), each once."""
    staged = [_rows(path) for path in sorted(folder.glob("*.parquet"))]
    return pl.concat([REJECTED_DOCUMENTS.empty(), *staged]).unique("rejection_id", maintain_order=True)


def read_staged(folder: Path) -> pl.DataFrame:
    """The documents that came in and are not loaded yet, the newest of each article, without their content (null)."""
    columns = [name for name in DOCUMENTS.columns if name != "content"]
    files = sorted(folder.glob("*.parquet"))
    staged = [_rows(path, columns).with_columns(content=pl.lit(None, pl.String)) for path in files]
    documents = pl.concat([DOCUMENTS.empty(), *staged])
    return documents.sort("received_at", "content_hash").unique("article_id", keep="last", maintain_order=True)
