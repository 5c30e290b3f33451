"""What a place on the command line means, and what a source's options may be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.settings import read_settings
from flows.sources import recognise
from flows.stages.sources import sources_of
from tests.flows.sources.collected import Night
from transforms.errors import SettingsError


def test_files_and_folders_are_named_after_themselves(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "rows.jsonl.gz").write_bytes(b"")
    for place, name in ((tmp_path / "news", "news"), (tmp_path / "rows.jsonl.gz", "rows")):
        source = recognise(str(place))
        assert (source.kind, source.name, source.place) == ("folder", name, str(place))


def test_an_archive_is_known_by_its_name(tmp_path: Path) -> None:
    for name in ("a.warc", "a.warc.gz", "a.WARC.zst"):
        (tmp_path / name).write_bytes(b"")
        assert recognise(str(tmp_path / name)).kind == "warc"


def test_what_is_wrong_with_a_source_names_the_file_of_settings(tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    for source, told in (
        ("kind = 'warc'\nplace = 'https://e.org/a.warc'", "place: an address; fetch the files first"),
        ("kind = 'sitemap'\nplace = 'sitemap.xml'", "place: no address; give the address of the site"),
        ("kind = 'folder'\nplace = 'in'\noptions = { since = 'May' }", "options.since: no such day; write it as"),
    ):
        config.write_text(f"[[sources]]\nname = 'a'\n{source}\n")
        with pytest.raises(SettingsError) as error:
            sources_of(read_settings(config, environment={}), [])
        assert str(error.value).startswith(f"{config}: sources, a, {told}")


def test_a_text_of_addresses_is_a_list_of_pages(tmp_path: Path) -> None:
    listed = tmp_path / "pages.txt"
    listed.write_text("# ours\nhttps://example.org/a\n\nhttps://example.org/b\n")
    assert recognise(str(listed)).kind == "pages"
    listed.write_text("https://example.org/a says that 40 left.\n")
    assert recognise(str(listed)).kind == "folder"


def test_addresses_are_named_without_their_secrets() -> None:
    source = recognise("https://me:HIDDEN@Example.org/news/?api_key=HIDDEN")
    assert source.kind == "pages"
    assert "HIDDEN" not in source.name
    assert "HIDDEN" in source.place


@pytest.mark.parametrize("place", ["no/such/file.txt", "", "https://", "http://[bad/"])
def test_what_is_not_there_is_refused_with_advice(place: str) -> None:
    with pytest.raises(SettingsError, match=r"give a path|https://"):
        recognise(place)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"encodng": "utf-8"}, "options.encodng: no such option; use one of authorization, encoding, full_text"),
        ({"encoding": "klingon"}, "no such encoding"),
        ({"encoding": "hex"}, "no such encoding"),
        ({"full_text": "both"}, "use one of auto, feed, page"),
    ],
)
def test_options_that_are_wrong_are_refused(options: dict[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=message):
        Night(tmp_path).collect(str(tmp_path), **options)


def test_a_feed_without_an_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="give the feed's address"):
        Night(tmp_path).collect(str(tmp_path), "feed")


def test_a_name_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jsonl")
    Path(path).write_text("{}")
    with pytest.raises(SettingsError, match="no UTF-8; rename it"):
        recognise(path)


@pytest.mark.parametrize("place", ["htp://me:HIDDEN@host/x?token=HIDDEN", "ftp://me:HIDDEN@host/", "http://me:HIDDEN@"])
def test_a_mistyped_address_is_told_without_its_secret(place: str) -> None:
    with pytest.raises(SettingsError) as told:
        recognise(place)
    assert "HIDDEN" not in str(told.value)
