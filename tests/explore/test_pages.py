"""The pages: what is found, how it is narrowed, what a figure and an article show, and every form of the rows."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from urllib.parse import quote

import polars as pl
import pytest
from starlette.testclient import TestClient

from flows.explore.lists import binned
from flows.explore.single import context_of
from flows.home import Home
from tests.explore.conftest import client_of, newer_page
from tests.explore.made import ASIDE, HOSTILE, LATER, MOVED, PROMISED, SCRIPT, SOLD, TOLL, load_night
from tests.warehouse.factory import Piece, night, source_counts
from transforms.syntax.word_forms import word_forms
from warehouse import Warehouse

pytestmark = pytest.mark.lasting

NAMES = {TOLL: "toll", MOVED: "moved", PROMISED: "promised", LATER: "later", SOLD: "sold"}
ALL_PAGES = (
    "/",
    "/search",
    f"/search?q={quote(SCRIPT)}&speaker={quote(HOSTILE)}",
    *(f"/figure/{claim_id}" for claim_id in (TOLL, SOLD, ASIDE)),
    *(f"/article/{version_id}" for version_id in ("story", "evil")),
    "/speaker?name=Cemal+Ardan",
    "/place?name=Izmir",
    "/source?name=wire",
    "/series",
    "/stories",
    f"/series?q={quote(HOSTILE)}",
    "/series?id=" + quote(f"sales_volume | {HOSTILE} | {HOSTILE} | count | asserted", safe=""),
    *(f"/{column}?name={quote(HOSTILE)}" for column in ("speaker", "place", "source")),
)


def hits(client: TestClient, query: str) -> list[str]:
    """The claims that a search gives, by the names of the tests."""
    answer = client.get(f"/search?{query}&format=json")
    assert answer.status_code == 200, answer.text
    return [NAMES[each["claim_id"]] for each in answer.json()]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=body", ["toll"]),
        ("q=bodies+find", ["toll"]),
        ("q=sell", ["sold"]),
        ("q=%22off+Izmir%22", ["toll"]),
        ("q=%22Izmir+off%22", []),
        ("q=dies+ferry", ["later"]),
        ("q=%22%C2%A34.5m%22", ["promised"]),
        ("q=%22(%5B%22+%E2%80%9Cferry%E2%80%9D", []),
        ("q=%22%E2%80%9C%00%5Cd%22", []),
        ("q=%ED%A0%80", ["later", "toll", "moved", "promised", "sold"]),
        ("q=toll", ["later"]),
        ("q=%25_", ["later", "toll", "moved", "promised", "sold"]),
        ("measure=deaths", ["later", "toll"]),
        ("unit=GBP", ["promised"]),
        ("kind=money", ["promised"]),
        ("role=change", ["moved"]),
        ("modality=forecast", ["promised"]),
        ("speaker=Cemal+Ardan", ["later", "toll"]),
        ("place=Izmir", ["later", "toll"]),
        ("place_country=TR", ["later", "toll", "moved"]),
        ("source=daily", ["later"]),
        ("since=2026-04-15", ["later"]),
        ("until=2026-04-15", ["toll", "moved", "promised"]),
        ("about=2026-04-02", ["moved"]),
        ("sure=0.6", ["toll", "promised"]),
        ("sort=surest", ["promised", "toll", "later", "sold", "moved"]),
        ("sort=weightiest", ["toll", "later", "sold", "moved", "promised"]),
        ("measure=deaths&source=wire&sure=0.5", ["toll"]),
    ],
)
def test_a_search_finds_what_has_it_all(client: TestClient, query: str, expected: list[str]) -> None:
    assert hits(client, query) == expected


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("measure=tolls", "use one of deaths"),
        ("kind=x", "use one of count"),
        ("modality=x", "use one of asserted"),
        ("role=x", "use one of level"),
        ("since=soon", "write a day as"),
        ("until=2026-02-30", "write a day as"),
        ("about=1", "write a day as"),
        ("sure=9", "a confidence from 0 to 1"),
        ("sure=nan", "a confidence from 0 to 1"),
        ("sort=oldest", "newest, weightiest, surest"),
        ("page=0", "a number from 1"),
        ("page=²", "a number from 1"),
        ("format=xml", "csv, json, parquet"),
        (f"q={'word+' * 30}", "at most 12"),
    ],
)
def test_a_value_that_will_not_do_is_told_with_those_that_would(client: TestClient, query: str, told: str) -> None:
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] + ":" in answer.text
    assert told in answer.text


def test_results_show_the_figure_in_its_sentence_and_counts_to_narrow_by(client: TestClient) -> None:
    page = client.get("/search?q=ferry").text
    assert f'Rescuers found <a class="figure" href="/figure/{TOLL}"><mark>32 bodies</mark></a> off Izmir' in page
    assert '<a href="/search?q=ferry&amp;measure=deaths">deaths</a> <span>2</span>' in page
    assert "sure <b>70%</b>" in page
    assert re.search(r'unit=%7Bperson%7D">person</a> <span>\d', page)
    assert "unit: person <span" in client.get("/search?unit=%7Bperson%7D").text
    assert client.get("/search?page=2").status_code == 404


@pytest.mark.parametrize("path", ALL_PAGES)
def test_a_page_is_there_and_nothing_hostile_in_it_is_alive(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert SCRIPT not in answer.text
    assert "<img" not in answer.text
    assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', answer.text))
    assert 'href="javascript:' not in answer.text
    assert "\u202e" not in answer.text


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
@pytest.mark.parametrize("path", ["/", f"/figure/{SOLD}", "/article/evil", f"/source?name={quote(HOSTILE)}"])
def test_a_page_gives_its_rows_in_every_form(client: TestClient, path: str, form: str) -> None:
    rows = client.get(f"{path}{'&' if '?' in path else '?'}format={form}")
    assert rows.status_code == 200
    assert rows.headers["x-claimwire-cut"] == "no"
    assert rows.headers["content-disposition"].endswith(f'.{form}"')
    assert rows.content


def test_rows_are_the_same_in_every_form_and_no_cell_is_a_formula(client: TestClient) -> None:
    as_json = json.loads(client.get("/search?format=json").content)
    parquet = pl.read_parquet(BytesIO(client.get("/search?format=parquet").content))
    csv = pl.read_csv(StringIO(client.get("/search?format=csv").text))
    names = ["quote", "value", "speaker"]
    assert parquet.select(names).rows() == [tuple(each[name] for name in names) for each in as_json]
    assert csv.get_column("quote").to_list() == parquet.get_column("quote").to_list()
    assert parquet.get_column("published_date").dtype == pl.Date


def test_a_figure_shows_its_neighbours_fields_bytes_and_the_command_that_proves_it(
    client: TestClient, home: Home
) -> None:
    page = unescape(client.get(f"/figure/{TOLL}").text)
    assert "The ferry sank on Monday." in page
    assert "Two villages were flooded." in page
    assert "deaths" in page
    assert "87.0%" in page
    assert f"sha256sum {home.raw}/" in page
    assert f"claimwire audit --home {home.root}" in page
    assert f"claimwire sql \"FROM claim_origins WHERE claim_id = '{TOLL}'\" --home {home.root}" in page
    beside = client.get(f"/figure/{MOVED}").text
    assert "Other claims of the sentence" in beside
    assert PROMISED in beside


@pytest.mark.parametrize("gap", [" ", "\n\n", ""])
def test_what_stands_around_a_sentence_is_cut_between_words(gap: str) -> None:
    sentence, word = "They sold 12.", "abcdefghij"
    text = gap.join([word] * 90) + "\n" + sentence + "\n" + gap.join([word] * 90)
    start = text.index(sentence)
    row = {"sentence": sentence, "sentence_start": start, "quote": "12", "start": start + 10}
    before, *parts, after = context_of(row, {"text": text})
    assert parts == ["They sold ", "12", "."]
    assert before.startswith("… ")
    assert after.endswith(" …")
    assert 300 < len(before) <= 402
    assert 300 < len(after) <= 402
    if gap:
        assert {*before.split(), *after.split()} == {"…", word}


def test_a_claim_in_quarantine_comes_with_the_commands_that_decide(client: TestClient, home: Home) -> None:
    for path in (f"/figure/{ASIDE}", "/article/story"):
        page = unescape(client.get(path).text)
        for decision in ("release", "drop", "correct --set value=VALUE"):
            assert f"claimwire quarantine {decision} {ASIDE} --why 'WHY' --home {home.root}" in page
    assert "claimwire quarantine" not in client.get(f"/figure/{TOLL}").text


def test_an_article_has_its_claims_in_place(client: TestClient) -> None:
    page = client.get("/article/story").text
    assert page.count('class="q"') == 4
    assert '<script src="/steps.js" defer>' in page
    assert "not found at its place" not in page


@pytest.mark.parametrize(
    "path", ["/figure/none", "/article/none", "/speaker?name=Nobody", "/source?name=none", "/none"]
)
def test_what_is_not_there_is_told(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text
    assert client.get("/speaker").status_code == 400


def test_the_front_page_tells_the_night_and_leads_on(client: TestClient) -> None:
    page = client.get("/").text
    assert "3 documents came in" in page
    assert 'href="/reports/index.html">All runs' in page
    assert 'href="/speaker?name=Cemal+Ardan"' in page


def test_a_new_night_is_seen_without_a_restart_and_old_links_still_lead_somewhere(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = Home(tmp_path_factory.mktemp("nights"))
    load_night(home, night(1, [Piece("more", (7, 8))]))
    with client_of(home) as client:
        assert len(client.get("/search?format=json").json()) == 7
        before = client.get("/search?source=paper&format=json")
        gone = before.json()[0]
        pieces = [Piece("more", (9,))]
        with Warehouse.open(home.warehouse) as warehouse:
            warehouse.load(night(2, pieces, sources=source_counts(pieces, changed=1)))
            warehouse.publish(home.published)
        after = newer_page(client, "/search?source=paper&format=json", before.text)
        assert [row["value"] for row in json.loads(after)] == [9]
        for kept in (f"/figure/{gone['claim_id']}", f"/article/{gone['version_id']}"):
            assert "place of this claim" in client.get(kept).text or "The newest version" in client.get(kept).text
        home.published.rename(home.root / "away")
        assert client.get("/search").status_code == 200


def test_days_are_gathered_into_as_many_bars_as_are_legible() -> None:
    days = [(date(2026, 1, 1), 2), (date(2026, 1, 3), 1)]
    assert [count for _, _, count in binned(days)] == [2, 0, 1]
    year = binned([(date(2026, 1, 1), 2), (date(2026, 12, 31), 1)])
    assert len(year) <= 60
    assert sum(count for _, _, count in year) == 3


@pytest.mark.parametrize(
    ("word", "other"),
    [("deaths", "death"), ("sold", "sells"), ("cities", "city"), ("stopped", "stopping"), ("men", "man")],
)
def test_a_word_has_its_other_forms(word: str, other: str) -> None:
    assert other in word_forms(word)
    assert word in word_forms(other)
