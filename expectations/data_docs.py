"""Great Expectations' Data Docs, made fit to be opened: one self-contained page a run, and an index of the runs.

As they come they fetch styles and scripts from half a dozen hosts, show nothing without them, and write values
unescaped.  Here their tables are lifted out of a site that lives only for the moment, without scripts, pictures and
addresses, and put under a content security policy.  They hold counts and our own reasons, never a value of an article.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

from lxml import etree
from lxml import html as lxml_html

KEPT_PAGES: Final = 90
SECTION: Final = "ge-section"
ACTING: Final = "//script | //style | //link | //img | //iframe | //form | //input | //button"
FOLDED: Final = "//*[@data-toggle='collapse'] | //div[contains(@class, 'collapse')]"  # batch ids and load times
UNWANTED: Final = f"{ACTING} | {FOLDED}"
FAILED: Final = ("fa-times", "fa-exclamation-triangle")
OVERVIEW: Final = '<p><a href="../index.html">Overview of all runs</a></p>'
KEPT_ATTRIBUTES: Final = frozenset({"class"})
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
PAGE: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style></head>
<body>
<h1>{title}</h1>
{body}
</body></html>
"""
STYLE: Final = (Path(__file__).parent / "data_docs.css").read_text(encoding="utf-8")


def site_config(folder: Path) -> dict[str, Any]:
    """Great Expectations' settings for a site of validation results in `folder`."""
    return {
        "class_name": "SiteBuilder",
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
    }


def write_page(site: Path, docs: Path, run_id: str, now: datetime, tally: Mapping[str, int]) -> Path:
    """Make the run's page out of the site that Great Expectations built, and the index anew; return the page.

    `tally` holds the numbers of "checks" and of those that "failed".  The oldest pages beyond KEPT_PAGES are removed.
    """
    docs.mkdir(parents=True, exist_ok=True)
    suites = [(path.relative_to(site).parts[1], contents(path)) for path in site.glob("validations/*/**/*.html")]
    body = [OVERVIEW, '<p><a href="index.html">Data Docs of all runs</a></p>']
    for suite, sections in sorted(suites, key=lambda suite: (not is_failed("".join(suite[1])), suite[0])):
        body += [f"<h2>Suite: {html.escape(suite)}</h2>", *sections]
    title = f"Checks of run {run_id}, {now:%Y-%m-%d %H:%M} UTC: {tally['checks']} made, {tally['failed']} failed"
    written = docs / f"{now:%Y%m%dT%H%M%S}-{re.sub(r'[^A-Za-z0-9.-]', '_', run_id)}.html"
    put(written, title, "\n".join(body))
    write_index(docs)
    return written


def contents(page: Path) -> list[str]:
    """The sections of a page of Great Expectations without anything that acts, loads or leads away; failures first."""
    tree = lxml_html.fromstring(page.read_bytes())
    for element in cast(list[lxml_html.HtmlElement], tree.xpath(UNWANTED)):
        element.drop_tree()
    for link in cast(list[lxml_html.HtmlElement], tree.xpath("//a")):
        link.drop_tag()
    for element in tree.iter(etree.Element):
        for name in set(element.attrib) - KEPT_ATTRIBUTES:
            del element.attrib[name]
    for rows in tree.iter("tbody"):
        rows[:] = sorted(rows, key=lambda row: not is_failed(as_text(row)))
    sections = [as_text(div) for div in tree.iter("div") if SECTION in div.get("class", "").split()]
    return [*sections[:1], *sorted(sections[1:], key=lambda section: not is_failed(section))]  # the first counts


def as_text(element: lxml_html.HtmlElement) -> str:
    """The element as HTML."""
    return str(lxml_html.tostring(element, encoding="unicode"))


def is_failed(part: str) -> bool:
    """Whether a part of a page tells of a check that failed or could not run."""
    return any(mark in part for mark in FAILED)


def write_index(docs: Path) -> None:
    """List the pages of the folder, the newest first, and remove the oldest beyond KEPT_PAGES."""
    pages = sorted((path for path in docs.glob("*.html") if path.name != "index.html"), reverse=True)
    for path in pages[KEPT_PAGES:]:
        path.unlink()
    items = [f'<li><a href="{page.name}">{title_of(page)}</a></li>' for page in pages[:KEPT_PAGES]]
    put(docs / "index.html", "Great Expectations Data Docs", f"{OVERVIEW}\n<ul>\n" + "\n".join(items) + "\n</ul>")


def title_of(page: Path) -> str:
    """The title of a page of ours, escaped as it stands there."""
    found = re.search(r"<title>(.*?)</title>", page.read_text(encoding="utf-8"), re.DOTALL)
    return found.group(1) if found else html.escape(page.name)


def put(path: Path, title: str, body: str) -> None:
    """Write a page in one step, so that no reader meets half of one."""
    partial = path.with_suffix(".partial")
    page = PAGE.format(policy=POLICY, title=html.escape(title), style=STYLE, body=body)
    partial.write_text(page, encoding="utf-8")
    partial.replace(path)
