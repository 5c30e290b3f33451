"""The highlighted page as a document: every claim is there, in its place, with its fields, and text stays text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from flows.reports.claim_page import reading, render_claim_page
from tests.reports.made import frames, made_article, made_claim
from transforms.frames import FIELD_CONFIDENCES

TEXT = (
    "𝔘 In all, 39 of the state's 40 delegates came.\r\nNearly 1,300 people watched for two days.\n\n👩‍👧 It cost £4.5m."
)
HOSTILE = "<script>document.title='run'</script>\"><img src=x onerror=alert(1)> {{ 7 * 7 }} ]]> &lt; </style>"


def page_of(articles: list[dict[str, Any]], claims: list[dict[str, Any]], **given_: Any) -> html.HtmlElement:
    return html.document_fromstring(render_claim_page(*frames(articles, claims), **given_))


def marked(page: html.HtmlElement) -> list[str]:
    return ["".join(q.xpath("./span[contains(@class,'mark')]/text()")) for q in page.xpath("//span[@class='q']")]


def test_claims_stand_highlighted_in_the_text_which_stays_whole() -> None:
    article = made_article("v", TEXT)
    quotes = ["39 of the state's 40 delegates", "40 delegates", "Nearly 1,300 people", "two days", "£4.5m"]
    page = page_of([article], [made_claim(article, quote) for quote in quotes])
    assert marked(page) == ["39 of the state's 40 delegates", "Nearly 1,300 people", "two days", "£4.5m"]
    for extra in page.xpath("//span[@class='cards']|//span[contains(@class,'gloss')]"):
        extra.drop_tree()
    assert page.xpath("string(//div[@class='text'])") == TEXT.replace("\r\n", "\n")


def test_each_claim_has_a_card_and_a_row_that_leads_to_its_words() -> None:
    article = made_article("v", TEXT)
    claims = [made_claim(article, "39 of the state's 40 delegates"), made_claim(article, "40 delegates")]
    page = page_of([article], claims)
    assert len(page.xpath("//span[starts-with(@class,'card ')]")) == 2
    targets = [link.get("href")[1:] for link in page.xpath("//tr[contains(@class,'claim')]/td[1]/a")]
    assert targets == ["q1", "q1"]
    assert page.xpath(f"//span[@id='{targets[0]}']")
    card = page.xpath("string(//span[@id='c2'])")
    told = ("deaths", "level", "people", "die", "the article itself", "2026-04-14", "Ayvalar (TR)", "asserted", "93.0%")
    for words in told:
        assert words in card


def test_a_claim_leads_to_the_one_that_it_belongs_to_or_says_again() -> None:
    article = made_article("v", TEXT)
    level = made_claim(article, "39 of the state's 40 delegates")
    change = made_claim(article, "two days", role="change", of_claim_id=level["claim_id"])
    again = made_claim(article, "£4.5m", restates_claim_id=level["claim_id"])
    elsewhere = made_claim(article, "Nearly 1,300 people", restates_claim_id="a claim in quarantine")
    page = page_of([article], [level, change, again, elsewhere])
    links = page.xpath("//tr[contains(@class,'claim')]/td[4]//a")
    assert [link.get("href") for link in links] == ["#q1", "#q1"]
    told = [row.xpath("string(./td[4])") for row in page.xpath("//tr[contains(@class,'claim')]")]
    assert [words.removeprefix("deaths, ") for words in told] == [
        "level",
        "level",
        "changechange of 1",
        "levelrestates 1",
    ]
    assert "claim 1" in page.xpath("string(//span[@id='c3'])")


def test_each_field_says_how_sure_it_is_and_a_doubtful_one_is_marked_even_where_it_is_none() -> None:
    article = made_article("v", TEXT)
    doubts = {"item_confidence": 0.41, "actor_confidence": 0.3, "speaker_confidence": 0.5, "place_confidence": None}
    page = page_of([article], [made_claim(article, "two days", **doubts)])
    fields = {field.xpath("string(./i)"): field for field in page.xpath("//span[@id='c1']/span[@class='f']")}
    shares = {label: field.xpath("string(.//span[@class='sure'])") for label, field in fields.items()}
    assert {label: share for label, share in shares.items() if share} == {
        "of what": "41.0%", "who": "30.0%", "does": "87.0%", "said by": "50.0%", "as of": "87.0%", "held": "87.0%",
    }  # fmt: skip
    assert page.xpath("//span[@id='c1']//span[@class='doubtful']/text()") == ["people", "none"]
    assert page.xpath("//tr//span[@class='doubtful']/text()") == ["people"]


def test_a_claim_of_an_older_version_has_no_measure_no_role_and_no_shares() -> None:
    article = made_article("v", TEXT)
    told = {"measure": None, "role": None} | dict.fromkeys(FIELD_CONFIDENCES)
    page = page_of([article], [made_claim(article, "two days", **told)])
    assert not page.xpath("//span[@class='sure']|//span[@class='doubtful']")
    assert {"measure", "role"}.isdisjoint(page.xpath("//span[@id='c1']//i/text()"))


def test_several_articles_are_listed_above_and_lead_to_their_places() -> None:
    articles = [made_article(name, TEXT, title=f"Title {name}") for name in ("v", "w")]
    page = page_of(articles, [made_claim(articles[0], "two days")])
    entries = page.xpath("//details[@class='contents']//li")
    assert [" ".join(entry.text_content().split()) for entry in entries] == ["Title v 1 claim", "Title w 0 claims"]
    for link in page.xpath("//details[@class='contents']//a/@href"):
        assert page.xpath(f"//article[@id='{link[1:]}']")
    assert not page_of(articles[:1], []).xpath("//details[@class='contents']")


def test_the_fields_of_every_claim_stand_beside_the_text_and_lead_to_its_words() -> None:
    article = made_article("v", TEXT)
    page = page_of([article], [made_claim(article, "two days"), made_claim(article, "£4.5m")])
    beside = page.xpath("//ol[@class='beside']/li")
    assert [entry.xpath("a/@href")[0] for entry in beside] == ["#q1", "#q2"]
    assert all(page.xpath(f"//span[@id='q{number}']") for number in (1, 2))
    assert page.xpath("//ol[@class='beside']/@start") == ["1"]
    assert page.xpath("//ol[@class='beside']/@aria-hidden") == ["true"]  # the table below tells the same


def test_a_page_among_others_leads_back_to_the_overview() -> None:
    article = made_article("v", TEXT)
    assert page_of([article], [], overview_href="../index.html").xpath("//header//a/@href") == ["../index.html"]
    assert not page_of([article], []).xpath("//header//a")


def test_an_article_without_a_title_is_called_by_its_first_line() -> None:
    article = made_article("v", "Rain in the north\nIt cost £4.5m.", title=None)
    assert page_of([article], []).xpath("//h2/text()") == ["Rain in the north"]


def test_blank_lines_are_drawn_together_and_the_marked_words_stay_at_their_place() -> None:
    article = made_article("v", "One.\n \n\n\nIt cost £4.5m.\n\nTwo.")
    page = page_of([article], [made_claim(article, "£4.5m")])
    assert marked(page) == ["£4.5m"]
    text = page.xpath("//div[@class='text']")[0]
    assert text.text == "One.\n\nIt cost "


def test_an_address_is_a_link_named_by_its_site() -> None:
    article = made_article("v", TEXT, url="https://news.example.org/2026/a-very-long-address.html")
    link = page_of([article], []).xpath("//article//a[@rel='noreferrer']")[0]
    assert (link.get("href"), link.text) == (article["url"], "news.example.org")


def test_a_claim_off_its_place_or_without_its_article_is_listed_and_said_to_be_so() -> None:
    article = made_article("v", TEXT)
    moved = made_claim(article, "two days") | {"start": 3, "end": 11}
    orphan = made_claim(article, "£4.5m") | {"version_id": "unknown"}
    page = page_of([article], [moved, orphan], reasons={moved["claim_id"]: ["quote stands at its span"]})
    assert marked(page) == []
    assert "not found at 3–11" in page.text_content()
    assert "quote stands at its span" in page.text_content()
    assert "not at hand" in page.text_content()
    assert len(page.xpath("//tr[contains(@class,'claim ')]")) == 2


def test_hostile_text_in_every_field_is_text() -> None:
    article = made_article(
        "v", f"{HOSTILE} 12 people", title=HOSTILE, url=f"javascript:{HOSTILE}", own_id=HOSTILE, source=HOSTILE
    )
    words = ("item", "actor", "predicate", "speaker", "speaker_role", "cue", "time_text", "place", "rule", "unit_name",
             "kind", "modality", "measure", "role", "claim_id", "comparator", "trend", "dimension", "unit")  # fmt: skip
    claim = made_claim(article, "12 people") | dict.fromkeys(words, HOSTILE)
    page = page_of([article], [claim], heading=HOSTILE, note=HOSTILE, reasons={HOSTILE: [HOSTILE]})
    assert page.xpath("//script|//img|//iframe|//*[@onerror]|//*[@onmouseover]") == []
    assert not [link for link in page.xpath("//a/@href") if not link.startswith("#")]
    assert page.text_content().count("document.title='run'") >= len(words)


def test_the_filters_name_only_classes_of_ours_and_count_the_claims() -> None:
    article = made_article("v", TEXT)
    claims = [
        made_claim(article, "two days", kind="duration", speaker="}body{display:none", confidence=0.4),
        made_claim(article, "£4.5m", kind="money", speaker=None, confidence=0.97),
    ]
    page = page_of([article], claims)
    assert "display:none" not in page.xpath("string(//select[@id='f-kind'])")
    options = {option.text for option in page.xpath("//select/option[@value!='']")}
    assert {"duration (1)", "money (1)", "}body{display:none (1)", "the article itself (1)", "under 0.5 (1)"} <= options
    assert "}body{" not in page.xpath("string(//style)")


def test_an_article_that_was_not_read_says_so() -> None:
    page = page_of([made_article("v", "Zwölf Brücken", language="de", is_read=False)], [])
    assert "Not read: the language is de" in page.text_content()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"comparator": "~", "value": 1300.0, "unit_name": "square kilometre"}, "≈ 1,300 square kilometre"),
        ({"comparator": "range", "value": 6.0, "low": 5.0, "high": 7.0, "unit_name": "percent"}, "5 – 7 percent"),
        ({"comparator": "~", "value": None, "low": 24.0, "high": 99.0, "unit_name": "person"}, "≈ 24 – 99 person"),
        ({"comparator": ">", "value": 100.0, "unit_name": "missile"}, "> 100 missile"),
        ({"comparator": "~", "value": 1.4e9, "unit_name": "euro"}, "≈ 1.4 billion euro"),
        ({"value": 1_204_331.0, "unit_name": "vote"}, "1.204331 million vote"),
        ({"trend": "down", "value": 3.5, "unit_name": "percent"}, "▼ 3.5 percent"),
    ],
)
def test_the_reading_says_what_was_understood(fields: Mapping[str, Any], words: str) -> None:
    claim = made_claim(made_article("v", "x"), "x") | fields
    assert reading(claim) == words


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), st.integers(0, 60), st.integers(1, 10))
def test_any_text_and_span_gives_a_page(text: str, start: int, length: int) -> None:
    article = made_article("v", text, title=text, url=text)
    quote = text[start : start + length]
    claim = made_claim(article, "") | {"start": start, "end": start + len(quote), "quote": quote, "speaker": text}
    page = render_claim_page(*frames([article], [claim]))
    page.encode()
    assert "<script" not in page


def test_no_claims_and_no_articles_give_a_page() -> None:
    articles, claims = frames([], [])
    assert "0 claims in 0 articles" in render_claim_page(articles, claims)
    assert isinstance(claims, pl.DataFrame)
