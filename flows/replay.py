"""Stored bytes replayed: documents as they were received, without asking any source again."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import polars as pl

from flows.night import clock
from flows.settings import Settings
from flows.sources import RawStore
from flows.sources.answers import answer_bytes, read_answer
from flows.sources.archive_names import is_archive
from flows.sources.expansion import unpacked_name
from flows.sources.feed import read_feed
from flows.sources.folder import read_stored
from flows.sources.gathering import Gathering, Origin
from flows.sources.hosts import Hosts
from flows.sources.means import Means
from flows.sources.memory import FetchMemory
from flows.sources.options import SourceOptions, read_options
from flows.sources.record import Record
from flows.sources.web import Answer
from transforms.errors import InputError
from transforms.frames import DOCUMENTS

Stored = dict[str, Any]


def replay(stored: pl.DataFrame, store: RawStore, settings: Settings) -> tuple[pl.DataFrame, list[str]]:
    """The documents (frames.DOCUMENTS) of rows of `raw_documents`, read from their bytes; what is wrong with others.

    A document is found again by its article: where today's reader takes other content out of the same bytes, its
    `content_hash` differs from the row's.
    """
    frames, problems = [DOCUMENTS.empty()], []
    for rows in stored.partition_by("source", "bytes_hash", "place_found"):
        of_bytes = rows.to_dicts()
        try:
            documents = _documents(of_bytes, store, _means(of_bytes[0]["source"], store, settings))
        except (InputError, OSError, ValueError) as error:  # ValueError: a row of an import that is no row of ours
            problems.append(f"{of_bytes[0]['place_found']}: {error}")
            continue
        frames.append(documents.join(rows.select("article_id").unique(), on="article_id", how="semi"))
    found = pl.concat(frames).unique("article_id", keep="first", maintain_order=True)
    for place, own_id in stored.join(found, on="article_id", how="anti").select("place_found", "own_id").iter_rows():
        problems.append(f"{place}: {own_id} is no longer found in the stored bytes")
    return found.sort("article_id"), problems


def _means(source: str, store: RawStore, settings: Settings) -> Means:
    given = {known.name: known.options for known in settings.sources}.get(source)
    options = SourceOptions() if given is None else read_options(source, given)
    return Means(store, FetchMemory(), clock, options, settings.limits, settings.web, Hosts(settings.web.hosts_at_once))


def _documents(rows: list[Stored], store: RawStore, means: Means) -> pl.DataFrame:
    """All documents of one stored file or answer; of an archive those of the rows alone."""
    first = rows[0]
    gathering = Gathering(first["source"], takes_newest=is_archive(first["place_found"]))
    if "://" in first["place_found"]:
        for row in rows:
            gathering.add(_web_record(row, store, means), _origin(row))
    elif is_archive(first["place_found"]):
        from flows.sources.archives import read_archive  # costs what a replay without archives saves

        wanted = {row["row_no"]: row["received_at"] for row in rows}
        with store.open(first["bytes_hash"]) as bytes_:
            read_archive(bytes_, _origin(first), gathering, means, wanted)
    else:
        suffix = PurePosixPath(unpacked_name(first["place_found"])).suffix.lower()
        with store.open(first["bytes_hash"]) as bytes_:
            read_stored(bytes_, ".html" if suffix == ".htm" else suffix, _origin(first), gathering, means)
    return gathering.collected().documents


def _origin(row: Stored) -> Origin:
    return Origin(
        key=row["own_id"],
        place=row["place_found"],
        received_at=row["received_at"],
        bytes_hash=row["bytes_hash"],
        row_no=row["row_no"],
        headers=row["headers"],
    )


def _web_record(row: Stored, store: RawStore, means: Means) -> Record:
    """A page, or the entry of a feed that a row tells of; what the feed said of a page stands in the row."""
    answer = Answer(row["place_found"], row["bytes_hash"], row["headers"] or "{}", row["received_at"])
    body = answer_bytes(answer, store, means.limits)
    kind, content = row["media_type"], None
    if row["row_no"] is None:
        kind, content = read_answer(answer, body)
    else:
        entries = {entry.row_no: entry for entry in read_feed(body, answer.url, answer.header("content-type"))}
        content = entries[row["row_no"]].content if row["row_no"] in entries else None
    return Record(row["own_id"], content or "", kind, row["url"], row["given_title"], row["given_published"])
