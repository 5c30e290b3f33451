"""Where the items of a list hold that name no place themselves: where its heading says ("Projects in Ohio:")."""

from __future__ import annotations

from typing import Final

from transforms.claims.places.gazetteer import state_names
from transforms.claims.reading import ArticleReading
from transforms.sentences.blocks import BULLET

LONGEST_LIST: Final = 60  # sentences


def heading_of(reading: ArticleReading, sentence_no: int) -> int | None:
    """The sentence that ends in a colon above the list that a sentence is an item of, or None."""
    sentences, text = reading.sentences, reading.text
    for no in range(sentence_no, max(-1, sentence_no - LONGEST_LIST), -1):
        if BULLET.match(text, sentences[no].start) is None:
            is_heading = no < sentence_no and text[sentences[no].end - 1] == ":"
            return no if is_heading else None
    return None


def state_of_heading(heading: str) -> tuple[str, str] | None:
    """The state, with its country, whose short form opens a heading: "S.D. Projects:"."""
    short = heading.split(maxsplit=1)[0].rstrip(":") if heading.strip() else ""
    return state_names().get(short) if "." in short else None
