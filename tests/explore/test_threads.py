"""Series, stories and what figures are to each other: on the example articles, as a person would ask for them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from starlette.testclient import TestClient

from flows.home import Home
from tests.docs.example_warehouse import example_warehouse
from tests.explore.conftest import client_of

pytestmark = pytest.mark.lasting


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages over the example articles."""
    folder = tmp_path_factory.mktemp("threads")
    home = Home(folder / "home")
    home.root.mkdir()
    with example_warehouse(folder) as warehouse:
        warehouse.publish(home.published)
    with client_of(home) as client:
        yield client


def rows(client: TestClient, path: str) -> list[dict[str, object]]:
    """The rows of a page."""
    answer = client.get(f"{path}{'&' if '?' in path else '?'}format=json")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = json.loads(answer.content)
    return found


@pytest.fixture(scope="module")
def story(examples: TestClient) -> str:
    """The path of the earthquake's story."""
    (one,) = rows(examples, "/stories?q=quake")
    return f"/story/{one['story_id']}"


@pytest.fixture(scope="module")
def toll(examples: TestClient, story: str) -> str:
    """The path of the series that stands at the head of the story."""
    page = examples.get(story).text
    found = re.search(r'class="headline">.*?href="(/series\?id=[^"]+)"', page, re.DOTALL)
    assert found
    return unescape(found[1])


def test_the_latest_toll_of_a_story_and_who_disputes_it_stand_at_its_head(examples: TestClient, story: str) -> None:
    page = examples.get(story).text
    head, disputed = page[page.index('class="headline"') :].split("Disputed", 1)
    conflicts = rows(examples, "/ask?sql=" + quote_plus("FROM conflicts('dead') WHERE about_date = '2026-04-17'"))
    best = max(rows(examples, "/ask?sql=" + quote_plus("FROM toll('quake') WHERE subject = 'people'")), key=str)["best"]
    assert f"<b>{best:.0f}</b>" in head
    assert len(conflicts) == 1
    for name in ("speaker", "other_speaker"):
        assert str(conflicts[0][name]) in disputed[:1500]
    assert f'New on <time class="unbroken">{conflicts[0]["about_date"]}</time>' in page


def test_a_story_has_its_articles_with_what_each_copies_and_every_figure_as_rows(
    examples: TestClient, story: str
) -> None:
    page = examples.get(story).text
    listed = page[page.index("Its articles") : page.index("Its series")]
    assert listed.count("<li>") == 4
    assert listed.count("a copy (") == 1
    assert {row["story_id"] for row in rows(examples, story)} == {story.removeprefix("/story/")}


def test_an_article_leads_to_its_story_where_others_tell_it_too(examples: TestClient, story: str) -> None:
    told = {row["version_id"] for row in rows(examples, story)}
    page = examples.get(f"/article/{min(map(str, told))}").text
    assert f'In the story <a href="{story}">' in page
    assert "with 3 other articles" in page
    alone = rows(examples, "/ask?sql=" + quote_plus(
        "SELECT version_id FROM current_articles JOIN article_stories USING (article_id) "
        "QUALIFY count(*) OVER (PARTITION BY story_id) = 1 ORDER BY version_id LIMIT 1"
    ))  # fmt: skip
    assert "In the story" not in examples.get(f"/article/{alone[0]['version_id']}").text


def test_a_series_is_drawn_with_what_its_rows_say(examples: TestClient, toll: str) -> None:
    page = examples.get(toll).text
    points = rows(examples, toll)
    assert page.count('class="reach"') == len(points) == 2
    for point in points:
        assert f"{point['about_date']}: {point['best']:.0f}, from {point['low']:.0f} to {point['high']:.0f}" in page
    assert page.count('<line class="dispute"') == 2
    assert page.count('class="mark named disputed"') == 4
    assert page.count(">disputed</a>") == 4
    assert 'class="steps" d="M' in page


def test_the_queries_of_a_series_give_it_when_asked(examples: TestClient, toll: str) -> None:
    page = unescape(examples.get(toll).text)
    addresses = [unescape(each) for each in re.findall(r'href="(/ask\?sql=[^"]+)">ask it', page)]
    assert len(addresses) == 3
    series_id = parse_qs(urlsplit(toll).query)["id"][0]
    assert rows(examples, addresses[0])[0]["claim_ids"] == rows(examples, toll)[0]["claim_ids"]
    assert series_id in {row["series_id"] for row in rows(examples, addresses[1])}
    assert rows(examples, addresses[2])
    assert "/series?id=" in examples.get(addresses[1]).text


@pytest.mark.parametrize("words", ["", "dead", "oil price", "no such thing"])
def test_series_are_found_by_what_they_are_about(examples: TestClient, words: str) -> None:
    path = f"/series?q={quote_plus(words)}"
    found = rows(examples, path)
    assert bool(found) == (words != "no such thing")
    if words == "dead":
        assert {row["measure"] for row in found} >= {"deaths"}
    page = examples.get(path).text
    assert ("/series?id=" in page) == bool(found)
    assert "<a href=" in page


def test_a_series_has_a_page_with_days_and_without(examples: TestClient) -> None:
    found = rows(examples, "/series")
    shown = found[:8] + [row for row in found if row["last_date"] is None][:4]
    assert len(shown) == 12
    for row in shown:
        answer = examples.get("/series", params={"id": str(row["series_id"])})
        assert answer.status_code == 200, row["series_id"]
        assert "Every figure" in answer.text


def test_a_figure_leads_to_its_series_story_dispute_and_the_same_figure_elsewhere(
    examples: TestClient, story: str, toll: str
) -> None:
    (claim,) = rows(examples, "/ask?sql=" + quote_plus("FROM conflicts('dead') WHERE other_figure = 52"))
    page = unescape(examples.get(f"/figure/{claim['other_claim_id']}").text)
    assert f'href="{story}"' in page
    assert f'href="{toll}"' in page
    assert "Disputed" in page
    same = page[page.index("The same figure elsewhere") :]
    assert "a reprint" in same


def test_a_figure_leads_to_what_it_belongs_to_and_says_again(examples: TestClient) -> None:
    sql = "SELECT claim_id, of_claim_id, restates_claim_id FROM current_claims WHERE {} IS NOT NULL ORDER BY claim_id"
    for column, there, back in (
        ("of_claim_id", "It belongs to", "To it belongs"),
        ("restates_claim_id", "It says again what was said before:", "It is said again as"),
    ):
        row = rows(examples, "/ask?sql=" + quote_plus(sql.format(column)))[0]
        assert re.search(
            f'{there} <a class="figure" href="/figure/{row[column]}"', examples.get(f"/figure/{row['claim_id']}").text
        )
        assert re.search(
            f'{back} <a class="figure" href="/figure/{row["claim_id"]}"', examples.get(f"/figure/{row[column]}").text
        )


def test_a_speaker_is_held_against_others_and_a_day_is_one_link_away(examples: TestClient) -> None:
    page = unescape(examples.get("/speaker?name=Hasan+Okur").text)
    sql = """SELECT count(*) AS told FROM conflicts AS x WHERE EXISTS (SELECT * FROM figures AS f
        WHERE f.claim_id IN (x.claim_id, x.other_claim_id) AND f.speaker = 'Hasan Okur')"""
    told = int(rows(examples, "/ask?sql=" + quote_plus(sql))[0]["told"])
    assert told >= 3  # the injured, the buildings, the dead
    assert f"<b>{told} conflicts</b>" in page
    assert "/series?id=" in page
    found = re.search(r'href="(/search\?speaker=Hasan\+Okur&since=2026-04-17&until=2026-04-17)"', page)
    assert found
    assert {row["published_date"] for row in rows(examples, found[1])} == {"2026-04-17"}


def test_what_a_search_can_be_narrowed_to_is_what_is_then_found(examples: TestClient) -> None:
    page = unescape(examples.get("/search?q=people").text)
    assert 'href="/stories?q=people"' in page
    for name in ("measure", "role", "place_country", "sure", "since"):
        link = rf'href="(/search\?q=people&{name}=[^"]+)">(?:<time[^>]*>)?[^<]*(?:</time>)?</a> <span>([\d,]+)<'
        address, count = re.search(link, page).groups()
        assert 0 < len(rows(examples, address)) == int(count.replace(",", "")) < len(rows(examples, "/search?q=people"))


def test_the_front_page_leads_to_stories_and_conflicts(examples: TestClient, story: str) -> None:
    page = examples.get("/").text
    assert f'href="{story}"' in page
    assert "New conflicts" in page
    assert "What moved most" in page


@pytest.mark.parametrize("path", ["/series?id=none", "/story/none"])
def test_what_is_not_there_is_told(examples: TestClient, path: str) -> None:
    assert examples.get(path).status_code == 404
    assert examples.get(f"{path}{'&' if '?' in path else '?'}format=csv").status_code == 404


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_series_and_stories_give_their_rows_in_every_form(
    examples: TestClient, story: str, toll: str, form: str
) -> None:
    for path in ("/series", "/stories", story, toll):
        answer = examples.get(f"{path}{'&' if '?' in path else '?'}format={form}")
        assert answer.status_code == 200
        assert answer.content
