"""Speed in one process and one run: `python -m tests.benchmarks.speed` (`make bench`).

On the NewsQuant sentences and the first 2,000 sentences of the articles it times, warm and on one core: the floor (a
Polars filter for digits and number words), our quantity stage (sentence text → quantities), the full extraction
(articles → claims), and quantulum3; then stage by stage where the time of a sentence and of an article goes, and what a
million articles cost by calculation.  What counts is the ratio within a run; machines differ and are noisy.  Start-up
and peak memory are measured in fresh processes that read the articles' sentences, and some articles, and nothing else.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from tests.benchmarks.claims import articles_frame
from tests.benchmarks.stages import print_million, print_stages
from tests.conftest import ROOT, SHARED
from transforms.extract import extract_claims
from transforms.quantities import has_number_candidate, read_quantities
from transforms.sentences import split_sentences

ROUNDS = 5
PEER_ROUNDS = 2
COLD_START = """
import json, resource, sys, time
begin = time.perf_counter()
from transforms.quantities import read_quantities
read_quantities("Over 100 missiles were fired.")
start_up = time.perf_counter() - begin
for sentence in json.load(sys.stdin):
    read_quantities(sentence)
print(start_up, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
COLD_EXTRACTION = """
import json, resource, sys, time
begin = time.perf_counter()
from tests.benchmarks.claims import articles_frame
from transforms.extract import extract_claims
extract_claims(articles_frame([{"id": "a", "text": "Over 100 missiles were fired.", "published": "2020-01-01"}]))
start_up = time.perf_counter() - begin
extract_claims(articles_frame(json.load(sys.stdin)))
print(start_up, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
SHARE_OF_ARTICLES = 150  # each so many-th article, of all publishers


def newsquant_sentences(shared: Path) -> list[str]:
    """The sentences of NewsQuant."""
    return [entry["text"] for entry in json.loads((shared / "data" / "NewsQuant.json").read_text(encoding="utf-8"))]


def article_sentences(shared: Path, count: int = 2000) -> list[str]:
    """The first `count` sentences of the real articles."""
    return list(islice(_sentences(shared), count))


def _sentences(shared: Path) -> Iterable[str]:
    for article in articles(shared):
        text = article["text"]
        yield from (text[s.start : s.end] for s in split_sentences(text))


def articles(shared: Path, step: int = 1) -> Iterator[dict[str, Any]]:
    """Each `step`-th of the real articles, as articles_frame takes them."""
    with gzip.open(shared / "data" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(islice(file, 0, None, step)):
            yield json.loads(line) | {"id": str(number)}


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median processor time of one call in seconds, after one call to warm up; other work is left out."""
    work()
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return median(times)


def filtered(sentences: list[str]) -> list[str]:
    """The sentences that may hold a number, by the Polars filter."""
    return pl.DataFrame({"sentence": sentences}).filter(has_number_candidate(pl.col("sentence")))["sentence"].to_list()


def quantity_stage(sentences: list[str]) -> int:
    """Filter, then read: the count of quantities found."""
    return sum(len(read_quantities(sentence)) for sentence in filtered(sentences))


def full_extraction(sentences: list[str]) -> int:
    """The whole extractor, with each sentence as an article of its own: the count of claims."""
    return extract_claims(sentence_articles(sentences)).height


def sentence_articles(sentences: list[str]) -> pl.DataFrame:
    """Each sentence as an article of its own."""
    return articles_frame({"id": str(n), "text": text, "published": "2020-01-01"} for n, text in enumerate(sentences))


def peer(sentences: list[str]) -> Callable[[], object] | None:
    """quantulum3 over the same sentences, or None where the optional extra is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from quantulum3 import parser
        except ImportError:
            return None
    return lambda: [parser.parse(sentence) for sentence in sentences]


def cold_start(program: str, given: list[Any]) -> tuple[float, float]:
    """Start-up (s) and peak memory (MiB) of a fresh process that runs `program` over what it is given."""
    answer = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    start_up, peak = answer.stdout.split()
    return float(start_up), float(peak)


def compare(name: str, sentences: list[str]) -> list[tuple[str, str, float, float | None]]:
    """Rows (set, stage, sentences a second, times quantulum3)."""
    stages: dict[str, Callable[[], object]] = {
        "floor: filter for digits and number words": lambda: filtered(sentences),
        "quantity stage": lambda: quantity_stage(sentences),
        "full extraction": lambda: full_extraction(sentences),
    }
    rates = {stage: len(sentences) / seconds(work) for stage, work in stages.items()}
    with_number = filtered(sentences)
    rates["full extraction, of sentences with a number"] = len(with_number) / seconds(
        lambda: full_extraction(with_number)
    )
    other = peer(sentences)
    peer_rate = len(sentences) / seconds(other, PEER_ROUNDS) if other else None
    rows = [(name, stage, rate, rate / peer_rate if peer_rate else None) for stage, rate in rates.items()]
    return [*rows, (name, "quantulum3", peer_rate, 1.0)] if peer_rate else rows


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared = parser.parse_args().shared
    if hasattr(os, "sched_setaffinity"):
        # One core; the Polars pool of this process was sized before, but can't run on more.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    sets = {"NewsQuant": newsquant_sentences(shared), "articles": article_sentences(shared)}
    print(f"{'set':10} {'stage':44} {'sentences/s':>12} {'x quantulum3':>13}")
    for name, sentences in sets.items():
        for row in compare(name, sentences):
            ratio = "not installed" if row[3] is None else f"{row[3]:.1f}"
            print(f"{row[0]:10} {row[1]:44} {row[2]:12,.0f} {ratio:>13}", flush=True)
    with_number, some = filtered(sets["articles"]), list(articles(shared, SHARE_OF_ARTICLES))
    frames = sentence_articles(with_number), articles_frame(some)
    print_stages("a sentence with a number", len(with_number), lambda: extract_claims(frames[0]))
    print_million(print_stages("an article", len(some), lambda: extract_claims(frames[1])))
    start_up, peak = cold_start(COLD_START, sets["articles"])
    print(f"\nstart-up of the quantity stage {start_up:.2f} s, peak memory over the articles' sentences {peak:.0f} MiB")
    start_up, peak = cold_start(COLD_EXTRACTION, some)
    print(f"start-up of the whole extraction {start_up:.2f} s, peak memory over {len(some)} articles {peak:.0f} MiB")


if __name__ == "__main__":
    main()
