"""`claimwire quarantine`: claims are listed, released, dropped and corrected; later runs and backfills hold to it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from flows.home import Home
from tests.flows.conftest import Place, home_after

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

# Three figures that no one believes, and one that is said twice in its sentence.
STEEP = "Prices of bread rose 250,000 percent."
RENT = "Rents rose 200,000 percent in a week."
TWICE = "They paid 300,000 percent for salt and 300,000 percent for oil."
SOUND = "At least 12 people died in the flood."
Change = Callable[[str, Callable[[pl.DataFrame], pl.DataFrame]], None]


def write(path: Path, *sentences: str, published: str = "2024-05-03") -> Path:
    row = {"id": "a", "published": published, "text": " ".join(sentences)}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one night of four sound and unsound sentences, to be copied."""
    folder = tmp_path_factory.mktemp("night")
    return home_after(folder, write(folder / "news.jsonl", SOUND, STEEP, RENT, TWICE), "--accept", "a small night")


@pytest.fixture
def news(place: Place, first_night: Home, tmp_path: Path) -> Iterator[Path]:
    """What the night of the place's home has read; whatever the test does with the home leaves it sound."""
    shutil.copytree(first_night.root, place.home.root, symlinks=True)
    yield write(tmp_path / "news.jsonl", SOUND, STEEP, RENT, TWICE)
    place.run("audit")


def listed(place: Place) -> dict[str, list[str]]:
    """Sentence → ids of its claims that wait, in the order of the list."""
    found: dict[str, list[str]] = {}
    lines = place.run("quarantine").stdout.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if match := re.match(r"  ([0-9a-f]{32})  “", line):
            found.setdefault(following.strip(), []).append(match[1])
    return found


def decide(place: Place, word: str, claim_id: str, *more: str) -> None:
    told = place.run("quarantine", word, claim_id, "--why", f"{word} it", *more)
    assert claim_id in told.stdout


def values(place: Place) -> list[float | None]:
    """What analysts see; that the home is sound after every step is for test_states."""
    return [value for (value,) in place.query("SELECT value FROM current_claims ORDER BY ALL")]


def test_what_waits_is_listed_by_reason_with_its_sentence(place: Place, news: Path) -> None:
    told = place.run("quarantine").stdout
    assert "percentage_is_plausible (4)" in told
    assert set(listed(place)) == {STEEP, RENT, TWICE}
    assert values(place) == [12.0]


def test_wrong_ids_columns_values_and_decisions_without_a_reason_change_nothing(place: Place, news: Path) -> None:
    (claim_id,) = listed(place)[STEEP]
    before = place.query("FROM claims")
    (sound_id,) = (row[0] for row in place.query("SELECT claim_id FROM current_claims"))
    for wrong, exit_code, words in (
        (("release", "none", "--why", "x"), 1, "not in the quarantine: none"),
        (("release", claim_id, "../../x", "--why", "x"), 1, "not in the quarantine"),
        (("drop", sound_id, "--why", "x"), 1, "not in the quarantine"),
        (("release", claim_id), 2, "--why"),
        (("release", claim_id, "--why", "  "), 2, "without a reason"),
        (("correct", claim_id, "--why", "x"), 2, "--set"),
        (("correct", claim_id, "--why", "x", "--set", "quote=25"), 2, "no such column to correct"),
        (("correct", claim_id, "--why", "x", "--set", "value"), 2, "COLUMN=VALUE"),
        (("correct", claim_id, "--why", "x", "--set", "value=many"), 2, "not a value of it"),
        (("correct", claim_id, "--why", "x", "--set", "value=1e400"), 2, "not a value of it"),
        (("correct", claim_id, "--why", "x", "--set", "unit=parsnip"), 2, "no such unit"),
        (("correct", claim_id, "--why", "x", "--set", "kind=thing"), 2, "use one of"),
        (("correct", claim_id, "--why", "x", "--set", "low=9", "--set", "high=1"), 2, "not in order"),
        (("burn", claim_id), 2, "No such command"),
    ):  # fmt: skip
        assert words in place.run("quarantine", *wrong, exit_code=exit_code).stderr, wrong
    assert list(place.home.corrections.iterdir()) == []
    assert place.query("FROM claims") == before
    assert place.query("FROM quarantine_decisions") == []


def test_decisions_hold_through_backfills_and_nights_and_are_all_logged(
    place: Place, news: Path, newer_rules: Change
) -> None:
    waiting = listed(place)
    decide(place, "release", waiting[STEEP][0])
    decide(place, "drop", waiting[RENT][0])
    decide(place, "correct", waiting[TWICE][0], "--set", "value=3", "--set", "speaker=the grocer")
    held = [3.0, 12.0, 250_000.0]
    assert values(place) == held
    assert listed(place) == {TWICE: [waiting[TWICE][1]]}  # its twin is another claim

    assert "No claim changes." in place.run("backfill").stdout
    place.run("backfill", "--apply")  # the same rules
    assert values(place) == held
    newer_rules("newer", lambda claims: claims)
    assert "No claim changes." in place.run("backfill").stdout
    place.run("backfill", "--apply")
    assert values(place) == held
    place.run("nightly", news)  # the same article
    assert values(place) == held
    write(news, "The market opened late on Friday.", SOUND, STEEP, RENT, TWICE, published="2024-05-04")
    place.run("nightly", news, "--accept", "a small night")
    assert values(place) == held
    assert len(listed(place)[TWICE]) == 1
    write(news, SOUND, STEEP, RENT, TWICE)  # and back to what it said first
    place.run("nightly", news, "--accept", "a small night")
    assert values(place) == held

    speakers = place.query("SELECT speaker, base_value FROM current_claims WHERE value = 3")
    assert speakers == [("the grocer", pytest.approx(0.03))]
    log = place.query(
        "SELECT decision, why, count(DISTINCT claim_id) FROM quarantine_decisions GROUP BY ALL ORDER BY 1"
    )
    assert log == [("correct", "correct it", 2), ("drop", "drop it", 2), ("release", "release it", 2)]
    assert place.query("SELECT DISTINCT corrected FROM quarantine_decisions WHERE decision = 'correct'") == [
        ('{"speaker": "the grocer", "value": 3.0}',)
    ]


def test_the_newest_decision_counts_whichever_version_it_was_taken_on(place: Place, news: Path) -> None:
    decide(place, "release", listed(place)[STEEP][0])
    assert values(place) == [12.0, 250_000.0]
    write(news, "A new beginning of the story.", SOUND, STEEP)
    place.run("nightly", news, "--accept", "a small night")
    assert values(place) == [12.0, 250_000.0]
    ((claim_id,),) = place.query("SELECT claim_id FROM current_claims WHERE value = 250000")
    decide(place, "drop", claim_id)
    for _ in range(2):
        assert values(place) == [12.0]
        place.run("nightly", news)
    write(news, SOUND, STEEP)  # the first version's sentence again, in a third
    place.run("nightly", news, "--accept", "a small night")
    assert values(place) == [12.0]


def test_a_dropped_claim_stays_away_when_its_article_passes_the_checks(place: Place, tmp_path: Path) -> None:
    news = write(tmp_path / "news.jsonl", SOUND, "Some 40 homes burned.", published="2099-01-01")
    place.run("nightly", news, "--accept", "its clock is wrong")
    waiting = listed(place)
    decide(place, "drop", waiting[SOUND][0])
    decide(place, "correct", waiting["Some 40 homes burned."][0], "--set", "value=41")
    assert values(place) == [41.0]
    write(news, SOUND, "Some 40 homes burned.", "The river rose by 3 metres.")
    place.run("nightly", news)
    assert place.seen() == [("a", "3 metres", 3.0), ("a", "Some 40 homes", 41.0)]
    reasons = place.query("SELECT failed_checks, decision FROM quarantine ORDER BY decision")
    assert reasons == [(["nobody_decided_otherwise"], "correct"), (["nobody_decided_otherwise"], "drop")]


def test_the_guard_tells_what_has_caught_up_what_differs_and_what_is_lost(
    place: Place, news: Path, newer_rules: Change
) -> None:
    waiting = listed(place)
    decide(place, "correct", waiting[STEEP][0], "--set", "value=25")
    decide(place, "correct", waiting[RENT][0], "--set", "value=40", "--set", "speaker=Ada Bell")
    decide(place, "drop", waiting[TWICE][0])

    def newer(claims: pl.DataFrame) -> pl.DataFrame:
        """The bread is read as it was corrected; the rents otherwise than both."""
        was, value = pl.col("value"), pl.col("value")
        value = pl.when(was == 250_000).then(25.0).when(was == 200_000).then(201_000.0).otherwise(was)
        factor = value / was
        numbers = ("value", "low", "high", "base_value", "base_low", "base_high")
        return claims.with_columns((pl.col(name) * factor).alias(name) for name in numbers)

    newer_rules("newer", newer)
    told = place.run("backfill", "--apply", "--accept", "small").stderr
    assert f"({waiting[STEEP][0]}) is no longer needed" in told
    assert f"({waiting[RENT][0]}) was left out: the claim now reads otherwise; decide again" in told
    assert waiting[TWICE][0] not in told
    assert values(place) == [12.0, 25.0]
    listing = place.run("quarantine").stdout
    assert re.search(rf"Correction {waiting[STEEP][0]} .*: caught up", listing)
    assert re.search(rf"Correction {waiting[RENT][0]} .*: differs", listing)
    assert waiting[RENT][0] in listed(place)[RENT]

    # The source mends the rents itself, and takes the salt out.
    write(news, SOUND, STEEP, "Rents rose 40 percent in a week, said Ada Bell.")
    told = place.run("nightly", news, "--accept", "small").stderr
    assert f"({waiting[RENT][0]}) is no longer needed" in told
    assert f"({waiting[TWICE][0]}) was left out: its article no longer claims that" in told


def test_a_broken_file_of_corrections_stops_a_night_before_it_loads(place: Place, news: Path) -> None:
    decide(place, "correct", listed(place)[STEEP][0], "--set", "value=25")
    (path,) = place.home.corrections.iterdir()
    sound = path.read_text(encoding="utf-8")
    write(news, SOUND, STEEP, RENT, "Some 40 homes burned.")
    for broken in (
        sound.replace('"value": 25.0', '"value": "many"'),
        sound.replace('"value": 25.0', '"claim_id": "x"'),
        sound.replace('"decision": "correct"', '"decision": "release"'),
        sound.replace('"why": "correct it"', '"why": 5'),
        "{",
    ):
        path.write_text(broken, encoding="utf-8")
        told = place.run("nightly", news, "--accept", "small", exit_code=1).stderr
        assert path.name in told
        assert "mend the file" in told or "use release" in told
    assert values(place) == [12.0, 25.0]
    path.write_text(sound, encoding="utf-8")
    place.run("nightly", news, "--accept", "small")
    assert values(place) == [12.0, 25.0, 40.0]
