"""What a person does who has never seen the pages, by clicks and keys alone, on the examples in a real browser."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from flows.home import Home
from flows.sources import RawStore
from tests.docs.example_warehouse import example_warehouse
from tests.explore.test_in_browser import TOO_FAINT, emulate, served
from tests.reports.test_in_browser import WIDTHS

# The days that stand on two lines, but for those in words of articles and in lines of commands.
BROKEN_DAYS = """
const found = [], texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const text = texts.currentNode;
  if (text.parentElement.closest("code, svg, textarea, option, .answer, .why, .sentence, .context")) continue;
  for (const day of text.data.matchAll(/\\d{4}-\\d\\d-\\d\\d/g)) {
    const range = document.createRange();
    range.setStart(text, day.index); range.setEnd(text, day.index + day[0].length);
    if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(day[0]);
  }
}
return found;
"""
SECONDS = 20  # that a busy machine may take for a page
pytestmark = [pytest.mark.browser, pytest.mark.lasting]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The examples."""
    folder = tmp_path_factory.mktemp("new_user")
    place = Home(folder / "home")
    place.root.mkdir()
    with example_warehouse(folder) as warehouse:
        warehouse.publish(place.published)
    (folder / "raw").rename(place.raw)
    return place


@pytest.fixture(scope="module")
def examples(home: Home) -> Iterator[str]:
    """Where the examples are served."""
    yield from served(home)


@pytest.fixture
def screen(browser: Chrome, examples: str) -> Chrome:
    """A desktop screen at the front page."""
    emulate(browser, "desktop")
    browser.get(examples)
    return browser


def look_for(browser: Chrome, words: str) -> None:
    """Type into the box that every page has."""
    box = browser.find_element(By.ID, "top-q")
    box.clear()
    box.send_keys(words, Keys.ENTER)
    WebDriverWait(browser, SECONDS).until(expected_conditions.staleness_of(box))


def text_of(browser: Chrome, selector: str) -> str:
    """What stands in the first element, of the next page where one comes meanwhile."""
    wait = WebDriverWait(browser, SECONDS, ignored_exceptions=(StaleElementReferenceException,))
    told: str = wait.until(lambda page: page.find_element(By.CSS_SELECTOR, selector).text)
    return told


def total(browser: Chrome) -> int:
    """How many claims a search says it found."""
    found = re.match(r"([\d,]+) claim", text_of(browser, "main p.soft"))
    assert found
    return int(found[1].replace(",", ""))


def test_the_latest_toll_of_a_story_and_who_disputes_it(screen: Chrome) -> None:
    look_for(screen, "earthquake deaths")
    screen.find_element(By.LINK_TEXT, "Stories").click()
    screen.find_element(By.PARTIAL_LINK_TEXT, "earthquake").click()
    assert text_of(screen, ".headline").startswith("61")
    disputed = text_of(screen, ".banner.warn")
    assert "Disputed" in disputed
    assert "52, says Hasan Okur" in disputed
    assert "61, says national disaster agency" in disputed


def test_all_figures_of_a_speaker_on_a_day(screen: Chrome) -> None:
    look_for(screen, "Ardan")
    screen.find_element(By.LINK_TEXT, "Cemal Ardan").click()
    day = screen.find_element(By.CSS_SELECTOR, "#f-days + ul li")
    said, count = day.text.split()
    day.find_element(By.TAG_NAME, "a").click()
    assert total(screen) == int(count) == len(screen.find_elements(By.CSS_SELECTOR, "li.result"))
    assert all(
        "Cemal Ardan" in each.text and said in each.text for each in screen.find_elements(By.CSS_SELECTOR, "li.result")
    )


def test_the_bytes_of_a_figure(screen: Chrome, home: Home) -> None:
    look_for(screen, "container homes")
    screen.find_element(By.CSS_SELECTOR, "li.result a.figure").click()
    screen.find_element(By.LINK_TEXT, "its bytes").click()
    named = text_of(screen, "#bytes + table code")
    assert screen.execute_script("return document.querySelector('#bytes').getBoundingClientRect().top") < 900
    stored = Path(RawStore(home.raw).path(named))
    assert hashlib.sha256(stored.read_bytes()).hexdigest() == named
    assert f"sha256sum {stored}" in screen.find_element(By.TAG_NAME, "main").text


def test_why_a_figure_was_read_so(screen: Chrome) -> None:
    look_for(screen, "container homes")
    screen.find_element(By.CSS_SELECTOR, "li.result a.figure").click()
    screen.find_element(By.LINK_TEXT, "why it was read so").click()
    assert "speaker: “Cemal Ardan” by the reader" in text_of(screen, "div.why")
    screen.find_element(By.CSS_SELECTOR, "h1 a").click()
    assert screen.current_url.rstrip("/").rpartition("/")[0].endswith("/figure")


def test_a_search_is_narrowed_widened_ordered_and_paged(screen: Chrome) -> None:
    look_for(screen, "people")
    everything = total(screen)
    facet = screen.find_element(By.CSS_SELECTOR, "#f-measure + ul li")
    measure, count = facet.find_element(By.TAG_NAME, "a").text, int(facet.find_element(By.TAG_NAME, "span").text)
    facet.find_element(By.TAG_NAME, "a").click()
    assert total(screen) == count < everything
    assert measure in text_of(screen, "a.chip")
    screen.find_element(By.LINK_TEXT, "weightiest first").click()
    assert total(screen) == count
    screen.find_element(By.CSS_SELECTOR, "a.chip").click()
    assert total(screen) == everything
    Select(screen.find_element(By.NAME, "sure")).select_by_value("0.7")
    screen.find_element(By.CSS_SELECTOR, ".narrow button").click()
    assert total(screen) < everything
    assert "sure=0.7" in screen.current_url
    look_for(screen, "")
    first = text_of(screen, "li.result .sentence")
    screen.find_element(By.CSS_SELECTOR, ".pager [rel=next]").click()
    assert text_of(screen, "li.result .sentence") != first
    screen.find_element(By.CSS_SELECTOR, ".pager [rel=prev]").click()
    assert text_of(screen, "li.result .sentence") == first


def test_a_question_is_typed_answered_drawn_and_leads_on(screen: Chrome) -> None:
    screen.find_element(By.LINK_TEXT, "Ask in SQL").click()
    box = screen.find_element(By.ID, "sql")
    box.send_keys("SELECT claim_id, published_date, value FROM current_claims")
    box.submit()
    Select(screen.find_element(By.NAME, "x")).select_by_visible_text("published_date")
    Select(screen.find_element(By.NAME, "y")).select_by_visible_text("value")
    screen.find_element(By.CSS_SELECTOR, "form.draw button").click()
    dots = screen.find_elements(By.CSS_SELECTOR, ".drawn svg circle")
    assert len(dots) > 100
    assert "rgba(0, 0, 0, 0)" not in {dot.value_of_css_property("fill") for dot in dots}
    screen.find_element(By.CSS_SELECTOR, "table.answer a").click()
    assert "/figure/" in screen.current_url


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_real_articles_fits_and_can_be_read(
    browser: Chrome, examples: str, width: str, scheme: str
) -> None:
    emulate(browser, width, scheme)
    browser.get(f"{examples}/search?q=dead")
    result = browser.find_element(By.CSS_SELECTOR, "li.result")
    links = [each.get_attribute("href") for each in result.find_elements(By.TAG_NAME, "a")]
    links.append(next(link for link in links if "/figure/" in link) + "/why")
    browser.get(f"{examples}/stories")
    links += [browser.find_element(By.CSS_SELECTOR, "main ul a, main tbody a").get_attribute("href")]
    paths = ("/", "/search?q=dead", "/series?q=dead", "/stories", "/place?name=Ayvalar")
    asked = "/ask?sql=FROM+current_claims+SELECT+published_date,+value,+sentence&x=published_date&y=value"
    for address in [*dict.fromkeys(links), *(examples + path for path in (*paths, asked))]:
        browser.get(address)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= WIDTHS[width][0], address
        assert browser.execute_script(TOO_FAINT) == [], address
        assert browser.execute_script(BROKEN_DAYS) == [], address
        assert browser.get_log("browser") == [], address
