"""The pages in a real browser: steps by keyboard, a phone's width, contrast by day and by night, no errors."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
import uvicorn
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By

from flows.explore.app import make_app
from flows.explore.listening import LOOPBACK, bound
from flows.home import Home
from tests.explore.made import TOLL
from tests.explore.made_nights import busy_night, first_night, load_nights
from tests.reports.test_in_browser import WIDTHS
from warehouse.published import Published

pytestmark = pytest.mark.browser

SERIES = "/series?id=" + quote_plus("deaths | person | izmir | count | asserted")
PAGES = (
    "/",
    "/search?q=ferry",
    f"/figure/{TOLL}",
    "/article/story",
    "/article/evil",
    "/source?name=wire",
    "/ask",
    "/series",
    SERIES,
    "/stories",
    "/speaker?name=Cemal+Ardan",
    "/place?name=Izmir",
)
# Every element with text of its own whose contrast with what is behind it is less than WCAG AA asks for.
TOO_FAINT = """
const channels = (color) => {
  const [r, g, b, a = 1] = color.startsWith("color(srgb")
    ? color.match(/[\\d.]+/g).map((part, i) => (i < 3 ? part * 255 : +part)) : color.match(/[\\d.]+/g).map(Number);
  return [r, g, b, a];
};
const luminance = (color) => color.slice(0, 3)
  .map((part) => (part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
const behind = (element) => {
  for (; element; element = element.parentElement) {
    const color = channels(getComputedStyle(element).backgroundColor);
    if (color[3] > 0.9) return color;
  }
  return [255, 255, 255, 1];
};
return [...document.querySelectorAll("body *")].filter((element) => {
  const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!hasText || !element.getClientRects().length || element.closest("svg, .skip")) return false;
  const style = getComputedStyle(element);
  const [one, other] = [luminance(channels(style.color)), luminance(behind(element))].sort((a, b) => b - a);
  const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
  return (one + 0.05) / (other + 0.05) < (isLarge ? 3 : 4.5);
}).map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 40)}`);
"""


@pytest.fixture(scope="module")
def address(home: Home) -> Iterator[str]:
    """Where the pages are served."""
    yield from served(home)


@pytest.fixture(scope="module")
def tonight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where those of a home are served whose last night brought something of everything."""
    home = Home(tmp_path_factory.mktemp("tonight"))
    load_nights(home, first_night, busy_night)
    yield from served(home)


def served(home: Home) -> Iterator[str]:
    """The address of a home's pages while they are served."""
    listener = bound(LOOPBACK, 0)
    port = listener.getsockname()[1]
    app = make_app(home, Published(home.published), port)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
    listener.close()


def emulate(browser: Chrome, width: str, scheme: str = "light") -> None:
    """A screen of that width and scheme, with the logs emptied."""
    across, down = WIDTHS[width]
    metrics = {"width": across, "height": down, "deviceScaleFactor": 1, "mobile": width == "phone"}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get_log("browser")


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_fits_can_be_read_and_says_no_error(browser: Chrome, address: str, width: str, scheme: str) -> None:
    emulate(browser, width, scheme)
    for path in PAGES:
        browser.get(address + path)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= WIDTHS[width][0], path
        assert browser.execute_script(TOO_FAINT) == [], path
        assert browser.title.endswith("– claimwire")
        assert browser.get_log("browser") == [], path


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tonight_fits_can_be_read_and_leads_on(browser: Chrome, tonight: str, width: str, scheme: str) -> None:
    emulate(browser, width, scheme)
    browser.get(tonight)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= WIDTHS[width][0]
    assert browser.execute_script(TOO_FAINT) == []
    assert browser.get_log("browser") == []
    ids = [each.get_attribute("id") for each in browser.find_elements(By.CSS_SELECTOR, "h2[id]")]
    assert ids == ["movers", "heaviest", "conflicts", "sums", "quarantine", "sources"]
    browser.find_element(By.CSS_SELECTOR, "#movers + .wide td a").click()
    assert "/series?id=" in browser.current_url


def test_keys_step_from_claim_to_claim_and_open_the_figure(browser: Chrome, address: str) -> None:
    emulate(browser, "desktop")
    browser.get(f"{address}/article/story")

    def press(key: str) -> str:
        ActionChains(browser).send_keys(key).perform()
        found: str = browser.execute_script("return document.activeElement.textContent")
        return found

    assert press("j").startswith("32 bodies")
    assert press("j").startswith("Two villages")
    assert press("k").startswith("32 bodies")
    assert browser.find_element(By.CSS_SELECTOR, "#q1 .cards").is_displayed()
    browser.find_element(By.ID, "keys").click()
    assert not press("j").startswith("Two")
    browser.find_element(By.ID, "keys").click()
    browser.find_element(By.ID, "on").click()
    press(Keys.ENTER)
    assert "/figure/" in browser.current_url


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_a_series_is_legible_and_its_marks_lead_to_their_figures(browser: Chrome, address: str, width: str) -> None:
    emulate(browser, width, "dark")
    browser.get(address + SERIES)
    marks = browser.find_elements(By.CSS_SELECTOR, ".series svg a")
    assert len(marks) == 2
    across = WIDTHS[width][0]
    for words in browser.find_elements(By.CSS_SELECTOR, ".series svg text"):
        box = words.rect
        assert box["x"] >= 0, words.text
        assert box["x"] + box["width"] <= across, words.text
        assert box["height"] >= 9, words.text
    browser.execute_script("arguments[0].focus()", marks[0])
    ActionChains(browser).send_keys(Keys.TAB, Keys.ENTER).perform()
    assert "/figure/" in browser.current_url
    assert browser.find_elements(By.CSS_SELECTOR, f'a[href="{SERIES}"]')
