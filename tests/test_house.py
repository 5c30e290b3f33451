"""The law of the house, checked: locks with hashes, no registry's host, no crooked names, no module grown too long."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = ("flows", "transforms", "expectations", "warehouse")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-compare.lock", "requirements-train.lock")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TEXTS = sorted(
    path
    for pattern in ("*.toml", "*.lock", "*.md", "Makefile", "prefect.yaml", ".ci/*", "docs/*.md")
    for path in ROOT.glob(pattern)
)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_with_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    packages = [entry for entry in entries if not entry.startswith(("#", "--"))]
    assert len(packages) >= 5
    assert [p.split("\n")[0] for p in packages if "==" not in p or "--hash=sha256:" not in p] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name)
def test_no_file_names_a_registry_or_the_path_of_a_machine(path: Path) -> None:
    hosts_and_paths = r"pypi\.org|pythonhosted|index-url|find-links|(?<![\w.])/(?:work|farm|root)/"
    assert re.findall(hosts_and_paths, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_stay_small_and_are_named_for_their_job(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert path.stem not in {"utils", "util", "helpers", "misc", "common"}
    if path.stem != "__init__":
        assert path.stem not in sys.stdlib_module_names


def test_modules_were_found() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(ROOMS)


def test_examples_are_drawn_by_hypothesis_alone() -> None:
    """pyproject.toml leaves its warning about `random` aside, which threads of other packages set off: this is it."""
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    drawn = [text for text in tests if re.search(r"^from hypothesis import", text, re.MULTILINE)]
    assert len(drawn) > 10
    assert [text[:200] for text in drawn if re.search(r"^(import random|from random import)", text, re.MULTILINE)] == []
