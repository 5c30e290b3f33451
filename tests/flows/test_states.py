"""The pipeline as a state machine: its real stages on a home, in any order, killed anywhere, and always made good.

Articles come, change and go, nights and backfills run or die, rules change and people decide.  What analysts see is
compared with a model after every step.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import TestCase
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flows import shards
from flows.commands.quarantine import run_decision
from flows.home import Home
from flows.night import Night, running
from flows.preview import compare, replay_stored
from flows.raw_audit import audit_raw_store
from flows.scope import Scope
from flows.settings import Settings, SourceSettings
from flows.shards import ShardResults
from flows.sources import RawStore
from flows.stages import load as loading
from flows.stages.ingest import Ingested, ingest
from flows.stages.load import load
from flows.stages.validate import validate
from tests.flows.plain_checks import put_in_place
from transforms.extract import Failure, extract_claims
from warehouse import Warehouse

NAMES = ("a", "b")
# The sentences with the figure that each claims; nobody believes the last two.
SAID = {
    "At least 12 people died in the flood on Tuesday.": 12.0,
    "Prices of bread rose 250,000 percent in the town.": 250_000.0,
    "Rents rose 200,000 percent in a week.": 200_000.0,
}
UNBELIEVED = 100_000.0
DAYS = ("2024-05-03", "2024-05-04", "2099-01-01")  # the last is in the future: all of its claims are set aside
MOMENTS = ("ingested", "one shard done", "extracted", "validated", "loaded", "published")

MAYBE_KILLED = st.none() | st.none() | st.sampled_from(MOMENTS)

Seen = dict[tuple[str, str], float]


class Killed(BaseException):
    """The process ends here, and nothing after it is done."""


@dataclass(frozen=True)
class Article:
    """What a source says of an article: sentences and its day."""

    sentences: tuple[str, ...]
    day: str


@dataclass(frozen=True)
class Decided:
    """A decision, the figure that it was taken about, and the one that it puts right."""

    word: str
    about: float
    value: float


class Pipeline(RuleBasedStateMachine):
    """`given` is what the source holds, `left` what dead nights had taken in, `loaded` what the warehouse holds.

    `loaded` says by which rules each article was read; every odd version of the rules reads a percentage one too high.
    `shown` is what analysts saw when the copy was published last.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.source = self.folder / "news.jsonl"
        self.rules = 0
        self.given: dict[str, Article] = {}
        self.left: dict[str, Article] = {}
        self.loaded: dict[str, tuple[Article, int]] = {}
        self.decided: dict[tuple[str, str], Decided] = {}
        self.shown: Seen = {}
        self.looked_at: tuple[Seen, object] | None = None
        self.is_torn = False
        self.patches = ExitStack()

    @initialize()
    def begin(self) -> None:
        place = SourceSettings(name="paper", kind="folder", place=str(self.source))
        self.settings = Settings(home=self.folder / "home", sources=(place,))
        self.home = Home(self.settings.home)
        for target, name, value in (
            (shards, "extract_claims", self.read),
            (shards, "rules_version", lambda: str(self.rules)),
            (shards, "SHARD_DOCUMENTS", 2),
            (loading, "extractor_version", lambda conventions: str(self.rules)),
        ):
            self.patches.enter_context(patch.object(target, name, value))
        put_in_place(lambda *given: self.patches.enter_context(patch.object(*given)))
        self.patches.enter_context(patch("click.echo"))
        # Much to decide about from the beginning: all that nobody believes, and an article from the future.
        self.given = dict(zip(NAMES, (Article(tuple(SAID), DAYS[0]), Article(tuple(SAID), DAYS[-1])), strict=True))
        self.write()
        self.a_night(None)

    def teardown(self) -> None:
        with suppress(AttributeError), Warehouse.open(self.home.warehouse) as warehouse:
            assert audit_raw_store(warehouse, RawStore(self.home.raw), self.settings).is_passed
        self.patches.close()
        shutil.rmtree(self.folder)

    # --- the rules and the source -----------------------------------------------------------------------------------

    def read(self, articles: pl.DataFrame, conventions: str, failures: list[Failure]) -> pl.DataFrame:
        """The claims as this version of the rules reads them."""
        claims = extract_claims(articles, conventions, failures)
        more = pl.when(unit="%").then(self.rules % 2).otherwise(0)
        return claims.with_columns(
            *(pl.col(name) + more for name in ("value", "low", "high")),
            *(pl.col(name) + more / 100 for name in ("base_value", "base_low", "base_high")),
            extractor_version=pl.lit(str(self.rules)),
        )

    def write(self) -> None:
        rows = [
            {"id": name, "published": article.day, "text": " ".join(article.sentences)}
            for name, article in sorted(self.given.items())
        ]
        text = "".join(json.dumps(row) + "\n" for row in rows) or '{"id": "none", "published": "never", "text": "x"}\n'
        self.source.write_text(text, encoding="utf-8")

    @rule(
        name=st.sampled_from(NAMES),
        sentences=st.lists(st.sampled_from(sorted(SAID)), min_size=1, unique=True),
        day=st.sampled_from(DAYS),
    )
    def an_article_is_new_or_changed(self, name: str, sentences: list[str], day: str) -> None:
        self.given[name] = Article(tuple(sentences), day)
        self.write()

    @precondition(lambda self: self.given)
    @rule(data=st.data())
    def an_article_is_deleted(self, data: st.DataObject) -> None:
        del self.given[data.draw(st.sampled_from(sorted(self.given)))]
        self.write()

    @rule()
    def the_rules_change(self) -> None:
        self.rules += 1

    # --- runs -------------------------------------------------------------------------------------------------------

    def run(self, take_in: Callable[[Night], Ingested], kind: str, moment: str | None) -> None:
        """A run of the real stages, killed at a moment; the model follows it as far as it came."""
        self.is_torn = moment is not None
        with ExitStack() as stack:
            if moment is not None:
                stack.enter_context(patch("flows.night._record_end"))  # a dead process records nothing
                stack.enter_context(suppress(Killed))
            night = stack.enter_context(running(self.settings, self.settings.sources, "small", kind))
            ingested = take_in(night)
            self.reach("ingested", moment)
            results = self.extract(night, ingested, moment)
            judged = validate(night, ingested, results)
            self.reach("validated", moment)
            with ExitStack() as dying:
                if moment == "loaded":
                    dying.enter_context(patch.object(loading, "carry_out_corrections", side_effect=Killed))
                if moment == "published":
                    dying.enter_context(patch.object(loading, "sweep", side_effect=Killed))
                predicted = compare(night, results, judged)
                before = self.current(self.home.warehouse)
                self.settle(kind, moment)
                load(night, ingested, results, judged)
            self.foretold(predicted, before)

    def extract(self, night: Night, ingested: Ingested, moment: str | None) -> ShardResults:
        is_staged = pl.col("content").is_null()
        cut = shards.cut(ingested.documents.filter(~is_staged), self.home.shards)
        cut += shards.cut_staged(ingested.documents.filter(is_staged), self.home.staged, self.home.shards)
        for shard in cut:
            if not shard.is_done:
                shards.work_shard(str(shard.documents), str(shard.folder))
                self.reach("one shard done", moment)
        self.reach("extracted", moment)
        return shards.gather(cut)

    def reach(self, here: str, moment: str | None) -> None:
        if here == moment:
            raise Killed

    def take_in(self, night: Night) -> Ingested:
        """Ingest; what came in is kept until it is loaded, whatever becomes of the run."""
        ingested = ingest(night)
        self.left |= self.given
        return ingested

    def take_out(self, night: Night) -> Ingested:
        return replay_stored(night, Scope())

    def settle(self, kind: str, moment: str | None) -> None:
        """What the load that comes now will have done when it is over, or when it dies."""
        if kind == "backfill":
            self.loaded = {name: (article, self.rules) for name, (article, _) in self.loaded.items()}
        else:
            changed = {name: each for name, each in self.left.items() if self.loaded.get(name, (None,))[0] != each}
            self.loaded |= {name: (each, self.rules) for name, each in changed.items()}
            self.left = {}
        if moment != "loaded":
            self.shown = self.wanted()

    def foretold(self, predicted: pl.DataFrame, before: dict[str, float]) -> None:
        """What the run said beforehand that it would change is what it has changed."""
        after = self.current(self.home.warehouse)
        told = {change: set(predicted.filter(change=change)["claim_id"]) for change in ("added", "dropped", "changed")}
        articles = set(predicted["article_id"])
        assert told["added"] == after.keys() - before.keys(), articles
        assert told["dropped"] == before.keys() - after.keys(), articles
        assert told["changed"] == {claim for claim in after.keys() & before.keys() if after[claim] != before[claim]}

    @rule(moment=MAYBE_KILLED)
    def a_night(self, moment: str | None) -> None:
        self.run(self.take_in, "nightly", moment)

    @rule(moment=MAYBE_KILLED)
    def a_backfill(self, moment: str | None) -> None:
        self.run(self.take_out, "backfill", moment)

    # --- people -----------------------------------------------------------------------------------------------------

    @rule(word=st.sampled_from(("release", "drop", "correct")), data=st.data())
    def a_decision(self, word: str, data: st.DataObject) -> None:
        aside = self.aside()
        if aside:
            self.decide(word, *data.draw(st.sampled_from(aside)))

    def aside(self) -> list[tuple[Any, ...]]:
        """claim_id, own_id, sentence and figure of the claims in quarantine."""
        with Warehouse.open(self.home.warehouse) as warehouse:
            return warehouse.query(
                """SELECT q.claim_id, own_id, sentence, value
                FROM quarantined_claims AS q JOIN articles USING (version_id) WHERE q.is_current ORDER BY ALL"""
            ).rows()

    def decide(self, word: str, claim_id: str, own_id: str, sentence: str, value: float) -> None:
        fields = ("value=77",) if word == "correct" else ()
        run_decision(word, (claim_id,), "read by eye", fields, self.home.root, None)
        self.decided[own_id, sentence] = Decided(word, value, 77.0)
        self.shown = self.wanted()

    # --- what must hold ---------------------------------------------------------------------------------------------

    def wanted(self) -> Seen:
        """What analysts should see of the articles that are loaded: (article, sentence) → figure."""
        found: Seen = {}
        for name, (article, rules) in self.loaded.items():
            for sentence in article.sentences:
                value = SAID[sentence] + (rules % 2 if "percent" in sentence else 0)
                decided = self.decided.get((name, sentence))
                if decided is not None and decided.about == value:
                    if decided.word != "drop":
                        found[name, sentence] = decided.value if decided.word == "correct" else value
                elif value < UNBELIEVED and article.day != DAYS[-1]:
                    found[name, sentence] = value
        return found

    def current(self, path: Path) -> dict[str, float]:
        with Warehouse.open(path, is_read_only=True) as warehouse:
            return dict(warehouse.query("SELECT claim_id, value FROM current_claims").rows())

    @invariant()
    def analysts_see_what_the_articles_say_and_people_decided(self) -> None:
        """Looked at again only when a copy was published since, or another is wanted."""
        stat = self.home.published.stat()
        now = (self.shown.copy(), (stat.st_ino, stat.st_mtime_ns, stat.st_size))
        if now == self.looked_at:
            return
        self.looked_at = now
        with Warehouse.open(self.home.published, is_read_only=True) as warehouse:
            rows = warehouse.query(
                "SELECT own_id, sentence, value FROM current_claims JOIN articles USING (version_id)"
            ).rows()
            failed = [(result.name, result.rows) for result in warehouse.audit() if not result.is_passed]
        assert {(own_id, sentence): value for own_id, sentence, value in rows} == self.shown
        assert len(rows) == len(self.shown)
        assert failed == []

    @precondition(lambda self: self.is_torn)
    @invariant()
    def what_a_dead_run_has_left_is_whole(self) -> None:
        self.is_torn = False  # until another run dies
        with Warehouse.open(self.home.warehouse) as warehouse:
            assert [(result.name, result.rows) for result in warehouse.audit() if not result.is_passed] == []


@pytest.mark.slow
def test_decisions_hold_through_backfills_and_when_their_article_passes_its_checks() -> None:
    """Another that chance finds seldom."""
    believed, unbelieved = list(SAID)[:2]
    pipeline = Pipeline()
    pipeline.begin()
    for word, own_id, sentence in (("release", "a", unbelieved), ("drop", "b", believed)):
        (row,) = (row for row in pipeline.aside() if row[1:3] == (own_id, sentence))
        pipeline.decide(word, *row)
    for changes in (0, 2):  # of two changes of the rules the second takes back what the first did
        pipeline.rules += changes
        pipeline.a_backfill(None)
        pipeline.analysts_see_what_the_articles_say_and_people_decided()
    assert ("a", unbelieved) in pipeline.shown
    pipeline.an_article_is_new_or_changed("b", [believed], DAYS[1])
    pipeline.a_night(None)
    pipeline.analysts_see_what_the_articles_say_and_people_decided()
    assert ("b", believed) not in pipeline.shown
    pipeline.teardown()


@pytest.mark.slow
def test_what_was_seen_last_counts_whatever_dead_nights_have_left() -> None:
    """A sequence that chance finds seldom: an article changes, changes back, changes again and goes, in dead nights."""
    first, second = (Article((sentence,), DAYS[0]) for sentence in list(SAID)[:2])
    for contents in ((first, second, first), (first, second, first, second)):
        pipeline = Pipeline()
        pipeline.begin()
        for number, article in enumerate(contents):
            pipeline.an_article_is_new_or_changed("a", list(article.sentences), article.day)
            pipeline.a_night(None if number == 0 else "ingested")
        del pipeline.given["a"]
        pipeline.write()
        pipeline.a_night(None)
        pipeline.analysts_see_what_the_articles_say_and_people_decided()
        assert pipeline.loaded["a"][0] == contents[-1]
        pipeline.teardown()


def machine(examples: int, steps: int) -> type[TestCase]:
    """The test of so many sequences of so many steps, the same on every run."""
    test: type[TestCase] = type("Machine", (Pipeline.TestCase,), {})
    test.settings = settings(  # type: ignore[attr-defined]  # Hypothesis reads it there
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=[Phase.generate],  # shrinking would run thousands of nights; the steps are told as they are
    )
    return test


TestPipeline = pytest.mark.slow(machine(5, 15))
TestPipelineLong = pytest.mark.long(machine(60, 40))
