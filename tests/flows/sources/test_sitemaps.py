"""Sitemaps from a real server on this machine: what is new is asked for once, and none leads astray or has no end."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.settings import LimitSettings, SourceSettings, WebSettings
from flows.sources import Collected, collect_parts
from flows.sources.newness import Stated, is_due, stated_change
from flows.sources.sitemap import ENTRIES, Listed, read_sitemap
from tests.flows.sources.collected import LOCAL, QUICK, Night, reasons
from tests.flows.sources.server import Site, endless, serving
from tests.flows.sources.test_web_sources import ITEM, PAGE, RSS
from transforms.errors import InputError, SettingsError
from transforms.frames import DOCUMENTS, REJECTED_DOCUMENTS, check

pytestmark = pytest.mark.lasting

# Nothing here waits for an answer in vain, so that a busy machine is given its time.
PATIENT = LimitSettings(**{**QUICK.model_dump(), "connect_s": 20.0, "read_s": 20.0, "total_s": 60.0})
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
URL = "https://example.org/sitemap.xml"
ENTITIES = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


def urlset(*lines: str) -> str:
    body = "".join(f"<url>{line}</url>" for line in lines)
    return f'<?xml version="1.0"?><urlset xmlns="{NAMESPACE}" xmlns:n="{NEWS}">{body}</urlset>'


def index(*lines: str) -> str:
    body = "".join(f"<sitemap>{line}</sitemap>" for line in lines)
    return f'<?xml version="1.0"?><sitemapindex xmlns="{NAMESPACE}">{body}</sitemapindex>'


def line(link: str, modified: str = "") -> str:
    return f"<loc>{link}</loc>" + (f"<lastmod>{modified}</lastmod>" if modified else "")


def news(link: str, published: str, title: str) -> str:
    told = f"<n:publication_date>{published}</n:publication_date><n:title>{title}</n:title>"
    return f"<loc>{link}</loc><n:news><n:publication><n:name>Courier</n:name></n:publication>{told}</n:news>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        served.put("/robots.txt", "", "text/plain")
        for n in range(12):
            served.put(f"/{n}.html", PAGE.format(title=f"Flood {n}", n=n))
        yield served


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path, limits=PATIENT)


def put(site: Site, body: str | bytes, path: str = "/sitemap.xml", **headers: str) -> str:
    return site.put(path, body, "application/xml", **headers)


def ids(collected: Collected) -> list[str]:
    """The last parts of the addresses that documents came from, in order."""
    check(collected.documents, DOCUMENTS)
    check(collected.rejected, REJECTED_DOCUMENTS)
    return [own_id.rpartition("/")[2] for own_id in collected.documents["own_id"]]


def asked(site: Site) -> list[str]:
    """What was asked for since the last time."""
    paths = [path for path in site.asked_paths() if path != "/robots.txt"]
    site.asked.clear()
    return paths


# --- what a sitemap says -------------------------------------------------------------------------------------------


def test_pages_dates_and_titles_are_read_whatever_the_namespaces() -> None:
    picture = '<i:image xmlns:i="x"><i:loc>https://example.org/a.jpg</i:loc></i:image>'
    body = urlset(
        line(" /a?x=1&amp;y=2\n", "2026-02-27") + picture,
        news("https://example.org/b", "2026-02-28T08:00:00Z", "Flood <![CDATA[& mud]]>"),
        "<priority>1</priority>",
    )
    a = Listed("https://example.org/a?x=1&y=2", "2026-02-27")
    b = Listed("https://example.org/b", None, "2026-02-28T08:00:00Z", "Flood & mud")
    assert read_sitemap(body.encode(), URL, "").listed == [a, b]
    assert read_sitemap(body.replace(NAMESPACE, "http://else").encode("utf-16"), URL, "").listed == [a, b]
    assert read_sitemap(b"https://example.org/a\n# ours\nhttps://example.org/b\n", URL, "").listed == [
        Listed("https://example.org/a"), Listed("https://example.org/b"),
    ]  # fmt: skip
    found = read_sitemap(index(line("/c.xml.gz", "2026-02-27")).encode(), URL, "")
    assert (found.is_index, found.listed) == (True, [Listed("https://example.org/c.xml.gz", "2026-02-27")])
    feed = RSS.format(items=ITEM.format(id="a", title="Flood", link="/a", more=""))
    (of_feed,) = read_sitemap(feed.encode(), URL, "application/rss+xml").listed
    assert (of_feed.link, of_feed.title) == ("https://example.org/a", "Flood")


def test_what_stands_before_a_break_is_read() -> None:
    body = urlset(line("https://example.org/a"), line("https://example.org/b"))
    cut = body[: body.index("/b") + 2].encode()
    assert read_sitemap(cut, URL, "").listed == [Listed("https://example.org/a")]


@pytest.mark.parametrize(
    "body", [b"<html><body>Not found</body></html>", b"<!doctype html><html>", b"soon", b"{}", b"<"]
)
def test_what_is_no_sitemap_is_told(body: bytes) -> None:
    with pytest.raises(InputError) as told:
        read_sitemap(body, URL, "")
    assert told.value.reason == "no sitemap"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7"])
def test_entities_neither_grow_nor_read_files(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{ENTITIES}'
    body = urlset(line("https://example.org/&b;&f;")).replace('<?xml version="1.0"?>', declared)
    with pytest.raises(InputError, match="document type"):
        read_sitemap(body.encode(encoding), URL, "")


def test_a_sitemap_is_bounded_in_lines_and_depth_and_their_length() -> None:
    many = read_sitemap(urlset(*["<loc>https://e.org/</loc>"] * (ENTRIES + 7)).encode(), URL, "")
    assert (len(many.listed), many.left_out) == (ENTRIES, 7)
    (long,) = read_sitemap(urlset(line("https://e.org/" + "x" * 100_000)).encode(), URL, "").listed
    assert len(long.link) < 5000
    assert read_sitemap(b"<urlset>" + b"<url>" * 200_000, URL, "").listed == []
    assert read_sitemap(b"<urlset>" + b"<x/>" * 200_000, URL, "").listed == []


@given(body=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: urlset(f"<loc>{text}</loc>").encode()))
def test_any_bytes_are_a_sitemap_or_an_input_error(body: bytes) -> None:
    try:
        found = read_sitemap(body, URL, "application/xml")
    except InputError:
        return
    assert all(each.link for each in found.listed)


# --- what is new ---------------------------------------------------------------------------------------------------


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 3, day, hour)  # noqa: DTZ001 (UTC without a zone, as everywhere)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["2026-03-02T08:00:00Z"], Stated(at(2, 8))),
        (["2026-03-02T08:00:00+02:00"], Stated(at(2, 6))),
        (["2026-03-02T08:00"], Stated(at(2, 8))),
        (["2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z"], Stated(at(2, 8))),
        (["Mon, 02 Mar 2026 08:00:00 GMT"], Stated(at(3, 12) - timedelta(microseconds=1), is_day=True)),
        (["2026-03-02"], Stated(at(3, 12) - timedelta(microseconds=1), is_day=True)),
        (["soon", None, ""], None),
        (["9999-12-31T23:00:00-05:00"], None),
    ],
)
def test_the_change_that_is_stated(written: list[str | None], expected: Stated | None) -> None:
    assert stated_change(*written) == expected


@pytest.mark.parametrize(
    ("written", "taken", "expected"),
    [
        (None, None, True),
        (None, at(1), False),
        ("2026-03-02T08:00:00Z", None, True),
        ("2026-03-02T08:00:00Z", at(2, 9), False),
        ("2026-03-02T08:00:00Z", at(2, 7), True),
        ("2026-03-02", at(2, 7), True),
        ("2026-03-04", at(4, 7), False),  # its day is not over
        ("2026-03-02", at(3, 13), False),
        ("2126-03-02", at(2, 7), False),
    ],
)
def test_what_is_due_on_the_fourth(written: str | None, taken: datetime | None, expected: bool) -> None:
    assert is_due(stated_change(written), taken, at(4, 8)) is expected


# --- from a server -------------------------------------------------------------------------------------------------


def test_a_second_run_asks_for_nothing_twice_and_a_third_for_what_has_changed(site: Site, night: Night) -> None:
    put(site, urlset(*(line(f"/{n}.html", f"2026-02-2{n}") for n in range(3))), "/old.xml")
    put(site, gzip.compress(urlset(news("/3.html", "2026-02-27T08:00:00Z", "Told")).encode()), "/news.xml.gz")
    address = put(site, index(line("/old.xml", "2026-02-25"), line("/news.xml.gz", "2026-02-28T01:00:00Z")))
    first = night.collect(address, "sitemap")
    assert ids(first) == ["3.html", "2.html", "1.html", "0.html"]
    assert first.rejected.is_empty()
    told = first.documents.row(0, named=True)
    assert (told["given_title"], told["given_published"]) == ("Told", "2026-02-27T08:00:00Z")
    assert asked(site) == ["/sitemap.xml", "/news.xml.gz", "/old.xml", "/3.html", "/2.html", "/1.html", "/0.html"]
    second = night.collect(address, "sitemap")
    assert (ids(second), second.rejected.height, asked(site)) == ([], 0, ["/sitemap.xml"])
    assert [fetch.outcome for fetch in second.fetches] == ["unchanged"]
    put(site, urlset(line("/0.html", "2026-02-20"), line("/1.html", "2026-03-01T13:00Z"), line("/4.html")), "/old.xml")
    put(site, index(line("/old.xml", "2026-03-01T13:00:00Z"), line("/news.xml.gz", "2026-02-28T01:00:00Z")))
    night.at += timedelta(hours=2)
    third = night.collect(address, "sitemap")
    assert (ids(third), asked(site)) == (["1.html", "4.html"], ["/sitemap.xml", "/old.xml", "/1.html", "/4.html"])
    assert ids(night.collect(address, "sitemap")) == []


def test_robots_txt_names_the_sitemaps_of_a_site(site: Site, night: Night) -> None:
    site.put("/robots.txt", f"Sitemap: {site.address}/a.xml\nSitemap: /b.txt\nUser-agent: *\nDisallow: /1.html\n")
    put(site, urlset(line("/0.html"), line("/1.html")), "/a.xml")
    site.put("/b.txt", f"{site.address}/2.html\n{site.address}/0.html\n", "text/plain")
    collected = night.collect(site.address, "sitemap")
    assert sorted(ids(collected)) == ["0.html", "2.html"]
    assert reasons(collected) == {f"{site.address}/1.html": "forbidden by robots.txt"}
    site.put("/other/robots.txt", "", "text/plain")
    assert reasons(Night(night.folder / "x").collect(f"{site.address}/none.xml", "sitemap")) == {
        f"{site.address}/none.xml": "status 404"
    }


def test_without_a_line_in_robots_txt_the_usual_place_is_tried(site: Site, night: Night) -> None:
    put(site, urlset(line("/0.html")))
    assert ids(night.collect(f"{site.address}/", "sitemap")) == ["0.html"]


def test_pages_before_the_option_since_are_not_asked_for(site: Site, night: Night) -> None:
    address = put(site, urlset(line("/0.html", "2026-01-31"), line("/1.html", "2026-02-03"), line("/2.html")))
    assert ids(night.collect(address, "sitemap", since="2026-02-02")) == ["1.html", "2.html"]


def test_a_run_that_dies_loses_no_page_and_asks_for_none_twice(
    site: Site, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.sources.sitemaps._PART", 2)
    address = put(site, urlset(*(line(f"/{n}.html", f"2026-02-1{n}") for n in range(6))))
    source = SourceSettings(name="tests", kind="sitemap", place=address)

    def begun(resume_from: datetime | None) -> Iterator[Collected]:
        night.at += timedelta(minutes=1)
        return collect_parts(
            source, night.store, night.memory, lambda: night.at, limits=PATIENT, web=LOCAL, resume_from=resume_from
        )

    dying = begun(None)
    assert ids(next(dying)) == ["5.html", "4.html"]
    assert ids(next(dying)) == ["3.html", "2.html"]  # asking for it told that the first part was kept
    dying.close()
    assert asked(site) == ["/sitemap.xml", "/5.html", "/4.html", "/3.html", "/2.html"]
    again = [ids(part) for part in begun(night.at)]
    assert again == [["3.html", "2.html"], ["1.html", "0.html"]]
    assert asked(site) == ["/1.html", "/0.html"]
    assert [ids(part) for part in begun(None)] == [[]]
    # Hours later, when nothing is taken up from the run that died, what was not kept is asked for on condition.
    dying = begun(None)
    put(site, urlset(line("/6.html"), line("/7.html"), line("/8.html")))
    next(dying)
    dying.close()
    assert sorted(name for part in begun(None) for name in ids(part)) == ["6.html", "7.html", "8.html"]


def test_pages_that_are_gone_are_told_once(site: Site, night: Night) -> None:
    site.put("/paper.pdf", b"%PDF-1.7", "application/pdf")
    site.pages["/busy.html"] = (503, {}, b"")
    address = put(site, urlset(line("/gone.html"), line("/paper.pdf"), line("/busy.html"), line("/0.html")))
    first = night.collect(address, "sitemap")
    assert {place.rpartition("/")[2]: reason for place, reason in reasons(first).items()} == {
        "gone.html": "status 404", "paper.pdf": "no page", "busy.html": "no answer"
    }  # fmt: skip
    asked(site)
    assert set(reasons(night.collect(address, "sitemap")).values()) == {"no answer"}
    assert set(asked(site)) == {"/sitemap.xml", "/busy.html"}
    put(site, urlset(line("/gone.html", "2026-03-01T12:01:30Z")))
    site.put("/gone.html", PAGE)
    assert ids(night.collect(address, "sitemap")) == ["gone.html"]


# --- hostile -------------------------------------------------------------------------------------------------------


def test_loops_and_depth_have_an_end(site: Site, night: Night) -> None:
    put(site, index(line("/sitemap.xml?utm_source=x"), line("/b.xml")), "/a.xml")
    put(site, index(line("/sitemap.xml"), line("/a.xml"), line("/deep0.xml")), "/b.xml")
    for n in range(9):
        put(site, index(line(f"/deep{n + 1}.xml")), f"/deep{n}.xml")
    collected = night.collect(put(site, index(line("/a.xml"), line("/a.xml"))), "sitemap")
    found = {place.removeprefix(site.address): reason for place, reason in reasons(collected).items()}
    assert found == {
        "/sitemap.xml?utm_source=x": "sitemap loop", "/a.xml": "sitemap loop", "/deep0.xml": "too many sitemaps",
    }  # fmt: skip
    assert asked(site) == ["/sitemap.xml", "/a.xml", "/b.xml", "/deep0.xml"]


def test_an_endless_index_is_read_up_to_the_limit(site: Site, tmp_path: Path) -> None:
    class Endless(dict):  # type: ignore[type-arg]
        """Under /i an index of nine more at every address."""

        def get(self, path: str, default: object = None) -> object:
            more = index(*(line(f"{path}{n}.xml") for n in range(9))).encode()
            return super().get(path, (200, {}, more) if path.startswith("/i") else default)

    site.pages = Endless(site.pages)
    night = Night(tmp_path, limits=LimitSettings(**{**PATIENT.model_dump(), "sitemaps": 20}))
    collected = night.collect(f"{site.address}/i", "sitemap")
    assert set(reasons(collected).values()) == {"too many sitemaps"}
    assert len(asked(site)) == 20
    told = dict(collected.rejected.select("place_found", "detail").iter_rows())
    assert "limits.sitemaps = 20" in told[f"{site.address}/i"]
    assert "indexes deep" in told[f"{site.address}/i0.xml0.xml0.xml"]


def test_more_pages_than_a_run_may_ask_for_come_with_the_next_ones(site: Site, tmp_path: Path) -> None:
    night = Night(tmp_path, limits=LimitSettings(**{**PATIENT.model_dump(), "sitemap_pages": 2}))
    address = put(site, urlset(*(line(f"/{n}.html", f"2026-02-1{n}") for n in (0, 3, 1, 4, 2))))
    first = night.collect(address, "sitemap")
    assert ids(first) == ["4.html", "3.html"]
    assert reasons(first) == {address: "too many entries"}
    assert "3 new pages" in first.rejected["detail"][0]
    assert [ids(night.collect(address, "sitemap")) for _ in range(3)] == [["2.html", "1.html"], ["0.html"], []]


def test_bombs_and_answers_without_an_end_are_refused(site: Site, tmp_path: Path) -> None:
    night = Night(tmp_path, limits=LimitSettings(**{**PATIENT.model_dump(), "sitemap_bytes": 1_000_000}))
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000)
    put(site, bomb, "/bomb.xml.gz")
    put(site, bomb, "/coded.xml", Content_Encoding="gzip")
    put(site, gzip.compress(bomb), "/twice.xml.gz", Content_Encoding="gzip")
    put(site, b"\x1f\x8b\x08 broken", "/broken.xml.gz")
    put(site, urlset(line("/&b;")).replace("?>", f"?>{ENTITIES}", 1), "/entities.xml")
    site.pages["/endless.xml"] = endless
    names = ("bomb.xml.gz", "coded.xml", "twice.xml.gz", "broken.xml.gz", "entities.xml", "endless.xml", "none.xml")
    collected = night.collect(put(site, index(*(line(f"/{name}") for name in names))), "sitemap")
    found = {place.rpartition("/")[2]: reason for place, reason in reasons(collected).items()}
    assert found == {
        "bomb.xml.gz": "too large", "coded.xml": "too large", "twice.xml.gz": "too large", "endless.xml": "too large",
        "broken.xml.gz": "broken archive", "entities.xml": "no sitemap", "none.xml": "status 404",
    }  # fmt: skip
    details = dict(collected.rejected.select("place_found", "detail").iter_rows())
    assert "limits.sitemap_bytes = 1000000" in details[f"{site.address}/bomb.xml.gz"]


PRIVATE = ("http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::1]/x", "http://localhost:1/",
           "file:///etc/passwd", "http://2130706433/", "javascript:alert(1)", "http://[bad/")  # fmt: skip


def test_nothing_inside_is_asked_for(site: Site, tmp_path: Path) -> None:
    pages = urlset(*(line(link) for link in PRIVATE))
    put(site, pages, "/pages.xml")
    inside = [line(link.rstrip("/") + "/s.xml") for link in PRIVATE]
    collected = Night(tmp_path).collect(put(site, index(line("/pages.xml"), *inside)), "sitemap")
    assert collected.documents.is_empty()
    assert set(collected.rejected["reason"]) == {"refused address"}
    assert collected.rejected.height == 2 * len(PRIVATE)
    assert asked(site) == ["/sitemap.xml", "/pages.xml"]
    with serving() as other:
        other.put("/robots.txt", "Sitemap: http://10.0.0.1/s.xml\n", "text/plain")
        assert set(reasons(Night(tmp_path / "b").collect(other.address, "sitemap")).values()) == {"refused address"}
        strict = Night(tmp_path / "c", web=WebSettings(seconds_between=0))
        assert set(reasons(strict.collect(other.address, "sitemap")).values()) == {"refused address"}


def test_secrets_of_sitemaps_and_pages_reach_no_frame(site: Site, night: Night) -> None:
    site.put("/p.html?token=HIDDEN1", PAGE)
    address = put(site, urlset(line("/p.html?token=HIDDEN1"), line("/q.html?token=HIDDEN1")), "/s.xml?api_key=HIDDEN2")
    collected = night.collect(address, "sitemap", authorization="Bearer HIDDEN3")
    assert (collected.documents.height, collected.rejected.height) == (1, 1)
    told = [collected.documents.drop("content").write_json(), collected.rejected.write_json(), str(collected.fetches)]
    assert "HIDDEN" not in "".join(told)


@pytest.mark.parametrize(("place", "options"), [("sitemap.xml", {}), (URL, {"since": "yesterday"})])
def test_settings_that_will_not_do(night: Night, place: str, options: dict[str, str]) -> None:
    with pytest.raises(
        SettingsError, match=r"sources, tests, (place|options.since): no (address|such day); .*(give|write)"
    ):
        night.collect(place, "sitemap", **options)
