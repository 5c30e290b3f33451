"""What the arithmetic of articles is worth on labelled claims: `python -m tests.benchmarks.arithmetic [--misses]`.

The labelled values, roles and links are the input; the relations are those of `labels/arithmetic.jsonl`.  `--misses`
shows what was missed and what was told too much of the half that may be looked at, never of the other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from transforms.claims.reading import ArticleReading
from transforms.ledger.arithmetic.entries import Relation
from transforms.ledger.arithmetic.relating import relations
from transforms.ledger.arithmetic.verdicts import Verdict
from transforms.ledger_columns import RELATIONS
from transforms.training.labels import publisher
from transforms.training.links import labelled_rows

ROOT: Final = Path(__file__).parents[2]
LABELS: Final = ROOT / "labels" / "arithmetic.jsonl"
WHOLES: Final = ("total", "whole")
Label = Mapping[str, Any]
Article = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A relation that was told: its kind, its claims in their parts by place in the article, and its verdict."""

    kind: str
    parts: tuple[tuple[str, int], ...]
    holds: bool


def is_unread(article: Article) -> bool:
    """Whether an article is of the half that only figures are taken of."""
    return int(hashlib.sha256(publisher(article).encode()).hexdigest(), 16) % 2 == 1


def mentions(article: Article) -> list[int]:
    """For each labelled claim the first one of the same value and unit: a figure said twice is one figure."""
    told = [(claim["value"], claim["unit"]) for claim in article["claims"]]
    return [at if value is None else told.index((value, unit)) for at, (value, unit) in enumerate(told)]


def told_of(article: Article) -> list[Told]:
    """What is told of a labelled article."""
    first = mentions(article)
    starts = [sentence.start for sentence in ArticleReading(article["text"]).sentences]
    return [_told(*pair, first) for pair in relations(labelled_rows(article, starts), article["text"])]


def _told(relation: Relation, verdict: Verdict, first: Sequence[int]) -> Told:
    return Told(relation.kind, tuple((part, first[entry.at]) for part, entry in relation.parts), verdict.holds)


def labelled_of(labels: Sequence[Label], article: Article) -> list[tuple[Told, Label]]:
    """The labelled relations of an article, as if they had been told."""
    first = mentions(article)
    places = {(claim["start"], claim["end"]): first[at] for at, claim in enumerate(article["claims"])}
    return [
        (
            Told(
                label["relation"],
                tuple((claim["part"], places[claim["start"], claim["end"]]) for claim in label["claims"]),
                label["verdict"] == "holds",
            ),
            label,
        )
        for label in labels
    ]


def is_same(told: Told, label: Told) -> bool:
    """Whether a relation is a labelled one: the same claims; of parts of a whole at least one, and none that is not."""
    if {told.kind, label.kind} <= {"sum", "part"}:
        is_less = len(told.parts) < len(label.parts)  # of two equal parts one is less than both, though one figure
        whole = {at for part, at in told.parts if part in WHOLES}
        parts = {at for part, at in told.parts if part == "part"}
        other = {at for part, at in label.parts if part == "part"}
        is_one_kind = told.kind == label.kind or (told.kind == "part" and is_less)
        return (
            is_one_kind
            and whole == {at for part, at in label.parts if part in WHOLES}
            and (parts == other if told.kind == "sum" else parts <= other)
        )
    return told.kind == label.kind and {at for _, at in told.parts} == {at for _, at in label.parts}


def is_right(told: Told, labels: Sequence[Told]) -> bool:
    """Whether a told relation is labelled, alone or, of several parts of a whole, as several relations."""
    if any(is_same(told, label) for label in labels):
        return True
    wholes = [at for part, at in told.parts if part in WHOLES]
    same = [label for label in labels if label.kind == "part" and ("whole", *wholes) in label.parts]
    parts = {at for label in same for part, at in label.parts if part == "part"}
    return told.kind == "part" and bool(wholes) and {at for part, at in told.parts if part == "part"} <= parts


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one half of the articles."""

    labelled: int
    found: int
    told: int
    right: int
    fails: int
    real: int

    @property
    def recall(self) -> float:
        """Labelled relations that were told."""
        return self.found / self.labelled

    @property
    def precision(self) -> float:
        """Told relations that are labelled."""
        return self.right / self.told

    @property
    def real_share(self) -> float:
        """Relations told to fail that are labelled so."""
        return self.real / self.fails


def measure(articles: Sequence[Article], *, unread: bool, misses: bool = False) -> tuple[Score, Counter[str]]:
    """The score of one half, with the counts of each kind."""
    by_article: dict[str, list[Label]] = defaultdict(list)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        by_article[label["article"]].append(label)
    counts: Counter[str] = Counter()
    for article in articles:
        if is_unread(article) == unread:
            counts.update(_counted(article, by_article[article["id"]], misses=misses and not unread))
    names = ("labelled", "found", "told", "right", "fails", "real")
    return Score(*(counts[name] for name in names)), counts


def _counted(article: Article, labels: Sequence[Label], *, misses: bool) -> Iterator[str]:
    told, labelled = told_of(article), labelled_of(labels, article)
    wanted = [label for label, _ in labelled]
    for one in told:
        right = is_right(one, wanted)
        yield from ("told", f"told {one.kind}", *(("right", f"right {one.kind}") if right else ()))
        if not one.holds:
            real = any(is_same(one, label) and not label.holds and row["is_slip"] for label, row in labelled)
            yield from ("fails", *(("real",) if real else ()))
        if misses and (not right or not one.holds):
            print("TOO MUCH" if not right else "FAILS", _shown(article, one))
    for label in wanted:
        found = any(is_same(one, label) or is_right(label, [one]) for one in told)
        yield from ("labelled", f"labelled {label.kind}", *(("found", f"found {label.kind}") if found else ()))
        if misses and not found:
            print("MISSED", _shown(article, label))


def _shown(article: Article, told: Told) -> str:
    claims = article["claims"]
    ends = [claims[at][end] for _, at in told.parts for end in ("start", "end")]
    words = " ".join(article["text"][max(0, min(ends) - 60) : max(ends) + 30].split())
    return f"{told.kind} {[(part, claims[at]['quote']) for part, at in told.parts]} {told.holds} | {words[:420]}"


def main() -> None:
    """Print precision, recall and the share of real failures, of each half."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder with gold/")
    parser.add_argument("--misses", action="store_true", help="show misses of the half that may be looked at")
    given = parser.parse_args()
    articles = json.loads((given.shared / "gold" / "claims_train.json").read_text(encoding="utf-8"))
    for unread in (False, True):
        score, counts = measure(articles, unread=unread, misses=given.misses)
        print("unread half" if unread else "read half", score)
        print(f"  precision {score.precision:.3f}, recall {score.recall:.3f}, real fails {score.real}/{score.fails}")
        for kind in RELATIONS:
            print(" ", kind, *(f"{what} {counts[f'{what} {kind}']}" for what in ("labelled", "found", "told", "right")))


if __name__ == "__main__":
    main()
