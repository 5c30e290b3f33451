"""The front page tells what tonight brought and nothing of the nights before; each thing leads to its page."""

from __future__ import annotations

import re
from html import unescape

import pytest

from flows.home import Home
from tests.explore.conftest import client_of, newer_page
from tests.explore.made_nights import QUIET, SILENT, busy_night, first_night, load_nights, quiet_night

pytestmark = pytest.mark.lasting

SECTIONS = ("movers", "heaviest", "conflicts", "sums", "quarantine", "sources")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The front page of one home before its first night, and after each; every address on the busy one answers."""
    home, found = Home(tmp_path_factory.mktemp("tonight")), []
    load_nights(home)
    with client_of(home) as client:
        found.append(client.get("/").text)
        for load in (first_night, busy_night, quiet_night):
            load_nights(home, load)
            found.append(newer_page(client, "/", found[-1]))
            if load is busy_night:
                for address in sorted(set(map(unescape, re.findall(r'href="(/[^"#]*)', found[-1])))):
                    if "/reports/" not in address:
                        assert client.get(address).status_code == 200, address
    return found


def section(page: str, name: str) -> str:
    """What stands under a heading; "" where there is none."""
    found = re.search(
        rf'<h2 id="{name}">.*?(?=<h2|<p class="soft">No|<div class="charts|<div class="groups)', page, re.S
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", "", found[0])).split()) if found else ""


def test_before_the_first_night_there_is_nothing_to_tell(pages: list[str]) -> None:
    assert [name for name in SECTIONS if section(pages[0], name)] == []
    assert "No run yet" in pages[0]


def test_the_first_night_has_no_moves(pages: list[str]) -> None:
    assert [name for name in SECTIONS if section(pages[1], name)] == ["heaviest"]
    assert "Deaths: people: 38, 2024-09-01 · Mayor Ann Pell" in section(pages[1], "heaviest")


def test_a_level_that_moved_is_told_with_what_it_was(pages: list[str]) -> None:
    moved = section(pages[2], "movers")
    assert re.search(r"Deaths: people ?52 2024-09-01 ?61 ?\+17% ?2024-09-04 ?1$", moved), moved


def test_a_conflict_is_new_where_one_of_its_figures_is(pages: list[str]) -> None:
    conflicts = section(pages[2], "conflicts")
    assert conflicts.startswith("New conflicts 1 ")
    for name in ("Mayor Ann Pell", "Chief Bo Rand"):
        assert name in conflicts


def test_what_weighs_is_of_tonight_alone(pages: list[str]) -> None:
    heaviest = section(pages[2], "heaviest")
    assert ": 61, 2024-09-04 · Chief Bo Rand" in heaviest
    assert "Mayor" not in heaviest


def test_sums_quarantine_and_sources_are_told(pages: list[str]) -> None:
    assert "6 soldiers, where the others come to 7: whole: 6 soldiers; part: 7 soldiers" in section(pages[2], "sums")
    assert section(pages[2], "quarantine") == "Set aside, by check value in bounds 1 claim"
    assert section(pages[2], "sources").endswith(f"{QUIET}: source is not silent ({SILENT})")


def test_the_night_after_tells_nothing_again(pages: list[str]) -> None:
    assert [name for name in SECTIONS if section(pages[3], name)] == []
    assert (
        "No figure moved, no conflict is new, no sum fails, no claim was set aside, no source went quiet or changed."
        in pages[3]
    )
