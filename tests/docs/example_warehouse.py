"""The example articles, read and loaded as a night would; two of their claims are set aside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.sources import RawStore, collect, recognise
from flows.sources.memory import FetchMemory
from tests.conftest import ROOT
from tests.docs.toll_chart import toll_chart
from tests.warehouse import factory
from transforms.articles import read_articles
from transforms.extract import extract_claims
from transforms.frames import SOURCE_COUNTS
from transforms.ledger.arithmetic import relate
from transforms.ledger.sketches import article_sketches, passage_sketches
from warehouse import Warehouse


@contextmanager
def example_warehouse(folder: Path) -> Iterator[Warehouse]:
    """A warehouse in `folder` that holds the examples."""
    with FetchMemory() as memory:
        given = collect(recognise(str(ROOT / "examples")), RawStore(folder / "raw"), memory, lambda: factory.DAWN)
    articles, _ = read_articles(given.documents)
    claims = extract_claims(articles)
    counts = dict.fromkeys(SOURCE_COUNTS.columns, 0)
    counts |= {"source": "examples", "document_count": articles.height, "new_count": articles.height}
    with Warehouse.open(folder / "claims.duckdb") as opened:
        night = factory.night(
            0, documents=given.documents, articles=articles, claims=claims.head(-2),
            quarantined=factory.set_aside(claims.tail(2), "value_in_bounds"),
            sources=factory.frame(SOURCE_COUNTS, [counts]), arithmetic=relate(articles, claims),
            article_sketches=article_sketches(articles), passage_sketches=passage_sketches(articles, claims),
        )  # fmt: skip
        opened.load(night)
        yield opened


def toll_plot() -> str:
    """docs/toll.svg: the toll of the example earthquake."""
    with TemporaryDirectory() as folder, example_warehouse(Path(folder)) as warehouse:
        days = warehouse.query(
            "SELECT about_date, low, best, high, origin_count FROM toll('quake') "
            "WHERE subject = 'people' AND about_date IS NOT NULL"
        )
    return toll_chart("Dead of the earthquake at Ayvalar, as told on each day", days.rows())
