"""`claimwire extract`: claims of documents, straight to the screen or a file; no database, no server."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click
import polars as pl

from flows.commands.explanation import explain
from flows.commands.output import WRITERS, put, refuse_terminal, suffix_form
from flows.commands.tables import plain_line, print_tables
from flows.settings import Settings, read_settings
from flows.shards import Frames, read_documents
from flows.sources import RawStore, collect, recognise
from flows.sources.memory import FetchMemory
from transforms.articles import read_articles
from transforms.errors import SettingsError
from transforms.frames import ARTICLES, CLAIMS, DOCUMENTS

STDIN = "-"
FORMS = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet", ".html": "html"}
# What each row tells of its article.
ABOUT = ("title", "url", "published_date")
SHOWN = ("quote", "reading", "item", "speaker", "as_of", "place", "modality")


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for."""

    paths: tuple[str, ...]
    output: Path | None
    form: str | None
    is_explained: bool
    published: date | None
    config: Path | None


def run_extract(request: Request) -> None:
    """Write the claims; what could not be read goes to standard error, and then the command ends with exit code 1."""
    if request.is_explained and (request.form or request.output):
        raise SettingsError(
            "--explain", "it has no other form than text on standard output", "leave out -o and --format"
        )
    form = request.form or suffix_form(request.output, FORMS) or ("table" if sys.stdout.isatty() else "jsonl")
    settings = read_settings(request.config)
    documents, problems = read_places(request.paths, settings)
    articles, rejected, claims, _ = _read(documents, request.published, settings.conventions.variant)
    problems += rejected.get_column("detail").to_list()
    claims = with_articles(claims, articles, documents)
    if request.is_explained:
        for line in explain(articles, claims, _document_ids(documents), settings.conventions.variant):
            click.echo(plain_line(line))
    else:
        _write(articles, claims, form, request.output)
    for problem in problems:
        click.echo(f"claimwire: {plain_line(problem)}", err=True)
    unread = articles.filter(~pl.col("is_read")).height
    if unread:
        click.echo(f"claimwire: {unread} of {articles.height} articles are not in English and were not read", err=True)
    if problems:
        sys.exit(1)


def read_places(paths: tuple[str, ...], settings: Settings) -> tuple[pl.DataFrame, list[str]]:
    """The documents (frames.DOCUMENTS) of files, folders, addresses and `-`, and what is wrong with the others."""
    frames, problems, names = [DOCUMENTS.empty()], [], dict[str, str]()
    with tempfile.TemporaryDirectory() as folder, FetchMemory() as memory:
        store = RawStore(Path(folder) / "raw")
        for path in paths:
            place = _standard_input(Path(folder)) if path == STDIN else path
            source = recognise(place)
            if names.setdefault(source.name, place) != place:
                # Two files of one name in two folders are two articles.
                source = source.model_copy(update={"name": place})
            collected = collect(source, store, memory, _now, limits=settings.limits, web=settings.web)
            shown = "standard input" if path == STDIN else path
            frames.append(
                collected.documents.with_columns(pl.col("place_found").str.replace(place, shown, literal=True))
            )
            problems += [detail.replace(place, shown) for detail in collected.rejected.get_column("detail")]
    return pl.concat(frames).unique("article_id", maintain_order=True), problems


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _standard_input(folder: Path) -> str:
    """Standard input as a file: JSONL if its first line is a JSON object, else text."""
    data = sys.stdin.buffer.read()
    try:
        is_jsonl = isinstance(json.loads(data.lstrip().partition(b"\n")[0]), dict)
    except ValueError:
        is_jsonl = False
    path = folder / ("stdin.jsonl" if is_jsonl else "stdin.txt")
    path.write_bytes(data)
    return str(path)


def _read(documents: pl.DataFrame, published: date | None, conventions: str) -> Frames:
    """Articles, rejections, claims and relations; what has no day of publication is read with `published`.

    A document that a rule can't stand is a rejection, and costs none of the others.
    """
    if published is not None:
        articles, _ = read_articles(documents)
        undated = articles.filter(pl.col("published_date").is_null()).get_column("article_id").implode()
        day = pl.when(pl.col("article_id").is_in(undated)).then(pl.lit(published.isoformat()))
        documents = documents.with_columns(given_published=day.otherwise("given_published"))
    return read_documents(documents, conventions)


def _document_ids(documents: pl.DataFrame) -> dict[str, str]:
    """article_id → the id that the input gave, else the path."""
    is_row = pl.col("row_no").is_not_null()
    ids = documents.select("article_id", pl.when(is_row).then("own_id").otherwise("place_found"))
    return dict(ids.iter_rows())


def with_articles(claims: pl.DataFrame, articles: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """`claims` (frames.CLAIMS) after `document_id` and ABOUT of their articles, in the order of the documents."""
    ids = _document_ids(documents)
    order = pl.DataFrame(
        {"article_id": list(ids), "document_id": list(ids.values())},
        schema={"article_id": pl.String, "document_id": pl.String},
    ).with_row_index("document_no")
    ordered = claims.join(order, on="article_id", how="left", maintain_order="left")
    ordered = ordered.join(articles.select("version_id", *ABOUT), on="version_id", how="left", maintain_order="left")
    ordered = ordered.sort("document_no", "start", "end", "claim_id").drop("document_no")
    return ordered.select("document_id", *ABOUT, *claims.columns)


def _write(articles: pl.DataFrame, claims: pl.DataFrame, form: str, output: Path | None) -> None:
    if form == "table":
        _write_tables(claims, output)
        return
    refuse_terminal(form, output)
    put(_page(articles, claims) if form == "html" else WRITERS[form](claims), output)


def _write_tables(claims: pl.DataFrame, output: Path | None) -> None:
    """A table for each document, under its id."""
    from flows.reports.claim_page import reading

    start, end = pl.col("as_of_start").cast(pl.String), pl.col("as_of_end").cast(pl.String)
    days = pl.when(start == end).then(start).otherwise(pl.concat_str(start, end, separator=" to ", ignore_nulls=True))
    told = claims.with_columns(
        as_of=days, reading=pl.Series([reading(row) for row in claims.iter_rows(named=True)], dtype=pl.String)
    )
    parts = told.partition_by("document_id", maintain_order=True)
    print_tables([(part.item(0, "document_id"), part.select(SHOWN)) for part in parts], output)


def _page(articles: pl.DataFrame, claims: pl.DataFrame) -> bytes:
    """The claims page of the articles."""
    from flows.reports.claim_page import render_claim_page

    return render_claim_page(articles.select(ARTICLES.columns), claims.select(CLAIMS.columns)).encode()
