"""Every way to say who says something, with every kind of speaker: the figures in what is said are that speaker's."""

from __future__ import annotations

import re
from itertools import cycle
from typing import Final

import pytest

from tests.claims.marked import read_marked
from transforms.claims.reading import ArticleReading
from transforms.claims.speakers import read_speakers
from transforms.quantities import read_quantities

pytestmark = pytest.mark.lasting
CORPUS: Final = read_marked("attribution.yaml")
MANY: Final = (("has", "have"), ("was", "were"))
PRESENT: Final = "says estimates reports notes believes predicts argues tells writes".split()


def in_plural(way: str) -> str:
    """The way of saying with its verb in the plural: "{s} say", "say {s}"."""
    for one, many in MANY:
        way = way.replace(f"{{S}} {one} ", f"{{S}} {many} ")
    verbs = "|".join(PRESENT)
    way = re.sub(rf"(\{{[sS]\}}) ({verbs})\b", lambda found: f"{found[1]} {found[2][:-1]}", way)
    return re.sub(rf"\b({verbs}) (\{{s\}})", lambda found: f"{found[1][:-1]} {found[2]}", way)


def capital(words: str) -> str:
    """The words as they open a sentence."""
    return words[0].upper() + words[1:]


def sentence(way: str, speaker: str, content: str) -> str:
    """One sentence; a comma that closes what stands beside a speaker gives way to another mark."""
    plain = speaker.rstrip(",") if re.search(r"\{s\}[.,”]", way) else speaker
    said = capital(content) if way.startswith(("{c}", "“{c}")) or "“{c}" in way else content
    return way.replace("{s}", plain).replace("{S}", capital(speaker)).replace("{c}", said)


def attributed(text: str, content: str) -> list[str | None]:
    """Who says each figure of the content."""
    reading = ArticleReading(text, "", None)
    index, at = read_speakers(reading), text.lower().index(content.lower())
    return [
        index.of(part.no, part.start + figure.start, part.start + figure.end).speaker
        for part in reading.sentences
        for figure in read_quantities(text[part.start : part.end])
        if figure.set_aside is None and at <= part.start + figure.start < at + len(content)
    ]


@pytest.mark.parametrize("way", CORPUS["ways"])
def test_what_is_said_is_its_speakers(way: str) -> None:
    wrong = []
    contents = cycle(CORPUS["contents"])
    for speaker, name, *many in CORPUS["speakers"]:  # their number and that of contents have no common divisor
        content = next(contents)
        text = sentence(in_plural(way) if many else way, speaker, content)
        found = attributed(text, content)
        if not found or any(name.lower() not in (who or "").lower() for who in found):
            wrong.append((text, found))
    assert not wrong


@pytest.mark.parametrize("way", CORPUS["beside"])
def test_what_is_said_beside_others_is_its_speakers(way: str) -> None:
    wrong = []
    contents, others = cycle(CORPUS["contents"]), cycle(CORPUS["others"])
    for speaker, name, pronoun, *many in CORPUS["known"]:
        content, other = next(contents), next(others)
        filled = (in_plural(way) if many else way).replace("{p}", pronoun).replace("{P}", pronoun.capitalize())
        filled = filled.replace("{t}", other).replace("{T}", capital(other)).replace("{C}", capital(content))
        text = sentence(filled, speaker, content)
        found = attributed(text, content)
        if not found or any(name.lower() not in (who or "").lower() for who in found):
            wrong.append((text, found))
    assert not wrong
