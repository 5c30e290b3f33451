"""Documents of files: one file, or all in a folder and the folders in it, in the order of their names."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from flows.sources.containers import READERS, Container
from flows.sources.expansion import Expansion, packing, unpacked_name
from flows.sources.gathering import Gathering, Origin
from flows.sources.means import Means
from flows.sources.options import SourceOptions
from flows.sources.record import HTML, MARKDOWN, TEXT, Record
from transforms.articles.decoding import decode_html, decode_text
from transforms.errors import InputError

MEDIA_TYPES: Final = {".txt": TEXT, ".md": MARKDOWN, ".html": HTML}
SUFFIXES: Final = (*MEDIA_TYPES, *READERS)


def gather_folder(place: Path, gathering: Gathering, means: Means) -> None:
    """Every document of the file or folder `place` into `gathering`, its bytes into `store`.

    What can't be read is written down and does not stop the others.  OSError of the store itself (a full disk) passes.
    """
    for path, key, problem in files_of(place):
        origin = Origin(key=key, place=str(path), received_at=means.now())
        try:
            if problem:
                raise problem
            suffix = _suffix(path)
            with opened(path) as stream:
                origin = replace(origin, bytes_hash=means.store.put_stream(stream))
            with means.store.open(origin.bytes_hash or "") as stored:
                read_stored(stored, suffix, origin, gathering, means)
        except InputError as error:
            gathering.reject(error, origin)


def read_stored(stored: BinaryIO, suffix: str, origin: Origin, gathering: Gathering, means: Means) -> None:
    """The documents of one stored file; `suffix` is that of its name, unpacked.  Raises InputError as a whole."""
    if not stored.read(1):
        raise InputError(origin.place, "empty", "the file has no bytes; fill it or remove it", 1)
    stored.seek(0)
    expansion = Expansion(stored, packing(origin.place), origin.place, means.limits)
    if suffix not in READERS:
        gathering.add(_document(expansion.whole(), suffix, origin, means.options), origin)
        return
    container = Container(expansion, origin.place, means.options.encoding, means.limits)
    count = 0
    for row in READERS[suffix](container):
        count += 1
        of_row = replace(origin, row_no=row.row_no)
        if isinstance(row.found, InputError):
            gathering.reject(row.found, of_row)
        else:
            gathering.add(row.found, of_row)
    if not count:
        raise InputError(origin.place, "empty", "there are no rows in it; fill it or remove it", 1)


def _document(data: bytes, suffix: str, origin: Origin, options: SourceOptions) -> Record:
    if suffix == ".html":
        text = decode_html(data, None, origin.place)
    else:
        text = decode_text(data, options.encoding, origin.place)
    if not text or text.isspace():
        raise InputError(origin.place, "empty", "there are only blanks in it; fill it or remove it", 1)
    return Record(own_id=origin.key, content=text, media_type=MEDIA_TYPES[suffix])


def opened(path: Path) -> BinaryIO:
    """The file, to be read.  Raises InputError where the system does not give it."""
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> InputError:
    if isinstance(error, PermissionError):
        return InputError(str(path), "no permission", "let the user that runs claimwire read it (chmod +r)")
    return InputError(str(path), "unreadable", f"{error.strerror or error}; check that it is there and whole")


def _suffix(path: Path) -> str:
    suffix = PurePosixPath(unpacked_name(path.name)).suffix.lower()
    suffix = ".html" if suffix == ".htm" else suffix
    if suffix not in SUFFIXES:
        remedy = f"use {', '.join(SUFFIXES)}, each also .gz or .zst, or move it out of the folder"
        raise InputError(str(path), "unknown format", remedy)
    return suffix


def files_of(place: Path) -> Iterator[tuple[Path, str, InputError | None]]:
    """(path, path within the place, what keeps it from being read); names that begin with a dot are passed over."""
    if not place.is_dir():
        yield place, path_key(Path(place.name)), problem_of(place, place)
        return
    unlistable: list[OSError] = []
    found: list[Path] = []
    for folder, names, files in os.walk(place, onerror=unlistable.append):
        names[:] = [name for name in names if not name.startswith(".")]
        found += [Path(folder, name) for name in files if not name.startswith(".")]
    for error in unlistable:
        path = Path(os.fsdecode(error.filename))
        yield path, path_key(path.relative_to(place)), _unreadable(path, error)
    for path in sorted(found, key=lambda path: path.relative_to(place).parts):
        yield path, path_key(path.relative_to(place)), problem_of(path, place)


def problem_of(path: Path, place: Path) -> InputError | None:
    """What keeps the file `path` of the folder `place` from being read, or null."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return _unreadable(path, error)
    if not stat.S_ISREG(mode):
        return InputError(str(path), "no file", "it is a device, a pipe or a socket; give a regular file")
    if path != place and not path.resolve().is_relative_to(place.resolve()):
        return InputError(str(path), "outside the folder", "it links to another place; copy the file into the folder")
    return None


def path_key(path: Path) -> str:
    """The path with slashes; bytes of a name that are no UTF-8 as \\xNN, so that different names stay different."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
