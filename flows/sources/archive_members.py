"""The members of a WARC file, each unpacked on its own: gzip members, zstd frames, or the whole of a plain file.

Readers of WARC stop at the first damaged member, or read on into the next one without a word.  Here each member has an
end of its own, what is damaged is told, and the next sound member is looked for behind it.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Protocol

import zstandard

from flows.settings import LimitSettings
from flows.sources.expansion import RATIO_FROM, WINDOW
from transforms.errors import InputError

BEGINNING: Final = b"WARC/"  # of every record
_CHUNK: Final = 1 << 18  # bytes
_PACKED_CHUNK: Final = 1 << 16  # bytes: of the members behind one that is short, little is read for nothing
_TRIES: Final = 1000  # beginnings of a member that turn out to be none, before the rest of a file is given up
_GZIP: Final = b"\x1f\x8b\x08"
_ZSTD: Final = zstandard.FRAME_HEADER
_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"  # the frame that holds the dictionary of all others
_RLE, _RESERVED = 1, 3  # kinds of a frame's blocks


class Member(Protocol):
    """One member: it begins at `offset` of the file; `more` gives what it unpacks to, bit by bit."""

    offset: int

    def more(self) -> bytes:
        """The next bytes, none at the end.  Raises InputError where it is damaged or too large."""

    def end(self) -> int:
        """Where the next member begins, once it was read to its end."""


class _Plain:
    """A file that is not packed: one member from `offset` to the file's end."""

    def __init__(self, stream: BinaryIO, offset: int) -> None:
        self.offset, self._stream, self._at = offset, stream, offset

    def more(self) -> bytes:
        self._stream.seek(self._at)
        chunk = self._stream.read(_CHUNK)
        self._at += len(chunk)
        return chunk

    def end(self) -> int:
        return self._at


class _Gzip:
    def __init__(self, stream: BinaryIO, offset: int) -> None:
        self.offset, self._stream, self._at = offset, stream, offset
        self._unpacking = zlib.decompressobj(wbits=31)

    def more(self) -> bytes:
        while not self._unpacking.eof:
            packed = self._unpacking.unconsumed_tail
            if not packed:
                self._stream.seek(self._at)
                packed = self._stream.read(_PACKED_CHUNK)
                self._at += len(packed)
            if not packed:
                raise EOFError
            chunk = self._unpacking.decompress(packed, _CHUNK)
            if chunk:
                return chunk
        return b""

    def end(self) -> int:
        return self._at - len(self._unpacking.unused_data)


class _Zstd:
    """A frame; how long it is stands in the headers of its blocks, so that it is unpacked within its own bounds."""

    def __init__(self, stream: BinaryIO, offset: int, dictionary: zstandard.ZstdCompressionDict | None) -> None:
        self.offset, self._end = offset, _frame_end(stream, offset)
        bounded = _Stretch(stream, offset, self._end)
        unpacking = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=WINDOW)
        self._reader = unpacking.stream_reader(bounded, closefd=False)  # type: ignore[arg-type]  # it reads, which is all

    def more(self) -> bytes:
        return self._reader.read(_CHUNK)

    def end(self) -> int:
        return self._end


class _Stretch(io.RawIOBase):
    """The bytes of `stream` from `at` to `end`."""

    def __init__(self, stream: BinaryIO, at: int, end: int) -> None:
        self._stream, self._at, self._end = stream, at, end

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        left = self._end - self._at
        self._stream.seek(self._at)
        chunk = self._stream.read(left if size < 0 else min(size, left))
        self._at += len(chunk)
        return chunk


def _frame_end(stream: BinaryIO, offset: int) -> int:
    """Where the frame at `offset` ends.  Raises EOFError where the file ends before it, ZstdError where it is none."""
    stream.seek(offset)
    head = stream.read(18)
    parameters = zstandard.get_frame_parameters(head)
    at, is_last = offset + zstandard.frame_header_size(head), False
    while not is_last:
        stream.seek(at)
        header = stream.read(3)
        block = int.from_bytes(header, "little")
        is_last, kind, size = bool(block & 1), block >> 1 & 3, block >> 3
        if kind == _RESERVED:
            raise zstandard.ZstdError("a block of no kind")
        at += 3 + (1 if kind == _RLE else size)
        if len(header) < 3:
            raise EOFError
    at += 4 if parameters.has_checksum else 0
    if at > stream.seek(0, io.SEEK_END):
        raise EOFError
    return at


def _dictionary(stream: BinaryIO) -> zstandard.ZstdCompressionDict | None:
    """The dictionary that a file begins with, itself packed or not; null where it begins with none."""
    stream.seek(0)
    head = stream.read(8)
    if not head.startswith(_DICTIONARY):
        return None
    data = stream.read(min(int.from_bytes(head[4:], "little"), WINDOW))
    if data.startswith(_ZSTD):
        data = zstandard.ZstdDecompressor().stream_reader(data).read(WINDOW)
    return zstandard.ZstdCompressionDict(data)


class Members:
    """The members of the file `stream`, packed as `packed` says (`.gz`, `.zst` or null), called `place`."""

    def __init__(self, stream: BinaryIO, packed: str | None, place: str, limits: LimitSettings) -> None:
        self._stream, self._place, self._limits = stream, place, limits
        self._open: Callable[[int], Member] = lambda at: _Plain(stream, at)
        self._magic = b""
        if packed == ".gz":
            self._open, self._magic = lambda at: _Gzip(stream, at), _GZIP
        elif packed == ".zst":
            self._dictionary: zstandard.ZstdCompressionDict | None = None
            self._open, self._magic = lambda at: _Zstd(stream, at, self._dictionary), _ZSTD

    def read(self, start: int = 0) -> Iterator[BoundedMember | InputError]:
        """Members from the one that begins at `start`, and in their place what is wrong with others.

        Take all that a member gives before asking for the next one.
        """
        at: int | None = start
        self._unpacked = 0
        if self._magic == _ZSTD:
            try:
                self._dictionary = _dictionary(self._stream)
            except zstandard.ZstdError as error:
                raise self._broken(f"its dictionary: {error}") from error
            if self._dictionary and not start:
                self._stream.seek(4)
                at = 8 + int.from_bytes(self._stream.read(4), "little")
        while at is not None and self._head(at):
            if not self._head(at).startswith(self._magic):
                yield self._not_packed(at)
                at = self._next(at + 1)
                continue
            try:
                member = BoundedMember(self._open(at), self._stream, self._place, self._limits)
                yield member
                member.skip()
                at = member.end()
            except (EOFError, zstandard.ZstdError, InputError) as error:
                if not isinstance(error, InputError):
                    yield _told(error, self._place)
                at = self._next(at + 1)
                continue
            self._unpacked += member.size
            if self._unpacked > self._limits.container_bytes:
                remedy = f"it unpacks to more than limits.container_bytes = {self._limits.container_bytes}; split it"
                yield InputError(self._place, "too large", remedy)
                return

    def _head(self, at: int) -> bytes:
        self._stream.seek(at)
        return self._stream.read(4)

    def _next(self, at: int) -> int | None:
        """Where the next member begins that holds a record; null where there is none."""
        rest, tries = b"", 0
        while self._magic and tries < _TRIES:
            self._stream.seek(at)
            chunk = self._stream.read(_CHUNK)
            if len(chunk) < len(self._magic):
                return None
            found = chunk.find(self._magic)
            if found < 0:
                at += len(chunk) - len(self._magic) + 1
                continue
            tries += 1
            try:
                rest = self._open(at + found).more()
            except (EOFError, OSError, zlib.error, zstandard.ZstdError):
                rest = b""
            if rest.startswith(BEGINNING):
                return at + found
            at += found + 1
        return None

    def _not_packed(self, at: int) -> InputError:
        name = "gzip" if self._magic == _GZIP else "zstd"
        remedy = f"at byte {at} it is not {name}; the next member is read on from"
        return InputError(self._place, "not packed", remedy)

    def _broken(self, problem: str) -> InputError:
        return InputError(self._place, "broken archive", f"{problem}; fetch the file again")


class BoundedMember:
    """A member that ends in an InputError where it is damaged, broken off, or unpacks to more than it may."""

    def __init__(self, member: Member, stream: BinaryIO, place: str, limits: LimitSettings) -> None:
        self._member, self._stream, self._place, self._limits = member, stream, place, limits
        self.offset, self.size, self._is_over = member.offset, 0, False
        self.is_plain = isinstance(member, _Plain)
        self.end = member.end

    def more(self) -> bytes:
        """The next bytes, none at the end.  Raises InputError once; then there is no more."""
        if self._is_over:
            return b""
        try:
            chunk = self._member.more()
        except (EOFError, OSError, zlib.error, zstandard.ZstdError) as error:
            self._is_over, self._problem = True, _told(error, self._place)
            raise self._problem from error
        self.size += len(chunk)
        packed = self._stream.tell() - self.offset
        if not self.is_plain and self.size > RATIO_FROM and self.size > packed * self._limits.unpacked_ratio:
            remedy = f"a byte of it unpacks to more than limits.unpacked_ratio = {self._limits.unpacked_ratio} bytes"
            self._is_over, self._problem = True, InputError(self._place, "too large", remedy)
            raise self._problem
        return chunk

    _problem: InputError | None = None

    def skip(self) -> None:
        """Pass over what is left of it.  Raises InputError where it is, or was found to be, damaged."""
        while self.more():
            pass
        if self._problem:
            raise self._problem


def _told(error: Exception, place: str) -> InputError:
    if isinstance(error, EOFError):
        return InputError(place, "truncated record", "the file ends in the middle of it; fetch the file again")
    return InputError(place, "broken archive", f"{error}; fetch the file again")
