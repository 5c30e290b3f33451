"""README and docs/: every command, target, setting, link and row that they show is real."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path
from typing import Any

import click
import polars as pl
import pytest

from flows.cli import main
from flows.home import Home
from flows.settings import read_settings
from tests.conftest import ROOT
from transforms.extract import extract_claims
from transforms.frames import ARTICLES

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def fenced(language: str) -> list[tuple[str, str]]:
    """(name of the page, text) of every fenced block of a language, "" for none."""
    blocks = []
    for page in PAGES:
        found = re.findall(r"^```(\w*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        blocks += [(page.name, text) for kind, text in found if kind == language]
    return blocks


def lines_of(*programs: str) -> list[str]:
    lines = [line for kind in ("sh", "") for _, text in fenced(kind) for line in text.splitlines()]
    return sorted({line for line in lines if line.startswith(programs)})


@pytest.mark.parametrize("line", lines_of("claimwire "))
def test_a_command_line_is_understood(line: str) -> None:
    words = shlex.split(line)[1:]
    command: click.Command = main
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    assert command is not main, line
    command.make_context(command.name, words)


@pytest.mark.parametrize("line", lines_of("make "))
def test_a_target_of_the_makefile_is_there(line: str) -> None:
    target = line.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("page", "text"), fenced("toml"), ids=lambda value: value[:12])
def test_settings_shown_are_accepted(tmp_path: Path, page: str, text: str) -> None:
    config = tmp_path / "claimwire.toml"
    config.write_text(text, encoding="utf-8")
    assert read_settings(config, environment={}).sources, page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_readme_begins_with_what_it_is_a_row_and_two_commands() -> None:
    opening = README[: README.index("## ")]
    assert "```sh\nmake nightly\nmake test\n```" in opening
    assert len(README.split("\n\n")[1].split(". ")) == 1


def test_the_row_of_the_readme_is_what_the_extractor_gives() -> None:
    sentence = re.findall(r"^> (.*)$", README, re.MULTILINE)[0]
    published = re.findall(r"published on (\d{4}-\d\d-\d\d)", README)[0]
    claims = extract_claims(article(sentence, date.fromisoformat(published)))
    assert claims.height == 1
    row = claims.row(0, named=True)
    shown = dict(re.findall(r"^\| (\w+) \| ?(.*?) ?\|$", README[: README.index("## ")], re.MULTILINE))
    shown.pop("column")
    assert len(shown) >= 14
    assert {name: as_shown(row[name]) for name in shown} == shown


def article(text: str, published: date) -> pl.DataFrame:
    row: dict[str, Any] = dict.fromkeys(ARTICLES.columns, "x")
    row |= {
        "text": text,
        "title": None,
        "authors": None,
        "published_date": published,
        "date_source": "given",
        "date_confidence": 1.0,
        "language": "en",
        "is_read": True,
    }
    return pl.DataFrame([row], schema=ARTICLES.schema(), orient="row")


def as_shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_every_place_of_the_home_folder_is_explained() -> None:
    home = Home(Path("home"))
    places = [name for name, member in vars(Home).items() if isinstance(member, property)]
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    tops = {getattr(home, name).relative_to("home").parts[:2] for name in places}
    unnamed = [parts for parts in tops if f"`{'/'.join(parts)}" not in page and f"`{parts[0]}/`" not in page]
    assert unnamed == []
