"""How well the figures of stories become points and conflicts: `python -m tests.benchmarks.story_figures [--misses]`.

The thirty stories of tests/benchmarks/stories.py, the written ones with the articles that tell their figures otherwise,
go through the whole pipeline; what is to come of them is labelled in tests/corpora/story_figures.yaml.  The stories of
odd place were looked at first, while of those of even place only figures were taken; since then both were, and what is
measured is a fit (`--misses` shows what is wrong).  The 24 fresh ones (…_fresh.yaml) were written and labelled later by
someone who had not seen the code, the 24 of many kinds (…_varied.yaml) later still by someone who had, before it was
run on them; those of odd place were looked at since, of those of even place only figures are taken, and `--misses`
leaves them out.  The twelve further ones (…_further.yaml) were labelled before the code was run on them, too, and all
looked at since.  Reads ../shared for the ten read ones.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tests.benchmarks.stories import CORPORA, Labelled, read, written
from tests.conftest import SHARED
from tests.warehouse.newsroom import Report, articles_of, night_of
from transforms.extract import extract_claims
from transforms.ledger.arithmetic import relate
from transforms.ledger.sketches import passage_sketches
from warehouse import Night, Warehouse

KINDS = {"written": "", "fresh": "_fresh", "varied": "_varied", "further": "_further"}
UNREAD = ("fresh", "varied")  # of these the stories of even place are not looked at

Point = tuple[str, date, float]
Pair = tuple[str, float, float]

# Figures of a story by what its claims say, and its conflicts by the values of both.
POINTS = """
SELECT DISTINCT p.measure, p.about_date, round(unnest([c."value", c.low, c.high]), 6) AS figure
FROM (SELECT measure, about_date, modality, unnest(claim_ids) AS claim_id FROM series_points) AS p
JOIN (FROM claims WHERE is_current) AS c USING (claim_id)
WHERE p.modality = 'asserted' AND c.article_id IN (SELECT unnest(?))
"""
CONFLICTS = """
SELECT k.measure, round(coalesce(one."value", one.low, one.high), 6), round(coalesce(b."value", b.low, b.high), 6)
FROM conflicts AS k JOIN claims AS one USING (claim_id) JOIN claims AS b ON b.claim_id = k.other_claim_id
WHERE one.is_current AND b.is_current AND one.article_id IN (SELECT unnest($1)) AND b.article_id IN (SELECT unnest($1))
"""


@dataclass(frozen=True)
class Story:
    """A story: its place in the list, its articles, and what is told in it."""

    place: int
    name: str
    article_ids: list[str]
    points: list[Point]
    conflicts: list[Pair]

    @property
    def is_unread(self) -> bool:
        """Whether only figures were taken of it while the others were looked at."""
        return self.place % 2 == 0


@dataclass
class Score:
    """Counts over stories; `wrong` says what was found otherwise."""

    points: int = 0
    points_right: int = 0
    conflicts: int = 0
    conflicts_found: int = 0
    conflicts_right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def point_share(self) -> float:
        """Labelled points that are there."""
        return self.points_right / max(1, self.points)

    @property
    def precision(self) -> float:
        """Conflicts that are labelled, of those found."""
        return self.conflicts_right / max(1, self.conflicts_found)

    @property
    def recall(self) -> float:
        """Conflicts that were found, of those labelled."""
        return self.conflicts_right / max(1, self.conflicts)

    def count(self, warehouse: Warehouse, story: Story) -> None:
        """Add what a warehouse that holds the story tells of it."""
        points = set(warehouse.query(POINTS, [story.article_ids]).iter_rows())
        found = set(warehouse.query(CONFLICTS, [story.article_ids]).iter_rows())
        missed = [point for point in story.points if point not in points]
        self.points += len(story.points)
        self.points_right += len(story.points) - len(missed)
        self.conflicts += len(story.conflicts)
        self.conflicts_found += len(found)
        self.conflicts_right += len(found & set(story.conflicts))
        self.wrong += [f"{story.name}: no point {point}" for point in missed]
        self.wrong += [f"{story.name}: no conflict {pair}" for pair in story.conflicts if pair not in found]
        self.wrong += [f"{story.name}: conflict {pair}" for pair in sorted(found - set(story.conflicts))]


def labels(kind: str = "") -> dict[str, list[dict[str, Any]]]:
    """What story_figures.yaml holds, or story_figures_fresh.yaml for `_fresh` and so on."""
    told: dict[str, list[dict[str, Any]]] = yaml.load(
        (CORPORA / f"story_figures{kind}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return told


def written_stories(kind: str = "") -> tuple[list[Report], list[Story]]:
    """The reports of the written stories with those that tell their figures otherwise, and what is told in them."""
    labelled = written(f"stories{kind}")
    reports, stories = list(labelled.reports), []
    for place, told in enumerate(labels(kind)["stories"], 1):
        more = [
            Report(given["source"], f"{told['id']} more {number}", given["title"], given["text"], given["published"])
            for number, given in enumerate(told["articles"])
        ]
        reports += more
        own = [article_id for article_id, story in labelled.stories.items() if story == told["id"]]
        stories.append(_story(place, told["id"], [*own, *(report.article_id for report in more)], told))
    return reports, stories


def read_stories(labelled: Labelled) -> tuple[list[Report], list[Story]]:
    """The reports of the read stories alone, and what is told in them."""
    stories = []
    for place, told in enumerate(labels()["read"], 1):
        own = [article_id for article_id, story in labelled.stories.items() if story == str(place - 1)]
        stories.append(_story(place, f"read {place}", own, told))
    asked = {article_id for story in stories for article_id in story.article_ids}
    return [report for report in labelled.reports if report.article_id in asked], stories


def _story(place: int, name: str, article_ids: list[str], told: dict[str, Any]) -> Story:
    points = [(measure, day, float(figure)) for measure, day, figure in told["points"]]
    conflicts = [(measure, float(low), float(high)) for measure, low, high in told["conflicts"]]
    return Story(place, name, article_ids, points, conflicts)


def read_night(number: int, reports: Iterable[Report], beside: Iterable[Report] = (), **given: Any) -> Night:
    """A night of the reports as the pipeline reads them, among others of which no claim is read."""
    reports = list(reports)
    articles = articles_of(reports)
    claims = extract_claims(articles)
    others = [report for report in beside if report not in reports]
    return night_of(
        number, [*reports, *others], claims=claims, arithmetic=relate(articles, claims),
        passage_sketches=passage_sketches(articles, claims), **given,
    )  # fmt: skip


def measured(warehouse: Warehouse, stories: Iterable[Story]) -> dict[bool, Score]:
    """Whether a story is of even place → the score of those."""
    scores = {True: Score(), False: Score()}
    for story in stories:
        scores[story.is_unread].count(warehouse, story)
    return scores


def measured_sets() -> Iterator[tuple[str, dict[bool, Score]]]:
    """The scores of the written, the fresh, the varied, the further and the read stories."""
    for name, kind in KINDS.items():
        reports, stories = written_stories(kind)
        with tempfile.TemporaryDirectory() as folder, Warehouse.open(Path(folder) / "claims.duckdb") as warehouse:
            warehouse.load(read_night(1, reports))
            yield name, measured(warehouse, stories)
    labelled = read(SHARED)
    reports, stories = read_stories(labelled)
    with tempfile.TemporaryDirectory() as folder, Warehouse.open(Path(folder) / "claims.duckdb") as warehouse:
        warehouse.load(read_night(1, reports, labelled.reports))
        yield "read", measured(warehouse, stories)


def main() -> None:
    """Measure and print both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--misses", action="store_true", help="show what is wrong")
    given = parser.parse_args()
    for name, scores in measured_sets():
        for is_unread, score in scores.items():
            print(f"{name}, {'even' if is_unread else 'odd'} places: points right {score.point_share:.3f}", end="")
            print(f" of {score.points}; conflicts ({score.conflicts}): precision {score.precision:.3f}, ", end="")
            print(f"recall {score.recall:.3f}")
            for line in score.wrong if given.misses and not (name in UNREAD and is_unread) else ():
                print(f"  {line}")


if __name__ == "__main__":
    main()
