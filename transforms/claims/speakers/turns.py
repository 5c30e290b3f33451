"""Transcripts: who speaks from one label at the start of a line to the next: "((Ada Brandt))", "BRANDT:", "Q:"."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from transforms.claims.speakers.names import Name, NameIndex, read_name
from transforms.claims.speakers.words import words_for

# A label in double brackets, or up to four capitalised words and a colon.
LABEL: Final = re.compile(
    r"^[ \t]*(?:\(\((?P<marked>[A-Z][^()\n]{1,40})\)\)|(?P<named>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}):(?=\s))",
    re.MULTILINE,
)
FEWEST: Final = 3  # turns with a colon, of at least two speakers, that make a transcript


@dataclass(frozen=True, slots=True)
class Turn:
    """From the end of a label to the next one: who speaks, None for whoever asks the questions."""

    start: int
    speaker: str | None
    role: str | None = None


class Transcript:
    """The turns of an article; none where its labels are no speakers ("Location: …")."""

    def __init__(self, text: str, names: NameIndex) -> None:
        marked: list[Turn] = []
        named: list[Turn] = []
        speakers: list[str] = []  # of the labels with a colon, whoever asks among them
        for match in LABEL.finditer(text):
            words, is_marked = match["marked"] or match["named"], match["marked"] is not None
            name = _person(words, names, match.start())
            speaker = name.text if name is not None else words if is_marked and " " in words else None
            turn = Turn(match.end(), speaker, names.role(name) if name is not None else None)
            (marked if is_marked else named).append(turn)
            if not is_marked and (name is not None or words.lower() in words_for("asking")):
                speakers.append(speaker or "")
        is_transcript = len(speakers) >= FEWEST and len(set(speakers)) > 1
        self._turns = sorted(marked + (named if is_transcript else []), key=lambda turn: turn.start)
        self._starts = [turn.start for turn in self._turns]

    def at(self, position: int) -> Turn | None:
        """The turn in which a position of the article lies, if somebody who is named speaks there."""
        number = bisect_right(self._starts, position) - 1
        turn = self._turns[number] if number >= 0 else None
        return turn if turn is not None and turn.speaker is not None else None


def _person(words: str, names: NameIndex, at: int) -> Name | None:
    """The person whom a label names: in full, by surname, in capitals ("SEN. BRANDT") or by initials."""
    written = [words.title(), words] if words.isupper() else [words]
    read = (_fullest(form, names, at) for form in written)
    return next((name for name in read if name is not None and name.is_person), None)


def _fullest(words: str, names: NameIndex, at: int) -> Name | None:
    name = read_name(words, at, at + len(words))
    return names.fullest(name) if name is not None else None
