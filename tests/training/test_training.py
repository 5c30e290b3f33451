"""The way from labels to weights, at full length on a few articles: needs the extra `train`."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import ROOT
from transforms.training.calibrating import Judged, calibration, confidences, cross_fitted, expected_error

FIELDS = ("item", "actor", "predicate", "speaker", "as_of", "place", "modality")


def claims(count: int) -> list[Judged]:
    """Claims whose network is too sure of itself: what it gives 0.9 is right in 0.7 of the cases."""
    draw = np.random.default_rng(1)
    found = []
    for told in draw.choice([0.5, 0.9], count):
        right = {field: bool(draw.random() < (0.7 if told == 0.9 else 0.4)) for field in FIELDS}
        found.append(Judged(dict.fromkeys(FIELDS, float(told)), right, 0.9, all(right.values())))
    return found


def test_the_calibration_mends_what_is_too_sure() -> None:
    told = claims(4000)
    right = [claim.is_right["item"] for claim in told]
    before = expected_error([claim.probability["item"] for claim in told], right)
    after = expected_error(confidences(told, calibration(told))["item"], right)
    assert before > 0.12
    assert after < 0.03


def test_each_half_is_judged_by_the_other() -> None:
    order, told = cross_fitted(claims(400))
    assert {field: len(shares) for field, shares in told.items()} == dict.fromkeys((*FIELDS, "row"), 400)
    assert len(order) == 400


@pytest.mark.slow
@pytest.mark.skipif(find_spec("torch") is None, reason="the extra `train` (torch) is not installed")
@pytest.mark.parametrize("begun", [[], ["--on"]], ids=["from the beginning", "from what ships"])
def test_weights_are_made_from_a_sample(shared: Path, tmp_path: Path, begun: list[str]) -> None:
    command = [sys.executable, "-m", "transforms.training", "--shared", str(shared), "--out", str(tmp_path), *begun]
    subprocess.run([*command, "--sample", "60", "--epochs", "1"], check=True, cwd=ROOT, capture_output=True)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"reader.onnx", "calibration.json", "CARD.md"}
    assert set(json.loads((tmp_path / "calibration.json").read_text(encoding="utf-8"))) == {*FIELDS, "row"}
