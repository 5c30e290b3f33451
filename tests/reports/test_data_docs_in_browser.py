"""Great Expectations' Data Docs in a real browser: readable without a network, and without a word of any article."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from expectations import validate
from tests.reports.test_in_browser import HOSTILE, WIDTHS, requests_made, show
from tests.warehouse import factory
from tests.warehouse.factory import DAWN, Piece
from transforms.frames import HISTORY

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Data Docs of a night in which a hostile article fails a check."""
    folder = tmp_path_factory.mktemp("docs") / "data_docs"
    pieces = [Piece("a", (400, 12), filler=HOSTILE.replace("\x00", ""))]
    claims = factory.claims(pieces).with_columns(confidence=7.0)
    verdict = validate(
        factory.documents(pieces), factory.articles(pieces), claims, HISTORY.empty(), run_id="run-0", now=DAWN,
        sources=factory.source_counts(pieces), data_docs=folder,
    )  # fmt: skip
    assert verdict.failing_rows.height
    return folder


@pytest.mark.parametrize("width", WIDTHS)
def test_the_data_docs_can_be_read_offline_and_hold_no_values(
    browser: Chrome, tmp_path: Path, docs: Path, width: str
) -> None:
    pages = sorted(docs.glob("*.html"))
    assert len(pages) == 2
    for page in pages:
        show(browser, tmp_path, page.read_text(encoding="utf-8"), width)
        assert requests_made(browser) == [(tmp_path / "page.html").as_uri()]
        assert browser.get_log("browser") == []
        assert "run-0" in browser.find_element(By.TAG_NAME, "body").text
        assert browser.execute_script("return document.documentElement.scrollWidth") <= WIDTHS[width][0]
        source = page.read_text(encoding="utf-8")
        assert "document.title" not in source
        assert "soldiers" not in source


@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_of_the_results_is_broken(browser: Chrome, tmp_path: Path, docs: Path, width: str) -> None:
    page = next(page for page in docs.glob("*.html") if page.name != "index.html")
    show(browser, tmp_path, page.read_text(encoding="utf-8"), width)
    cells = browser.find_elements(By.XPATH, "//tr[contains(., 'claim_has_ids')]/td[1]")
    assert cells
    assert all(cell.size["height"] > 0 for cell in cells)
    height = "return parseFloat(getComputedStyle(arguments[0]).lineHeight)"
    icons = [cell.find_element(By.TAG_NAME, "i") for cell in cells]
    assert all(icon.size["height"] < 1.5 * browser.execute_script(height, icon) for icon in icons)


def test_the_failed_check_is_told_with_its_reason(browser: Chrome, tmp_path: Path, docs: Path) -> None:
    page = next(page for page in docs.glob("*.html") if page.name != "index.html")
    show(browser, tmp_path, page.read_text(encoding="utf-8"))
    row = browser.find_element(By.XPATH, "//tr[contains(., 'confidence_is_a_share')]")
    assert "a confidence is a probability" in row.text


def test_failures_come_first_and_every_page_leads_back_to_the_overview(
    browser: Chrome, tmp_path: Path, docs: Path
) -> None:
    for page in docs.glob("*.html"):
        assert '<a href="../index.html">' in page.read_text(encoding="utf-8")
    page = next(page for page in docs.glob("*.html") if page.name != "index.html")
    show(browser, tmp_path, page.read_text(encoding="utf-8"))
    results = browser.find_elements(By.CSS_SELECTOR, "tbody tr:has(i)")
    marks = ["fa-times" in row.get_attribute("innerHTML") for row in results]
    in_first_table = len(browser.find_elements(By.CSS_SELECTOR, "table:has(i)")[0].find_elements(By.TAG_NAME, "tr")) - 1
    assert True in marks
    assert marks[:in_first_table] == sorted(marks[:in_first_table], reverse=True)
    assert marks[0]
