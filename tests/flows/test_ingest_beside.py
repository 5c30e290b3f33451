"""Sources of different hosts are collected beside each other, those of one host one after the other."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest

from flows.night import Night, clock
from flows.progress import Progress
from flows.settings import Settings, SourceSettings
from flows.sources import Collected
from flows.sources.hosts import Hosts
from flows.stages.ingest import _beside
from transforms.frames import DOCUMENTS, REJECTED_DOCUMENTS

NOTHING = Collected(DOCUMENTS.empty(), REJECTED_DOCUMENTS.empty())


def night(home: Path, *hosts: str) -> Night:
    """Of a feed for each of `hosts`, in their order; "" is a folder."""
    sources = tuple(
        SourceSettings(
            name=f"{n}", kind="feed" if host else "folder", place=f"https://{host}/{n}" if host else str(home)
        )
        for n, host in enumerate(hosts)
    )
    return Night("run", "nightly", Settings(home=home), sources, None, Progress(False), clock())


def test_hosts_overlap_and_the_sources_of_one_do_not(tmp_path: Path) -> None:
    all_there, lock = threading.Barrier(3, timeout=60), threading.Lock()
    under_way: list[str] = []
    twice: list[str] = []

    def collect(source: SourceSettings) -> Collected:
        host = source.place.split("/")[2]
        with lock:
            twice.extend(each for each in under_way if each == host)
            under_way.append(host)
        if source.name in "012":
            all_there.wait()  # passes only when the first source of every host is under way
        with lock:
            under_way.remove(host)
        return NOTHING

    told = list(_beside(night(tmp_path, "a.org", "b.org", "c.org", "a.org", "b.org"), Hosts(32), collect))
    assert [source.name for source, _ in told] == list("01234")
    assert not twice


def test_the_pauses_of_more_hosts_than_are_asked_at_once_are_waited_out_together(tmp_path: Path) -> None:
    all_there = threading.Barrier(3, timeout=60)
    given = night(tmp_path, "a.org", "b.org", "c.org")
    one_at_once = given.settings.web.model_copy(update={"hosts_at_once": 1})
    given.settings = given.settings.model_copy(update={"web": one_at_once})

    def collect(source: SourceSettings) -> Collected:
        all_there.wait()
        return NOTHING

    assert [source.name for source, _ in _beside(given, Hosts(1), collect)] == list("012")


def test_what_one_raises_is_raised_in_its_turn_and_ends_the_others(tmp_path: Path) -> None:
    hosts, asked = Hosts(32), []

    def collect(source: SourceSettings) -> Collected:
        asked.append(source.name)
        if source.name == "1":
            raise OSError("no room")
        return NOTHING

    each = _beside(night(tmp_path, "a.org", "b.org", ""), hosts, collect)
    with contextlib.closing(each):
        assert next(each)[0].name == "0"
        with pytest.raises(OSError, match="no room"):
            next(each)
    assert hosts.over.is_set()
    assert "2" not in asked


def test_lists_of_addresses_are_read_beside_each_other(tmp_path: Path) -> None:
    both = threading.Barrier(2, timeout=60)
    sources = tuple(SourceSettings(name=name, kind="pages", place=str(tmp_path / f"{name}.txt")) for name in "ab")

    def collect(source: SourceSettings) -> Collected:
        both.wait()
        return NOTHING

    listed = Night("run", "nightly", Settings(home=tmp_path), sources, None, Progress(False), clock())
    assert [source.name for source, _ in _beside(listed, Hosts(32), collect)] == ["a", "b"]
