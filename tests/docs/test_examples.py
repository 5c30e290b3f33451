"""docs/examples.md: every file is described, and says the truth about how many articles it holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from flows.sources import RawStore, collect, recognise
from flows.sources.memory import FetchMemory
from tests.conftest import ROOT
from transforms.articles import read_articles

PAGE = (ROOT / "docs" / "examples.md").read_text(encoding="utf-8")
FILES = sorted(path.name for path in (ROOT / "examples").iterdir())


def test_every_example_is_described_and_every_description_has_its_file() -> None:
    assert sorted(set(re.findall(r"^\| `([^`]+)`", PAGE, re.MULTILINE))) == FILES


def test_the_examples_come_in_whole_and_one_is_not_english(tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    with FetchMemory() as memory:
        collected = collect(recognise(str(ROOT / "examples")), RawStore(tmp_path / "raw"), memory, lambda: now)
    articles, rejected = read_articles(collected.documents)
    assert collected.rejected.is_empty()
    assert rejected.is_empty()
    counts = re.search(r"holds (\d+) short articles in (\d+) files", PAGE)
    assert counts is not None
    assert (articles.height, len(FILES)) == (int(counts[1]), int(counts[2]))
    assert articles.filter("is_read").height == articles.height - 1
    assert articles.get_column("published_date").null_count() == sum(
        name.endswith((".txt", ".md", ".txt.gz")) for name in FILES
    )
