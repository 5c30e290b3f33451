"""How well stories and origins are found: `python -m tests.benchmarks.stories` (reads ../shared for ten of them).

Twenty stories were written for this and lie in tests/corpora/stories.yaml; ten were found by reading the shared
articles and are told by ids in stories_read.yaml.  The read ones are looked for among all 15,800 shared articles.
"""

from __future__ import annotations

import gzip
import itertools
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT, SHARED
from tests.warehouse.newsroom import Report, night_of
from warehouse import Warehouse

CORPORA = ROOT / "tests" / "corpora"


@dataclass
class Labelled:
    """Reports with what is true of them: article_id → its story, the article that its words come from.

    `passages` are (article_id, words of a sentence, article_id where it stood first).
    """

    reports: list[Report] = field(default_factory=list)
    stories: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    passages: list[tuple[str, str, str]] = field(default_factory=list)


def written(name: str = "stories") -> Labelled:
    """The twenty stories of stories.yaml, or those of another file of its form."""
    labelled = Labelled()
    text = (CORPORA / f"{name}.yaml").read_text(encoding="utf-8")
    for story in yaml.load(text, Loader=yaml.CSafeLoader)["stories"]:
        reports: dict[str, Report] = {}
        articles = {article["id"]: article for article in story["articles"]}
        for name, article in articles.items():
            title, text = _text(article, articles)
            reports[name] = Report(article["source"], f"{story['id']} {name}", title, text, article["published"])
        for name, article in articles.items():
            article_id = reports[name].article_id
            labelled.stories[article_id] = article.get("story", story["id"])
            labelled.origins[article_id] = reports[article.get("origin", name)].article_id
            for passage in article.get("passages", ()):
                labelled.passages.append((article_id, passage["words"], reports[passage["first"]].article_id))
        labelled.reports += reports.values()
    return labelled


def _text(article: dict[str, Any], articles: dict[str, dict[str, Any]]) -> tuple[str, str]:
    """Title and text of an article, made of another where it says so."""
    model = articles[article["of"]] if "of" in article else article
    paragraphs = [model["text"][number] for number in article.get("keep", range(len(model["text"])))]
    text = "\n\n".join(filter(None, [article.get("before"), *paragraphs, article.get("after")]))
    for old, new in article.get("replace", {}).items():
        assert old in text, (article, old)
        text = text.replace(old, new)
    return article.get("title", model["title"]), text


def read(shared: Path) -> Labelled:
    """The ten stories that were found by reading, among all shared articles; those apart are stories of their own."""
    told = yaml.load((CORPORA / "stories_read.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    labelled = Labelled()
    with gzip.open(shared / "data" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            given = json.loads(line)
            day = date.fromisoformat(given["published"][:10])
            labelled.reports.append(Report(given["source"], given["id"], given["title"], given["text"], day))
    by_own_id = {report.own_id: report for report in labelled.reports}
    for number, groups in enumerate([*told["stories"], *([[name]] for name in told["apart"])]):
        for names in groups:
            first, *others = sorted(
                (by_own_id[name] for name in names), key=lambda r: (r.published, -len(r.text), r.article_id)
            )
            for report in (first, *others):
                labelled.stories[report.article_id] = str(number)
                labelled.origins[report.article_id] = first.article_id
    return labelled


@dataclass(frozen=True)
class Measured:
    """What was found: shares of 1, and how many were asked about; `wrong` says what was found otherwise."""

    origins_right: float
    pair_precision: float
    pair_recall: float
    passages_right: float
    article_count: int
    pair_count: int
    wrong: tuple[str, ...]


def measure(warehouse: Warehouse, labelled: Labelled) -> Measured:
    """Compare the tables of a warehouse that holds the reports with what is true of them."""
    names = {report.article_id: f"{report.source}: {report.own_id}" for report in labelled.reports}
    origins = dict(warehouse.query("SELECT article_id, origin_id FROM article_origins").iter_rows())
    stories = dict(warehouse.query("SELECT article_id, story_id FROM article_stories").iter_rows())
    wrong = [f"origin of {names[a]}: {names[origins[a]]}" for a, true in labelled.origins.items() if origins[a] != true]
    found, true = set(_pairs(stories, labelled.stories)), set(_pairs(labelled.stories, labelled.stories))
    right_origins = 1 - len(wrong) / len(labelled.origins)
    wrong += [f"one story: {names[a]} | {names[b]}" for a, b in sorted(found - true)]
    wrong += [f"two stories: {names[a]} | {names[b]}" for a, b in sorted(true - found)]
    passages = 0
    for article_id, words, first in labelled.passages:
        said = warehouse.query(
            """SELECT DISTINCT origin_id FROM claims JOIN claim_text_origins USING (claim_id)
            WHERE article_id = ? AND contains(sentence, ?)""",
            [article_id, words],
        ).rows()
        passages += said == [(first,)]
        if said != [(first,)]:
            wrong.append(f"passage of {names[article_id]}: {words}")
    return Measured(
        right_origins,
        len(found & true) / max(1, len(found)),
        len(found & true) / len(true),
        passages / max(1, len(labelled.passages)),
        len(labelled.origins),
        len(true),
        tuple(wrong),
    )


def _pairs(of: dict[str, str], asked: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of articles, of those asked about, that are of one story."""
    for one, other in itertools.combinations(sorted(asked), 2):
        if of[one] == of[other]:
            yield one, other


def main() -> None:
    """Measure and print both."""
    for name, labelled in (("written", written()), ("read", read(SHARED))):
        with tempfile.TemporaryDirectory() as folder, Warehouse.open(Path(folder) / "claims.duckdb") as warehouse:
            warehouse.load(night_of(1, labelled.reports))
            measured = measure(warehouse, labelled)
        print(f"{name}: {measured.article_count} articles, origins right {measured.origins_right:.3f}")
        print(f"  story pairs ({measured.pair_count}): precision {measured.pair_precision:.3f}, ", end="")
        print(f"recall {measured.pair_recall:.3f}; passages right {measured.passages_right:.3f}")
        for line in measured.wrong:
            print(f"  {line}")


if __name__ == "__main__":
    main()
