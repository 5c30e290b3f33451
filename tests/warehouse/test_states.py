"""The warehouse as a state machine: nights, backfills, decisions and crashes in any order leave it whole."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest import TestCase

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.warehouse.factory import DAWN, Piece, articles, claims, documents, night, set_aside, source_counts
from warehouse import Decision, Night, Warehouse

NAMES = ("a", "b", "c", "d")
CONTENTS = ((), (1,), (1, 2), (7, 8, 9))


class Nights(RuleBasedStateMachine):
    """`current` is what each article says now; `hidden` the claims that no analyst may see, `decided` what was decided.

    A decision stands whenever the version and the rules that it was about are current again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.number = 0
        self.extractor_version = "1"
        self.current: dict[str, tuple[Piece, str]] = {}
        self.hidden: dict[str, set[str]] = {}
        self.decided: dict[tuple[str, str], str] = {}

    @initialize()
    def begin(self) -> None:
        self.warehouse = Warehouse.open(self.folder / "warehouse.duckdb")

    def teardown(self) -> None:
        self.warehouse.close()
        shutil.rmtree(self.folder)

    def make(self, pieces: list[Piece], set_aside_from: int, kind: str) -> Night:
        """A night over the pieces, of whose claims those from a number on are set aside."""
        self.number += 1
        rows = claims(pieces, self.extractor_version)
        aside = set_aside(rows[set_aside_from:], "value_in_bounds")
        counts = source_counts(pieces)
        if not pieces:
            counts = source_counts([], unchanged=len(self.current))
        return night(
            self.number, pieces, self.extractor_version, documents=documents(pieces), articles=articles(pieces),
            claims=rows[:set_aside_from], quarantined=aside, sources=counts, run_kind=kind,
        )  # fmt: skip

    def expect(self, pieces: list[Piece], loaded: Night) -> None:
        """Remember what the night said."""
        assert isinstance(loaded.quarantined, pl.DataFrame)
        for piece in pieces:
            self.current[piece.own_id] = (piece, self.extractor_version)
            ours = loaded.quarantined.filter(pl.col("article_id") == piece.article_id)
            self.hidden[piece.own_id] = {
                claim_id
                for claim_id in ours.get_column("claim_id")
                if self.decided.get((claim_id, self.extractor_version), "drop") == "drop"
            }

    @rule(chosen=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(CONTENTS)), passed=st.integers(0, 12))
    def new_and_changed_articles(self, chosen: dict[str, tuple[int, ...]], passed: int) -> None:
        pieces = [Piece(name, content) for name, content in sorted(chosen.items())]
        pieces = [piece for piece in pieces if self.current.get(piece.own_id, (None, ""))[0] != piece]
        loaded = self.make(pieces, passed, "nightly")
        self.warehouse.load(loaded)
        self.expect(pieces, loaded)

    @rule()
    def a_night_that_dies_before_its_commit(self) -> None:
        broken = source_counts([Piece("z")]).with_columns(new_count=pl.lit(None, dtype=pl.Int64))
        self.number += 1
        with pytest.raises(Exception, match="NOT NULL"):
            self.warehouse.load(night(self.number, [Piece("z")], sources=broken))

    @rule()
    def the_process_ends_and_another_opens(self) -> None:
        self.warehouse.close()
        self.warehouse = Warehouse.open(self.folder / "warehouse.duckdb")

    @precondition(lambda self: self.current)
    @rule(passed=st.integers(0, 12), is_newer=st.booleans())
    def a_backfill(self, passed: int, is_newer: bool) -> None:
        if is_newer:
            self.extractor_version = str(int(self.extractor_version) + 1)
        pieces = [piece for piece, _ in self.current.values()]
        loaded = self.make(pieces, passed, "backfill")
        self.warehouse.load(loaded)
        self.expect(pieces, loaded)

    @precondition(lambda self: any(self.hidden.values()))
    @rule(decision=st.sampled_from(("release", "drop", "correct")), data=st.data())
    def a_decision(self, decision: str, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(name for name, ids in self.hidden.items() if ids)))
        claim_id = data.draw(st.sampled_from(sorted(self.hidden[name])))
        self.number += 1
        piece, version = self.current[name]
        row = claims([piece], version).filter(pl.col("claim_id") == claim_id)
        self.warehouse.decide(
            Decision(
                claim_id=claim_id, decision=decision, why="looked", decided_by="ana",
                decided_at=DAWN + timedelta(days=self.number),
            ),
            row if decision == "correct" else None,
        )  # fmt: skip
        self.decided[claim_id, version] = decision
        if decision != "drop":
            self.hidden[name].discard(claim_id)

    @invariant()
    def the_audits_find_nothing(self) -> None:
        assert [(result.name, result.rows) for result in self.warehouse.audit() if not result.is_passed] == []

    @invariant()
    def analysts_see_what_the_articles_say_now(self) -> None:
        seen = self.warehouse.query("SELECT claim_id, extractor_version FROM current_claims ORDER BY ALL").rows()
        wanted = [
            (claim_id, version)
            for name, (piece, version) in self.current.items()
            for claim_id in claims([piece], version).get_column("claim_id")
            if claim_id not in self.hidden[name]
        ]
        assert seen == sorted(wanted)


def machine(examples: int, steps: int) -> type[TestCase]:
    """The test of so many sequences of so many steps, the same on every run."""
    test: type[TestCase] = type("Machine", (Nights.TestCase,), {})
    checks = list(HealthCheck)
    test.settings = settings(  # type: ignore[attr-defined]  # Hypothesis reads it there
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=checks,
        derandomize=True,
        phases=[Phase.generate],  # shrinking would open hundreds of warehouses; the steps are told as they are
    )
    return test


TestNights = pytest.mark.slow(machine(5, 12))
TestManyNights = pytest.mark.long(machine(60, 25))
