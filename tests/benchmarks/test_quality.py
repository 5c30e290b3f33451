"""The figures of quality never fall below their floors, and the commands write what the scorers read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import cases, newsquant
from tests.benchmarks.quality import FLOORS, PAGE, measure


@pytest.mark.slow
def test_no_figure_falls_below_its_floor(shared: Path) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    figures = {figure.name: figure.value for figure in measure(shared)}
    assert {name: value for name, value in figures.items() if value < floors[name] - 0.05} == {}
    assert set(floors) == set(figures)


def test_at_most_a_fifth_of_the_cases_is_excluded_and_no_numeral_is(shared: Path) -> None:
    for suite in ("recognizers", "duckling"):
        lines = (shared / "data" / f"{suite}.jsonl").read_text(encoding="utf-8").splitlines()
        judged = [cases.judge(json.loads(line)) for line in lines]
        excluded = [case for case in judged if case["verdict"] == "excluded"]
        assert all("Numeral" not in case["kind"] and "NumberModel" not in case["kind"] for case in excluded)
        others = [case for case in judged if "Numeral" not in case["kind"] and "NumberModel" not in case["kind"]]
        assert len(excluded) <= len(others) / 5
        assert all(case["rule"] for case in excluded)


def test_the_commands_write_one_record_for_each_text(tmp_path: Path) -> None:
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps([{"text": "Shares rose 5%."}, {"text": "Nothing."}]), encoding="utf-8")
    newsquant.main(str(source), str(target))
    first, second = json.loads(target.read_text(encoding="utf-8"))
    assert first["quantities"] == [{"value": 5.0, "unit": "percentage", "change": "up", "concepts": ["shares"]}]
    assert second == {"text": "Nothing.", "quantities": []}


def test_the_cases_command_judges_every_line(tmp_path: Path) -> None:
    case = {"id": "x/1", "suite": "duckling", "kind": "Distance", "text": "8 miles", "reference": None}
    expected = [{"text": "8 miles", "start": 0, "end": 7, "value": "8", "unit": "Mile", "raw": ""}]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({**case, "expected": expected}) + "\n", encoding="utf-8")
    cases.main(str(source), str(target))
    assert json.loads(target.read_text(encoding="utf-8"))["verdict"] == "right"


def test_the_page_is_the_one_that_was_made() -> None:
    assert PAGE.read_text(encoding="utf-8").startswith("# How well it reads")
