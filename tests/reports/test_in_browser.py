"""The pages in a real browser: hostile text runs nowhere, nothing is fetched, and a person can work with them."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from flows.reports.claim_page import render_claim_page
from flows.reports.overview_page import render_overview
from flows.reports.report_data import Link, Overview, RunReport
from flows.reports.run_page import render_run_page
from tests.reports.made import frames, made_article, made_claim
from tests.reports.test_report_pages import NIGHT, check, line, quarantined

pytestmark = pytest.mark.browser

ATTACKS = (
    "<script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "<svg onload=\"document.title='run'\"><animate onbegin=\"document.title='run'\" attributeName=x dur=1s>",
    '" autofocus onfocus="document.title=\'run\'" tabindex=1 x="',
    "' onmouseover='document.title=1' x='",
    "</style></title></textarea><script>document.title='run'</script>",
    "<iframe srcdoc=\"<script>parent.document.title='run'</script>\"></iframe>",
    '<meta http-equiv=refresh content="0;url=https://example.org/">',
    "<base href=https://example.org/><link rel=stylesheet href=https://example.org/x.css>",
    "{{ 7 * 7 }} {% raw %} ${7*7} <%= 7 %>",
    '=HYPERLINK("https://example.org")',
    "\u202eesrever\u202c \x00 \x1b[31m 12 people",
)
HOSTILE = " ".join(ATTACKS)
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
NARROW = {"window": (1080, 800)}


def where_it_stands(source: str, figure: int) -> dict[str, object]:
    """A row of the overview's sources, every figure of it the same."""
    row = {"source": source, "last_given_at": NIGHT, "last_run_at": NIGHT, "recent": [1, 2]}
    return row | {f"{name}_total": figure for name in ("document", "claim", "quarantined", "rejected")}


def hostile_pages() -> dict[str, str]:
    article = made_article(
        "v", f"{HOSTILE} 12 people came.", title=HOSTILE, url="javascript:document.title='run'", own_id=HOSTILE
    )
    words = ("item", "actor", "speaker", "speaker_role", "cue", "time_text", "place", "rule", "unit_name")
    claim = made_claim(article, "12 people came") | dict.fromkeys(words, HOSTILE)
    row = quarantined(
        sentence=f"{HOSTILE} The 400-year-old man.", title=HOSTILE, url=f"javascript:{HOSTILE}", rule=HOSTILE
    )
    report = RunReport(
        run=line(message=HOSTILE, accepted_by=HOSTILE, accepted_why=HOSTILE),
        checks=(check(why=HOSTILE, observed=HOSTILE),),
        quarantined=(row,), quarantined_total=1, rejected_total=1,
        rejected=({"place_found": HOSTILE, "row_no": 1, "reason": HOSTILE, "detail": HOSTILE},),
    )  # fmt: skip
    overview = Overview(
        runs=(line(0), line(1, state="failed", message=HOSTILE)),
        sources=(where_it_stands(HOSTILE, 1),),
        totals={HOSTILE: 1},
    )
    reasons = {claim["claim_id"]: [HOSTILE]}
    return {
        "claims": render_claim_page(*frames([article], [claim]), heading="Claims", note=HOSTILE, reasons=reasons),
        "run": render_run_page(report),
        "overview": render_overview(overview),
    }  # fmt: skip


def plain_pages() -> dict[str, str]:
    text = (
        "Velmark's army has taken nearly 340 square kilometres of the valley.\n\n"
        "It captured 39 of the state's 40 delegates, at a cost of £4.5m, said Ardan.\n\n" + "More text follows. " * 80
    )
    article = made_article("v", text, title="An army in the valley")
    claims = [
        made_claim(
            article, "nearly 340 square kilometres", kind="measure", unit_name="square kilometre", comparator="~"
        ),
        made_claim(article, "39 of the state's 40 delegates"),
        made_claim(article, "40 delegates"),
        made_claim(article, "£4.5m", kind="money", speaker="Cemal Ardan", unit_name="pound", confidence=0.6),
    ]
    runs = tuple(line(number, new_count=100 + number) for number in range(40))
    link = Link(href="data_docs/index.html", words="Data Docs")
    report = RunReport(
        run=line(1), previous=line(), checks=(check(), check("b", is_passed=True)), quarantined=(quarantined(),)
    )
    sources = (where_it_stands("examples", 12345),)
    overview = Overview(runs=runs, sources=sources, totals={"articles": 12345}, links=(link,), made_at=NIGHT)
    return {
        "claims": render_claim_page(*frames([article], claims)),
        "run": render_run_page(report),
        "overview": render_overview(overview),
    }


def show(browser: Chrome, folder: Path, page: str, width: str = "desktop") -> None:
    """Open a page at a width, with the logs emptied before."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    across, down = (WIDTHS | NARROW)[width]
    metrics = {"width": across, "height": down, "deviceScaleFactor": 1, "mobile": width == "phone"}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(path.as_uri())


# The page of a new tab, which a browser that has just begun may still be drawing.
BROWSERS_OWN = ("chrome://", "chrome-untrusted://")


def requests_made(browser: Chrome) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [
        message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"
    ]
    return [url for url in urls if not url.startswith(BROWSERS_OWN)]


@pytest.mark.parametrize("name", ["claims", "run", "overview"])
def test_hostile_text_runs_nowhere_and_nothing_is_fetched(browser: Chrome, tmp_path: Path, name: str) -> None:
    show(browser, tmp_path, hostile_pages()[name])
    title = browser.title
    for element in browser.find_elements(By.CSS_SELECTOR, "summary, .q"):
        ActionChains(browser).move_to_element(element).click(element).perform()
    assert browser.title == title
    assert title.endswith("– claimwire")
    assert requests_made(browser) == [(tmp_path / "page.html").as_uri()]
    assert browser.get_log("browser") == []
    assert (
        browser.execute_script("return document.querySelectorAll('script,img,iframe,base,link,svg[onload]').length")
        == 0
    )
    assert ATTACKS[0] in browser.find_element(By.TAG_NAME, "body").text


def test_the_attacks_are_real_and_the_policy_stops_them_even_where_an_escape_is_forgotten(
    browser: Chrome, tmp_path: Path
) -> None:
    forgotten = plain_pages()["overview"].replace("12,345", " ".join(ATTACKS[:4]))
    show(browser, tmp_path, forgotten)
    assert browser.title == "Overview of all runs – claimwire"
    unguarded = forgotten.replace("Content-Security-Policy", "X-Nothing")
    show(browser, tmp_path, unguarded)
    assert browser.title == "run"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["claims", "run", "overview"])
def test_a_page_fits_its_width_and_shows_its_style(browser: Chrome, tmp_path: Path, name: str, width: str) -> None:
    show(browser, tmp_path, plain_pages()[name], width)
    across = WIDTHS[width][0]
    assert browser.execute_script("return document.documentElement.scrollWidth") <= across
    assert browser.execute_script("return getComputedStyle(document.body).maxWidth") == "1280px"
    assert browser.get_log("browser") == []
    shot = base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])
    (tmp_path / f"{name}-{width}.png").write_bytes(shot)
    assert len(shot) > 10_000


@pytest.mark.parametrize("width", [*WIDTHS, *NARROW])
@pytest.mark.parametrize("name", ["run", "overview"])
def test_no_column_of_a_table_is_out_of_sight(browser: Chrome, tmp_path: Path, name: str, width: str) -> None:
    show(browser, tmp_path, plain_pages()[name], width)
    hidden = "return [...document.querySelectorAll('.wide')].filter(box => box.scrollWidth > box.clientWidth).length"
    assert browser.find_elements(By.CLASS_NAME, "wide")
    assert browser.execute_script(hidden) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_claim_shows_its_fields_on_pointing_on_click_and_by_keyboard(
    browser: Chrome, tmp_path: Path, width: str
) -> None:
    show(browser, tmp_path, plain_pages()["claims"], width)
    first = browser.find_element(By.ID, "q1")
    cards = first.find_element(By.CLASS_NAME, "cards")
    assert not cards.is_displayed()
    ActionChains(browser).move_to_element(first).perform()
    assert "≈ 12 square kilometre" in cards.text
    ActionChains(browser).click(first).move_to_element(browser.find_element(By.TAG_NAME, "h1")).perform()
    assert cards.is_displayed()
    ActionChains(browser).send_keys(Keys.TAB).perform()
    assert not cards.is_displayed()
    second = browser.find_element(By.ID, "q2").find_element(By.CLASS_NAME, "cards")
    assert second.is_displayed()
    assert len(second.find_elements(By.CLASS_NAME, "card")) == 2
    box = second.rect
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= WIDTHS[width][0]


def test_filters_and_readings_work_without_a_script(browser: Chrome, tmp_path: Path) -> None:
    show(browser, tmp_path, plain_pages()["claims"])
    rows = browser.find_elements(By.CSS_SELECTOR, "tr.claim")
    assert [row.is_displayed() for row in rows] == [True] * 4
    Select(browser.find_element(By.ID, "f-speaker")).select_by_visible_text("Cemal Ardan (1)")
    assert [row.is_displayed() for row in rows] == [False, False, False, True]
    Select(browser.find_element(By.ID, "f-kind")).select_by_visible_text("count (2)")
    assert [row.is_displayed() for row in rows] == [False] * 4
    Select(browser.find_element(By.ID, "f-speaker")).select_by_index(0)
    assert [row.is_displayed() for row in rows] == [False, True, True, False]
    glosses = browser.find_elements(By.CSS_SELECTOR, ".gloss.k-count")
    assert not any(gloss.is_displayed() for gloss in glosses)
    browser.find_element(By.ID, "glosses").click()
    assert all(gloss.is_displayed() for gloss in glosses)


def test_a_row_of_the_table_leads_to_its_words(browser: Chrome, tmp_path: Path) -> None:
    show(browser, tmp_path, plain_pages()["claims"], "phone")
    link = browser.find_element(By.CSS_SELECTOR, "tr.claim td a")
    browser.execute_script("arguments[0].scrollIntoView()", link)
    link.click()
    top = browser.execute_script("return document.getElementById('q1').getBoundingClientRect().top")
    assert 0 <= top < WIDTHS["phone"][1] / 2


def test_the_pages_follow_a_dark_screen(browser: Chrome, tmp_path: Path) -> None:
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    try:
        show(browser, tmp_path, plain_pages()["overview"])
        paper = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert paper == "rgb(23, 22, 20)"
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
