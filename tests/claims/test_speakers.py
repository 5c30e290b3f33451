"""Who says a figure: direct and indirect speech in every style, full names, and figures that nobody is quoted for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claims.marked import figures, read_marked
from transforms.claims.reading import ArticleReading
from transforms.claims.speakers import Attribution, read_speakers
from transforms.lexicons.tables import read_table

CASES = read_marked("speakers.yaml")


def attributions(case: dict[str, Any]) -> list[Attribution]:
    """What is found for each marked figure of a case, in order."""
    reading, marked = figures(case)
    index = read_speakers(reading)
    return [
        index.of(no, reading.sentences[no].start + quantity.start, reading.sentences[no].start + quantity.end)
        for no, quantities in marked
        for quantity in quantities
    ]


def as_written(found: Attribution, expected: str) -> str:
    """An attribution in the form and with the parts that the corpus gives."""
    parts = [found.speaker or "-", found.speaker_role or "", found.cue or ""]
    return expected if expected == "*" else " | ".join(parts[: expected.count("|") + 1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_a_figure_is_from_who_states_it(case: dict[str, Any]) -> None:
    found = attributions(case)
    assert [as_written(a, e) for a, e in zip(found, case["speakers"], strict=True)] == case["speakers"]


TABLES = {
    "speech_verbs": ("lemma", "kind", set("say tell think show deny cite urge accuse value topic paper".split())),
    "speaker_roles": ("word", "kind", {"person", "company", "body", "public", "title"}),
    "speech_nouns": ("noun", "poll", {"", "x", "c"}),
    "given_names": ("name", "gender", {"", "m", "f"}),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_names_each_word_once_and_only_known_kinds(name: str) -> None:
    key, column, values = TABLES[name]
    rows = read_table(name)
    assert len({row[key] for row in rows}) == len(rows)
    assert {row[column] for row in rows} <= values


PIECES = [
    "said", "says", "according to", "told", "that", "who", ",", ":", ";", ".", "“", "”", '"', "'", "''", "—", "-",
    "(", ")", "Mr. Osei", "he", "they", "it", "the company", "the minister", "Ann Lee", "a poll", "report", "by", "and",
    "but", "5", "in a poll", "'s", "claim", "added", "\n", "\n\n", "\u202e", "שלום", "🎉", "e\u0301", "\u00a0", "to",
    "quick", "as", "citing", "going on", "says so", "…",
]  # fmt: skip


def read_everywhere(text: str) -> list[Attribution]:
    """The attribution of every sentence's first and last character, and of its middle."""
    reading = ArticleReading(text)
    index = read_speakers(reading)
    return [
        index.of(sentence.no, position, position + 1)
        for sentence in reading.sentences
        for position in (sentence.start, (sentence.start + sentence.end) // 2, sentence.end - 1)
    ]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map(" ".join))
def test_no_text_raises(text: str) -> None:
    for found in read_everywhere(text):
        assert (found.speaker is None) == (found.attribution == "article")
        assert found.speaker != ""


@given(st.binary(max_size=400))
def test_bytes_decoded_anyhow_do_not_raise(content: bytes) -> None:
    read_everywhere(content.decode("utf-8", errors="replace") + " said that 5 died.")


def test_the_same_text_gives_the_same_speakers_in_any_order_of_asking() -> None:
    reading = ArticleReading(
        '"We lost 5," Ann Lee said. "We won 6," she added.\n\nHe said 7. It was 8, according to Bo Ek.'
    )
    spans = [(s.no, s.start, s.end) for s in reading.sentences]
    forwards, backwards = read_speakers(reading), read_speakers(reading)
    there = [forwards.of(*span) for span in spans]
    assert there == [backwards.of(*span) for span in reversed(spans)][::-1]


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python `work` runs."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


HOSTILE = {
    "one endless sentence": "he said 5 and ",
    "cues without an end": "according to ",
    "nested quotations": '"he said "',
    "opening marks": "“said 5 ",
    "commas": "Ann, said, 5, ",
    "names": "Ann Lee ",
    "semicolons": "he said 5; ",
    "quoted paragraphs": '"It rose 5 percent.\n\n',
    "list items": "- 5 things said:\n",
    "who who": "who said ",
    "claims": "'s claim that ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    read_everywhere(unit * 20)  # lexicons are read on first use
    small, large = (steps(lambda size=size: read_everywhere(unit * size)) for size in (100, 400))
    assert large <= 4 * small * 1.5
