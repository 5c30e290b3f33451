"""What a source gave, gathered into the two frames: documents, and what could not be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import polars as pl

from flows.sources.record import Record
from transforms.articles.identity import article_id, content_hash, storable
from transforms.articles.rejection import rejected_frame, rejection
from transforms.errors import InputError
from transforms.frames import DOCUMENTS, REJECTED_DOCUMENTS, check

NO_ANSWER: Final = "no answer"
_LAST: Final = 3  # addresses without an answer at the end of a source, from which it counts as broken off


@dataclass(frozen=True, slots=True)
class Fetch:
    """One address asked for in a run: what became of it.  `url` carries no secrets; `seconds` is wall time."""

    url: str
    outcome: str  # fetched, unchanged, kept (from a run that died), or the reason of the rejection
    status: int | None
    size_bytes: int
    attempts: int
    seconds: float


@dataclass(frozen=True)
class Collected:
    """All that a source gave in one run.

    Documents in = the rows of `documents` (new, changed or unchanged, as the warehouse knows them) + the rows of
    `rejected`.  A page that the server says is unchanged is among the documents, read from its stored bytes.
    `duplicate_count` tells how many further copies of a document were left out: the same id with the same content
    is one document, however often it stands in the source, and counts once.  Where `is_told_once`, the source does not
    come back to what it gave: whoever takes it must keep it, rejections included, before asking for more.
    """

    documents: pl.DataFrame
    rejected: pl.DataFrame
    duplicate_count: int = 0
    fetches: tuple[Fetch, ...] = ()
    is_told_once: bool = False

    @property
    def is_broken_off(self) -> bool:
        """Whether nobody spoke at its last addresses: the network or the server went away, or was never there."""
        last = self.fetches[-_LAST:]
        return bool(last) and all(fetch.outcome == NO_ANSWER and fetch.status is None for fetch in last)


def joined(parts: Iterable[Collected]) -> Collected:
    """The parts of one source as one; of an article that is in several, the document that was received last."""
    every = list(parts)
    if len(every) == 1:
        return every[0]  # whoever gathered it took each article once
    documents = pl.concat([DOCUMENTS.empty(), *(part.documents for part in every)])
    kept = newest(documents)
    return Collected(
        kept,
        pl.concat([REJECTED_DOCUMENTS.empty(), *(part.rejected for part in every)]),
        sum(part.duplicate_count for part in every) + documents.height - kept.height,
        tuple(fetch for part in every for fetch in part.fetches),
        any(part.is_told_once for part in every),
    )


def newest(documents: pl.DataFrame) -> pl.DataFrame:
    """Of each article the document that was received last, in the order of the first ones."""
    if documents.get_column("article_id").is_unique().all():
        return documents
    order = documents.select("article_id").unique(maintain_order=True)
    kept = documents.sort("received_at", "content_hash").unique("article_id", keep="last", maintain_order=True)
    return order.join(kept, on="article_id", how="left", maintain_order="left").select(documents.columns)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document's bytes are and how they came.

    `key` names the place within the source, the same on every machine; `place` is the path or address as people know
    it, without secrets; `headers` are an answer's, as a JSON object.
    """

    key: str
    place: str
    received_at: datetime
    bytes_hash: str | None = None
    row_no: int | None = None
    headers: str | None = None


@dataclass
class Gathering:
    """Documents and rejections of one source while it is read.

    `takes_newest`: of documents that share an id, that which was received last counts; else those that differ are all
    rejected, since no order of theirs says which is meant.
    """

    source: str
    takes_newest: bool = False
    _documents: dict[str, list[tuple[dict[str, Any], Origin]]] = field(default_factory=lambda: defaultdict(list))
    _rejected: list[dict[str, Any]] = field(default_factory=list)

    def add(self, record: Record, origin: Origin) -> None:
        """Take in what was read."""
        content = storable(record.content)
        document = {
            "source": self.source,
            "own_id": record.own_id,
            "article_id": article_id(self.source, record.own_id),
            "url": record.url,
            "place_found": storable(origin.place),
            "bytes_hash": origin.bytes_hash,
            "row_no": origin.row_no,
            "media_type": record.media_type,
            "received_at": origin.received_at,
            "headers": origin.headers,
            "size_bytes": len(content.encode("utf-8")),
            "content_hash": content_hash(record.own_id, record.url, record.title, record.published, content),
            "given_title": record.title,
            "given_published": record.published,
            "content": content,
        }
        self._documents[record.own_id].append((document, origin))

    def reject(self, error: InputError, origin: Origin, own_id: str | None = None) -> None:
        """Write down what could not be taken in."""
        self._rejected.append(
            rejection(
                source=self.source,
                place=origin.place,
                key=origin.key,
                reason=error.reason,
                detail=str(error),
                received_at=origin.received_at,
                own_id=own_id,
                bytes_hash=origin.bytes_hash,
                row_no=origin.row_no,
            )
        )

    def collected(self, fetches: tuple[Fetch, ...] = ()) -> Collected:
        """The frames.  Which documents that share an id are taken does not depend on their order."""
        kept: list[dict[str, Any]] = []
        duplicate_count = 0
        for same_id in self._documents.values():
            if self.takes_newest:
                kept.append(max((document for document, _ in same_id), key=_age))
                duplicate_count += len(same_id) - 1
            elif len({document["content_hash"] for document, _ in same_id}) == 1:
                kept.append(same_id[0][0])
                duplicate_count += len(same_id) - 1
            else:
                self._reject_all(same_id)
        documents = pl.DataFrame(kept, schema=DOCUMENTS.schema(), orient="row")
        return Collected(check(documents, DOCUMENTS), rejected_frame(self._rejected), duplicate_count, fetches)

    def _reject_all(self, same_id: list[tuple[dict[str, Any], Origin]]) -> None:
        places = [_where(origin) for _, origin in same_id]
        for (document, origin), place in zip(same_id, places, strict=True):
            others = ", ".join(other for other in places if other != place)
            problem = f"id {document['own_id'][:80]!r} is also that of {others[:200]}, with other content"
            remedy = f"{problem}; give each document an id of its own, or keep one of them"
            line = None if origin.row_no is None else origin.row_no + 1
            self.reject(InputError(origin.place, "duplicate id", remedy, line), origin, document["own_id"])


def _age(document: dict[str, Any]) -> tuple[datetime, str]:
    return document["received_at"], document["content_hash"]


def _where(origin: Origin) -> str:
    return origin.place if origin.row_no is None else f"{origin.place}, line {origin.row_no + 1}"
