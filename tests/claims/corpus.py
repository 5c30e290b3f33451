"""The corpus of labelled sentences: its format, and articles and quantities made of it, no reader of numbers needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from transforms.claims.reading import ArticleReading
from transforms.quantities.quantity import Quantity

CORPUS = Path(__file__).parent.parent / "corpora" / "claims"


@dataclass(frozen=True)
class Label:
    quote: str
    kind: str
    unit: str
    item: str | None
    actor: str | None
    predicate: str | None
    modality: str


def read_corpus(name: str) -> list[tuple[str, list[Label]]]:
    """Sentences with their labels; "-" stands for null."""
    found: list[tuple[str, list[Label]]] = []
    for line in (CORPUS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            quote, kind, unit, item, actor, predicate, modality = (cell.strip() for cell in line.split("|"))
            nulls = (None if cell == "-" else cell for cell in (item, actor, predicate))
            found[-1][1].append(Label(quote, kind, unit, *nulls, modality))
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


def quantity(text: str, quote: str, kind: str = "count", unit: str = "{thing}", after: int = 0) -> Quantity:
    """A quantity that spans the first `quote` from `after` on."""
    start = text.index(quote, after)
    end = start + len(quote)
    return Quantity(
        start, end, start, end, kind, 1.0, 1.0, 1.0, "=", None, unit, unit, kind, None, None, None, None, rule="test"
    )


def labelled(text: str, labels: list[Label]) -> tuple[ArticleReading, list[Quantity]]:
    """An article of one sentence, and its labels as quantities in order."""
    quantities: list[Quantity] = []
    after = 0
    for label in labels:
        quantities.append(quantity(text, label.quote, label.kind, label.unit, after))
        after = quantities[-1].end
    return ArticleReading(text), quantities
