"""docs/sources.md tells every reason for which a document is rejected, and every format that is read."""

from __future__ import annotations

import ast
import re
import tomllib
from typing import get_args

from flows.settings import SourceSettings
from flows.sources.folder import SUFFIXES
from tests.conftest import ROOT
from transforms.articles.page_kinds import KINDS

PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


def reasons_in_code() -> set[str]:
    """The second argument of every InputError that sources and articles raise, where it is written out."""
    found = set()
    for folder in ("flows/sources", "transforms/articles"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "InputError":
                    found |= {part.value for part in node.args[1:2] if isinstance(part, ast.Constant)}
    return found


def test_every_reason_is_told() -> None:
    told = set(re.findall(r"^\| `([^`]+)`", PAGE, re.MULTILINE))
    assert len(reasons_in_code()) > 20
    assert reasons_in_code() | set(KINDS) <= told


def test_every_format_is_told() -> None:
    assert all(f"`{suffix}`" in PAGE for suffix in SUFFIXES)


def test_there_is_an_example_of_every_kind() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    shown = {source["kind"] for block in blocks for source in tomllib.loads(block)["sources"]}
    assert shown == set(get_args(SourceSettings.model_fields["kind"].annotation))
