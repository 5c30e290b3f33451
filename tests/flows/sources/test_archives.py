"""WARC files, whole and damaged in every way: each record is a document, is counted, or costs itself alone."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import brotli
import polars as pl
import pytest
import zstandard
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from flows.replay import replay
from flows.settings import LimitSettings, Settings, SourceSettings
from flows.shards import cut_staged
from flows.sources import Collected, collect_parts
from flows.sources.archive_records import Position, cut_records
from tests.flows.sources.collected import QUICK, Night, reasons
from tests.flows.sources.test_web_sources import PAGE
from transforms.errors import InputError, SettingsError
from transforms.frames import DOCUMENTS, REJECTED_DOCUMENTS, check

pytestmark = pytest.mark.lasting

DIGEST = "sha1:B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A"


def http(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    named = {"Content-Type": "text/html; charset=utf-8"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def record(name: str, block: bytes, kind: str = "response", length: int | str | None = None, **headers: str) -> bytes:
    """One record, its Content-Length true unless `length` is given."""
    named = {
        "WARC-Type": kind, "WARC-Target-URI": f"https://news.example.org/{name}", "WARC-Date": "2026-02-27T08:00:00Z",
        "WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Payload-Digest": DIGEST,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
    }  # fmt: skip
    named |= {key.replace("_", "-"): value for key, value in headers.items()}
    lines = "".join(f"{key}: {value}\r\n" for key, value in named.items() if value)
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def page(n: int) -> bytes:
    """A page whose text does not shrink to nothing."""
    noise = " ".join(str(random.Random(n).random()) for _ in range(200))
    return PAGE.format(title=f"Flood {n}", n=n).replace("Contact us", noise).encode()


def pages(count: int, first: int = 0) -> list[bytes]:
    return [record(f"{n}.html", http(page(n))) for n in range(first, first + count)]


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".warc": bytes, ".warc.gz": gzip.compress, ".warc.zst": zstandard.ZstdCompressor(write_checksum=True).compress
}  # fmt: skip


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path / "home")


def write(folder: Path, name: str, members: list[bytes]) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(members))
    return str(path)


def ids(collected: Collected) -> list[str]:
    """The last parts of the addresses that documents came from, in order."""
    check(collected.documents, DOCUMENTS)
    check(collected.rejected, REJECTED_DOCUMENTS)
    return [own_id.rpartition("/")[2] for own_id in collected.documents["own_id"]]


def names(*numbers: int) -> list[str]:
    return [f"{n}.html" for n in numbers]


# --- what is read --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", PACKERS)
def test_pages_carry_their_address_date_and_digest(tmp_path: Path, night: Night, suffix: str) -> None:
    about = [record("", b"software: x", "warcinfo"), record("0.html", b"GET / HTTP/1.1\r\n\r\n", "request")]
    place = write(tmp_path, f"a{suffix}", [PACKERS[suffix](each) for each in [*about, *pages(3)]])
    collected = night.collect(place, "warc")
    assert (ids(collected), collected.rejected.height) == (names(0, 1, 2), 0)
    told = collected.documents.row(1, named=True)
    assert told["url"] == told["own_id"] == "https://news.example.org/1.html"
    assert (told["content"], told["row_no"], told["media_type"]) == (page(1).decode(), 3, "text/html")
    assert told["received_at"] == datetime(2026, 2, 27, 8)  # noqa: DTZ001 (UTC without a zone, as everywhere)
    headers = json.loads(told["headers"])
    assert (headers["warc-payload-digest"], headers["warc-date"]) == (DIGEST, "2026-02-27T08:00:00Z")
    with night.store.open(told["bytes_hash"]) as stored:
        assert stored.read() == Path(place).read_bytes()


def test_what_the_kept_library_writes_is_read(tmp_path: Path, night: Night) -> None:
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as file:
        for n in range(2):
            written = WarcRecord()
            written.init_headers(WarcRecordType.response, f"<urn:uuid:{n}>".encode())
            written.headers["WARC-Target-URI"] = f"https://news.example.org/{n}.html"
            written.is_http = True
            written.set_bytes_content(http(page(n)))
            packing = GzipWriter(file)
            written.write(packing, checksum_data=True)
            packing.finish()
    assert ids(night.collect(str(path), "warc")) == names(0, 1)


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def test_bodies_are_unpacked_as_they_say_or_were_already(tmp_path: Path, night: Night) -> None:
    body = page(1)
    bodies = {
        "gzip": http(gzip.compress(body), Content_Encoding="gzip"),
        "zstd": http(zstandard.compress(body), Content_Encoding="zstd"),
        "brotli": http(brotli.compress(body), Content_Encoding="br"),
        "unpacked": http(body, Content_Encoding="gzip"),
        "unpacked-br": http(body, Content_Encoding="br"),
        "chunked": http(chunked(body[:700], body[700:]), Transfer_Encoding="chunked"),
        "whole": http(body, Transfer_Encoding="chunked"),
        "both": http(chunked(gzip.compress(body)), Transfer_Encoding="chunked", Content_Encoding="gzip"),
    }
    place = write(tmp_path, "a.warc", [record(name, block) for name, block in bodies.items()])
    collected = night.collect(place, "warc")
    assert ids(collected) == list(bodies)
    assert set(collected.documents["content"]) == {body.decode()}


def test_texts_files_and_other_encodings(tmp_path: Path, night: Night) -> None:
    latin = http("Caf\u00e9: 40 left.".encode("latin-1"), Content_Type="text/plain; charset=iso-8859-1")
    resource = record("r", page(2), "resource", Content_Type="text/html")
    place = write(tmp_path, "a.warc", [record("t", latin), resource])
    told = night.collect(place, "warc").documents
    assert told["content"].to_list() == ["Caf\u00e9: 40 left.", page(2).decode()]
    assert told["media_type"].to_list() == ["text/plain", "text/html"]


def test_a_folder_and_a_list_of_paths(tmp_path: Path, night: Night) -> None:
    write(tmp_path, "in/b/2.warc.gz", [gzip.compress(each) for each in pages(2, 2)])
    write(tmp_path, "in/1.warc", pages(2))
    write(tmp_path, "in/index.cdx", [b"x"])
    collected = night.collect(str(tmp_path / "in"), "warc")
    assert (ids(collected), set(reasons(collected).values())) == (names(0, 1, 2, 3), {"unknown format"})
    paths = "# ours\nin/b/2.warc.gz\n\nin/none.warc\nin/b/2.warc.gz\n"
    listed = write(tmp_path, "warc.paths.gz", [gzip.compress(paths.encode())])
    collected = Night(tmp_path / "b").collect(listed, "warc")
    assert (ids(collected), list(reasons(collected).values())) == (names(2, 3), ["unreadable"])
    for body in (b"https://e.org/a.warc.gz\nnotes.txt\n", b"", b"\xff\xfe\n", b"a\0.warc\n"):
        assert set(reasons(night.collect(write(tmp_path, "list.txt", [body]), "warc")).values()) == {"no list"}
    broken = write(tmp_path, "list.gz", [b"\x1f\x8b\x08 broken"])
    assert set(reasons(night.collect(broken, "warc")).values()) == {"no list"}
    assert set(reasons(night.collect(str(tmp_path / "none"), "warc")).values()) == {"unreadable"}


def test_of_captures_of_a_page_the_newest_counts(tmp_path: Path, night: Night) -> None:
    days = ("2026-02-02", "2026-02-03", "2026-02-01")
    captures = [record("a", http(page(n)), WARC_Date=f"{day}T00:00:00Z") for n, day in enumerate(days)]
    collected = night.collect(write(tmp_path, "a.warc", captures), "warc")
    assert collected.documents["content"].to_list() == [page(1).decode()]
    assert (collected.duplicate_count, collected.rejected.height) == (2, 0)
    # In files of their own as well, whatever their names.
    for n, capture in enumerate(captures):
        write(tmp_path, f"in/{n}.warc", [capture])
    collected = Night(tmp_path / "b").collect(str(tmp_path / "in"), "warc")
    assert collected.documents["content"].to_list() == [page(1).decode()]
    assert collected.duplicate_count == 2


# --- what is not, and why ------------------------------------------------------------------------------------------

REJECTED: dict[str, tuple[bytes, str]] = {
    "revisit": (record("x", http(b""), "revisit"), "revisit"),
    "picture": (record("x", http(b"\x89PNG", Content_Type="image/png")), "no page"),
    "name": (record("x", b"example.org A 1.2.3.4", Content_Type="text/dns"), "no page"),
    "text of a page": (record("x", b"words", "conversion", Content_Type="text/plain"), "no page"),
    "moved": (record("x", http(b"", "301 Moved")), "status 301"),
    "gone": (record("x", http(page(0), "404 Not Found")), "status 404"),
    "cut by the crawler": (record("x", http(page(0)), WARC_Truncated="length"), "truncated record"),
    "chunks of no size": (record("x", http(b"zz\r\nabc", Transfer_Encoding="chunked")), "broken chunks"),
    "chunks broken off": (record("x", http(chunked(b"<p>a", end=b""), Transfer_Encoding="chunked")), "broken chunks"),
    "chunk too long": (record("x", http(b"fffffff\r\n<p>a", Transfer_Encoding="chunked")), "broken chunks"),
    "chunk too short": (record("x", http(b"2\r\n<p>a\r\n0\r\n\r\n", Transfer_Encoding="chunked")), "broken chunks"),
    "gzip that is none": (record("x", http(b"words", Content_Encoding="gzip")), "unknown encoding"),
    "gzip broken off": (record("x", http(gzip.compress(page(0))[:-30], Content_Encoding="gzip")), "broken archive"),
    "brotli that is none": (record("x", http(b"words" * 9, Content_Encoding="br")), "broken archive"),
    "bomb": (record("x", http(gzip.compress(bytes(60_000_000), 1), Content_Encoding="gzip")), "too large"),
    "bomb of brotli": (
        record("x", http(brotli.compress(bytes(60_000_000), quality=1), Content_Encoding="br")),
        "too large",
    ),
    "nothing": (record("x", http(b"")), "empty"),
    "no HTTP": (record("x", b"words\r\n\r\n"), "broken record"),
    "no address": (record("x", http(page(0)), WARC_Target_URI=""), "missing field"),
    "address inside": (record("x", http(page(0)), WARC_Target_URI="file:///etc/passwd"), "missing field"),
    "no date": (record("x", http(page(0)), WARC_Date=""), "broken record"),
    "no day": (record("x", http(page(0)), WARC_Date="2026-02-31T00:00:00Z"), "broken record"),
    "length too short": (record("x", http(page(0)), length=90), "broken record"),
    "no length": (record("x", http(page(0)), length="many"), "broken record"),
    "length below nought": (record("x", http(page(0)), length=-5), "broken record"),
    "no record": (b"words\r\nwords\r\n\r\n", "broken record"),
    "endless header": (b"WARC/1.0\r\n" + b"x: y\r\n" * 20_000, "broken record"),
}


@pytest.mark.parametrize("suffix", PACKERS)
def test_every_broken_record_costs_itself_alone(tmp_path: Path, night: Night, suffix: str) -> None:
    good = pages(len(REJECTED) + 1)
    mixed = [good[0]]
    for (broken, _), after in zip(REJECTED.values(), good[1:], strict=True):
        mixed += [broken, after]
    collected = night.collect(write(tmp_path, f"a{suffix}", [PACKERS[suffix](each) for each in mixed]), "warc")
    assert ids(collected) == names(*range(len(good)))
    assert collected.rejected.sort("row_no")["reason"].to_list() == [reason for _, reason in REJECTED.values()]
    assert collected.rejected.sort("row_no")["row_no"].to_list() == list(range(1, 2 * len(REJECTED), 2))
    assert collected.documents["row_no"].to_list() == list(range(0, len(mixed), 2))


def flipped(data: bytes, at: float = 0.5) -> bytes:
    middle = int(len(data) * at)
    return data[:middle] + bytes(byte ^ 0x5A for byte in data[middle : middle + 12]) + data[middle + 12 :]


@pytest.mark.parametrize("suffix", [".warc.gz", ".warc.zst"])
def test_damage_to_members_costs_one_each(tmp_path: Path, night: Night, suffix: str) -> None:
    pack, packed = PACKERS[suffix], [PACKERS[suffix](each) for each in pages(8)]
    members = [
        packed[0], flipped(packed[1]), packed[2], b"GARBAGE between members", packed[3], pages(1, 4)[0], packed[5],
        packed[6][:200], pack(b"noise\r\n"), packed[7], flipped(packed[1], 0), packed[0][:100],
    ]  # fmt: skip
    collected = night.collect(write(tmp_path, f"a{suffix}", members), "warc")
    assert ids(collected) == names(0, 2, 3, 5, 7)
    told = Counter(collected.rejected["reason"])
    assert told["not packed"] >= 2
    assert set(told) <= {"not packed", "broken archive", "broken record", "truncated record"}
    assert 5 <= sum(told.values()) <= 8  # damage that lies side by side is told once


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_file_that_breaks_off_gives_what_came_before(tmp_path: Path, night: Night, suffix: str) -> None:
    data = b"".join(PACKERS[suffix](each) for each in pages(3))
    for cut in (1, 3, 5, 40, 400):
        collected = Night(tmp_path / str(cut)).collect(write(tmp_path, f"{cut}{suffix}", [data[:-cut]]), "warc")
        kept = collected.documents.height
        assert kept == 3 or reasons(collected) == {str(tmp_path / f"{cut}{suffix}"): "truncated record"}
        assert kept >= 2
    assert kept == 2


def test_one_gzip_of_many_records_and_members_of_several(tmp_path: Path, night: Night) -> None:
    records = pages(6)
    assert ids(night.collect(write(tmp_path, "a.warc.gz", [gzip.compress(b"".join(records))]), "warc")) == names(
        *range(6)
    )
    two = [gzip.compress(b"".join(records[n : n + 2])) for n in (0, 2, 4)]
    assert ids(night.collect(write(tmp_path, "b.warc.gz", two), "warc")) == names(*range(6))


def test_frames_of_zstd_with_a_dictionary(tmp_path: Path, night: Night) -> None:
    records = pages(40)
    dictionary = zstandard.train_dictionary(20_000, records)
    packing = zstandard.ZstdCompressor(dict_data=dictionary, write_checksum=True)
    frames = [packing.compress(each) for each in records[:3]]
    for name, data in (("a", dictionary.as_bytes()), ("b", zstandard.compress(dictionary.as_bytes()))):
        head = b"\x5d\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data
        assert ids(
            Night(tmp_path / name).collect(write(tmp_path, f"{name}.warc.zst", [head, *frames]), "warc")
        ) == names(0, 1, 2)


@pytest.mark.parametrize("suffix", [".warc.gz", ".warc.zst"])
def test_bombs_are_not_unpacked(tmp_path: Path, suffix: str) -> None:
    night = Night(tmp_path / "home", limits=LimitSettings(**{**QUICK.model_dump(), "document_bytes": 1_000_000}))
    zeros = bytes(1 << 20)
    if suffix == ".warc.gz":
        bomb = gzip.compress(record("x", zeros * 100))
    else:
        bomb = zstandard.compress(record("x", zeros * 100), 19)
    good = [PACKERS[suffix](each) for each in pages(2)]
    collected = night.collect(write(tmp_path, f"a{suffix}", [good[0], bomb, good[1]]), "warc")
    assert ids(collected) == names(0, 1)
    assert set(reasons(collected).values()) == {"too large"}


def test_a_file_of_beginnings_is_given_up(tmp_path: Path, night: Night) -> None:
    magic = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    place = write(tmp_path, "a.warc.gz", [gzip.compress(pages(1)[0]), magic * 200_000])
    collected = night.collect(place, "warc")
    assert (ids(collected), collected.rejected.height) == (names(0), 1)


@pytest.mark.parametrize("seed", range(40))
def test_any_damage_is_told_and_stays_where_it_is(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    suffix = chance.choice(list(PACKERS))
    packed = [PACKERS[suffix](each) for each in pages(5)]
    data = bytearray(b"".join(packed))
    first, last = len(packed[0]), len(data) - len(packed[4])
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(first, last)] = chance.randrange(256)
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    with path.open("rb") as stream:
        packing = None if suffix == ".warc" else suffix.removeprefix(".warc")
        found = list(cut_records(stream, packing, "a", LimitSettings(), Position()))
    assert [cut.number for cut in found] == list(range(len(found)))
    assert found[0].found == pages(1)[0][:-4]
    assert found[-1].found == pages(1, 4)[0][:-4]
    for cut in found[:-1]:
        with path.open("rb") as stream:
            again = list(cut_records(stream, packing, "a", LimitSettings(), cut.after))
        assert _said(again)[-1] == _said(found)[-1]
        if not isinstance(cut.found, InputError):
            assert _said(again) == _said(found)[cut.number + 1 :]


def _said(cuts: list[Any]) -> list[tuple[int, str]]:
    return [(cut.number, str(cut.found)) for cut in cuts]


# --- from night to night -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [*PACKERS, "one"])
def test_a_run_that_dies_goes_on_behind_what_was_kept(
    tmp_path: Path, night: Night, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.sources.archives._PART_ROWS", 2)
    records = [*pages(3), record("x", http(b"", "404 Not Found")), *pages(3, 3)]
    if suffix == "one":
        suffix, members = ".warc.gz", [gzip.compress(b"".join(records))]
    else:
        members = [PACKERS[suffix](each) for each in records]
    place = write(tmp_path, f"a{suffix}", members)
    source = SourceSettings(name="tests", kind="warc", place=place)

    def begun() -> Iterator[Collected]:
        return collect_parts(source, night.store, night.memory, lambda: night.at)

    dying = begun()
    assert [ids(next(dying)), ids(next(dying))] == [names(0, 1), names(2)]
    dying.close()
    again = [(ids(part), part.rejected["reason"].to_list()) for part in begun()]
    assert again == [(names(2), ["status 404"]), (names(3, 4), []), (names(5), []), ([], [])]
    assert [part.documents.height for part in begun()] == [0]  # it is not opened any more
    Path(place).touch()
    assert [part.documents.height for part in begun()] == [0]  # nor read, where only its time has changed
    write(tmp_path, f"a{suffix}", [*members, PACKERS[suffix](pages(1, 9)[0])])
    assert sum(part.documents.height for part in begun()) == 7


def test_stored_archives_replay_to_the_same_documents(tmp_path: Path, night: Night) -> None:
    members = [gzip.compress(each) for each in [record("x", http(b"", "404")), *pages(4)]]
    collected = night.collect(write(tmp_path, "a.warc.gz", members), "warc")
    stored = collected.documents.filter(pl.col("row_no") != 2)
    found, problems = replay(stored, night.store, Settings())
    assert problems == []
    assert found.equals(stored.sort("article_id"))


def test_staged_parts_are_cut_into_shards_one_at_a_time(tmp_path: Path, night: Night) -> None:
    collected = night.collect(write(tmp_path, "a.warc", pages(5)), "warc").documents
    staged, shards = tmp_path / "staged", tmp_path / "shards"
    staged.mkdir()
    shards.mkdir()
    for n, part in enumerate((collected[:3], collected[2:])):
        part.write_parquet(staged / f"{n}.parquet")
    slim = collected[1:].with_columns(content=pl.lit(None, pl.String))
    cut = cut_staged(slim, staged, shards)
    kept = pl.concat([pl.read_parquet(shard.documents) for shard in cut])
    assert kept.sort("article_id").equals(collected[1:].sort("article_id"))
    assert len(cut) == 2


def test_an_address_is_no_place_of_archives(night: Night) -> None:
    with pytest.raises(SettingsError, match="sources, tests, place: an address; fetch the files first"):
        night.collect("https://data.example.org/a.warc.gz", "warc")
