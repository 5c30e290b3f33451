"""Documents of WARC files: one file, those of a folder, or those that a list names, record by record.

They come in parts, so that the memory does not grow with a file.  How far a file was read is noted when the next part
is asked for: by then whoever takes the parts has kept the last one, so that a run that died goes on behind it, and a
file that was read to its end is not opened again.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from flows.settings import SourceSettings
from flows.sources.archive_names import SUFFIXES, is_archive
from flows.sources.archive_pages import read_page_record
from flows.sources.archive_records import Cut, Position, cut_records
from flows.sources.expansion import packing
from flows.sources.folder import files_of, opened, path_key, problem_of
from flows.sources.gathering import Collected, Gathering, Origin
from flows.sources.means import Means
from transforms.errors import InputError

_PART_BYTES: Final = 32 << 20  # of documents in a part
_PART_ROWS: Final = 1000  # documents and rejections in a part
_LIST_BYTES: Final = 64 << 20
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the file that looks like `looks` (size and time), whose bytes are `bytes_hash`, was read."""

    looks: str
    bytes_hash: str
    position: Position
    is_done: bool = False

    def written(self) -> str:
        """As it is noted."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, noted: str | None) -> Progress | None:
        """What `written` gave; null for null."""
        if noted is None:
            return None
        told = json.loads(noted)
        return cls(told["looks"], told["bytes_hash"], Position(**told["position"]), told["is_done"])


def gather_archives(source: SourceSettings, means: Means) -> Iterator[Collected]:
    """The pages of every archive at the source's place, in parts."""
    place = Path(source.place).expanduser()
    unread = Gathering(source.name)
    for path, key, problem in _archives(place):
        origin = Origin(key=key, place=str(path), received_at=means.now())
        try:
            if problem:
                raise problem
            if not is_archive(path.name):
                remedy = f"use {', '.join(SUFFIXES)}, or move it out of the folder"
                raise InputError(str(path), "unknown format", remedy)
            yield from _parts(path, origin, source.name, means)
        except InputError as error:
            unread.reject(error, origin)
    yield replace(unread.collected(), is_told_once=True)


def read_archive(
    stored: BinaryIO, origin: Origin, gathering: Gathering, means: Means, wanted: Mapping[int, datetime]
) -> None:
    """The pages of those records of a stored file that `wanted` names with the instant they were received."""
    for cut in cut_records(stored, packing(origin.place), origin.place, means.limits, Position()):
        if cut.number in wanted:
            _take(cut, replace(origin, received_at=wanted[cut.number]), gathering, means)


def _parts(path: Path, origin: Origin, source: str, means: Means) -> Iterator[Collected]:
    """The parts of one file that are not done yet.  Raises InputError where it can't be read."""
    subject = f"warc {origin.key}"
    progress = _progress(path, Progress.read(means.memory.noted(source, subject)), means)
    if progress.is_done:
        means.memory.note(source, {subject: progress.written()})
        return
    origin = replace(origin, bytes_hash=progress.bytes_hash)
    with means.store.open(progress.bytes_hash) as stored:
        gathering, size, rows = Gathering(source, takes_newest=True), 0, 0
        cuts = cut_records(stored, packing(path.name), origin.place, means.limits, progress.position)
        for cut in cuts:
            taken = _take(cut, origin, gathering, means)
            progress = replace(progress, position=cut.after)
            size, rows = size + (taken or 0), rows + (taken is not None)
            if size > _PART_BYTES or rows >= _PART_ROWS:
                yield replace(gathering.collected(), is_told_once=True)
                means.memory.note(source, {subject: progress.written()})
                gathering, size, rows = Gathering(source, takes_newest=True), 0, 0
        if progress.position == Position() and not rows:
            problem = InputError(origin.place, "empty", "there is no record in it; fill it or remove it")
            gathering.reject(problem, origin)
        yield replace(gathering.collected(), is_told_once=True)
        means.memory.note(source, {subject: replace(progress, is_done=True).written()})


def _progress(path: Path, noted: Progress | None, means: Means) -> Progress:
    """How far the file was read; one that has changed is read anew, from bytes that are kept as they are now."""
    try:
        told = path.stat()
    except OSError as error:
        raise InputError(str(path), "unreadable", f"{error.strerror or error}; check that it is there") from error
    looks = f"{told.st_size} {told.st_mtime_ns}"
    if noted and noted.looks == looks and (noted.is_done or means.store.has(noted.bytes_hash)):
        return noted
    with opened(path) as stream:
        bytes_hash = means.store.put_stream(stream)
    if noted and noted.bytes_hash == bytes_hash:
        return replace(noted, looks=looks)
    return Progress(looks, bytes_hash, Position())


def _take(cut: Cut, origin: Origin, gathering: Gathering, means: Means) -> int | None:
    """The record's page into `gathering`; bytes of it, null for what is neither a page nor rejected."""
    of_record = replace(origin, row_no=cut.number)
    place = f"{origin.place}, record {cut.number + 1}"
    try:
        if isinstance(cut.found, InputError):
            raise InputError(place, cut.found.reason, cut.found.remedy)
        page = read_page_record(cut.found, place, means.limits)
    except InputError as error:
        gathering.reject(error, of_record)
        return 0
    if page is None:
        return None
    # A crawler's clock may be wrong, but nothing was received after it was read.
    received_at = min(page.captured_at, origin.received_at)
    gathering.add(page.record, replace(of_record, received_at=received_at, headers=page.headers))
    return len(page.record.content)


def _archives(place: Path) -> Iterator[tuple[Path, str, InputError | None]]:
    """(path, key, what keeps it from being read) of the place's files, in the order of their names or of the list."""
    if place.is_dir() or is_archive(place.name):
        yield from files_of(place)
        return
    try:
        listed = _listed(place)
    except InputError as error:
        yield place, path_key(Path(place.name)), error
        return
    for line in dict.fromkeys(listed):
        path = place.parent / line
        yield path, path_key(Path(line)), problem_of(path, path)


def _listed(place: Path) -> list[str]:
    """The paths that the text `place` lists, one a line (# begins a remark).  Raises InputError if it lists none."""
    remedy = "name a WARC file, a folder of them, or a text with the path of one on each line"
    if problem := problem_of(place, place):
        raise problem
    with opened(place) as stream:
        try:
            data = (gzip.GzipFile(fileobj=stream) if packing(place.name) == ".gz" else stream).read(_LIST_BYTES + 1)
            lines = [line.strip() for line in data.decode("utf-8").splitlines()]
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise InputError(str(place), "no list", f"{str(error)[:_SHOWN]}; {remedy}") from error
    paths = [os.path.normpath(line) for line in lines if line and not line.startswith("#")]
    wrong = next((path for path in paths if not is_archive(path) or "\0" in path), None)
    if wrong is not None or not paths or len(data) > _LIST_BYTES:
        shown = "it names none" if wrong is None else f"{wrong[:_SHOWN]!r} is none"
        raise InputError(str(place), "no list", f"{shown}; {remedy}")
    return paths
