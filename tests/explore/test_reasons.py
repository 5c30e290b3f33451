"""Why a figure was read so: on a page, and by `claimwire why`; of what older rules read, too."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient

from flows.explore.app import make_app
from flows.home import Home
from tests.explore.conftest import PORT, client_of
from tests.explore.made import SCRIPT, SOLD, TOLL
from tests.explore.made_nights import load_nights
from tests.warehouse.factory import Piece, claims, night
from warehouse.published import Published

pytestmark = pytest.mark.lasting


def why(home: Home, claim_id: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", "why", "--home", str(home.root), "--", claim_id]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_tells_the_sentence_the_rule_and_each_choice(home: Home) -> None:
    told = why(home, TOLL)
    assert told.returncode == 0, told.stderr
    older, title, sentence, figure, context, *choices = told.stdout.splitlines()
    assert older.startswith("Older rules (")
    assert title == "A ferry sinks"
    assert sentence.strip() == "1: Rescuers found 32 bodies off Izmir, said Cemal Ardan."
    assert "“32 bodies”  number and counted noun → = 32" in figure
    assert "said by Cemal Ardan" in context
    fields = [line.split(":")[0].strip() for line in choices]
    assert {"item", "speaker", "modality", "measure", "role", "a claim at all"} <= set(fields)
    assert len(fields) == len(set(fields))


@pytest.mark.parametrize("claim_id", ["none", "-x", "' OR true --"])
def test_a_claim_that_is_not_there_is_told_with_how_to_find_one(home: Home, claim_id: str) -> None:
    told = why(home, claim_id)
    assert told.returncode == 1
    assert "there is none; ask for one: claimwire sql" in told.stderr


def test_what_today_s_rules_do_not_read_is_told_with_what_reads_it_again(tmp_path: Path) -> None:
    piece, home = Piece("paper", (7,)), Home(tmp_path)
    shorter = claims([piece]).with_columns(quote=pl.lit("7"), end=pl.col("start") + 1)
    load_nights(home, lambda warehouse: warehouse.load(night(1, [piece], claims=shorter)))
    claim_id = shorter.item(0, "claim_id")
    told = why(home, claim_id)
    assert told.returncode == 1
    assert "today's rules read no “7” there; `claimwire backfill`" in told.stderr
    with client_of(home) as client:
        page = client.get(f"/figure/{claim_id}/why")
    assert page.status_code == 503
    assert "today's rules read no “7” there" in unescape(page.text)


def test_the_page_tells_what_the_command_tells_and_leads_back(home: Home, client: TestClient) -> None:
    assert f'href="/figure/{TOLL}/why"' in client.get(f"/figure/{TOLL}").text
    page = client.get(f"/figure/{TOLL}/why")
    assert page.status_code == 200
    lines = [unescape(line) for line in re.findall(r'<p class="in\d+" dir="auto">(.*)</p>', page.text)]
    assert lines == [line.strip() for line in why(home, TOLL).stdout.splitlines()]
    assert f'<a href="/figure/{TOLL}">' in page.text
    assert SCRIPT not in client.get(f"/figure/{SOLD}/why").text
    assert client.get("/figure/none/why").status_code == 404


def test_where_it_may_be_another_site_that_asks_it_is_not_worked_out(home: Home) -> None:
    """At an outer name browsers do not say which site asks."""
    name, path = f"paper.example:{PORT}", f"/figure/{TOLL}/why"
    app = make_app(home, Published(home.published), PORT, ("paper.example",))
    with TestClient(app, base_url=f"http://{name}") as outside:
        assert outside.get(path).status_code == 403
        assert outside.get(path, headers={"referer": f"http://{name}/figure/{TOLL}"}).status_code == 200
