"""How well articles come out of HTML: `python -m tests.benchmarks.pages IN.jsonl.gz [--misses]`.

IN holds a page a line (`id`, `url`, `html`) with what a person took from it: `text`, and `title` and `published` where
the page states them.  Only `html` and `url` are given to the reader.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trafilatura import load_html

from flows.sources.gathering import Gathering, Origin
from flows.sources.record import HTML, Record
from transforms.articles import read_articles
from transforms.articles.metadata import read_metadata

# What states the day of a page, the surest first, as XPath.
STATEMENTS = (
    "//script[contains(@type, 'ld+json')]",
    "//meta | //*[@itemprop='datePublished'] | //*[@property and @content]",
    "//link[@rel='canonical']",
)
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Scores:
    """Means over the pages (shares of 1); titles and days over those that state them; rejects with their reasons."""

    pages: int
    text_f1: float
    title: float
    titled: int
    day: float
    dated: int
    seconds: float
    misses: tuple[str, ...]
    rejected: tuple[tuple[str, str], ...]


def read_pages(path: Path) -> list[dict[str, Any]]:
    """The lines of `path`."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def count_days(path: Path) -> dict[str, tuple[int, int]]:
    """Where a page's day comes from → on how many pages it is right, of how many (lexicons/date_sources.csv).

    A page counts once for each place that gives a day: what was read is taken out, and the page is read again.
    """
    counted: dict[str, tuple[int, int]] = {}
    for page in read_pages(path):
        tree = load_html(page["html"])
        seen: set[str] = set()
        for marks in ("", *STATEMENTS) if page.get("published") else ():
            for element in tree.xpath(marks) if marks else ():
                element.getparent().remove(element)
            stated = read_metadata(tree)
            if stated.published is None or stated.date_source in seen:
                continue
            seen.add(stated.date_source)
            right, known = counted.get(stated.date_source, (0, 0))
            counted[stated.date_source] = right + (str(stated.published) == page["published"][:10]), known + 1
    return counted


def score_pages(path: Path) -> Scores:
    """Read the pages of `path` and compare."""
    pages = read_pages(path)
    started = time.perf_counter()
    found, rejected = _read(pages)
    seconds = time.perf_counter() - started
    titled = [page for page in pages if page.get("title")]
    dated = [page for page in pages if page.get("published")]
    f1 = {page["id"]: word_f1(found[page["id"]]["text"], page["text"]) for page in pages}
    titles = {page["id"]: _plain(found[page["id"]]["title"]) == _plain(page["title"]) for page in titled}
    days = {page["id"]: str(found[page["id"]]["published_date"]) == page["published"][:10] for page in dated}
    misses = [f"{value:.3f} text   {name}" for name, value in f1.items() if value < 0.9]
    misses += [f"title {found[name]['title']!r}   {name}" for name, is_right in titles.items() if not is_right]
    misses += [f"day {found[name]['published_date']}   {name}" for name, is_right in days.items() if not is_right]
    return Scores(
        len(pages), _mean(f1.values()), _mean(titles.values()), len(titled), _mean(days.values()), len(dated), seconds,
        tuple(misses), tuple(rejected),
    )  # fmt: skip


def _read(pages: list[dict[str, Any]]) -> tuple[dict[str, dict[str, Any]], list[tuple[str, str]]]:
    """The articles by the pages' ids; a page that was rejected has an empty one, and stands with its reason apart."""
    gathering = Gathering("pages")
    at = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    for page in pages:
        origin = Origin(key=page["id"], place=page["id"], received_at=at, bytes_hash="0" * 64)
        gathering.add(Record(own_id=page["id"], content=page["html"], media_type=HTML, url=page["url"]), origin)
    articles, rejected = read_articles(gathering.collected().documents)
    empty = {"text": "", "title": None, "published_date": None, "date_source": "none"}
    found = {article["own_id"]: article for article in articles.iter_rows(named=True)}
    reasons = list(rejected.select("own_id", "reason").iter_rows())
    return {page["id"]: found.get(page["id"], empty) for page in pages}, reasons


def word_f1(found: str, wanted: str) -> float:
    """F1 of the two bags of lower-case words."""
    ours, theirs = Counter(WORD.findall(found.lower())), Counter(WORD.findall(wanted.lower()))
    common = sum((ours & theirs).values())
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def _plain(title: str | None) -> str:
    """Letters and digits: quotation marks and blanks of a title are the typesetter's."""
    return "".join(WORD.findall(unicodedata.normalize("NFKC", title or "").lower()))


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else 0.0


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--misses", action="store_true", help="list the pages that are wrong")
    given = parser.parse_args()
    scores = score_pages(given.pages)
    print(f"pages {scores.pages}: text F1 {scores.text_f1:.3f}, {scores.pages / scores.seconds:.0f} pages/s")
    print(f"title right on {scores.title:.3f} of {scores.titled}, day on {scores.day:.3f} of {scores.dated}")
    for source, (right, known) in count_days(given.pages).items():
        print(f"day out of {source}: right on {right} of {known}")
    if given.misses:
        print(*scores.misses, sep="\n")


if __name__ == "__main__":
    main()
