"""Dates of figures: what the words mean, whose they are, and that no text or calendar breaks the reader."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claims.marked import figures, quantity, read_marked
from transforms.claims.assembly import choices_of, propose
from transforms.claims.dates import items, read_times
from transforms.claims.dates.expressions import find_expressions
from transforms.claims.dates.nodes import Anchor
from transforms.claims.reading import ArticleReading
from transforms.claims.settling import settle
from transforms.claims.time_table import time_expressions
from transforms.reader.figures import Chosen
from transforms.sentences import Sentence

WORDS = [
    (group["published"], words, meaning)
    for group in read_marked("dates.yaml")
    for words, meaning in group["cases"].items()
]
ATTACHED = read_marked("dates_attached.yaml")
MONTHS = ("January February March April May June July August September October November December").split()


def days(text: str) -> tuple[date, date] | None:
    """ "2004-05-01..2004-05-31", one day, or None for "-"."""
    if text == "-":
        return None
    first, _, last = text.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def resolved(words: str, published: date | None, is_ahead: bool | None = None) -> list[tuple[date, date] | None]:
    """The days of every time expression in some words."""
    periods = [e.node.resolve(Anchor(published, is_ahead)) for e in find_expressions(f"It fell {words}, he thinks.")]
    return [(p.start, p.end) if p else None for p in periods]


@pytest.mark.parametrize(("published", "words", "meaning"), WORDS)
def test_words_mean_days(published: str, words: str, meaning: str) -> None:
    found = resolved(words, date.fromisoformat(published) if published else None)
    assert found == ([] if meaning == "none" else [days(meaning)])


@pytest.mark.parametrize("case", ATTACHED, ids=lambda case: case["text"][:50])
def test_a_figure_gets_its_own_date(case: dict[str, Any]) -> None:
    reading, marked = figures(case)
    times = [time for no, quantities in marked for time in read_times(reading, no, quantities)]
    found = [(t.as_of_start, t.as_of_end) if t else None for t in times]
    assert found == [days(text) for text in case["as_of"]]


def test_the_words_that_date_are_kept() -> None:
    text = (
        "The company said sales at its stores fell «5%» in the year\nto June 2004, less than feared, and profits rose."
    )
    reading, [(no, quantities)] = figures({"text": text, "published": ""})
    [time] = read_times(reading, no, quantities)
    assert time is not None
    assert time.time_text == "the year to June 2004"


@pytest.mark.parametrize(
    ("words", "expected"),
    [("on Monday", date(2019, 9, 2)), ("on March 3", date(2020, 3, 3)), ("on Friday", date(2019, 8, 30))],
)
def test_a_clause_that_looks_ahead_means_the_next_one(words: str, expected: date) -> None:
    reading, [(no, quantities)] = figures({"text": f"They will hold «six votes» {words}.", "published": "2019-08-30"})
    [time] = read_times(reading, no, quantities)
    assert time is not None
    assert (time.as_of_start, time.as_of_end) == (expected, expected)


@pytest.mark.parametrize(
    ("words", "is_base"),
    [
        ("a 5% increase over last year's enacted level", True),
        ("5 tonnes more than in 2019", True),
        ("5 tonnes, down from 2019", True),
        ("5 tonnes over the weekend", False),
        ("5 tonnes in 2019", False),
    ],
)
def test_nothing_is_of_the_time_that_it_is_compared_with(words: str, is_base: bool) -> None:
    text = f"The harbour board reported {words}."
    reading = ArticleReading(text, "", date(2020, 3, 2))
    proposals = propose(reading, [0])
    [(span, expression)] = proposals.times.items()
    [row], [figure], [choices] = proposals.rows, proposals.figures, choices_of(reading, proposals)
    of_reader = replace(choices, slots=choices.slots | {"date": Chosen(span, 0.9)})
    settled = settle(reading, [row], 0, replace(figure, clues={}), of_reader, proposals.times)
    assert expression.is_base is is_base
    assert (settled["as_of_start"] is None) is is_base


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Wednesday's tremor damaged 143 roofs.", "2020-04-29"),
        ("Wednesday's vote will decide five seats.", "2020-05-06"),
        ("She won two contests this weekend.", "2020-05-02..2020-05-03"),
        ("They will hold two contests this weekend.", "2020-05-09..2020-05-10"),
        ("It was the highest since May 2008, when 563 died.", "2008-05-01..2008-05-31"),
        ("It was the highest since May 2008.", "2008-05-01..2020-05-04"),
        ("It was the highest since May 2008 when 563 died.", "2008-05-01..2008-05-31"),
        ("It sold 40 in July — the last good month.", "2019-07-01..2019-07-31"),
        ("In 2020, so far 24 roofs fell.", "2020-01-01..2020-05-04"),
    ],
)
def test_what_stands_around_an_expression_tells_which_days_it_means(text: str, meaning: str) -> None:
    [expression] = time_expressions(ArticleReading(text, "", date(2020, 5, 4)), [0]).values()
    assert expression.period is not None
    assert (expression.period.start, expression.period.end) == days(meaning)


@pytest.mark.parametrize(
    ("text", "words", "meaning"),
    [
        ("In the third quarter it sold 40, and 30 a year earlier.", "a year earlier", "2018-07-01..2018-09-30"),
        ("It opened in 2012. It rained. Three years later 9 left.", "Three years later", "2015-01-01..2015-12-31"),
        ("It had 40 in March 2019; it is 12, not 15 the month before.", "the month before", "2019-02-01..2019-02-28"),
        ("Of 300 in 2018-19 12 left; two years earlier 9 did.", "two years earlier", "2016-04-01..2017-03-31"),
        ("On May 3 it had 40 beds, up from 30 the week before.", "the week before", "2020-04-26"),
        ("It sold 40 in the same period of 2016 and 50 in May.", "same period of 2016", None),
        ("In 2012 it had 4. It grew. Trees fell. Rain came. 9 left a year later.", "a year later", None),
        ("It will open in 2030. It made 3, up from 2 a year earlier.", "a year earlier", None),
        ("Founded in 1891, it has 30. It made 3, up from 2 a year earlier.", "a year earlier", None),
        ("Last year it rose 9. The day before it had risen 1.", "The day before", None),
        ("On March 7 it killed 9. In the previous month 3 died.", "the previous month", "2020-02-01..2020-02-29"),
        ("It began in 1900. Twenty-five years later it had 3.", "five years later", None),
    ],
)  # fmt: skip
def test_a_distance_is_counted_from_the_period_named_before(text: str, words: str, meaning: str | None) -> None:
    reading = ArticleReading(text, "", date(2020, 5, 4))
    times = time_expressions(reading, range(len(reading.sentences)))
    [found] = [time for time in times.values() if text[time.start : time.end] == words]
    assert (found.period and (found.period.start, found.period.end)) == (days(meaning) if meaning else None)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Analysts expect April sales to show a 3 percent rise.", "2020-04-01..2020-04-30"),
        ("It will report March earnings of 3.", "2020-03-01..2020-03-31"),
        ("The money came from its June issue of 3.", "2019-06-01..2019-06-30"),
        ("Profit in the June quarter is expected to rise 3 percent.", "2020-04-01..2020-06-30"),
        ("Costs May Total $40 Million, Officials Say", None),
        ("The March of Dimes raised $3 million.", None),
        ("The May government lost 33 seats.", None),
        ("Under Theresa May prices rose 3 percent.", None),
        ("Songs by Brian May sales reached 3,000.", None),
    ],
)
def test_a_month_before_what_is_counted_is_no_name(text: str, meaning: str | None) -> None:
    times = time_expressions(ArticleReading(text, "", date(2020, 5, 4)), [0]).values()
    found = [(time.period.start, time.period.end) for time in times if time.period]
    assert found == ([days(meaning)] if meaning else [])


FORMS = [
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year:04}",
    lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year:04}",
    lambda d: f"{MONTHS[d.month - 1][:3]}. {d.day}, {d.year:04}" if d.month != 5 else f"May {d.day}, {d.year:04}",
    lambda d: f"the {d.day}th of {MONTHS[d.month - 1]} {d.year:04}",
    lambda d: f"{d.year:04}-{d.month:02}-{d.day:02}",
    lambda d: f"{d.day}.{d.month}.{d.year:04}",
    lambda d: f"{d.month}/{d.day}/{d.year:04}",
]


@given(st.dates(date(1700, 1, 1), date(2199, 12, 31)), st.sampled_from(FORMS), st.none() | st.dates())
def test_any_day_comes_back_from_any_written_form(day: date, form: Any, published: date | None) -> None:
    assert resolved(f"on {form(day)}", published) == [(day, day)]


@given(st.dates(), st.integers(0, 6))
def test_a_past_weekday_lies_within_a_week(published: date, weekday: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    [period] = resolved(f"on {name}", published, is_ahead=False)
    if period is not None:  # the first week of year 1 has no week before it
        assert period[0] == period[1]
        assert period[0].weekday() == weekday
        assert timedelta(0) <= published - period[0] < timedelta(7)


@given(st.sampled_from([date.min, date(1, 12, 31), date(9999, 1, 1), date.max]), st.sampled_from(WORDS))
def test_the_ends_of_the_calendar_never_raise(published: date, case: tuple[str, str, str]) -> None:
    for is_ahead in (None, False, True):
        for period in resolved(case[1], published, is_ahead):
            assert period is None or period[0] <= period[1]


PIECES = [words for _, words, _ in WORDS] + [
    "0000", "9999", "year 0", "May 99", "31 February 2001", "99/99/9999", "from", "to", "since", "vs", "(", ")", ",",
    '"', "”", "said", "who", "that", "and", "5 million", "Q9", "0th", "the", "last", "999999999 years ago", "\u202e",
    ";", "🎉", "in the year to", "between", "\n\n", "the same period", "a year earlier", "Year\n", "1st half",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=14), st.none() | st.dates())
def test_no_text_raises(pieces: list[str], published: date | None) -> None:
    text = " ".join([*pieces, "5 things vs 6"])
    reading = ArticleReading(text, text, published)
    for sentence in reading.sentences:
        own = reading.sentence_text(sentence.no)
        marked = [quantity(i, i + 1, own, "count") for i, c in enumerate(own) if c in "56"]
        for time in read_times(reading, sentence.no, marked):
            if time is not None:
                assert time.as_of_start is not None
                assert time.as_of_end is not None
                assert time.as_of_start <= time.as_of_end


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["5 things in May", "fell from 5 a year earlier", "5 vs 5", "(5)", "said 5 on Tuesday, who"]
)
def test_a_sentence_without_end_is_read_to_its_end(unit: str) -> None:
    text = f"{unit} " * 3000
    reading = ArticleReading(text, "ACME 4TH QTR NET", date(1987, 3, 3))
    marked = [quantity(i, i + 1, text, "count") for i, c in enumerate(text) if c == "5"]
    reading.__dict__["sentences"] = [Sentence(0, 0, len(text))]
    assert len(read_times(reading, 0, marked)) == len(marked)


def test_a_date_that_stands_alone_is_a_heading_unless_it_opens_the_article() -> None:
    assert find_expressions("October 29") == []
    assert [e.start for e in find_expressions("October 29", may_open=False)] == [0]


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("The results of Tuesday's five votes will force him out.", date(2016, 4, 28), date(2016, 4, 26)),
        ("Friday's two votes will decide it.", date(2016, 4, 28), date(2016, 4, 29)),
    ],
)
def test_the_things_of_a_weekday_are_those_of_the_nearest(text: str, published: date, day: date) -> None:
    times = time_expressions(ArticleReading(text, None, published), [0])
    assert [time.period.start for time in times.values() if time.period] == [day]


@given(
    st.lists(
        st.sampled_from("1Q Q3 FY 87 ’98 80s 3.4.2004 / May may LAST week 12 x İ 1980 5th Easter 4Q87 FY88 % -".split())
    )
)
def test_no_text_that_dates_anything_is_passed_over(words: list[str]) -> None:
    """What is looked for first lets every text through in which an item could date something."""
    text, glued = " ".join(words), "".join(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(items, "DATING", re.compile(""))
        every = [items.read_items(text), items.read_items(glued)]
    assert [items.read_items(text), items.read_items(glued)] == every


def test_a_sentence_that_dates_nothing_is_not_tagged_for_the_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    tagged: list[int] = []
    of = ArticleReading.tokens
    monkeypatch.setattr(ArticleReading, "tokens", lambda reading, no: tagged.append(no) or of(reading, no))
    reading = ArticleReading("It rained. It rained on Monday.", published=date(2020, 1, 1))
    assert len(time_expressions(reading, [0, 1])) == 1
    assert set(tagged) == {1}
