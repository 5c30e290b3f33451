"""Reading tells nobody: the network's runtime keeps no events of its use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

READ = """
from transforms.claims.assembly import read_claims
from transforms.claims.reading import ArticleReading
print(len(list(read_claims(ArticleReading("Some 12 people died."), "0" * 32, [0]))))
"""


@pytest.mark.slow
def test_reading_leaves_nothing_in_the_users_home(tmp_path: Path) -> None:
    left_out = ("ORT_", "XDG_", "PYTHON")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    variables |= {"HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    read = subprocess.run(
        [sys.executable, "-c", READ], env=variables, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert read.stdout.strip() == "1"
    assert [path.name for path in tmp_path.rglob("*")] == []
