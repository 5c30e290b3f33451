"""Ingest: documents of all sources in, and of them those that are not in the warehouse yet."""

from __future__ import annotations

import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import polars as pl

from flows.night import Night
from flows.settings import SourceSettings
from flows.shards import read_staged, read_staged_rejections
from flows.sources import Collected, RawStore, collect_parts
from flows.sources.gathering import NO_ANSWER, joined, newest
from flows.sources.hosts import LANES, Hosts
from flows.sources.memory import FetchMemory
from transforms.frames import DOCUMENTS, REJECTED_DOCUMENTS
from warehouse.durable import write_durably

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True)
class Ingested:
    """What came in.

    `documents` (frames.DOCUMENTS) are new or changed; where their content is null, it is in the files of what is staged
    and too much to hold.  `standing` tells article_id, source and standing ("new", "changed", "unchanged") of all
    documents that were not rejected.
    """

    documents: pl.DataFrame
    rejected: pl.DataFrame
    standing: pl.DataFrame


def ingest(night: Night) -> Ingested:
    """Collect every source, keeping what came of each, or of each part of it, before the next is asked."""
    RawStore(night.home.raw).sweep()
    frames, rejected = [], [REJECTED_DOCUMENTS.empty()]
    # Documents of a night that was held or died are not done yet, even where their source gives them no more.
    left = read_staged(night.home.staged)
    left_rejected = read_staged_rejections(night.home.staged_rejections)
    current = current_contents(night.known)
    night.progress.begin("ingest", len(night.sources))
    with FetchMemory(night.home.fetch_memory) as memory:
        hosts = Hosts(night.settings.web.hosts_at_once)
        each = _beside(night, hosts, lambda source: _collected(source, memory, night, current, left, hosts))
        with contextlib.closing(each):
            for source, collected in each:
                frames.append(collected.documents)
                rejected.append(collected.rejected)
                if collected.is_broken_off:
                    night.broken_off.append(source.name)
                    night.progress.say(f"ingest: {source.name}: broken off, {NO_ANSWER} any more; the rest is loaded")
                night.progress.advance()
        night.left_hosts.extend(hosts.left())
        for host in night.left_hosts:
            night.progress.say(f"ingest: {host} and is left for the night")
    rejected.append(left_rejected.join(pl.concat(rejected), on="rejection_id", how="anti"))
    collected_ids = pl.concat([DOCUMENTS.empty(), *frames]).select("article_id")
    still_left = _pending(left.join(collected_ids, on="article_id", how="anti"), current)
    everything = pl.concat([DOCUMENTS.empty(), *frames, still_left])
    return Ingested(_pending(everything, current), pl.concat(rejected), standing(everything, night.known))


def _beside(
    night: Night, hosts: Hosts, collect: Callable[[SourceSettings], Collected]
) -> Generator[tuple[SourceSettings, Collected]]:
    """The night's sources in their order, each with what it gave.

    Those of a host are collected one after the other, hosts (and lists of addresses) beside each other, and what is on
    this machine beside none.
    """
    of_lane: dict[str, list[SourceSettings]] = defaultdict(list)
    for source in night.sources:
        if lane := _lane_of(source):
            of_lane[lane].append(source)
    pool = ThreadPoolExecutor(LANES, thread_name_prefix="host")
    waiting: dict[str, Future[Collected]] = {source.name: Future() for source in night.sources if _lane_of(source)}

    def collect_all(sources: list[SourceSettings]) -> None:
        for source in sources:
            if waiting[source.name].set_running_or_notify_cancel():
                try:
                    waiting[source.name].set_result(collect(source))
                except BaseException as error:  # it is raised where the source's turn comes
                    waiting[source.name].set_exception(error)

    try:
        for sources in of_lane.values():
            pool.submit(collect_all, sources)
        for source in night.sources:
            future = waiting.get(source.name)
            yield source, future.result() if future else collect(source)
    finally:
        hosts.over.set()
        for future in waiting.values():
            future.cancel()
        pool.shutdown()


def _lane_of(source: SourceSettings) -> str:
    """The host that a source of the web is at, its place where that lists addresses; "" for files."""
    if source.kind in ("folder", "warc"):
        return ""
    return urlsplit(source.place).hostname or source.place


def _collected(
    source: SourceSettings,
    memory: FetchMemory,
    night: Night,
    current: pl.DataFrame,
    left: pl.DataFrame,
    hosts: Hosts,
) -> Collected:
    """All that a source gives, each part on the disk before the next is asked for.

    `current` are the contents in the warehouse (as `current_contents` gives them), `left` the documents of earlier
    nights that are not loaded yet.
    """
    limits, web, parts = night.settings.limits, night.settings.web, []
    store = RawStore(night.home.raw)  # its own, so that no source waits until those of all others are settled
    for part in collect_parts(
        source, store, memory, night.now, limits=limits, web=web, resume_from=night.resume_from, hosts=hosts
    ):
        staged = _pending(part.documents, current)
        if left.height:  # what is current again overtakes what a dead night has left of it
            overtaking = part.documents.join(left, on="article_id", how="semi")
            staged = pl.concat([staged, overtaking]).unique("article_id").sort("article_id")
        _stage(staged, night)
        if part.is_told_once:
            _stage_rejected(part.rejected.filter(pl.col("reason") != NO_ANSWER), night)
            # Such sources may be larger than the memory: what is staged is read again when it is cut into shards.
            part = replace(part, documents=part.documents.with_columns(content=pl.lit(None, pl.String)))
        parts.append(part)
    whole = joined(parts)
    if not whole.is_told_once or left.is_empty():
        return whole
    # It goes on behind what the dead night had kept of it, which may hold a newer capture of a page that comes again.
    kept = read_staged(night.home.staged).join(whole.documents, on="article_id", how="semi")
    return replace(whole, documents=newest(pl.concat([whole.documents, kept])))


def standing(documents: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """article_id, source and standing of each document, against the contents that are current in the warehouse."""
    current = current_contents(known).rename({"content_hash": "known_hash"})
    told = (
        pl.when(pl.col("known_hash").is_null())
        .then(pl.lit(NEW))
        .when(pl.col("known_hash") == pl.col("content_hash"))
        .then(pl.lit(UNCHANGED))
        .otherwise(pl.lit(CHANGED))
    )
    return documents.join(current, on="article_id", how="left").select("article_id", "source", told.alias("standing"))


def current_contents(known: pl.DataFrame) -> pl.DataFrame:
    """article_id and content_hash of the content that is current of each article, ordered by article_id."""
    return known.filter("is_current").select("article_id", "content_hash").sort("article_id")


def _pending(documents: pl.DataFrame, current: pl.DataFrame) -> pl.DataFrame:
    """The documents whose content is not the current one of their article, ordered by article_id.

    Each is looked up in `current`, which is ordered: to join all of a large warehouse with the few documents of every
    source would take a tenth of a second for each.
    """
    places = current.get_column("article_id").search_sorted(documents.get_column("article_id"))
    nearest = current[places.filter(places < current.height)]
    return documents.join(nearest, on=["article_id", "content_hash"], how="anti").sort("article_id")


def _stage_rejected(rejected: pl.DataFrame, night: Night) -> None:
    """Keep rejections until they are loaded; one that is only of tonight (no answer) is made anew."""
    if rejected.is_empty():
        return
    names = "\n".join(rejected.get_column("rejection_id"))
    path = night.home.staged_rejections / f"{hashlib.sha256(names.encode()).hexdigest()[:32]}.parquet"
    write_durably(path, lambda part: rejected.write_parquet(part))


def _stage(documents: pl.DataFrame, night: Night) -> None:
    """Keep documents (ordered by article_id) until they are loaded: a feed may not give them again."""
    if documents.is_empty():
        return
    names = "\n".join(documents.get_column("article_id") + documents.get_column("content_hash"))
    path = night.home.staged / f"{hashlib.sha256(names.encode()).hexdigest()[:32]}.parquet"
    # Also where it is there already: what was received last counts.
    write_durably(path, lambda part: documents.write_parquet(part))
