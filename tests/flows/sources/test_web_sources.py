"""Feeds and pages from a real server on this machine: politeness, conditions, and every way a server can go wrong."""

from __future__ import annotations

import gzip
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from flows.settings import LimitSettings, WebSettings
from flows.sources.hosts import SILENCES
from tests.flows.sources.collected import LOCAL, QUICK, Night, reasons
from tests.flows.sources.server import Site, drip, endless, half, hang, redirect, serving
from transforms.articles import read_articles
from transforms.frames import DOCUMENTS, REJECTED_DOCUMENTS, check

pytestmark = pytest.mark.lasting

PAGE = """<!doctype html><html><head><title>{title}</title>
<meta property="article:published_time" content="2026-02-27T08:00:00+00:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>
<p>The river rose by {n} metres overnight and 1,200 people left their homes, the council said on Friday.</p>
<p>About 40 soldiers helped to fill sandbags along the northern bank, where the water stood highest.</p>
<p>Three schools stay closed until Monday, and the road to the coast is shut for at least two days.</p>
</article><footer>Contact us</footer></body></html>"""

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>River news</title>{items}</channel></rss>"""
ITEM = """<item><guid>{id}</guid><title>{title}</title><link>{link}</link>
<pubDate>Fri, 27 Feb 2026 08:00:00 GMT</pubDate>{more}</item>"""
WHOLE = (
    "<p>" + "</p><p>".join(f"Gauge {n} stood at {n}.5 metres when it was read on Friday." for n in range(30)) + "</p>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def feed_of(site: Site, count: int = 3) -> str:
    """A feed whose entries link to pages, and its address."""
    for n in range(count):
        site.put(f"/{n}.html", PAGE.format(title=f"Flood {n}", n=n))
    items = "".join(
        ITEM.format(
            id=f"flood-{n}", title=f"Flood {n}", link=f"/{n}.html", more="<description>More inside</description>"
        )
        for n in range(count)
    )
    return site.put("/feed.xml", RSS.format(items=items), "application/rss+xml")


def test_a_feed_and_its_pages_come_in(site: Site, night: Night) -> None:
    collected = night.collect(feed_of(site), "feed")
    check(collected.documents, DOCUMENTS)
    assert collected.rejected.is_empty()
    assert sorted(collected.documents["own_id"]) == ["flood-0", "flood-1", "flood-2"]
    assert all(night.store.has(bytes_hash) for bytes_hash in collected.documents["bytes_hash"])
    articles, rejected = read_articles(collected.documents)
    assert rejected.is_empty()
    first = articles.filter(pl.col("own_id") == "flood-1").row(0, named=True)
    assert first["title"] == "Flood 1"
    assert str(first["published_date"]) == "2026-02-27"
    assert "rose by 1 metres overnight and 1,200 people" in first["text"]
    assert "Contact us" not in first["text"]
    assert first["url"] == f"{site.address}/1.html"


def test_a_second_run_makes_only_conditional_requests_and_gives_the_same(site: Site, night: Night) -> None:
    address = feed_of(site)
    first = night.collect(address, "feed")
    site.asked.clear()
    second = night.collect(address, "feed")
    assert second.documents.equals(first.documents)
    assert sorted(site.asked_paths()) == ["/0.html", "/1.html", "/2.html", "/feed.xml"]
    assert all("If-None-Match" in asked.headers for asked in site.asked)
    assert {fetch.outcome for fetch in second.fetches} == {"unchanged"}


def test_last_modified_makes_a_condition_too(site: Site, night: Night) -> None:
    stamp = "Fri, 27 Feb 2026 08:00:00 GMT"
    site.pages["/p.html"] = (200, {"Content-Type": "text/html", "Last-Modified": stamp}, PAGE.encode())
    night.collect(f"{site.address}/p.html", "pages")
    night.collect(f"{site.address}/p.html", "pages")
    assert site.asked[-1].headers["If-Modified-Since"] == stamp


def test_a_changed_page_is_fetched_anew(site: Site, night: Night) -> None:
    address = feed_of(site, 1)
    before = night.collect(address, "feed").documents
    site.put("/0.html", PAGE.format(title="Flood 0", n=7))
    after = night.collect(address, "feed").documents
    assert after["article_id"].to_list() == before["article_id"].to_list()
    assert after["content_hash"].to_list() != before["content_hash"].to_list()


def test_what_a_dead_run_fetched_is_not_fetched_again(site: Site, night: Night) -> None:
    address = feed_of(site)
    started = night.at
    first = night.collect(address, "feed")
    site.asked.clear()
    again = night.collect(address, "feed", resume_from=started)
    assert site.asked == []
    assert again.documents.equals(first.documents)


def test_stored_bytes_that_are_gone_are_fetched_again(site: Site, night: Night) -> None:
    address = site.put("/p.html", PAGE)
    bytes_hash = night.collect(address, "pages").documents["bytes_hash"][0]
    night.store.path(bytes_hash).unlink()
    assert night.collect(address, "pages").documents["bytes_hash"][0] == bytes_hash
    assert night.store.has(bytes_hash)


def test_entries_with_the_whole_text_need_no_page(site: Site, night: Night) -> None:
    items = ITEM.format(
        id="a", title="Gauges", link="/a", more=f"<content:encoded><![CDATA[{WHOLE}]]></content:encoded>"
    )
    address = site.put("/feed", RSS.format(items=items), "application/rss+xml")
    collected = night.collect(address, "feed")
    assert site.asked_paths() == ["/feed", "/robots.txt"] or site.asked_paths() == ["/robots.txt", "/feed"]
    document = collected.documents.row(0, named=True)
    assert (document["row_no"], document["given_title"]) == (0, "Gauges")
    text = read_articles(collected.documents)[0]["text"][0]
    assert text.count("stood at") == 30


def test_full_text_can_be_taken_from_pages_or_entries_alone(site: Site, night: Night) -> None:
    address = feed_of(site, 1)
    assert night.collect(address, "feed", full_text="feed").documents["content"].to_list() == ["More inside"]
    assert "overnight" in night.collect(address, "feed", full_text="page").documents["content"][0]


def test_atom_and_json_feeds_are_read(site: Site, night: Night) -> None:
    site.put("/1.html", PAGE.format(title="One", n=1))
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title>One</title>
      <link href="/1.html"/><updated>2026-02-27T10:00:00Z</updated></entry></feed>"""
    found = night.collect(site.put("/atom", atom, "application/atom+xml"), "feed").documents.row(0, named=True)
    assert (found["own_id"], found["given_published"]) == ("urn:1", "2026-02-27T10:00:00Z")
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": 7, "content_text": "It rose by 3 metres. " * 60, "date_published": "2026-02-27T10:00:00+01:00"},
            {"id": "8", "url": "/1.html", "title": "One"},
        ],
    }
    address = site.put("/json", json.dumps(feed), "application/feed+json")
    found_json = night.collect(address, "feed").documents
    assert sorted(found_json["own_id"]) == ["7", "8"]
    assert sorted(found_json["media_type"]) == ["text/html", "text/plain"]


def test_an_address_is_known_by_what_it_answers(site: Site, night: Night) -> None:
    assert night.collect(feed_of(site), "pages").documents.height == 3
    assert night.collect(f"{site.address}/0.html", "pages").documents.height == 1
    address = site.put("/list", f"# ours\n{site.address}/0.html\n{site.address}/1.html\n", "text/plain")
    assert night.collect(address, "pages").documents.height == 2
    assert reasons(night.collect(f"{site.address}/0.html", "feed")) == {f"{site.address}/0.html": "no feed"}


def test_a_file_lists_pages(site: Site, night: Night, tmp_path: Path) -> None:
    feed_of(site)
    listed = tmp_path / "pages.txt"
    listed.write_text(f"# ours\n{site.address}/0.html\n\n{site.address}/1.html\n{site.address}/1.html?utm_source=x\n")
    assert night.collect(str(listed), "pages").documents.height == 2
    listed.write_text("not an address\n")
    assert set(reasons(night.collect(str(listed), "pages")).values()) == {"no list"}
    assert set(reasons(night.collect(str(tmp_path / "none.txt"), "pages")).values()) == {"unreadable"}


@pytest.mark.slow
def test_a_server_in_trouble_costs_its_own_pages_alone(site: Site, night: Night, tmp_path: Path) -> None:
    site.pages["/500"] = (500, {}, b"sorry")
    site.pages["/hang"] = hang
    site.pages["/drip"] = drip
    site.pages["/loop"] = redirect("/loop2")
    site.pages["/loop2"] = redirect("/loop")
    site.pages["/big"] = endless
    site.pages["/announced"] = (200, {"Content-Type": "text/html"}, b"x" * 3_000_000)
    site.pages["/gone"] = (410, {}, b"")
    site.pages["/chain0"] = redirect("/chain1")
    for n in range(1, 9):
        site.pages[f"/chain{n}"] = redirect(f"/chain{n + 1}")
    site.put("/pdf", b"%PDF-1.7", "application/pdf")
    site.put("/empty", b"")
    site.put("/good", PAGE)
    # A good page stands between those without an answer, so that the host is not taken for a dead one.
    order = ["500", "hang", "good", "drip", "loop", "big", "announced", "gone", "none", "chain0", "pdf", "empty"]
    listed = tmp_path / "pages.txt"
    listed.write_text("\n".join(f"{site.address}/{path}" for path in order))
    collected = night.collect(str(listed), "pages")
    check(collected.rejected, REJECTED_DOCUMENTS)
    found = {place.rpartition("/")[2]: reason for place, reason in reasons(collected).items()}
    assert found == {
        "500": "no answer", "hang": "no answer", "drip": "no answer", "loop": "redirect loop", "big": "too large",
        "announced": "too large", "gone": "status 410", "none": "status 404", "chain0": "too many redirects",
        "pdf": "no page", "empty": "empty",
    }  # fmt: skip
    assert collected.documents["own_id"].to_list() == [f"{site.address}/good"]
    assert site.asked_paths().count("/500") == QUICK.attempts
    assert {fetch.url.rpartition("/")[2] for fetch in collected.fetches} == set(order)
    told = {fetch.url.rpartition("/")[2]: (fetch.outcome, fetch.status, fetch.attempts) for fetch in collected.fetches}
    assert told["500"] == ("no answer", 500, QUICK.attempts)
    assert told["hang"] == ("no answer", None, QUICK.attempts)
    assert told["good"] == ("fetched", 200, 1)
    details = dict(collected.rejected.select("place_found", "detail").iter_rows())
    assert "limits.response_bytes" in details[f"{site.address}/big"]
    assert "status 500" in details[f"{site.address}/500"]


def test_a_server_that_recovers_is_asked_again(site: Site, night: Night) -> None:
    good = site.pages[site.put("/p", PAGE).removeprefix(site.address)]
    answers = iter([(503, {"Retry-After": "0"}, b""), good])
    site.pages["/p"] = lambda handler: _send(handler, next(answers))
    collected = night.collect(f"{site.address}/p", "pages")
    assert collected.documents.height == 1
    assert collected.fetches[0].attempts == 2


def _send(handler: object, answer: tuple[int, dict[str, str], bytes]) -> None:
    status, headers, body = answer
    handler.send_response(status)  # type: ignore[attr-defined]
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        handler.send_header(name, value)  # type: ignore[attr-defined]
    handler.end_headers()  # type: ignore[attr-defined]
    handler.wfile.write(body)  # type: ignore[attr-defined]


def test_a_server_that_asks_for_an_hour_is_left_alone(site: Site, night: Night) -> None:
    site.pages["/p"] = (429, {"Retry-After": "3600"}, b"")
    collected = night.collect(f"{site.address}/p", "pages")
    assert "status 429" in collected.rejected["detail"][0]
    assert site.asked_paths().count("/p") == 1


def test_whom_a_redirect_leads_to_is_left_alone_and_not_who_redirects(site: Site, tmp_path: Path) -> None:
    night = Night(tmp_path, web=WebSettings(seconds_between=0, allowed_hosts=("127.0.0.1", "127.0.0.2")))
    with serving(host="127.0.0.2") as other:
        for n in range(SILENCES + 2):
            other.pages[f"/{n}.html"] = (503, {"Retry-After": "3600"}, b"")
        address = feed_of(site, SILENCES + 3)
        for n in range(SILENCES + 2):
            site.pages[f"/{n}.html"] = redirect(f"{other.address}/{n}.html")
        collected = night.collect(address, "feed")
        asked = [path for path in other.asked_paths() if path != "/robots.txt"]
    assert len(asked) == 1
    assert collected.documents.height == 1
    details = collected.rejected.get_column("detail")
    assert details.str.contains("127.0.0.2 asks to be left alone for 3600 s").sum() == SILENCES + 1


def test_a_server_that_is_gone_is_told(night: Night) -> None:
    with serving() as gone:
        address = gone.put("/p.html", PAGE)
    collected = night.collect(address, "pages")
    assert reasons(collected) == {address: "no answer"}
    assert collected.is_broken_off


@pytest.mark.parametrize(("silent", "is_broken_off"), [((5, 6, 7), True), ((6, 7), False), ((1, 3, 5), False)])
def test_a_source_is_broken_off_where_its_last_addresses_are_silent(
    site: Site, night: Night, silent: tuple[int, ...], is_broken_off: bool
) -> None:
    address = feed_of(site, 8)
    for n in silent:
        site.pages[f"/{n}.html"] = half
    collected = night.collect(address, "feed")
    assert collected.documents.height == 8 - len(silent)
    assert collected.is_broken_off == is_broken_off


def test_a_page_in_another_encoding_and_a_text_are_read(site: Site, night: Night) -> None:
    page = PAGE.format(title="Caf\u00e9", n=1).encode("cp1252")
    address = site.put("/p.html", page, "text/html; charset=windows-1252")
    assert "Caf\u00e9" in night.collect(address, "pages").documents["content"][0]
    address = site.put("/p.txt", "Caf\u00e9: 40 left.\r\n".encode("latin-1"), "text/plain; charset=iso-8859-1")
    found = night.collect(address, "pages").documents.row(0, named=True)
    assert (found["content"], found["media_type"]) == ("Caf\u00e9: 40 left.\r\n", "text/plain")


def test_a_feed_of_too_many_entries_is_read_up_to_the_limit(site: Site, tmp_path: Path) -> None:
    night = Night(tmp_path, limits=LimitSettings(**{**QUICK.model_dump(), "entries": 2}))
    collected = night.collect(feed_of(site, 5), "feed")
    assert collected.documents.height == 2
    assert reasons(collected) == {f"{site.address}/feed.xml": "too many entries"}


@pytest.mark.parametrize(
    "body",
    [
        RSS.format(items="<item><link>x</a></link></b></item>").replace("purl.org/", "purl.org/ a &b; "),
        '<feed xmlns="a b c"><entry/></feed>',
        "<rss><channel></link></channel></rss>",
        "<rss>",
        ";",
        " ",
        '{"version": "https://jsonfeed.org/version/1", "items": 7}',
        '{"version": "https://jsonfeed.org/version/1", "items": [7, null, {"id": {}}]}',
        '{"items": ' + "[" * 50_000,
        '<?xml version="1.0" encoding="utf-7"?><rss/>',
    ],
)
def test_broken_feeds_are_told(site: Site, night: Night, body: str) -> None:
    collected = night.collect(site.put("/feed", body, "application/rss+xml"), "feed")
    assert collected.documents.is_empty()
    assert set(reasons(collected).values()) <= {"no feed", "no text", "status 404"}


def test_entities_in_utf_16_are_no_way_around(site: Site, night: Night) -> None:
    body = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"></rss>'
    address = site.put("/feed", body.encode("utf-16"), "application/rss+xml")
    assert reasons(night.collect(address, "feed")) == {address: "no feed"}


def test_a_host_that_is_silent_is_soon_left_alone(site: Site, night: Night, tmp_path: Path) -> None:
    site.put("/robots.txt", "", "text/plain")
    for n in range(6):
        site.pages[f"/{n}"] = (503, {}, b"")
    listed = tmp_path / "pages.txt"
    listed.write_text("\n".join(f"{site.address}/{n}" for n in range(6)))
    collected = night.collect(str(listed), "pages")
    assert set(reasons(collected).values()) == {"no answer"}
    assert collected.rejected.height == 6
    assert len(set(site.asked_paths()) - {"/robots.txt"}) == SILENCES


def test_a_feed_broken_off_midway_still_gives_what_came(site: Site, night: Night) -> None:
    address = feed_of(site)
    _, headers, body = site.pages["/feed.xml"]  # type: ignore[misc]
    site.pages["/feed.xml"] = (200, headers, body[: body.rindex(b"<item>") + 10])
    assert sorted(night.collect(address, "feed").documents["own_id"])[:2] == ["flood-0", "flood-1"]


def test_robots_txt_is_obeyed_and_asked_once(site: Site, night: Night) -> None:
    address = feed_of(site)
    site.put("/robots.txt", "User-agent: claimwire\nDisallow: /1.html\n", "text/plain")
    collected = night.collect(address, "feed")
    assert reasons(collected) == {f"{site.address}/1.html": "forbidden by robots.txt"}
    assert collected.documents.height == 2
    assert "/1.html" not in site.asked_paths()
    assert site.asked_paths().count("/robots.txt") == 1
    night.collect(address, "feed")
    assert site.asked_paths().count("/robots.txt") == 1


def test_without_an_answer_about_robots_nothing_is_asked(site: Site, night: Night) -> None:
    address = site.put("/p.html", PAGE)
    site.pages["/robots.txt"] = (500, {}, b"")
    collected = night.collect(address, "pages")
    assert "robots.txt" in collected.rejected["detail"][0]
    assert set(site.asked_paths()) == {"/robots.txt"}


def test_packed_answers_are_stored_as_received(site: Site, night: Night) -> None:
    packed = gzip.compress(PAGE.encode())
    address = site.put("/p.html", packed, Content_Encoding="gzip")
    collected = night.collect(address, "pages")
    assert collected.documents["content"][0] == PAGE
    with night.store.open(collected.documents["bytes_hash"][0]) as stored:
        assert stored.read() == packed


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_an_answer_that_does_not_unpack_is_rejected(site: Site, night: Night, coding: str) -> None:
    address = site.put("/p.html", b"what is this", Content_Encoding=coding)
    assert set(reasons(night.collect(address, "pages")).values()) <= {"unknown encoding", "broken archive"}


def test_a_bomb_in_an_answer_is_not_unpacked(site: Site, tmp_path: Path) -> None:
    night = Night(tmp_path, limits=LimitSettings(**{**QUICK.model_dump(), "document_bytes": 1_000_000}))
    address = site.put("/p.html", gzip.compress(b"x" * 50_000_000), Content_Encoding="gzip")
    assert reasons(night.collect(address, "pages")) == {address: "too large"}


def test_hosts_on_this_machine_are_refused_unless_allowed(site: Site, tmp_path: Path) -> None:
    address = site.put("/p.html", PAGE)
    night = Night(tmp_path, web=WebSettings(seconds_between=0))
    collected = night.collect(address, "pages")
    assert reasons(collected) == {address: "refused address"}
    assert "web.allowed_hosts" in collected.rejected["detail"][0]
    assert site.asked == []


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data/", "http://localhost:1/", "http://[::1]/", "http://10.0.0.1/", "http://0/",
     "http://2130706433/", "file:///etc/passwd", "ftp://127.0.0.1/x", "http://[::ffff:10.0.0.1]/", "//[bad", "gopher://x"],
)  # fmt: skip
def test_redirects_to_refused_addresses_are_refused(site: Site, night: Night, target: str) -> None:
    site.pages["/p.html"] = redirect(target)
    collected = night.collect(f"{site.address}/p.html", "pages")
    assert collected.documents.is_empty()
    assert set(reasons(collected).values()) <= {"refused address", "broken redirect"}


def test_links_of_a_feed_to_refused_addresses_are_refused(site: Site, night: Night) -> None:
    links = ["http://192.168.0.1/admin", "file:///etc/passwd", "javascript:alert(1)", "http://user@[::1]:80/"]
    items = "".join(ITEM.format(id=f"id-{n}", title="t", link=link, more="") for n, link in enumerate(links))
    collected = night.collect(site.put("/feed", RSS.format(items=items), "application/rss+xml"), "feed")
    assert collected.documents.is_empty()
    assert collected.rejected.height == len(links)
    assert set(collected.rejected["reason"]) <= {"refused address", "no text"}


def test_entities_of_a_feed_read_no_files_and_do_not_grow(site: Site, night: Night) -> None:
    bomb = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    prologue = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    items = ITEM.format(id="a", title="x &f; &l12;", link="/a", more="<description>&l12; &f;</description>")
    body = prologue + RSS.format(items=items).removeprefix('<?xml version="1.0"?>')
    collected = night.collect(site.put("/feed", body, "application/rss+xml"), "feed", full_text="feed")
    kept = json.dumps([collected.documents["content"].to_list(), collected.rejected["detail"].to_list()])
    assert "root:" not in kept
    assert len(kept) < 10_000


def test_secrets_reach_no_frame_no_memory_and_no_log(
    site: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    night = Night(tmp_path)
    host = site.address.removeprefix("http://")
    site.put("/p.html?token=HIDDEN1&page=2", PAGE, Set_Cookie="sid=HIDDEN2")
    site.pages["/q.html?api_key=HIDDEN3"] = (404, {}, b"")
    listed = tmp_path / "pages.txt"
    listed.write_text(
        f"http://user:HIDDEN4@{host}/p.html?token=HIDDEN1&page=2\n{site.address}/q.html?api_key=HIDDEN3\n"
    )
    collected = night.collect(str(listed), "pages", authorization="Bearer HIDDEN5")
    assert (collected.documents.height, collected.rejected.height) == (1, 1)
    known = night.memory.recall(f"http://user:HIDDEN4@{host}/p.html?token=HIDDEN1&page=2")
    told = [collected.documents.drop("content").write_json(), collected.rejected.write_json(), str(known)]
    assert "HIDDEN" not in "".join([*told, str(collected.fetches), caplog.text])


def test_authorization_goes_to_its_own_host_alone(site: Site, night: Night) -> None:
    with serving() as other:
        other.put("/p.html", PAGE)
        items = ITEM.format(id="a", title="t", link=f"{other.address}/p.html", more="")
        address = site.put("/feed", RSS.format(items=items), "application/rss+xml")
        assert night.collect(address, "feed", authorization="Bearer HIDDEN").documents.height == 1
        assert [asked.headers.get("Authorization") for asked in site.asked if asked.path == "/feed"] == [
            "Bearer HIDDEN"
        ]
        assert all("Authorization" not in asked.headers for asked in other.asked)


def test_hosts_are_not_hurried(site: Site, tmp_path: Path) -> None:
    night = Night(tmp_path, web=LOCAL.model_copy(update={"seconds_between": 0.05}))
    waited: list[float] = []
    address = feed_of(site, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.sources.transfer.Clock.__init__.__defaults__", (lambda: 100.0,))
        patch.setattr("flows.sources.hosts.Hosts.wait", lambda hosts, seconds=0.0: waited.append(seconds))
        assert night.collect(address, "feed").documents.height == 2
    # robots.txt, the feed and two pages; the clock stands still, so each waits longer than the one before.
    assert [seconds for seconds in waited if seconds] == pytest.approx([0.05, 0.1, 0.15])
