"""The stages of the extractor make up the whole of it, and what was timed is as it was before."""

from __future__ import annotations

import pytest

from tests.benchmarks.claims import articles_frame
from tests.benchmarks.stages import REST, STAGES, print_million, stages_timed
from transforms.extract import extract_claims

ARTICLES = [{"id": "a", "text": "Rescuers pulled 117 people from the rubble on Monday, said Cemal Ardan."}]


def test_every_stage_is_met_and_the_claims_are_the_same() -> None:
    before = [getattr(owner, name) for found in STAGES.values() for owner, name in found]
    plain = extract_claims(articles_frame(ARTICLES))
    with stages_timed() as clock:
        timed = extract_claims(articles_frame(ARTICLES))
    assert timed.equals(plain)
    assert clock.calls.keys() == STAGES.keys()
    assert clock.spent.keys() == {*STAGES, REST}
    assert [getattr(owner, name) for found in STAGES.values() for owner, name in found] == before


def test_a_million_articles_are_reckoned_by_cores(capsys: pytest.CaptureFixture[str]) -> None:
    print_million(0.0072)
    assert "1.0 h on 2 cores, 0.2 h on 8 cores, 0.0 h on 64 cores" in capsys.readouterr().out
