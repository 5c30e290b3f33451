"""Hostile bytes from source to report, one night over all of them: refused or shown as text, and nothing leaks.

The night is a real process that reads a folder and a server; the tests look at what it left behind.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import zstandard

from flows.home import Home
from tests.flows.conftest import Place, environment, kept_environment
from tests.flows.sources.server import Site, redirect, serving
from tests.warehouse.factory import HOSTILE
from warehouse import Warehouse
from warehouse.tables import literal

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(900)]

GIGABYTE = 1 << 30
WORDS = (
    *HOSTILE,
    "../../../etc/passwd",
    "..\\..\\windows",
    "/etc/cron.d/x",
    "\x1b]0;owned\x07\x1b[31m",
    "{{ 7 * 7 }}{% raw %}",
    "<img src=x onerror=alert(1)>",
    "</textarea><script src='https://evil.example/x.js'></script>",
    '@SUM(1+1)*cmd|"/C calc"!A0',
    "$1 $$ {rows} %(name)s ?",
    "\u202egnirts\u2066",
)
SOURCE = "a'); DROP TABLE claims; -- <script>alert(1)</script> ../.."
DATES = ("0000-01-01", "9999-12-31", "10000-01-01", "-0044-03-15", "2024-13-45", "2024-05-03T99:99:99+99:99")
LOUD = {
    "1e400": "About 1e400 people came to the town on Monday, the mayor said.",
    "-1e400": "The river fell by -1e400 metres on Monday, the mayor said.",
    "9 x 400": f"The flood cost ${'9' * 400} million on Monday, the mayor said.",
    "range": f"From {'9' * 310} to {'9' * 320} people came on Monday, the mayor said.",
    "words": "NaN people and Infinity dollars were lost, the mayor said, and 12 people came.",
    "year 0": "In the year 0, on 0000-00-00, 12 people came; by 31 December 9999 and 10000-01-01 some 13 people will.",
}
# Ways to write 127.0.0.1 and other addresses that lead inside; `{}` stands for the server's port.
INSIDE = (
    "http://localhost:{}", "http://LOCALHOST.:{}", "http://2130706433:{}", "http://0x7f000001:{}", "http://0177.0.0.1:{}",
    "http://127.1:{}", "http://127.0.0.2:{}", "http://0.0.0.0:{}", "http://0:{}", "http://[::1]:{}", "http://[::]:{}",
    "http://[::ffff:127.0.0.1]:{}", "http://[::ffff:7f00:1]:{}", "http://[::127.0.0.1]:{}", "http://[64:ff9b::7f00:1]:{}",
    "http://169.254.169.254", "http://[fd00:ec2::254]", "http://168.63.129.16", "http://100.100.100.200", "http://10.0.0.1",
    "http://127.0.0.1:{}@localhost:{}",
)  # fmt: skip
PAGE = """<!doctype html><html><head><title>Flood</title></head><body><article><p>The river rose by 3 metres overnight
and 1,200 people left their homes, the council said on Friday.</p><p>{}</p></article></body></html>"""

# A small process between this one and the night: Linux counts the memory of whoever starts a program into its peak.
MEASURED = """
import pathlib, resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
pathlib.Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""


@dataclass
class Night:
    """What one hostile night left behind."""

    place: Place
    folder: Path
    site: Site
    told: str
    exit_code: int
    peak_bytes: int

    @property
    def config(self) -> Path:
        return self.folder / "claimwire.toml"

    def rejected(self) -> dict[str, str]:
        """Last part of the place, or id → reason."""
        rows = self.place.query("SELECT place_found, row_no, reason FROM rejected_documents")
        return {Path(name).name + ("" if row_no is None else f":{row_no}"): reason for name, row_no, reason in rows}


def rows_file(folder: Path) -> None:
    """Hostile words in every field of a row, and rows that are no rows."""
    said = "At least {} people died in the flood on Tuesday, the mayor said."
    rows = [
        {"id": f"{word}{n}", "title": word, "url": f"https://example.org/{word}", "published": "2024-05-03",
         "text": f"{word} {said.format(n + 20)} {word}"}
        for n, word in enumerate(WORDS)
    ]  # fmt: skip
    rows += [{"id": f"date {day}", "published": day, "text": said.format(5)} for day in DATES]
    rows += [{"id": name, "published": "2024-05-03", "text": text} for name, text in LOUD.items()]
    lines = [json.dumps(row) for row in rows]
    lines += [
        '{"id": "lone\\ud800", "title": "\\udfff", "url": "https://e.org/\\ud800", "text": "\\udc00 Some 21 fell."}',
        '{"id": NaN, "text": "12 people"}',
        '{"id": "infinite", "published": Infinity, "text": "12 people"}',
        '{"id": 1e400, "text": "12 people"}',
        '{"id": "number", "text": 1e400}',
        '{"id": ' + "9" * 5000 + ', "text": "12 people"}',
        '{"id": "deep", "text": ' + "[" * 100_000 + "}",
    ]
    (folder / "rows.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def bombs(folder: Path) -> None:
    """A gigabyte in a megabyte and less, in every kind of file; pages that nest or grow."""
    block = b"a 12 " * (GIGABYTE // 64 // 5)
    packed = {".gz": gzip.compress(block, 9) * 64, ".zst": zstandard.compress(block, 19) * 64}
    assert all(len(data) < 4_000_000 for data in packed.values())
    for name in ("bomb.txt", "bomb.html", "bomb.md", "bomb.jsonl", "bomb.csv", "bomb.parquet"):
        for suffix, data in packed.items():
            (folder / (name + suffix)).write_bytes(data)
    growing = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    doctype = f'<!DOCTYPE html [<!ENTITY l0 "lol">{growing}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    (folder / "entities.html").write_text(doctype + PAGE.format("&l12; &f; &#0; &#xD800; 40 left"), encoding="utf-8")
    (folder / "nested.html").write_text(PAGE.format("<div>" * 100_000 + "Some 40 people left."), encoding="utf-8")
    (folder / "elements.html").write_text(PAGE.format("<i>x</i>" * 150_000), encoding="utf-8")
    (folder / "nul.html").write_bytes(PAGE.format("About 41 people\0 left\0.").encode())
    (folder / "nul.txt").write_bytes(b"About 41 people\0 left.")
    (folder / "out.txt").symlink_to("/etc/passwd")


def serve(site: Site) -> None:
    """Feeds whose entities grow, whose links lead inside and whose pages send there; pages with secrets in them."""
    port = site.address.rpartition(":")[2]
    links = [f"{base.replace('{}', port)}/inside-{n}" for n, base in enumerate(INSIDE)]
    items = "".join(
        f"<item><guid>in-{n}</guid><title>t</title><link>{link}</link></item>" for n, link in enumerate(links)
    )
    items += f"<item><guid>away</guid><link>{site.address}/away</link></item>"
    items += "<item><guid>grown &l3;</guid><title>&l3; &f;</title><link>/page</link></item>"
    growing = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{growing}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    site.put("/feed.xml", f'{doctype}<rss version="2.0"><channel>{items}</channel></rss>', "application/rss+xml")
    site.pages["/away"] = redirect("http://169.254.169.254/latest/meta-data/")
    site.put("/page", PAGE.format("<script>alert(1)</script>"))
    surrogates = {
        "id": "j\ud800",
        "title": "\udfff",
        "url": "/page\ud800",
        "content_text": "Some 22 people fell. \udc00" * 60,
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [surrogates]}
    site.put("/feed.json?token=HIDDEN1", json.dumps(feed), "application/feed+json", Set_Cookie="sid=HIDDEN2")
    site.put("/secret.html?api_key=HIDDEN3&page=2", PAGE.format("x"), Set_Cookie="sid=HIDDEN2")
    site.put("/bomb.html", gzip.compress(b"a" * 100_000_000), Content_Encoding="gzip")


def write_config(folder: Path, site: Site) -> Path:
    host = site.address.removeprefix("http://")
    sources = [
        (SOURCE, "folder", "in", {}),
        ("feed", "feed", f"{site.address}/feed.xml", {"authorization": "Bearer HIDDEN5"}),
        ("json", "feed", f"http://me:HIDDEN4@{host}/feed.json?token=HIDDEN1", {}),
        ("secret", "pages", f"http://me:HIDDEN4@{host}/secret.html?api_key=HIDDEN3&page=2", {}),
        ("gone", "pages", f"http://me:HIDDEN4@{host}/gone.html?api_key=HIDDEN3", {}),
        ("bomb", "pages", f"{site.address}/bomb.html", {}),
    ]
    tables = "".join(
        f"[[sources]]\nname = {json.dumps(name)}\nkind = '{kind}'\nplace = {json.dumps(place)}\n"
        + "".join(f"options.{key} = {json.dumps(value)}\n" for key, value in options.items())
        for name, kind, place, options in sources
    )
    path = folder / "claimwire.toml"
    settings = (
        "home = 'home'\n[web]\nseconds_between = 0.0\nallowed_hosts = ['127.0.0.1']\n[workers]\nkind = 'threads'\n"
    )
    path.write_text(settings + tables, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    rows_file(folder / "in")
    bombs(folder / "in")
    with serving() as site:
        serve(site)
        config = write_config(folder, site)
        command = [sys.executable, "-m", "flows.cli", "nightly", "--config", str(config), "--accept", "hostile"]
        variables = environment(prefect_server) | {"PREFECT_LOGGING_LEVEL": "DEBUG"}
        with (folder / "told").open("wb") as told:
            between = [sys.executable, "-c", MEASURED, str(folder / "peak")]
            process = subprocess.run(between + command, stdout=told, stderr=told, env=variables, cwd=folder)
        text = (folder / "told").read_text(encoding="utf-8")
        place = Place(Home(folder / "home"))
        yield Night(place, folder, site, text, process.returncode, int((folder / "peak").read_text()) * 1024)


def every_cell(place: Place) -> Iterator[tuple[str, Any]]:
    """(table, text) of every text in the warehouse."""
    with Warehouse.open(place.home.published, is_read_only=True) as warehouse:
        listed = "SELECT schema_name || '.' || table_name AS place FROM duckdb_tables()"
        names = warehouse.query(listed).get_column("place")
        for name in names:
            yield from ((name, cell) for row in warehouse.query(f"FROM {name}").rows() for cell in row)


def test_the_night_ends_well_and_every_document_is_told_of(night: Night) -> None:
    assert night.exit_code == 0, night.told
    assert "Traceback" not in night.told
    night.place.run("audit")
    ((came, went),) = night.place.query(
        "SELECT document_count, new_count + changed_count + unchanged_count + rejected_count FROM runs"
    )
    assert came == went == len(night.place.query("FROM articles")) + len(night.place.query("FROM rejected_documents"))


def test_bombs_are_refused_by_name_without_being_unpacked(night: Night) -> None:
    reasons = night.rejected()
    for name in ("bomb.txt", "bomb.html", "bomb.md", "bomb.jsonl", "bomb.csv", "bomb.parquet"):
        for suffix in (".gz", ".zst"):
            assert reasons[name + suffix] == "too large", name
    assert reasons["elements.html"] == "too many elements"
    assert {reasons["bomb.html"], reasons["out.txt"], reasons["nul.txt"]} == {
        "too large",
        "outside the folder",
        "binary",
    }
    assert night.peak_bytes < GIGABYTE


def test_entities_neither_grow_nor_read_files(night: Night) -> None:
    texts = dict(night.place.query("SELECT own_id, text FROM articles"))
    assert "1,200 people" in texts["entities.html"]
    assert "1,200 people" in texts["nested.html"]
    for own_id, text in texts.items():
        assert len(text) < 100_000, own_id
        assert "root:" not in text
    assert all("lollol" not in str(cell) and "root:x" not in str(cell) for _, cell in every_cell(night.place))


def test_nothing_inside_is_asked_for(night: Night) -> None:
    assert [path for path in night.site.asked_paths() if "inside" in path or "meta-data" in path] == []
    reasons = dict(
        night.place.query("SELECT coalesce(own_id, place_found), reason FROM rejected_documents WHERE source = 'feed'")
    )
    assert {reasons[f"in-{n}"] for n in range(len(INSIDE))} <= {"refused address", "no answer"}
    assert sum(reasons[f"in-{n}"] == "refused address" for n in range(len(INSIDE))) >= len(INSIDE) - 2
    assert reasons["away"] == "refused address"


def test_hostile_words_are_kept_to_the_character_and_are_only_words(night: Night) -> None:
    kept = dict(night.place.query(f"SELECT own_id, title FROM articles WHERE source = {literal(SOURCE)}"))
    for n, word in enumerate(WORDS):
        assert kept[f"{word}{n}"] == (None if word.isspace() else word)
    assert kept["lone\ufffd"] == "\ufffd"
    ((title, text),) = night.place.query("SELECT title, text FROM articles WHERE source = 'json'")
    assert title == "\ufffd"
    assert text.startswith("Some 22 people fell. \ufffd")
    found = night.place.query("SELECT count(*) FROM current_claims WHERE regexp_matches(quote, 'At least 2\\d people')")
    assert found == [(10,)]
    assert sorted(path.name for path in night.folder.iterdir()) == ["claimwire.toml", "home", "in", "peak", "told"]


def test_days_and_numbers_beyond_all_bounds_stand_nowhere(night: Night) -> None:
    query = night.place.query
    unread = query("SELECT own_id FROM rejected_documents WHERE reason = 'unreadable date'")
    assert {own_id for (own_id,) in unread} >= {f"date {day}" for day in DATES[:5]}
    ((earliest, latest),) = query("SELECT min(published_date)::TEXT, max(published_date)::TEXT FROM articles")
    assert "1600" <= earliest <= latest < "2200"
    numbers = ("value", "low", "high", "base_value", "base_low", "base_high")
    infinite = " OR ".join(f"isinf({name}) OR isnan({name})" for name in numbers)
    assert query(f"SELECT count(*) FROM claims WHERE {infinite}") == [(0,)]
    set_aside = query(f"SELECT failed_checks FROM quarantined_claims WHERE {infinite}")
    assert len(set_aside) >= 2
    assert all("numbers_are_finite" in checks for (checks,) in set_aside)
    days = query("SELECT count(*) FROM claims WHERE as_of_start < '0100-01-01' OR as_of_end > '2299-12-31'")
    assert days == [(0,)]
    wrong = {reason for name, reason in night.rejected().items() if name.startswith("rows.jsonl:")}
    assert wrong == {"unreadable date", "wrong type", "broken JSON"}


def test_reports_show_it_as_text_and_load_nothing(night: Night) -> None:
    pages = sorted(night.place.home.reports.rglob("*.html"))
    assert len(pages) >= 5
    for path in pages:
        tree = lxml.html.fromstring(path.read_text(encoding="utf-8"))
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        for address in tree.xpath("//@src | //link/@href | //@action | //@poster | //@srcset"):
            assert not address.startswith(("http", "//", "javascript"))
        assert not tree.xpath("//iframe | //object | //embed | //base | //meta[@http-equiv='refresh'] | //img")
        assert not [name for name in tree.xpath("//@*[starts-with(name(), 'on')]") if "alert" in name]
        assert not [code for code in tree.xpath("//script/text()") if "alert(1)" in code and "<script>" in code]
        assert not tree.xpath("//a[starts-with(@href, 'javascript') or starts-with(@href, 'data:')]")
    claims = (night.place.home.reports / "index.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in claims  # the source's name
    assert "<script>alert(1)" not in claims


def test_no_cell_of_csv_is_a_formula(night: Night) -> None:
    told = night.place.run("sql", "SELECT * FROM articles JOIN claims USING (version_id)", "--format", "csv").stdout
    rows = list(csv.reader(io.StringIO(told)))
    assert len(rows) > 20
    numbers = {index for index, name in enumerate(rows[0]) if name in ("value", "low", "high") or "base_" in name}
    for row in rows[1:]:
        for index, cell in enumerate(row):
            assert index in numbers or len(cell) < 2 or cell[0] not in "=+-@\t\r\n＝＋－＠", rows[0][index]


def test_nothing_of_it_acts_on_a_terminal(night: Night) -> None:
    for command in (("quarantine",), ("status",), ("sql", "SELECT own_id, title, text FROM articles")):
        told = night.place.run(*command).stdout
        assert not set(told) & {"\x1b", "\x07", "\0", "\u202e", "\u2066"}, command
    assert not set(night.told) & {"\x1b", "\x07", "\0", "\u202e"}


def test_secrets_stand_nowhere(night: Night) -> None:
    asked = [asked for asked in night.site.asked if "feed.xml" in asked.path]
    assert asked[0].headers["Authorization"] == "Bearer HIDDEN5"  # it was used
    assert "/feed.json?token=HIDDEN1" in night.site.asked_paths()
    assert "HIDDEN" not in night.told
    assert [(table, cell) for table, cell in every_cell(night.place) if "HIDDEN" in str(cell)] == []
    for path in night.place.home.root.rglob("*"):
        if path.is_file():
            assert b"HIDDEN" not in path.read_bytes(), path
    assert night.place.query("SELECT DISTINCT source FROM articles ORDER BY 1")[-1] == ("secret",)
    assert night.rejected()["gone.html?api_key=***"] == "status 404"


def test_what_was_stored_replays_and_travels(night: Night) -> None:
    place, folder = night.place, night.folder.parent / "travelled"
    assert "No claim changes." in place.run("backfill", "--config", night.config).stdout
    place.run("export", "--parquet", folder / "out's ..")
    other = Place(Home(folder / "home"))
    other.run("import", "--parquet", folder / "out's ..")
    told = other.run("audit", exit_code=1).stdout  # its bytes have not come along
    assert "its bytes are missing" in told
    other.home.raw.rmdir()
    other.home.raw.symlink_to(place.home.raw)
    other.run("audit")
    with (
        Warehouse.open(place.home.published, is_read_only=True) as one,
        Warehouse.open(other.home.published, is_read_only=True) as two,
    ):
        assert one.content_hashes() == two.content_hashes()
    refused = other.run("import", "--parquet", folder / "out's ..", exit_code=1)
    assert "database already" in refused.stderr


def test_addresses_on_the_command_line_reach_prefect_without_their_secrets(tmp_path: Path, prefect_server: str) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
    from prefect.client.schemas.sorting import FlowRunSort

    home = Home(tmp_path / "home")
    with serving() as site:
        site.put("/p.html?token=HIDDEN1", PAGE.format("x"))
        host = site.address.removeprefix("http://")
        address = f"http://me:HIDDEN4@{host}/p.html?token=HIDDEN1"
        with kept_environment():
            os.environ["CLAIMWIRE_WEB_ALLOWED_HOSTS"] = "127.0.0.1"
            told = Place(home).run("nightly", address)
        assert "/p.html?token=HIDDEN1" in site.asked_paths()
    with get_client(sync_client=True) as client:
        newest = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC)  # others run flows there as well
        (run,) = (run for run in newest if run.parameters["home"] == str(home.root))
        kept, of_run = run.model_dump_json(), FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))
        logs = "".join(log.message for log in client.read_logs())
        artifacts = client.read_artifacts(flow_run_filter=of_run)
        assert len(artifacts) == 2
        artifacts = "".join(each.model_dump_json() for each in artifacts)
    assert "***" in kept
    for text in (told.stdout, told.stderr, kept, logs, artifacts):
        assert "HIDDEN" not in text
