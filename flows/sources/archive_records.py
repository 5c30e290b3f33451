"""The records of a WARC file (ISO 28500), cut out one by one: a wrong length or damage costs one record alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from flows.settings import MEBIBYTE, LimitSettings
from flows.sources.archive_members import BEGINNING, BoundedMember, Members
from transforms.errors import InputError

_HEADER_MOST: Final = 1 << 16  # bytes
_HTTP_MOST: Final = MEBIBYTE  # bytes that a record may have beside its document: HTTP's headers, sizes of chunks
_HEADER_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,18})[ \t]*\r?$")
_NEXT: Final = b"\r\nWARC/1."  # where the record after a broken one begins


@dataclass(frozen=True, slots=True)
class Position:
    """How far a file was read: the member that begins at `offset`, `within` records of it, `number` in all."""

    offset: int = 0
    within: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """The `number`th record (from 0) as it stands in the file, or what is wrong with it; the next begins `after` it."""

    number: int
    found: bytes | InputError
    after: Position


def cut_records(
    stream: BinaryIO, packed: str | None, place: str, limits: LimitSettings, start: Position
) -> Iterator[Cut]:
    """The records of the file `stream` from `start` on, one in memory at a time."""
    number, within = start.number, start.within
    for member in Members(stream, packed, place, limits).read(start.offset):
        if isinstance(member, InputError):
            # Where it is read on from, the same is found broken again: it counts with the member before it.
            number += 1
            yield Cut(number - 1, member, Position(start.offset, start.within, start.number))
            continue
        cutter = _Cutter(member, place, limits)
        count = 0
        for found in cutter.records():
            count += 1
            if count <= within:
                continue
            number += 1
            start = Position(member.offset, count, number)
            if member.is_plain:
                start = Position(member.offset + cutter.taken, 0, number)
            yield Cut(number - 1, found, start)
        within = 0


class _Cutter:
    """The records of one member; `taken` of its bytes are in them."""

    def __init__(self, member: BoundedMember, place: str, limits: LimitSettings) -> None:
        self._member, self._place = member, place
        self._most = limits.document_bytes + _HTTP_MOST
        self._limit = limits.document_bytes
        self._buffer = b""
        self.taken = 0

    def records(self) -> Iterator[bytes | InputError]:
        while True:
            try:
                self._pass_blanks()
                if not self._buffer:
                    return
                found: bytes | InputError = self._record()
            except InputError as error:  # the member is damaged: nothing more comes of it
                self._take(len(self._buffer))
                yield error
                return
            yield found

    def _record(self) -> bytes | InputError:
        self._fill(len(BEGINNING))
        if not self._buffer.startswith(BEGINNING):
            return self._broken("it does not begin with WARC/", 0)
        while (end := self._buffer.find(_HEADER_END)) < 0 and len(self._buffer) < _HEADER_MOST:
            if not self._grow():
                break
        length = _LENGTH.search(self._buffer, 0, max(end, 0) + 2)
        if not 0 <= end < _HEADER_MOST or not length or _NEXT in self._buffer[:end]:
            return self._broken("its header has no end or no Content-Length", 1)
        begin = end + len(_HEADER_END)
        size = begin + int(length[1])
        if int(length[1]) > self._most:
            return self._too_large(size, begin)
        if not self._fill(size):
            if _NEXT in self._buffer[begin:]:
                return self._broken("its Content-Length reaches into the next record", begin)
            self._take(len(self._buffer))
            return InputError(self._place, "truncated record", "it is shorter than it says; fetch the file again")
        self._fill(size + len(_HEADER_END) + len(BEGINNING))
        behind = self._buffer[size:]
        rest = b"" if behind.startswith(_HEADER_END) else behind.lstrip(b"\r\n")  # some writers end a record otherwise
        if rest and not rest.startswith(BEGINNING[: len(rest)]):
            return self._broken("what follows its Content-Length is no record", begin)
        return self._take(size)

    def _too_large(self, size: int, begin: int) -> InputError:
        """Pass over a record without holding it; if its length is wrong, so is where the next one is looked for."""
        while size > len(self._buffer):
            size -= len(self._take(len(self._buffer)))
            if not self._grow():
                return InputError(self._place, "truncated record", "it is shorter than it says; fetch the file again")
        self._take(size)
        remedy = f"one document may have limits.document_bytes = {self._limit}; raise that limit if it is sound"
        return InputError(self._place, "too large", remedy)

    def _broken(self, problem: str, begin: int) -> InputError:
        """Go on with the next record behind `begin`, if there is one."""
        self._take(begin)
        while (at := self._buffer.find(_NEXT)) < 0:
            self._take(max(0, len(self._buffer) - len(_NEXT)))
            if not self._grow():
                self._take(len(self._buffer))
                break
        else:
            self._take(at + 2)
        return InputError(self._place, "broken record", f"{problem}; fetch or write the file again")

    def _pass_blanks(self) -> None:
        while self._buffer or self._grow():
            rest = self._buffer.lstrip(b"\r\n")
            self._take(len(self._buffer) - len(rest))
            if rest:
                return

    def _fill(self, size: int) -> bool:
        """Whether `size` bytes are at hand."""
        if len(self._buffer) >= size:
            return True
        chunks, held = [self._buffer], len(self._buffer)
        try:
            while held < size and (chunk := self._member.more()):
                chunks.append(chunk)
                held += len(chunk)
        finally:
            self._buffer = b"".join(chunks)
        return held >= size

    def _grow(self) -> bool:
        return self._fill(len(self._buffer) + 1)

    def _take(self, size: int) -> bytes:
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        self.taken += len(taken)
        return taken
