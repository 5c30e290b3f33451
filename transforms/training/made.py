"""Sentences made for what labels hold too few of: denials and doubts, beside what only looks like them; measures.

Each of the first is put together from labels/made_sentences.csv and says of one figure how it is held; each of
the others, from labels/made_measures.csv, says of one what it measures.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from transforms.quantities.word_classes import singular_of

COUNT: Final = 840  # sentences
DAY: Final = "2026-03-02"
TABLE: Final = Path(__file__).parents[2] / "labels" / "made_sentences.csv"
MEASURES: Final = TABLE.with_name("made_measures.csv")
DENIALS: Final = Path(__file__).parents[2] / "labels" / "denials.jsonl"
# How often each modality is drawn: what labels lack most, and as much that is plain, else a short text is denied.
SHARES: Final = {"denied": 9, "possible": 3, "asserted": 13, "forecast": 1, "required": 1, "conditional": 1}
NUMERALS: Final = ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COMMON: Final = ("The ", "A ", "Her ", "Police", "Officials", "Lawyers", "Organisers")  # small within a sentence
FIRST_SHARE: Final = 0.7  # how often the sentence stands before the one beside it
BESIDE_SHARE: Final = 0.85


def made_articles(seed: int, count: int = COUNT) -> Iterator[dict[str, Any]]:
    """Articles of one or two sentences, with one label: `start`, `end` and `modality` of the frame's figure."""
    draw = random.Random(seed)
    for number in range(count):
        modality = draw.choices(list(SHARES), list(SHARES.values()))[0]
        sentence, at, length = _sentence(draw, modality)
        beside = draw.choice(_parts("beside")).format(**_amounts(draw)) if draw.random() < BESIDE_SHARE else ""
        is_first = draw.random() < FIRST_SHARE
        text = " ".join(part for part in ((sentence, beside) if is_first else (beside, sentence)) if part)
        start = text.index(sentence) + at
        yield {
            "id": f"made/{seed}/{number}", "url": None, "title": "", "published": DAY, "source": "made", "text": text,
            "claims": [{"start": start, "end": start + length, "modality": modality}],
        }  # fmt: skip


def denial_articles() -> Iterator[dict[str, Any]]:
    """The articles of labels/denials.jsonl: sentences from another writer's frames, labelled with their modality."""
    for number, line in enumerate(DENIALS.read_text(encoding="utf-8").splitlines()):
        yield {
            "id": f"denials/{number}", "url": None, "title": "", "published": DAY, "source": "denials",
            **json.loads(line),
        }  # fmt: skip


def made_measures() -> Iterator[dict[str, Any]]:
    """Claims as labels have them, with `sentence` and `sentence_start`: one for each row of labels/made_measures.csv
    and each noun or unit that its figure may be of.
    """
    for row in _rows(MEASURES):
        for of in row["of"].split("|"):
            sentence = row["sentence"].replace("{of}", of)
            start, end = sentence.index("["), sentence.index("]") - 1
            yield {
                "measure": row["measure"], "kind": row["kind"], "predicate": row["predicate"] or None,
                "item": row["item"].replace("{of}", of) or of,
                "unit": f"{{{singular_of(of)}}}" if row["kind"] == "count" else of,
                "sentence": sentence.replace("[", "").replace("]", ""), "sentence_start": 0, "start": start, "end": end,
            }  # fmt: skip


def _rows(table: Path) -> list[dict[str, str]]:
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@cache
def _parts(part: str, modality: str = "") -> list[str]:
    """The texts of one part of the table, of frames those of one modality."""
    return [row["text"] for row in _rows(TABLE) if row["part"] == part and row["modality"] == modality]


def _sentence(draw: random.Random, modality: str) -> tuple[str, int, int]:
    """A sentence with the offset and length of its figure."""
    who, amounts = draw.choice(_parts("who")), _amounts(draw)
    within = who[0].lower() + who[1:] if who.startswith(COMMON) else who
    deed = draw.choice(_parts("deed")).format(**amounts).split("|")
    frame = draw.choice(_parts("frame", modality))
    sentence = frame.format(s=who, s_=within, c=deed[0], g=deed[1], i=deed[2], o=deed[3], **amounts)
    figures = (amounts["n"], f"${amounts['m']} million", f"{amounts['p']} percent")
    figure = next(words for words in figures if words in sentence)
    return sentence[0].upper() + sentence[1:], sentence.index(figure), len(figure)


def _amounts(draw: random.Random) -> dict[str, str]:
    """A number, a sum in millions and a share, each as news writes them."""
    decimal = f"{draw.randint(1, 9)}.{draw.randint(1, 9)}"
    thousands = f"{draw.randint(1, 40)},{draw.randint(0, 999):03}"
    hedged = f"at least {draw.randint(3, 90)}"
    return {
        "n": draw.choice([str(draw.randint(3, 900)), draw.choice(NUMERALS), thousands, hedged]),
        "m": draw.choice([str(draw.randint(2, 900)), decimal]),
        "p": draw.choice([str(draw.randint(2, 60)), decimal]),
    }
