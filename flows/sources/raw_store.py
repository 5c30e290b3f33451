"""The raw store: every source's bytes as received, once, named by their hash, never changed and never half written."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CHUNK: Final = 1 << 20  # bytes


class RawStore:
    """Bytes by their SHA-256 (64 hex digits) under `root`, as `root/ab/cdef…`.

    A file appears under its name only when all its bytes are on the disk, so one that is there is whole, whenever the
    machine stopped; `settle` makes the names themselves last.  Many processes may put at once, and so may many stores
    of one `root`: each settles what was put into it, and waits for nobody else's.  Raises OSError when the disk is full
    or `root` can't be written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._unsettled: set[Path] = set()
        self._settling = threading.Lock()

    def path(self, bytes_hash: str) -> Path:
        """Where the bytes of `bytes_hash` are, or would be.  Raises ValueError for what is no hash, such as a path."""
        if not _HASH.fullmatch(bytes_hash):
            raise ValueError(f"{bytes_hash!r} is not a SHA-256 in hex")
        return self.root / bytes_hash[:2] / bytes_hash[2:]

    def has(self, bytes_hash: str) -> bool:
        """Whether the bytes are stored."""
        return self.path(bytes_hash).is_file()

    def open(self, bytes_hash: str) -> BinaryIO:
        """The bytes, from the first one on.  Raises FileNotFoundError if they were never stored."""
        return self.path(bytes_hash).open("rb")

    def put(self, data: bytes) -> str:
        """Store `data` and return its hash."""
        return self.put_stream(io.BytesIO(data))

    def put_stream(self, stream: BinaryIO) -> str:
        """Store all that is left of `stream`, which must be seekable, and return its hash; bytes known are not written.

        What is stored is what was hashed, even if the file is being changed meanwhile.
        """
        start = stream.tell()
        bytes_hash = _hash_of(stream)
        if self.has(bytes_hash):
            self._unsettled |= {self.path(bytes_hash).parent, self.root}  # another may have put it a moment ago
            return bytes_hash
        stream.seek(start)
        return self._write(stream)

    def _write(self, stream: BinaryIO) -> str:
        digest = hashlib.sha256()
        with self._temporary() as (handle, temporary):
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                handle.write(chunk)
            handle.flush()
            os.fchmod(handle.fileno(), 0o444)
            os.fsync(handle.fileno())
            target = self.path(digest.hexdigest())
            try:
                temporary.replace(target)  # of two that put the same, the second replaces it by the same
            except FileNotFoundError:
                target.parent.mkdir(exist_ok=True)
                temporary.replace(target)
            self._unsettled |= {target.parent, self.root}
        return digest.hexdigest()

    @contextlib.contextmanager
    def _temporary(self) -> Iterator[tuple[BinaryIO, Path]]:
        """A new file beside the store's own, to be moved into its place; gone if anything fails."""
        try:
            number, name = tempfile.mkstemp(prefix=".part-", dir=self.root)
        except FileNotFoundError:
            self.root.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(prefix=".part-", dir=self.root)
        temporary = Path(name)
        try:
            with os.fdopen(number, "wb") as handle:
                yield handle, temporary
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def settle(self) -> None:
        """Make all that was put last through a power cut; done once for many files, since each folder costs as much."""
        with self._settling:  # of two that settle, the second waits for what the first has begun
            while self._unsettled:
                number = os.open(self._unsettled.pop(), os.O_RDONLY)
                try:
                    os.fsync(number)
                finally:
                    os.close(number)

    def sweep(self) -> int:
        """Remove what runs that died left half written, and return how many; call it only when no other run puts."""
        left = list(self.root.glob(".part-*"))
        for temporary in left:
            temporary.unlink(missing_ok=True)
        return len(left)


def _hash_of(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
