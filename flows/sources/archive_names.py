"""By which names WARC files are known."""

from __future__ import annotations

from typing import Final

SUFFIXES: Final = (".warc", ".warc.gz", ".warc.zst")


def is_archive(path: str) -> bool:
    """Whether the name is that of a WARC file."""
    return path.lower().endswith(SUFFIXES)
