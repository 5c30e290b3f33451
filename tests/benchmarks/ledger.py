"""The ledger's part of a load, measured: `python -m tests.benchmarks.ledger [--folder DIR] [--stored 144000]`.

A warehouse of 144,000 articles and 1,008,000 claims of nine days, then a night of 16,000 articles more, drawn at
random: one article in four is a copy, some of them of one agency's text that 300 papers print; traits are as frequent
as words of a language, and articles of one event share some; one passage in ten is a reprint; an article tells seven
figures of four measures of its event, one of them said by a person, one by the same under the surname alone, in words
as long as those of newspapers; one in two has figures that bear on each other. Everything lies within the days that
are looked at, which is the worst case. Then come one decision about a claim in quarantine, the questions, of each of
which the first thousand rows are fetched, the audits, and the ledger made anew from all claims, which must be what is
stored.

The stored articles come in nights of 16,000, and stay in the folder, where one is given, for the next time. They, the
night, the questions and what is made anew each have a process of their own, so that each tells its own peak of memory.
Prints seconds of the processor, those of the clock, and peaks.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import polars as pl

from tests.warehouse.factory import DAWN, night, set_aside
from transforms.frames import (
    ARITHMETIC,
    ARTICLE_SKETCHES,
    ARTICLES,
    CLAIMS,
    COLUMNS,
    DOCUMENTS,
    PASSAGE_SKETCHES,
    SOURCE_COUNTS,
    Frame,
)
from warehouse import Decision, Warehouse, audit, ledger, load
from warehouse import warehouse as door

DAYS, STORED, NIGHT = 9, 144_000, 16_000
CLAIMS_EACH, PASSAGES_EACH, SHINGLES, TRAITS, STORY = 7, 4, 100, 20, 12
MEASURES = ("deaths", "injuries", "evacuations", "price")
UNMEASURED = {"unit": "{thing}", "base_unit": None, "kind": "count"}
FIRST = date(2026, 3, 1)
STEPS = ("move_rows", "find_origins", "tell_stories", "keep_ledger")
ROWS_SHOWN = 1_000
VIEWS = ("origins", "stories", "claim_text_origins", "series", "revisions", "top_speakers")
MACROS = (
    "claims_about('thing 7')",
    "claims_by_speaker('speaker7')",
    "claims_at('Place 3')",
    "claims_in_unit('km')",
    "adds_up('{article}')",
    "series('dead', about := 'thing 70')",
    "toll('thing 70')",
    "latest('price', 'thing 7')",
    "by_month('price')",
    "conflicts('dead')",
    "conflicts('thing 70')",
    "who_says('dead')",
    "origins_of('{claim}')",
    "notable('{run}')",
    "figures_about('thing 70')",
)
AUDITED = ("figures_are_the_current_claims", "points_are_those_of_the_figures", "conflicts_are_of_the_figures")


def filled(spec: Frame, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column of its specification: null, or a value that says nothing, where it has none."""
    blank = {pl.String(): "x", pl.Int64(): 1, pl.Float64(): 0.5, pl.Boolean(): True}
    missing = [
        pl.lit(
            None if COLUMNS[name].nullable else blank.get(COLUMNS[name].dtype, date(2026, 3, 1)), COLUMNS[name].dtype
        ).alias(name)
        for name in spec.columns
        if name not in frame.columns
    ]
    return frame.with_columns(missing).select(spec.columns)


def worded(number: int) -> dict[str, pl.Expr]:
    """The words of the claim of a number, as long as those of a newspaper; one in seven is a length."""
    figure, event = pl.col("toll").cast(pl.Int64).cast(pl.String), pl.col("event")
    words = {
        "quote": figure + " things",
        "item": "things of number " + event,
        "actor": pl.lit("the council of Harrow"),
        "predicate": pl.lit("count"),
        "unit_name": pl.lit("thing"),
        "sentence": "On Monday the council of Harrow, which had met until late, said that "
        + figure + " things of number " + event + " had been counted, and that the search would go on at dawn.",
    }  # fmt: skip
    is_length = number == CLAIMS_EACH - 1
    metres = pl.col("toll") * 1000 if is_length else pl.lit(None, pl.Float64)
    codes = {"unit": "km", "base_unit": "m", "kind": "measure"} if is_length else UNMEASURED
    return (
        words
        | {f"base_{name}": metres for name in ("value", "low", "high")}
        | {name: pl.lit(code, pl.String) for name, code in codes.items()}
    )


def related(claims: pl.DataFrame) -> pl.DataFrame:
    """ARITHMETIC: in one article of two the second figure is a part of the first; in one of ten it does not fit."""
    number = pl.col("article_id").str.slice(-4).str.to_integer(base=16)
    first = claims.filter(pl.col("claim_id").str.ends_with(" 0") & (number % 2 == 0))
    pair = pl.concat_list("claim_id", pl.col("article_id") + " 1")
    rows = first.select(
        "article_id", "version_id", "extractor_version", relation_id=pl.col("article_id"), relation=pl.lit("part"),
        claim_ids=pair, claim_parts=pl.lit(["whole", "part"]), tested_claim_id=pl.col("claim_id"),
        verdict=pl.when(number % 10 == 0).then(pl.lit("fails")).otherwise(pl.lit("holds")),
        stated_value=pl.col("value"), holding_value=pl.col("value"),
    )  # fmt: skip
    return filled(ARITHMETIC, rows)


def said_by(number: int) -> dict[str, pl.Expr]:
    """Who says the claim of a number: the first a person by the full name, the second one by the surname alone."""
    surname = "speaker" + (pl.col("event").cast(pl.Int64) % 5_000).cast(pl.String)
    key = {0: "ann " + surname, 1: surname}.get(number, pl.lit(None, pl.String))
    kind = {0: "person", 1: "organisation"}.get(number, "none")
    return {"speaker": key, "speaker_key": key, "speaker_type": pl.lit(kind)}


def drawn(first: int, count: int, draw: np.random.Generator) -> dict[str, pl.DataFrame]:
    """The frames of so many articles, numbered from `first`; one in four repeats one of these days."""
    numbers = np.arange(first, first + count)
    days = np.minimum(numbers * DAYS // STORED, DAYS)
    fresh = np.random.Generator(np.random.PCG64(7))  # the same for every night: a copy draws what its original drew
    is_copy = draw.random(count) < 0.25
    popular = (numbers // 2_000) * 2_000  # one text of 2,000 is printed by hundreds
    near = np.maximum(0, numbers - draw.integers(1, 8_000, count))
    model = np.where(is_copy, np.where(draw.random(count) < 0.6, near, popular), numbers)
    seeds = fresh.integers(1, 1 << 29, STORED + NIGHT).astype(np.int64)
    base = seeds[model][:, None] * np.arange(1, SHINGLES + 1)[None, :] * 2_654_435_761 % (1 << 29)
    changed = draw.random(base.shape) < np.where(is_copy, 0.15, 0)[:, None]
    shingles = np.sort(np.where(changed, draw.integers(0, 1 << 29, base.shape), base), axis=1)
    events = model // STORY
    rare = (np.minimum(draw.zipf(1.25, (count, TRAITS - 6)), 400_000)).astype(str)
    own = (events[:, None] * 10 + np.sort(draw.integers(0, 10, (count, 6)), axis=1)).astype(str)
    traits = [
        [*{f"N{name}" for name in names}, *{f"E{name}" for name in marks}]
        for names, marks in zip(rare, own, strict=True)
    ]
    ids = [f"{number:064x}" for number in numbers]
    articles = pl.DataFrame(
        {
            "article_id": ids, "version_id": ids, "own_id": ids, "content_hash": ids, "source": ["paper"] * count,
            "published_date": [FIRST + timedelta(days=int(day)) for day in days],
            "title": [f"Council of Harrow counts again as thing {event} keeps the town awake" for event in events],
        }
    )  # fmt: skip
    sketches = articles.with_columns(
        shingles=pl.Series(shingles, dtype=pl.Array(pl.Int64, SHINGLES)).cast(pl.List(pl.Int64)),
        traits=pl.Series([sorted(each) for each in traits], dtype=pl.List(pl.String)),
    )
    of = articles.select("article_id", "version_id", "published_date")
    toll = events % 30 + (draw.random(count) < 0.1)  # one article in ten tells another figure
    told = of.with_columns(event=pl.Series(events).cast(pl.String), toll=pl.Series(toll).cast(pl.Float64))
    parts = []
    for sentence in range(PASSAGES_EACH):
        said = np.where(draw.random(count) < 0.1, near, model) * PASSAGES_EACH + sentence
        words = said[:, None] * 40_503 + np.arange(1, 21)[None, :]
        words = np.sort(words * 2_654_435_761 % (1 << 31), axis=1)
        row = of.with_columns(
            sentence_no=pl.lit(sentence, pl.Int64),
            shingles=pl.Series(words, dtype=pl.Array(pl.Int64, 20)).cast(pl.List(pl.Int64)),
        )
        parts.append(row.select(PASSAGE_SKETCHES.columns))
    claims = pl.concat(
        told.with_columns(
            claim_id=pl.col("article_id") + f" {number}", sentence_no=pl.lit(number % PASSAGES_EACH, pl.Int64),
            measure=pl.lit(MEASURES[number % len(MEASURES)]), role=pl.lit("level"),
            subject_key="thing " + pl.col("event"), place_key="town " + pl.col("event"), modality=pl.lit("asserted"),
            value=pl.col("toll"), low=pl.col("toll"), high=pl.col("toll"),
            place=pl.lit(f"Place {number}"), as_of_start=pl.lit(None, pl.Date), as_of_end=pl.lit(None, pl.Date),
            **said_by(number), **worded(number),
        )
        for number in range(CLAIMS_EACH)
    )  # fmt: skip
    counts = {"source": ["paper"], "document_count": [count], "new_count": [count]} | {
        name: [0] for name in ("changed_count", "unchanged_count", "rejected_count")
    }
    received = pl.lit(None).cast(pl.Datetime("us")).fill_null(pl.datetime(2026, 3, 1, time_unit="us"))
    told_claims = filled(CLAIMS, claims.select(set(claims.columns) & set(CLAIMS.columns)))
    return {
        "articles": filled(ARTICLES, articles),
        "documents": filled(DOCUMENTS, articles.drop("published_date").with_columns(received_at=received)),
        "article_sketches": sketches.select(ARTICLE_SKETCHES.columns),
        "passage_sketches": pl.concat(parts),
        "claims": told_claims,
        "arithmetic": related(told_claims),
        "sources": pl.DataFrame(counts, schema=SOURCE_COUNTS.schema()),
    }


def timed(module: ModuleType, name: str) -> None:
    """Let a step print what it takes."""
    work: Callable[..., Any] = getattr(module, name)

    def timing(*given: Any) -> Any:
        began, clock = time.process_time(), time.monotonic()
        result = work(*given)
        spent = time.process_time() - began
        print(f"  {name}: {spent:.1f} s of the processor, {time.monotonic() - clock:.1f} s", flush=True)
        return result

    setattr(module, name, timing)


def opened(path: Path, *, is_read_only: bool = False) -> Warehouse:
    """The warehouse, without the bar that DuckDB draws where it takes a process for a person's."""
    warehouse = Warehouse.open(path, is_read_only=is_read_only)
    warehouse.con.execute("SET enable_progress_bar = false")
    return warehouse


def frames_of(number: int) -> dict[str, pl.DataFrame]:
    """What the articles of the night of a number give: each night is drawn for itself, the same whenever it is."""
    return drawn(number * NIGHT, NIGHT, np.random.default_rng(11 + number))


def store(path: Path, nights: int) -> None:
    """Load the nights that the warehouse does not hold yet."""
    with opened(path) as warehouse:
        for number in range(warehouse.query("SELECT count(*) FROM runs").item(), nights):
            warehouse.load(night(number, (), **frames_of(number)))
            print(f"  night {number}: {(number + 1) * NIGHT:,} articles", flush=True)


def one_night(path: Path, number: int) -> None:
    """The night that is measured, one claim of which waits in quarantine."""
    timed(door, "levels_beside")
    for name in STEPS:
        timed(load, name)
    frames = frames_of(number)
    one = frames["claims"].head(1)
    frames |= {"claims": frames["claims"].slice(1), "quarantined": set_aside(one, "unit_is_known")}
    print(f"a night of {NIGHT:,} articles, {frames['claims'].height:,} claims; without it the peak is {peak()}")
    with opened(path) as warehouse:
        warehouse.levels_beside(frames["articles"], frames["claims"])
        warehouse.load(night(number, (), **frames))


def one_decision(path: Path) -> None:
    """The claim in quarantine is let out."""
    timed(door, "decide")
    with opened(path) as warehouse:
        waiting = warehouse.query("SELECT claim_id FROM quarantined_claims WHERE decision IS NULL").item()
        warehouse.decide(
            Decision(claim_id=waiting, decision="release", why="looked", decided_by="ana", decided_at=DAWN)
        )


def questions(path: Path) -> None:
    """The views and macros, each asked twice: the first time reads the file."""
    with opened(path, is_read_only=True) as warehouse:
        newest = "SELECT claim_id, article_id, run_id FROM figures ORDER BY claim_id DESC LIMIT 1"
        claim, article, run = warehouse.query(newest).row(0)
        for asked in (*VIEWS, *(macro.format(claim=claim, article=article, run=run) for macro in MACROS)):
            took = []
            for _ in range(2):
                began, clock = time.process_time(), time.monotonic()
                rows = warehouse.query(f"FROM {asked} LIMIT {ROWS_SHOWN}").height
                took.append((time.process_time() - began, time.monotonic() - clock))
            spent = "; ".join(f"{processor:.2f} s of the processor, {clock:.2f} s" for processor, clock in took)
            print(f"  {asked[:60]}: {rows:,} rows; {spent}", flush=True)


def made_anew(path: Path) -> None:
    """What is stored held against what all claims give, and the making of that."""
    with opened(path) as warehouse:
        timed(ledger, "make_ledger")
        before = warehouse.content_hashes()
        ledger.make_ledger(warehouse.con)
        print(f"  made anew it is {'the same' if warehouse.content_hashes() == before else 'ANOTHER'}")


def audits(path: Path) -> None:
    """The audits of the ledger."""
    timed(audit, "run_audit")
    with opened(path) as warehouse:
        for name in AUDITED:
            result = audit.run_audit(warehouse.con, audit.AUDITS / f"{name}.sql")
            print(f"    {name}: {result.rows.height} faults", flush=True)


def peak() -> str:
    """The most memory that this process had."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB"


def alone(work: Callable[..., None], *given: Any) -> None:
    """Run it in a process of its own, and print the peak."""
    process = get_context("spawn").Process(target=_with_peak, args=(work, *given))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def _with_peak(work: Callable[..., None], *given: Any) -> None:
    began = time.process_time()
    print(f"{work.__name__}:", flush=True)
    work(*given)
    print(f"  in all {time.process_time() - began:.1f} s of the processor; peak {peak()}", flush=True)


def main() -> None:
    """Make or find the stored articles, and measure on a copy of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--stored", type=int, default=STORED)
    given = parser.parse_args()
    nights = given.stored // NIGHT
    with tempfile.TemporaryDirectory() as folder:
        stored = (given.folder or Path(folder)) / f"stored-{nights}.duckdb"
        path = stored.with_name("measured.duckdb")
        alone(store, stored, nights)
        shutil.copyfile(stored, path)
        alone(one_night, path, nights)
        alone(one_decision, path)
        alone(questions, path)
        alone(audits, path)
        alone(made_anew, path)
        path.unlink()


if __name__ == "__main__":
    main()
