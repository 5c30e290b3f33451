"""What an article is called where people read of it: its title, else how its text begins."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 100
UNTITLED: Final = "Untitled"


def headline(title: str | None, text: str | None) -> str:
    """The title; where there is none the first line of the text, cut between words where it is long; else "Untitled".

    `text` may be the beginning of the text alone.
    """
    told = " ".join((title or "").split())
    if told:
        return told
    first = " ".join((text or "").lstrip().partition("\n")[0].split())
    if len(first) <= LONGEST:
        return first or UNTITLED
    whole_words = first[: LONGEST + 1].rpartition(" ")[0]
    return f"{whole_words} …" if whole_words else f"{first[:LONGEST]}…"
