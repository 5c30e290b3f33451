"""The ledger after any sequence of changes is the one made anew from all claims, and the one made in one night.

Reports with texts out of a few passages come, change and are read again with other claims; claims are set aside, and
people decide about them. What is stored is held against what the claims say after every step, in both directions.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.warehouse.factory import DAWN, digest, frame, row, set_aside
from tests.warehouse.newsroom import Report, claims_of, night_of
from tests.warehouse.test_counted_once import OTHER, TOLL, WEEKLY, WIRE
from tests.warehouse.tolls import CHIEF, FIRST, MAYOR, TOLD, at_least, exactly, loaded, reported
from transforms.frames import ARITHMETIC, CLAIMS
from warehouse import Decision, Warehouse
from warehouse.audit import AUDITS, run_audit
from warehouse.connection import Connection
from warehouse.ledger import keep_ledger, make_ledger, slices

pytestmark = pytest.mark.lasting

AUDITED = ("figures_are_the_current_claims", "points_are_those_of_the_figures", "conflicts_are_of_the_figures")
LEDGER = ("figures", "series_points", "conflicts")
DESCENT = ("article_origins", "passage_origins", "article_stories")
NAMES = "abcdefgh"
MORE = " By noon it was 7. At 9 in the evening there were others. Of the 11 we know. Then came 12."
TEXTS = tuple(text + MORE for text in (
    WIRE.text, WIRE.text.replace("spring storms", "autumn floods"), OTHER.text, WEEKLY.text,
    f"{OTHER.text} In Harrow the builder Osric Venn and the council speak of 38 dead and of pillars.",
    f"The council of Harrow met. {TOLL} Then it heard Osric Venn, and the 7 traders that were left of the fair.",
))  # fmt: skip
# What the sequences are to meet on their way: each is a reason for which a figure depends on another article.
MET = {
    "a story of two origins": "FROM figures WHERE story_id IS NOT NULL",
    "a copy": "FROM article_origins WHERE copy_of_id IS NOT NULL",
    "a passage of another": "FROM figures AS f JOIN article_origins AS o USING (article_id) "
    "WHERE f.origin_id <> o.origin_id",
    "a conflict": "FROM conflicts",
    "a point of two articles": "FROM series_points WHERE len(sources) > 1",
    "a surname that one has": "FROM figures WHERE speaker = 'Pell' AND speaker_key <> 'pell'",
    "a surname that two have": "FROM figures WHERE speaker = 'Pell' AND speaker_key = 'pell'",
    "a day that another gives": "FROM figures WHERE about_date < published_date AND period_days = 1 AND is_point "
    "AND speaker IS NOT NULL",
    "a repetition": "FROM claims WHERE is_current AND restates_claim_id IS NOT NULL",
    "a part of a whole": "FROM figures AS f JOIN current_arithmetic AS r ON list_contains(r.claim_ids, f.claim_id) "
    "WHERE NOT f.is_point AND f.role = 'level' AND f.measure IS NOT NULL",
    "a decision": "FROM quarantine_decisions",
}
PELL = {"speaker": "Pell", "speaker_key": "pell", "speaker_type": "organisation", "attribution": "indirect"}
HOVE = {"place": "Hove", "place_key": "hove, GB"}
NOWHERE = dict.fromkeys(("place", "place_key", "place_country"))
SPEAKERS: tuple[dict[str, Any], ...] = ({}, MAYOR, MAYOR, CHIEF, PELL, PELL)
NAMESAKE = MAYOR | {"speaker": "Ed Pell", "speaker_key": "ed pell"}
VALUES = (*map(exactly, (38, 38, 40, 52)), at_least(40))
VARIANTS: tuple[dict[str, Any], ...] = (
    {}, {}, {}, HOVE, NOWHERE, {"measure": "price"}, {"measure": "price"} | NOWHERE, {"role": "change"},
    {"as_of_start": FIRST, "as_of_end": FIRST}, {"modality": "forecast"}, {"measure": None},
)  # fmt: skip


@dataclass
class Newsroom:
    """A warehouse through a sequence of changes; `reports` are what each article says now."""

    warehouse: Warehouse
    draw: random.Random
    number: int = 0
    reports: dict[str, Report] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def step(self) -> None:
        """One change, of a kind that chance finds."""
        self.number += 1
        waiting = self.warehouse.query(
            "SELECT * EXCLUDE (decision, is_current, superseded_at, superseded_by_run_id, run_id, failed_checks) "
            "FROM quarantined_claims WHERE is_current ORDER BY claim_id"
        )
        kinds = ("load", "load", "backfill", *(["decide"] * 2 if waiting.height else []))
        kind = self.draw.choice(kinds)
        if kind == "decide":
            self.decide(waiting)
        elif kind == "load" or not self.reports:
            names = self.draw.sample(NAMES, self.draw.randint(1, 5))
            self.load([self.report(name) for name in names])
        else:
            known = sorted(self.reports)
            names = self.draw.sample(known, self.draw.randint(1, len(known)))
            self.load([self.reports[name] for name in names], run_kind="backfill")

    def report(self, name: str) -> Report:
        """A version of the article of a name."""
        day = self.draw.choice([None, *(FIRST + timedelta(days=after) for after in (0, 0, 1, 2, 5, 12, 30))])
        title = self.draw.choice([None, WIRE.title, "Hall"])
        return Report(f"paper {name}", name, title, self.draw.choice(TEXTS), day)

    def load(self, reports: list[Report], **given: Any) -> None:
        """A night over the reports, with claims that are drawn anew, some of them missing or set aside."""
        self.reports |= {report.own_id: report for report in reports}
        rows = [self.claim(each) for each in claims_of(reports).iter_rows(named=True) if self.draw.random() < 0.9]
        first = {each["article_id"]: each["claim_id"] for each in reversed(rows)}
        for each in rows:
            if first[each["article_id"]] != each["claim_id"] and self.draw.random() < 0.3:
                each["restates_claim_id"] = first[each["article_id"]]
        aside = {each["claim_id"] for each in rows if self.draw.random() < 0.25}
        claims = pl.DataFrame(rows, schema=CLAIMS.schema(), orient="row")
        is_aside = pl.col("claim_id").is_in(sorted(aside))
        self.warehouse.load(
            night_of(
                self.number, reports, claims=claims.filter(~is_aside),
                quarantined=set_aside(claims.filter(is_aside), "unit_is_known"), arithmetic=self.relate(rows), **given,
            )
        )  # fmt: skip

    def relate(self, claims: list[dict[str, Any]]) -> pl.DataFrame:
        """Of some articles the second figure is a part of the first."""
        told: dict[str, list[dict[str, Any]]] = {}
        for claim in claims:
            told.setdefault(claim["article_id"], []).append(claim)
        relations = [
            row(
                ARITHMETIC, relation_id=digest("part", one["claim_id"]), article_id=one["article_id"],
                version_id=one["version_id"], relation="part", claim_ids=[one["claim_id"], other["claim_id"]],
                claim_parts=["whole", "part"], verdict="holds", tested_claim_id=one["claim_id"], stated_value=1.0,
                holding_value=1.0, extractor_version=one["extractor_version"],
            )
            for one, other, *_ in (each for each in told.values() if len(each) > 1)
            if int(one["claim_id"][:8], 16) % 3 > 0
        ]  # fmt: skip
        return frame(ARITHMETIC, relations)

    def claim(self, given: dict[str, Any]) -> dict[str, Any]:
        """The claim with fields that are drawn."""
        drawn = (self.draw.choice(choices) for choices in (SPEAKERS, VALUES, VARIANTS))
        fields = {name: value for each in drawn for name, value in each.items()}
        fields |= NAMESAKE if self.draw.random() < 0.04 else {}
        return given | TOLD | fields | {"confidence": self.draw.choice((0.5, 0.7, 0.9))}

    def decide(self, waiting: pl.DataFrame) -> None:
        """A decision about one of the claims in quarantine, or about two."""
        decided: list[tuple[Decision, pl.DataFrame | None]] = []
        for at in self.draw.sample(range(waiting.height), min(waiting.height, self.draw.randint(1, 2))):
            held = waiting.row(at, named=True)
            kind = self.draw.choice(("release", "release", "correct", "drop"))
            corrected = pl.DataFrame([self.claim(held)], schema=CLAIMS.schema(), orient="row")
            decision = Decision(
                claim_id=held["claim_id"], decision=kind, why="looked", decided_by="ana",
                decided_at=DAWN + timedelta(days=self.number),
            )  # fmt: skip
            decided.append((decision, corrected if kind == "correct" else None))
        self.warehouse.decide_all(decided)

    def in_one_night(self, path: Path) -> dict[str, str]:
        """The tables' hashes where everything that is current now comes in one night."""
        now = self.warehouse.query(f"SELECT {', '.join(map(quote, CLAIMS.columns))} FROM claims WHERE is_current")
        known = "len(list_intersect(claim_ids, (SELECT list(claim_id) FROM claims WHERE is_current))) = len(claim_ids)"
        # That a claim was put right is not handed over, and a relation with it is none any more.
        put_right = "SELECT claim_id FROM quarantined_claims WHERE is_current AND decision = 'correct'"
        known += f" AND NOT list_has_any(claim_ids, coalesce((SELECT list(claim_id) FROM ({put_right})), []))"
        told = f"SELECT {', '.join(map(quote, ARITHMETIC.columns))} FROM arithmetic WHERE is_current AND {known}"
        with Warehouse.open(path) as other:
            other.load(night_of(1, self.reports.values(), claims=now, arithmetic=self.warehouse.query(told)))
            return hashes(other, *LEDGER, *DESCENT)


def quote(name: str) -> str:
    """A column as SQL writes it."""
    return f'"{name}"'


def hashes(warehouse: Warehouse, *tables: str) -> dict[str, str]:
    """The hash of each table, of its rows in any order."""
    every = warehouse.content_hashes()
    return {name: every[name] for name in tables}


def faults(warehouse: Warehouse) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """What is stored otherwise than the claims and the figures say, or not stored: compared in both directions."""
    results = [run_audit(warehouse.con, AUDITS / f"{name}.sql") for name in AUDITED]
    return [(result.name, result.rows.rows()) for result in results if not result.is_passed]


def differences_to_one_made_anew(con: Connection) -> list[tuple[str, int]]:
    """Tables whose rows are other than those that `make_ledger` makes, and how many, compared in both directions."""
    for table in LEDGER:
        con.execute(f"CREATE TEMP TABLE kept_{table} AS FROM {table}")
    con.begin()
    make_ledger(con)
    found = []
    for table in LEDGER:
        for one, other in ((table, f"kept_{table}"), (f"kept_{table}", table)):
            ((rows,),) = con.execute(f"SELECT count(*) FROM (FROM {one} EXCEPT ALL FROM {other})").fetchall()
            found += [(one, rows)] if rows else []
    con.rollback()
    for table in LEDGER:
        con.execute(f"DROP TABLE kept_{table}")
    return found


def sequence(warehouse: Warehouse, seed: int, steps: int) -> Newsroom:
    """So many changes, each followed by a look at what is stored; at the end it is as if all were made anew."""
    room = Newsroom(warehouse, random.Random(seed))
    for _ in range(steps):
        room.step()
        assert faults(warehouse) == [], (seed, room.number)
        room.met |= {name for name, sql in MET.items() if warehouse.query(f"SELECT 1 {sql} LIMIT 1").height}
    assert differences_to_one_made_anew(warehouse.con) == [], seed
    return room


@pytest.mark.parametrize("seed", range(2))
def test_what_changes_touch_is_as_if_all_were_made_anew(warehouse: Warehouse, path: Path, seed: int) -> None:
    room = sequence(warehouse, seed, 8)
    assert room.met == set(MET)
    assert hashes(warehouse, *LEDGER, *DESCENT) == room.in_one_night(path.with_name("at-once.duckdb"))


def test_made_anew_some_measures_at_a_time_it_is_the_same(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    sequence(warehouse, 3, 4)
    for most in (1, 30):
        monkeypatch.setattr("warehouse.ledger.SLICE", most)
        assert differences_to_one_made_anew(warehouse.con) == []


@pytest.mark.parametrize(
    ("most", "lists"),
    [(1, [[""], ["a"], ["b"], ["c"]]), (5, [["", "a"], ["b"], ["c"]]), (99, [["", "a", "b", "c"]])],
)
def test_measures_are_taken_together_up_to_a_size(most: int, lists: list[list[str]]) -> None:
    assert list(slices([(None, 2), ("a", 3), ("b", 7), ("c", 1)], most)) == lists
    assert list(slices([], most)) == []


@pytest.mark.usefixtures("made_anew")
def test_as_many_threads_as_there_are_make_the_same(tmp_path: Path) -> None:
    kept = []
    for threads in (1, 1, 2):
        with Warehouse.open(tmp_path / f"{len(kept)}.duckdb") as warehouse:
            warehouse.con.execute(f"SET threads = {threads}")
            sequence(warehouse, 7, 5)
            kept.append(hashes(warehouse, *LEDGER, *DESCENT))
    assert kept[0] == kept[1] == kept[2]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 160))
def test_long_sequences(warehouse: Warehouse, path: Path, seed: int) -> None:
    room = sequence(warehouse, seed, 30)
    assert hashes(warehouse, *LEDGER, *DESCENT) == room.in_one_night(path.with_name("at-once.duckdb"))


def test_a_decision_makes_anew_what_it_touches_and_no_more(warehouse: Warehouse) -> None:
    """What is damaged elsewhere stays as it is: nobody made it anew."""
    loaded(warehouse, exactly(38), exactly(52) | MAYOR, exactly(9) | HOVE | CHIEF)
    warehouse.con.execute("UPDATE figures SET stems = 'left' ")
    keep_ledger(warehouse.con, warehouse.query("SELECT article_id FROM figures WHERE figure = 38")["article_id"])
    told = warehouse.query("SELECT figure FROM figures WHERE stems = 'left' ORDER BY ALL").rows()
    assert told == [(9.0,), (52.0,)]


def test_what_no_figure_stands_behind_goes_with_the_next_change(warehouse: Warehouse) -> None:
    loaded(warehouse, exactly(38), exactly(52) | MAYOR, exactly(9) | HOVE | CHIEF)
    warehouse.con.execute("UPDATE series_points SET about_date = about_date + 1")
    warehouse.con.execute("UPDATE conflicts SET claim_id = 'lost'")
    assert faults(warehouse) != []
    keep_ledger(warehouse.con, warehouse.query("SELECT article_id FROM articles")["article_id"])
    assert faults(warehouse) == []


def test_an_article_without_claims_makes_a_story_shared(warehouse: Warehouse) -> None:
    same = "Osric Venn told the council of Harrow of 38 people. Eva Holub counted 70 at the Abbey."
    other = "In the Abbey of Harrow Eva Holub spoke of the hurt. Of the others Osric Venn knows nothing."
    plain = Report("radio", "z", "Hall", other, FIRST)
    reported(warehouse, [Report("paper", "y", "Hall", same, FIRST)])
    assert warehouse.query("SELECT DISTINCT story_id FROM figures").rows() == [(None,)]
    reported(warehouse, [plain], number=2)
    assert warehouse.query("FROM figures WHERE story_id IS NULL").height == 0
    assert warehouse.query("SELECT count(DISTINCT article_id) FROM figures").item() == 1
    assert faults(warehouse) == []
