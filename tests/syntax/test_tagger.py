"""Tags and lemmas on sentences of the news, each with the ambiguity that it is there for."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.syntax import lemma, noun_phrases, singular, tag, tokenize

# Own sentences; word/TAG for the words that matter.
TAGGED = [
    ("Troops fire missiles at the port.", "fire/VBP"),
    ("The fire killed 12 people.", "fire/NN killed/VBD"),
    ("A man killed by police was buried.", "killed/VBN was/VBD"),
    ("They plan to cut 500 jobs.", "plan/VBP cut/VB"),
    ("The cut will cost 5 pct.", "cut/NN will/MD cost/VB"),
    ("The firm cut prices by 3%.", "cut/VBD"),
    ("Officials have said costs rose.", "said/VBD costs/NNS rose/VBD"),
    ("The report says the price rises.", "report/NN says/VBZ rises/VBZ"),
    ("It reports a loss.", "reports/VBZ loss/NN"),
    ("The wounded soldiers left the town.", "wounded/VBN left/VBD"),
    ("At least seven died.", "died/VBD"),
    ("The blast left 20 people dead, leaving 5 wounded.", "left/VBD wounded/VBN"),
    ("A law that mandates five days passed.", "that/WDT mandates/VBZ"),
    ("He said that costs fell.", "that/IN fell/VBD"),
    ("Her car hit her.", "Her/PRP$ hit/VBD"),
    ("It's a Syrian army.", "'s/VBZ Syrian/JJ"),
    ("The company no longer makes cars.", "no/RB longer/RB makes/VBZ"),
    ("Sales may well rise.", "may/MD well/RB rise/VB"),
    ("The funds raised will pay for it.", "raised/VBN will/MD"),
    ("A won eight seats, B won six.", "won/VBD"),
    ("Shares, which fell 3%, are cheap.", "which/WDT fell/VBD are/VBP"),
    ("The first joined in 1987.", "joined/VBD"),
    ("The bill drew criticism from groups in May.", "May/NNP"),
    ("You may go.", "may/MD"),
    ("The men wounded in the blast were moved.", "wounded/VBN were/VBD"),
    ("Contacts said 30 percent plan to hire.", "plan/VBP"),
    ("A 30 percent plan was dropped.", "plan/NN"),
    ("Evidence at the hearing established that he lied.", "established/VBD"),
    ("The trial could last a week.", "last/VB"),
    ("Sales last year rose.", "last/JJ"),
    ("He pointed to budget rules.", "budget/NN"),
    ("The pledge comes a day after the vote.", "comes/VBZ"),
]


def tags_of(text: str) -> dict[str, str]:
    tokens = tokenize(text)
    tag(tokens)
    return {token.text: token.tag for token in tokens}


@pytest.mark.parametrize(("text", "expected"), TAGGED)
def test_ambiguous_words_are_settled_by_context(text: str, expected: str) -> None:
    wanted = dict(pair.rsplit("/", 1) for pair in expected.split())
    found = tags_of(text)
    assert {word: found[word] for word in wanted} == wanted


LEMMAS = [
    ("killed", "VBD", "kill"), ("fired", "VBD", "fire"), ("planned", "VBN", "plan"), ("carries", "VBZ", "carry"),
    ("fell", "VBD", "fall"), ("rose", "VBD", "rise"), ("was", "VBD", "be"), ("'s", "VBZ", "be"), ("has", "VBZ", "have"),
    ("dying", "VBG", "die"), ("used", "VBN", "use"), ("overcoming", "VBG", "overcome"), ("Missiles", "NNS", "missile"),
    ("men", "NNS", "man"), ("children", "NNS", "child"), ("cities", "NNS", "city"), ("crises", "NNS", "crisis"),
    ("series", "NNS", "series"), ("police", "NN", "police"), ("drones", "NNS", "drone"), ("quickly", "RB", "quickly"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "pos", "wanted"), LEMMAS)
def test_lemmas(word: str, pos: str, wanted: str) -> None:
    assert lemma(word, pos) == wanted


@pytest.mark.parametrize(
    ("plural", "wanted"),
    [("soldiers", "soldier"), ("people", "people"), ("boxes", "box"), ("news", "news"), ("gas", "gas")],
)
def test_singular(plural: str, wanted: str) -> None:
    assert singular(plural) == wanted


def test_noun_phrases_end_at_their_head() -> None:
    text = "The two wounded Russian soldiers of the third army left a 20-mile front."
    tokens = tokenize(text)
    tag(tokens)
    found = [text[tokens[p.first].start : tokens[p.last].end] for p in noun_phrases(tokens)]
    assert found == ["The two wounded Russian soldiers", "the third army", "a 20-mile front"]


def test_a_plural_head_ends_its_phrase_before_a_time() -> None:
    text = "It will open 25 stores next year."
    tokens = tokenize(text)
    tag(tokens)
    found = [text[tokens[p.first].start : tokens[p.last].end] for p in noun_phrases(tokens)]
    assert found == ["It", "25 stores", "next year"]


@given(st.text(max_size=300))
def test_every_token_of_any_text_gets_tag_and_lemma(text: str) -> None:
    tokens = tokenize(text)
    tag(tokens)
    assert all(token.tag and token.lemma for token in tokens)
    phrases = noun_phrases(tokens)
    assert all(0 <= p.first <= p.head <= p.last < len(tokens) for p in phrases)
    assert all(before.last < after.first for before, after in itertools.pairwise(phrases))
