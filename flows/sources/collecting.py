"""A source of the settings, or a place on the command line, turned into documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from flows.settings import LimitSettings, SourceSettings, WebSettings
from flows.sources.archive_names import is_archive
from flows.sources.expansion import unpacked_name
from flows.sources.folder import gather_folder
from flows.sources.gathering import Collected, Gathering, joined
from flows.sources.hosts import Hosts
from flows.sources.listing import listed_urls
from flows.sources.means import Means
from flows.sources.memory import FetchMemory
from flows.sources.options import SourceOptions, read_options
from flows.sources.raw_store import RawStore
from transforms.articles.identity import storable
from transforms.articles.urls import canonical_url, shown_url
from transforms.errors import SettingsError

_IS_URL: Final = re.compile(r"(?i)https?://")
_NAME_LENGTH: Final = 200
_ADDRESSES: Final = {
    "feed": "give the feed's address, with https://",
    "sitemap": "give the address of the site or of its sitemap, with https://",
}
_LIST_BYTES: Final = 1 << 20
_DEFAULT_LIMITS: Final = LimitSettings()
_DEFAULT_WEB: Final = WebSettings()


def collect_parts(
    source: SourceSettings,
    store: RawStore,
    memory: FetchMemory,
    now: Callable[[], datetime],
    *,
    limits: LimitSettings = _DEFAULT_LIMITS,
    web: WebSettings = _DEFAULT_WEB,
    resume_from: datetime | None = None,
    hosts: Hosts | None = None,
) -> Iterator[Collected]:
    """The documents of `source` in parts, their bytes put into `store`; `now` gives UTC without a zone.

    Keep each part before asking for the next: a source that `is_told_once` then counts it as done.  What a document is
    rejected for is a row of `rejected`.  `resume_from` is when a run began that died before it could load what it
    fetched: that is not fetched again.  `hosts` are shared with the other sources of the night.
    Raises SettingsError for options that don't exist and for a feed without an
    address, OSError when the store can't be written.
    """
    means = Means(store, memory, now, check_source(source), limits, web, hosts or Hosts(web.hosts_at_once), resume_from)
    for part in _parts(source, means):
        store.settle()
        yield part


def collect(
    source: SourceSettings,
    store: RawStore,
    memory: FetchMemory,
    now: Callable[[], datetime],
    *,
    limits: LimitSettings = _DEFAULT_LIMITS,
    web: WebSettings = _DEFAULT_WEB,
    resume_from: datetime | None = None,
    hosts: Hosts | None = None,
) -> Collected:
    """All parts of `source` at once, for who can hold them."""
    parts = collect_parts(source, store, memory, now, limits=limits, web=web, resume_from=resume_from, hosts=hosts)
    return joined(parts)


def _parts(source: SourceSettings, means: Means) -> Iterator[Collected]:
    gathering = Gathering(source.name)
    if source.kind == "folder":
        gather_folder(Path(source.place).expanduser(), gathering, means)
        yield gathering.collected()
    elif source.kind == "warc":
        from flows.sources.archives import gather_archives  # costs what a run without archives saves

        yield from gather_archives(source, means)
    elif source.kind == "sitemap":
        from flows.sources.sitemaps import gather_sitemaps  # costs a fifth of a second, which a run on files saves

        yield from gather_sitemaps(source, means)
    else:
        from flows.sources.pages import gather_web  # the same

        fetches = gather_web(source, gathering, means)
        yield gathering.collected(fetches)


def check_source(source: SourceSettings) -> SourceOptions:
    """Its options.  Raises SettingsError for options that don't exist, and for a place that its kind can't have."""
    if source.kind == "warc" and _IS_URL.match(source.place):
        remedy = "fetch the files first, and give the path of one, of their folder, or of a list of paths"
        raise SettingsError(f"sources, {source.name}, place", "an address", remedy)
    if source.kind in _ADDRESSES and not _IS_URL.match(source.place):
        raise SettingsError(f"sources, {source.name}, place", "no address", _ADDRESSES[source.kind])
    return read_options(source.name, source.options)


def recognise(place: str) -> SourceSettings:
    """The source that `place` means, named after it: a file, a folder, a text that lists addresses, or an address.

    Whether an address is a feed's or a page's shows when it answers.  Raises SettingsError if there is nothing there.
    """
    if _IS_URL.match(place):
        address = canonical_url(place)
        if address is None:
            raise SettingsError(shown_url(place), "no address", "write it as https://host/path")
        name = address.partition("://")[2].rstrip("/")
        return SourceSettings(name=name[:_NAME_LENGTH], kind="pages", place=place)
    if storable(place) != place:
        raise SettingsError(storable(place), "its name is no UTF-8", "rename it, or name the folder that it is in")
    path = Path(place).expanduser()
    if not place or not path.exists():
        shown = shown_url(place) if "://" in place else place
        raise SettingsError(shown, "there is no such file or folder", "give a path, or an address with https://")
    name = path.resolve().name if path.is_dir() else Path(unpacked_name(path.name)).stem
    kind: Literal["folder", "pages", "warc"] = "pages" if _is_list(path) else "folder"
    if is_archive(path.name) and path.is_file():
        kind = "warc"
    return SourceSettings(name=name[:_NAME_LENGTH] or "files", kind=kind, place=place)


def _is_list(path: Path) -> bool:
    """Whether the file is a text of addresses alone."""
    if path.suffix.lower() != ".txt" or not path.is_file() or path.stat().st_size > _LIST_BYTES:
        return False
    try:
        return listed_urls(path.read_text(encoding="utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False  # what is wrong with it is told when it is read
