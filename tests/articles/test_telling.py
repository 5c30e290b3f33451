"""Days, languages, encodings, addresses and hashes: the small readers."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles import language
from transforms.articles.decoding import decode_html, decode_text
from transforms.articles.identity import content_hash, storable
from transforms.articles.language import tell_language
from transforms.articles.publication import EARLIEST, LATEST, publication_day
from transforms.articles.urls import canonical_url, shown_url
from transforms.errors import InputError


@pytest.mark.parametrize(
    "written",
    ["2024-09-01", "20240901", "2024-09-01T23:59:59-11:00", "2024-09-01 17:07:00+05:30", "2024-09-01T00:00:00.000Z",
     "2024-09-01Z", "Sun, 01 Sep 2024 23:59:00 -1100", "Sunday, September 1, 2024", "1 September 2024", "Sept. 1, 2024",
     "Sep 1, 2024 10:00 AM", " 2024-09-01 "],
)  # fmt: skip
def test_days_as_they_are_written(written: str) -> None:
    assert publication_day(written) == date(2024, 9, 1)


@pytest.mark.parametrize(
    "written",
    ["", "2024", "2024-09", "September 2024", "Sunday", "today", "01/02/2024", "2024-13-01", "2024-02-30", "0000-01-01",
     "0001-01-01", "9999-12-31", "2024-09-011", "12:30", "1725148800", "Sun, 31 Feb 2024", "x" * 10_000,
     "1 Jan 99999999999999999999"],
)  # fmt: skip
def test_what_is_no_whole_day_is_none(written: str) -> None:
    assert publication_day(written) is None


@given(day=st.dates(EARLIEST, LATEST))
def test_every_day_comes_back(day: date) -> None:
    assert publication_day(day.isoformat()) == day
    assert publication_day(f"{day.isoformat()}T23:00:00+14:00") == day


@given(written=st.text(max_size=80))
def test_any_text_is_a_day_or_none(written: str) -> None:
    found = publication_day(written)
    assert found is None or EARLIEST <= found <= LATEST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("About 40 soldiers left the town on Friday, the council said.", "en"),
        ("40 soldiers captured", "en"),
        ("GDP +2.3% Q3 2024", "en"),
        ("OIL ROSE 3% TO $75.10 A BARREL", "en"),
        ("Le président a annoncé 300 morts dans le tremblement de terre.", "fr"),
        ("El terremoto dejó 30 muertos y 200 heridos en la capital.", "es"),
        ("Am Freitag verließen rund 40 Soldaten die Stadt.", "de"),
        ("В пятницу из города ушли около 40 солдат, сообщил городской совет.", "ru"),
        ("", "und"),
        ("12 345 — 67%", "und"),
    ],
)
def test_languages(text: str, expected: str) -> None:
    assert tell_language(text) == expected


def test_a_foreign_headline_does_not_decide() -> None:
    english = "The river rose overnight and many people left their homes, the council said on Friday. " * 30
    assert tell_language("Catastrophe naturelle au bord de la mer\n" + english) == "en"
    assert (
        tell_language("Flood at the sea\n" + "La rivière est montée dans la nuit et beaucoup sont partis. " * 30)
        == "fr"
    )


def test_threads_that_ask_at_once_load_one_model(monkeypatch: pytest.MonkeyPatch) -> None:
    began, loaded = Barrier(2), []

    def load() -> object:
        loaded.append("the model")
        time.sleep(0.2)  # so that the other thread comes meanwhile
        return model

    def ask() -> str:
        began.wait()
        return tell_language("Le président a annoncé 300 morts.")

    model = language._identifier()
    monkeypatch.setattr(language, "_loaded", cache(load))
    with ThreadPoolExecutor(2) as threads:
        told = [threads.submit(ask) for _ in range(2)]
        assert {each.result() for each in told} == {"fr"}
    assert loaded == ["the model"]


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        ("<p>café €</p>".encode(), None, "<p>café €</p>"),
        ("<p>café €</p>".encode("cp1252"), "windows-1252", "<p>café €</p>"),
        ("<p>“café”</p>".encode("cp1252"), "iso-8859-1", "<p>“café”</p>"),
        ('<meta charset="cp1251"><p>город</p>'.encode("cp1251"), None, '<meta charset="cp1251"><p>город</p>'),
        ("<p>café</p>".encode(), "no-such-charset", "<p>café</p>"),
        ("<p>café</p>".encode(), "hex", "<p>café</p>"),
        ("<p>café</p>".encode("utf-16"), None, "<p>café</p>"),
        (b"\xef\xbb\xbf<p>x</p>", "ascii", "<p>x</p>"),
    ],
)
def test_html_in_the_encoding_that_it_names(data: bytes, charset: str | None, expected: str) -> None:
    assert decode_html(data, charset, "in/a.html") == expected


@given(
    data=st.binary(max_size=400), charset=st.sampled_from([None, "utf-8", "utf-16", "utf-7", "cp1252", "idna", "zlib"])
)
def test_any_bytes_are_text_or_an_input_error(data: bytes, charset: str | None) -> None:
    for read in (lambda: decode_html(data, charset, "a"), lambda: decode_text(data, "utf-8", "a")):
        with contextlib.suppress(InputError):
            assert isinstance(read(), str)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://User:pw@Example.ORG:443/a b?utm_source=x&id=3&fbclid=9#top", "https://example.org/a%20b?id=3"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org:8080/?token=s3cret&page=2", "http://example.org:8080/?token=***&page=2"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("ftp://example.org/", None), ("javascript:alert(1)", None), ("/a", None), ("http://", None),
        ("http://[x", None), ("http://example.org:99999/", None),
    ],
)  # fmt: skip
def test_canonical_addresses(url: str, expected: str | None) -> None:
    assert canonical_url(url) == expected


@given(secret=st.text("abcdef0123456789", min_size=12), name=st.sampled_from(["token", "api_key", "access_token", "sig",
       "X-Amz-Signature", "password", "apikey", "client_secret", "key", "sessionid"]))  # fmt: skip
def test_secrets_are_never_shown(secret: str, name: str) -> None:
    for url in (
        f"https://u:{secret}@example.org/",
        f"https://example.org/?a=1&{name}={secret}",
        f"//u:{secret}@[bad",
        f"http://u:x/{secret}@example.org/",
        f"https://example.org/a;jsessionid={secret}/b",
        f"https://example.org/?to=https://u:{secret}@example.net/",
        f"ftp://u:{secret}@example.org/?a={secret}",
    ):
        assert secret not in shown_url(url)
        assert secret not in (canonical_url(url) or "")


@given(url=st.text(max_size=60))
def test_a_canonical_address_stays_as_it_is(url: str) -> None:
    found = canonical_url("https://example.org/" + url)
    if found is not None:
        assert canonical_url(found) == found
        found.encode("ascii", "surrogatepass")


@given(parts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), min_size=2, max_size=2))
def test_hashes_tell_where_one_part_ends(parts: list[str]) -> None:
    one, two = parts
    moved = (one + two[:1], two[1:])
    assert (content_hash(one, None, None, None, two) == content_hash(moved[0], None, None, None, moved[1])) == (
        (one, two) == moved
    )
    assert content_hash(one, "", None, None, two) != content_hash(one, None, None, None, two)


@given(text=st.text())
def test_storable_text_keeps_its_length(text: str) -> None:
    assert len(storable(text)) == len(text)
    storable(text).encode()
    assert storable(storable(text)) == storable(text)
