"""Lists of addresses: texts that hold nothing else."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(r"(?i)https?://\S+")


def listed_urls(text: str) -> list[str] | None:
    """The addresses of a list, one a line (# begins a remark), each once; null if the text is no such list."""
    lines = [line.strip() for line in text.splitlines()]
    urls = [line for line in lines if line and not line.startswith("#")]
    if not urls or not all(_ADDRESS.fullmatch(url) for url in urls):
        return None
    return list(dict.fromkeys(urls))
