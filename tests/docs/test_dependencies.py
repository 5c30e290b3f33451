"""docs/dependencies.md: every dependency has its reason, with the version that it is held to."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
EXTRAS = PROJECT["project"]["optional-dependencies"]
REQUIREMENTS = [*PROJECT["project"]["dependencies"], *(one for extra in EXTRAS.values() for one in extra)]
TABLE = "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_a_dependency_has_its_reason(requirement: str) -> None:
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    assert re.search(rf"(?<![\w-]){re.escape(name.group())}(?![\w-])", TABLE)


@pytest.mark.parametrize("requirement", [one for one in REQUIREMENTS if "==" in one or "<" in one])
def test_a_pin_is_the_one_that_is_explained(requirement: str) -> None:
    name, version = re.findall(r"^([\w-]+).*?(?:==|<)([\d.]+)$", requirement)[0]
    line = next(line for line in TABLE.splitlines() if name in line.split("|")[1] + line.split("|")[2])
    assert version.removesuffix(".0") in line


def test_the_tools_of_the_developers_are_named() -> None:
    tools = [re.split(r"[<>=\[]", one)[0] for one in PROJECT["dependency-groups"]["dev"]]
    programs = [tool for tool in tools if not tool.startswith("types-") and not tool.endswith("-stubs")]
    assert [tool for tool in programs if tool not in PAGE.lower()] == []
