"""Bytes unpacked with limits: what says that it is gzip or zstd may hold a thousand times what it weighs."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import zstandard

from flows.settings import LimitSettings
from transforms.errors import InputError

PACKED: Final = (".gz", ".zst")

_CHUNK: Final = 1 << 20  # bytes
# Small texts of one repeated letter are harmless; the ratio is judged from here on.
RATIO_FROM: Final = 16 << 20  # bytes
WINDOW: Final = 1 << 27  # bytes of memory that a zstd frame may ask for (what `zstd --long` makes)


def packing(name: str) -> str | None:
    """`.gz`, `.zst` or null, by the suffix of a file's name."""
    lower = name.lower()
    return next((suffix for suffix in PACKED if lower.endswith(suffix)), None)


def unpacked_name(name: str) -> str:
    """The name without `.gz` or `.zst`."""
    packed = packing(name)
    return name[: -len(packed)] if packed else name


class Expansion:
    """What is unpacked from `stream` (packed as `packed` says), chunk by chunk, up to the limits.

    Raises InputError for `place` where the stream is broken, or unpacks to more than the container's limit or ratio.
    """

    def __init__(self, stream: BinaryIO, packed: str | None, place: str, limits: LimitSettings) -> None:
        self._stream, self._place, self._limits, self._packed = stream, place, limits, packed
        self._size = 0
        self._reader = self._open()
        self.head = b""  # the first bytes that were read, by which a file that is no text is told

    def _open(self) -> BinaryIO:
        if self._packed == ".gz":
            return gzip.GzipFile(fileobj=self._stream, mode="rb")  # type: ignore[return-value]  # it is one, structurally
        if self._packed == ".zst":
            return zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(
                self._stream, read_across_frames=True, closefd=False
            )
        return self._stream

    def read(self, size: int = _CHUNK) -> bytes:
        """At most `size` bytes; none at the end."""
        try:
            chunk = self._reader.read(size)
        except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
            reason = "broken archive" if self._packed else "unreadable"
            raise InputError(self._place, reason, f"{error}; fetch or pack the file again") from error
        self.head = self.head or chunk
        self._size += len(chunk)
        self._check()
        return chunk

    def _check(self) -> None:
        if self._size > self._limits.container_bytes:
            remedy = f"it unpacks to more than limits.container_bytes = {self._limits.container_bytes}; split it"
            raise InputError(self._place, "too large", remedy)
        if self._packed and self._size > RATIO_FROM and self._size > self._stream.tell() * self._limits.unpacked_ratio:
            remedy = f"a byte of it unpacks to more than limits.unpacked_ratio = {self._limits.unpacked_ratio} bytes"
            raise InputError(self._place, "too large", f"{remedy}; if the file is sound, raise that limit")

    def whole(self, limit: str = "document_bytes") -> bytes:
        """All of it, at most as much as the setting `limit` allows.  Raises InputError if there is more."""
        whole, most = io.BytesIO(), getattr(self._limits, limit)
        while chunk := self.read():
            whole.write(chunk)
            if whole.tell() > most:
                what = limit.removesuffix("_bytes")
                remedy = f"one {what} may have limits.{limit} = {most}; split it"
                raise InputError(self._place, "too large", remedy)
        return whole.getvalue()

    def lines(self, *, with_empty: bool) -> Iterator[Line]:
        """The lines, ended by \\n alone, counted from 1; of one too long nothing is kept but that it was there."""
        number, rest, is_long = 1, b"", False
        while chunk := self.read():
            pieces = (rest + chunk).split(b"\n")
            rest = pieces.pop()
            for piece in pieces:
                if piece or is_long or with_empty:
                    yield self._line(number, piece, is_long)
                number, is_long = number + 1, False
            if len(rest) > self._limits.document_bytes:
                rest, is_long = b"", True
        if rest or is_long:
            yield self._line(number, rest, is_long)

    def _line(self, number: int, data: bytes, is_long: bool) -> Line:
        return Line(number, None if is_long or len(data) > self._limits.document_bytes else data)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, counted from 1, without its \\n; no data where it is longer than a document may be."""

    number: int
    data: bytes | None
