"""Links between the claims of an article: what is linked, what must not be, and what holds of all links."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.claims.assembly import read_claims
from transforms.claims.reading import ArticleReading
from transforms.ledger.linking import best, link, weights
from transforms.reader.slots import KINDS, MEASURES, ROLES

Row = dict[str, Any]
FIELDS: Row = {
    "kind": "count", "value": None, "low": None, "high": None, "comparator": "=", "trend": None, "unit": "{person}",
    "base_value": None, "base_unit": None, "role": "level", "measure": "count", "actor": None, "item": "people",
    "as_of_start": None, "as_of_end": None,
}  # fmt: skip


def read(text: str) -> list[Row]:
    """The claims of a made article, as the extractor reads them."""
    reading = ArticleReading(text, "Made", date(2026, 3, 2))
    return list(read_claims(reading, "v", range(len(reading.sentences))))


def links(rows: list[Row], name: str) -> set[tuple[str, str]]:
    """Pairs of quotes: the claim and the one that it points to."""
    quotes = {row["claim_id"]: row["quote"] for row in rows}
    return {(row["quote"], quotes[row[name]]) for row in rows if row[name] is not None}


BELONGING = {
    "Sales rose 12 percent to $480 million from $428 million a year earlier.": {
        ("12 percent", "$480 million"), ("$428 million", "$480 million"),
    },
    "The Dolmen index fell 41.2 points to 3,310.8.": {("41.2 points", "3,310.8")},
    "The vacancy rate fell from 7.1% in May to 6.4%.": {("7.1%", "6.4%")},
    "Net profit 18.2 mln vs 16.9 mln": {("16.9 mln", "18.2 mln")},
    "The village had 310 houses and the valley 12 bridges.": set(),
    "Rents went up 8 percent.": set(),
}  # fmt: skip


@pytest.mark.parametrize("text", BELONGING)
def test_changes_and_bases_point_to_what_they_belong_to(text: str) -> None:
    assert links(read(text), "of_claim_id") == BELONGING[text]


REPEATING = {
    "The road is 50 miles (80 km) long.": {("80 km", "50 miles")},
    "They paid £30,000 ($38,000) for the coins.": {("$38,000", "£30,000")},
    "A fire killed four people in Lund on Friday. The four people had lived there for years.": {
        ("four people", "four people"),
    },
    "Three dogs and three cats were found in a shed.": set(),
    "The bridge is 50 miles from Lund and the mine 80 km from Oslo.": set(),
    "Prices rose 4 percent in May. Wages rose 9 percent in June.": set(),
}


@pytest.mark.parametrize("text", REPEATING)
def test_conversions_and_repetitions_point_to_the_first_mention(text: str) -> None:
    assert links(read(text), "restates_claim_id") == REPEATING[text]


LONG = " ".join([*BELONGING, *REPEATING])


def test_links_stay_in_their_article_and_lead_to_earlier_claims_or_levels() -> None:
    rows = read(LONG)
    place = {row["claim_id"]: at for at, row in enumerate(rows)}
    assert len(place) == len(rows)
    for at, row in enumerate(rows):
        first, of = row["restates_claim_id"], row["of_claim_id"]
        if first is not None:
            assert place[first] < at
            assert rows[place[first]]["restates_claim_id"] is None, "a first mention says nothing again"
        if of is not None:
            assert row["role"] != "level"
            assert place[of] != at


def test_a_role_is_settled_by_the_words_around_it() -> None:
    text = "The vacancy rate fell from 7.1% in May to 6.4%."
    rows = [
        made(text, quote, unit="%", kind="percent", base_unit="1", item="vacancy rate") for quote in ("7.1%", "6.4%")
    ]
    link(rows, text)
    assert [row["role"] for row in rows] == ["base", "level"]


def test_a_wrong_measure_costs_no_link() -> None:
    text = "The road is 50 miles (80 km) long."
    rows = [
        made(
            text, "50 miles", value=50.0, unit="[mi_i]", kind="measure", base_value=80467.2, base_unit="m", item="road"
        ),
        made(text, "80 km", value=80.0, unit="km", kind="measure", base_value=80000.0, base_unit="m", item="road"),
    ]
    rows[0]["measure"] = "capacity"
    link(rows, text)
    assert rows[1]["restates_claim_id"] == rows[0]["claim_id"]


def made(text: str, quote: str, **fields: Any) -> Row:
    start = text.index(quote)
    return FIELDS | {"claim_id": quote, "sentence_no": 0, "start": start, "end": start + len(quote)} | fields


FIGURES = st.fixed_dictionaries(
    {
        "value": st.none() | st.sampled_from([0.0, 1.0, 2.0, 50.0, 52.0, 1e6]),
        "low": st.none() | st.just(1.0), "high": st.none() | st.just(60.0),
        "comparator": st.sampled_from(["=", "~", ">"]),
        "trend": st.sampled_from([None, "up"]), "kind": st.sampled_from(KINDS), "role": st.sampled_from([*ROLES, None]),
        "unit": st.sampled_from(["{person}", "{dog}", "{}", "%", "1", "USD", "USD/h", "EUR", "km", "[mi_i]"]),
        "base_value": st.none() | st.just(50.0), "base_unit": st.sampled_from([None, "1", "m"]),
        "measure": st.sampled_from([None, *MEASURES[:3]]),
        "item": st.sampled_from([None, "", "people", "of the", "dogs of Lund"]),
        "actor": st.sampled_from([None, "police"]), "as_of_start": st.none() | st.just(date(2026, 3, 1)),
        "gap": st.sampled_from([" ", " (", " from ", " to ", ", or ", ".\n\nThe "]), "is_next": st.booleans(),
    }
)  # fmt: skip


@given(st.lists(FIGURES, max_size=14))
def test_whatever_the_figures_no_link_leads_back(figures: list[Row]) -> None:
    text, sentence_no, rows = "", 0, []
    for at, figure in enumerate(figures):
        text += figure["gap"]
        sentence_no += figure["is_next"]
        rows.append(
            {
                **FIELDS,
                **figure,
                "claim_id": str(at),
                "sentence_no": sentence_no,
                "start": len(text),
                "end": len(text) + 2,
            }
        )
        text += "50"
    link(rows, text)
    for at, row in enumerate(rows):
        assert row["role"] in ROLES
        assert row["restates_claim_id"] is None or int(row["restates_claim_id"]) < at
        seen, here = set(), str(at)
        while (after := rows[int(here)]["of_claim_id"]) is not None:
            assert after not in seen
            seen.add(after)
            here = after


def test_links_depend_on_their_article_alone() -> None:
    alone = [read(text) for text in BELONGING]
    backwards = [read(text) for text in reversed(BELONGING)]
    assert alone == backwards[::-1]


def test_the_weights_are_whole_numbers_and_ties_go_to_the_first() -> None:
    for table in weights().values():
        assert table
        assert all(isinstance(weight, int) for weight in table.values())
    assert best([["none"], ["a"], ["b"]], {"none": 1, "a": 2, "b": 2}) == 1
    assert best([["none"], ["a"]], {}) == 0
