"""Files and folders of articles: what comes in, to the character, and what is told of what can't."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
import resource
import socket
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from flows.settings import LimitSettings
from flows.sources import Collected
from tests.flows.sources.collected import QUICK, Night, reasons
from transforms.articles import read_articles
from transforms.frames import DOCUMENTS, REJECTED_DOCUMENTS, check

pytestmark = pytest.mark.lasting

SMALL = LimitSettings(**{**QUICK.model_dump(), "document_bytes": 200_000})


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path / "home", limits=SMALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def row(own_id: str = "a", text: str = "About 40 soldiers came.", **fields: object) -> str:
    return json.dumps({"id": own_id, "text": text, **fields})


def told(collected: Collected) -> str:
    """The one rejection's detail."""
    check(collected.rejected, REJECTED_DOCUMENTS)
    assert collected.rejected.height == 1
    return str(collected.rejected["detail"][0])


def table(rows: list[dict[str, object]], suffix: str, path: Path) -> None:
    """Write `rows` as a file of that suffix."""
    frame = pl.DataFrame(rows)
    if suffix == ".parquet":
        frame.write_parquet(path)
    elif suffix == ".csv":
        frame.write_csv(path)
    else:
        frame.write_ndjson(path)


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_containers_give_a_document_a_row(suffix: str, packed: str, night: Night, folder: Path) -> None:
    rows = [
        {"id": "a", "url": None, "title": "Flood", "published": "2026-02-27", "text": 'He said: "40, or so"\n\nThen 2.',
         "html": None},
        {"id": "b", "url": "https://example.org/b?utm_source=x#top", "title": None, "published": None, "text": None,
         "html": "<p>7 left</p>"},
    ]  # fmt: skip
    plain = folder / f"rows{suffix}"
    table(rows, suffix, plain)
    data = plain.read_bytes()
    if packed:
        plain.unlink()
        data = gzip.compress(data) if packed == ".gz" else zstandard.compress(data)
        (folder / f"rows{suffix}{packed}").write_bytes(data)
    collected = night.collect(str(folder))
    assert collected.rejected.is_empty()
    first, second = check(collected.documents, DOCUMENTS).sort("own_id").rows(named=True)
    assert (first["content"], first["media_type"], first["row_no"]) == (rows[0]["text"], "text/plain", 0)
    assert (first["given_title"], first["given_published"], first["url"]) == ("Flood", "2026-02-27", None)
    assert (second["content"], second["media_type"], second["row_no"]) == ("<p>7 left</p>", "text/html", 1)
    assert second["url"] == "https://example.org/b"
    assert first["bytes_hash"] == second["bytes_hash"]
    with night.store.open(first["bytes_hash"]) as stored:
        assert stored.read() == data


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
def test_files_are_documents_of_their_own(packed: str, night: Night, folder: Path) -> None:
    (folder / "deep" / "er").mkdir(parents=True)
    contents = {
        "a.txt": " 40 left.\r\n\tThen\u2028 7.  ",
        "deep/b.md": "# Flood\n\n40 left.",
        "deep/er/c.html": "<p>7</p>",
    }
    for name, text in contents.items():
        data = text.encode()
        data = gzip.compress(data) if packed == ".gz" else zstandard.compress(data) if packed else data
        (folder / (name + packed)).write_bytes(data)
    documents = night.collect(str(folder)).documents
    assert documents["own_id"].to_list() == [name + packed for name in contents]
    assert documents["content"].to_list() == list(contents.values())
    assert documents["media_type"].to_list() == ["text/plain", "text/markdown", "text/html"]


def test_a_single_file_has_the_id_that_it_has_in_its_folder(night: Night, folder: Path) -> None:
    (folder / "a.txt").write_text("40 left.")
    alone, among = night.collect(str(folder / "a.txt")).documents, night.collect(str(folder)).documents
    assert alone["article_id"].to_list() == among["article_id"].to_list()
    assert alone["place_found"].to_list() == [str(folder / "a.txt")]


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_text_is_kept_to_the_character(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("in")
    (folder / "rows.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n", encoding="utf-8")
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerows([["id", "text"], ["b", text]])
    collected = Night(folder / "home").collect(str(folder))
    if text.isspace():
        assert collected.documents.is_empty()
        assert collected.rejected.height == 2
    else:
        assert collected.documents["content"].to_list() == [text, text]


def test_nul_and_lone_surrogates_cost_no_article_and_no_offset(night: Night, folder: Path) -> None:
    (folder / "rows.jsonl").write_text('{"id": "a\\ud800", "text": "x\\u0000y\\udc00 40 left \\ud83d\\ude00"}')
    document = night.collect(str(folder)).documents.row(0, named=True)
    assert (document["own_id"], document["content"]) == ("a\ufffd", "x\0y\ufffd 40 left 😀")


# --- what is broken ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "reason", "line", "remedy"),
    [
        ("a.txt", b"", "empty", 1, "fill it or remove it"),
        ("a.txt", b" \n ", "empty", 1, "fill it or remove it"),
        ("a.jsonl", b"", "empty", 1, "fill it or remove it"),
        ("a.jsonl", b"\n\n", "empty", 1, "fill it or remove it"),
        ("a.csv", b"", "empty", 1, "fill it or remove it"),
        ("a.csv", b"id,text\n", "empty", 1, "fill it or remove it"),
        ("a.parquet", b"", "empty", 1, "fill it or remove it"),
        ("a.txt", bytes(range(256)) * 9, "binary", None, "give .txt"),
        ("a.jsonl", b"PK\x03\x04\0\0\n\xff\0\n" * 9, "binary", None, "JSON lines"),
        ("a.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, "binary", None, "is a page"),
        ("a.txt", "one\ntwo\ncaf\u00e9".encode("latin-1"), "wrong encoding", 3, "encoding ="),
        ("a.jsonl", b'{"id": "a", "text": "caf\xe9"}', "wrong encoding", 1, "encoding ="),
        ("a.csv", b"id,text\na,caf\xe9\n", "wrong encoding", 2, "encoding ="),
        ("a.csv", b"id,title\na,b\n", "missing column", 1, "text (or html)"),
        ("a.csv", b"title,text\na,b\n", "missing column", 1, "id (or url)"),
        ("a.csv", b"id,text\na,b,c\n", "broken CSV", 2, "3 fields"),
        ("a.csv", b'id,text\na,"b\n\nc', "broken CSV", 2, "quotation mark"),
        ("a.csv", b'id,"te\rxt\na,b\n', "broken CSV", 1, "header"),
        ("a.csv", b"id,te\rxt\na,b\n", "broken CSV", 1, "header"),
        ("a.jsonl", b'{"id": "a", "title": "x"}', "missing field", 1, "neither text nor html"),
        ("a.jsonl", b'{"title": "x", "text": "y"}', "missing field", 1, "neither id nor url"),
        ("a.jsonl", b'{"id": "a", "text": 7}', "wrong type", 1, "field text is a number"),
        ("a.jsonl", b'{"id": ["a"], "text": "y"}', "wrong type", 1, "field id is a list"),
        ("a.jsonl", b'["a"]', "broken JSON", 1, "not an object"),
        ("a.jsonl", b'{"id": "a", "text": "y"', "broken JSON", 1, "column 24"),
        ("a.jsonl", b"[" * 100_000, "broken JSON", 1, "nested"),
        ("a.jsonl", b'{"id": ' + b"9" * 5000 + b', "text": "y"}', "broken JSON", 1, "one plain object"),
        ("a.parquet", b"PAR1 not really", "broken Parquet", None, "write the Parquet file again"),
        ("a.txt.gz", b"not gzip", "broken archive", None, "pack the file again"),
        ("a.txt.gz", gzip.compress(b"40 left" * 999, mtime=0)[:-9], "broken archive", None, "pack the file again"),
        ("a.jsonl.zst", b"not zstd", "broken archive", None, "pack the file again"),
        ("a.txt.gz", gzip.compress(b"x" * 1_000_000, mtime=0), "too large", None, "limits.document_bytes"),
        ("a.html.zst", zstandard.compress(b"x" * 1_000_000), "too large", None, "limits.document_bytes"),
        ("a.doc", b"x", "unknown format", None, ".jsonl"),
        ("a", b"x", "unknown format", None, ".jsonl"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_and_the_others_come(
    name: str, data: bytes, reason: str, line: int | None, remedy: str, night: Night, folder: Path
) -> None:
    (folder / name).write_bytes(data)
    (folder / "z.txt").write_text("40 left.")
    collected = night.collect(str(folder))
    assert collected.documents["own_id"].to_list() == ["z.txt"]
    detail = told(collected)
    assert reasons(collected) == {str(folder / name): reason}
    assert detail.startswith(f"{folder / name}, line {line}: " if line else f"{folder / name}: ")
    assert remedy in detail


def test_a_broken_row_is_told_by_its_line_and_the_others_come(night: Night, folder: Path) -> None:
    lines = [row(str(n)) for n in range(10)]
    lines[6] = lines[6][:-3]
    (folder / "a.jsonl").write_text("\n".join(lines))
    collected = night.collect(str(folder))
    assert collected.documents["own_id"].to_list() == [str(n) for n in range(10) if n != 6]
    assert f"{folder}/a.jsonl, line 7: broken JSON" in told(collected)
    assert collected.rejected["row_no"].to_list() == [6]
    assert night.store.has(collected.rejected["bytes_hash"][0])


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_a_row_that_is_too_long_costs_no_memory_and_no_other_row(suffix: str, night: Night, folder: Path) -> None:
    long = "x" * 900_000
    if suffix == ".jsonl":
        lines = [row("a"), row("b", long), row("c")]
    else:
        lines = ["id,text", "a,40 left", f'b,"{long}', 'and more"', "c,7 left"]
    (folder / f"a{suffix}").write_text("\n".join(lines) + "\n")
    collected = night.collect(str(folder))
    assert "too large" in set(collected.rejected["reason"])
    assert "limits.document_bytes" in collected.rejected["detail"][0]
    assert {"a", "c"} >= set(collected.documents["own_id"]) >= {"a"}
    assert "b" not in set(collected.documents["own_id"])


def test_a_long_row_of_parquet_is_too_large(night: Night, folder: Path) -> None:
    table([{"id": "a", "text": "x" * 900_000}, {"id": "b", "text": "7 left"}], ".parquet", folder / "a.parquet")
    collected = night.collect(str(folder))
    assert set(reasons(collected).values()) == {"too large"}
    assert collected.documents["own_id"].to_list() == ["b"]


def test_a_group_of_parquet_rows_that_unpacks_to_a_thousand_times_its_size_is_not_unpacked(
    night: Night, folder: Path
) -> None:
    made = pa.table({"id": [f"{n}" for n in range(40)], "text": [f"{n} left" + "x" * 900_000 for n in range(40)]})
    pq.write_table(made, folder / "a.parquet", compression="zstd", use_dictionary=False, compression_level=19)
    assert (folder / "a.parquet").stat().st_size < 100_000
    collected = night.collect(str(folder))
    assert collected.documents.is_empty()
    assert "limits.unpacked_ratio" in told(collected)


def test_one_long_text_in_many_rows_of_parquet_is_in_the_memory_once(folder: Path, tmp_path: Path) -> None:
    """A file of 30 kB whose 1,500 rows say the same 1 MB: together more than the machine may give it."""
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 1500, pa.int32()), ["7 left" + "x" * 1_000_000])
    made = pa.table({"id": [f"{n}" for n in range(1500)], "text": text})
    pq.write_table(made, folder / "a.parquet", compression="zstd", row_group_size=1500)
    assert (folder / "a.parquet").stat().st_size < 100_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    collected = Night(tmp_path / "home", limits=SMALL).collect(str(folder))
    assert set(collected.rejected["reason"]) == {"too large"}
    assert collected.rejected.height == 1500
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000  # kB


@pytest.mark.parametrize(
    "published",
    [
        pa.array([10**15, 0], pa.timestamp("s")),
        pa.array([2**31 - 1, 0], pa.int32()).cast(pa.date32()),
        pa.array([-(2**31), 0], pa.int32()).cast(pa.date32()),
        pa.array([2**62, 0], pa.duration("s")),
        pa.array([5, 0], pa.timestamp("us", tz="Nowhere/Atall")),
        pa.array([2**62, 0], pa.time64("ns")),
    ],
    ids=lambda values: f"{values.type} {values[0].value}",
)
def test_days_of_parquet_that_there_are_not_cost_their_rows_alone(
    published: pa.Array, night: Night, folder: Path
) -> None:
    made = pa.table({"id": ["a", "b"], "text": ["40 left", "7 left"], "published": published})
    pq.write_table(made, folder / "a.parquet")
    (folder / "z.txt").write_text("40 left.")
    collected = night.collect(str(folder))
    articles, rejected = read_articles(collected.documents)
    assert "z.txt" in set(articles["own_id"])
    assert "a" not in set(articles["own_id"])
    assert set(collected.rejected["reason"]) | set(rejected["reason"]) <= {"wrong type", "unreadable date"}


def test_a_container_that_unpacks_to_a_thousand_times_its_size_stops(folder: Path, tmp_path: Path) -> None:
    night = Night(tmp_path / "home", limits=LimitSettings(**{**SMALL.model_dump(), "unpacked_ratio": 100}))
    bomb = (row("a") + "\n").encode() + b"\n" * 20_000_000
    for name, data in (("a.jsonl.gz", gzip.compress(bomb, 1)), ("b.jsonl.zst", zstandard.compress(bomb))):
        (folder / name).write_bytes(data)
    collected = night.collect(str(folder))
    assert {place[-3:]: reason for place, reason in reasons(collected).items()} == {
        ".gz": "too large",
        "zst": "too large",
    }
    assert collected.documents.height == 1  # the row before the bomb, once


def test_a_container_larger_than_its_limit_stops(folder: Path, tmp_path: Path) -> None:
    night = Night(tmp_path / "home", limits=LimitSettings(**{**SMALL.model_dump(), "container_bytes": 2_000_000}))
    (folder / "a.jsonl").write_text("\n".join(row(str(n), "x" * 100_000) for n in range(30)))
    collected = night.collect(str(folder))
    assert "limits.container_bytes" in told(collected)
    assert 0 < collected.documents.height < 30


@contextlib.contextmanager
def anyone() -> Iterator[None]:
    """As a user who may not read everything: root may, so root steps down meanwhile."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_files_and_folders_without_permission_are_told() -> None:
    # Not below pytest's own folder, which no other user may enter.
    with tempfile.TemporaryDirectory() as made:
        folder, home = Path(made, "in"), Path(made, "home")
        for path in (Path(made), folder, home):
            path.mkdir(exist_ok=True)
            path.chmod(0o777)
        (folder / "shut").mkdir(mode=0)
        (folder / "a.txt").write_text("40 left.")
        (folder / "a.txt").chmod(0)
        (folder / "z.txt").write_text("40 left.")
        with anyone():
            collected = Night(home).collect(str(folder))
        assert reasons(collected) == {str(folder / name): "no permission" for name in ("shut", "a.txt")}
        assert collected.documents["own_id"].to_list() == ["z.txt"]


def test_a_refusal_of_the_system_is_told(night: Night, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.txt").write_text("40 left.")
    (folder / "z.txt").write_text("40 left.")
    opened = Path.open

    def refuse(path: Path, mode: str = "r", **how: object) -> io.IOBase:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, **how)  # type: ignore[no-any-return, call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    collected = night.collect(str(folder))
    assert "chmod +r" in told(collected)
    assert collected.documents["own_id"].to_list() == ["z.txt"]


def test_what_is_no_file_is_never_opened(
    night: Night, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.txt").write_text("40 left.")
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "dead.txt").symlink_to(folder / "nowhere.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(folder)  # the names of sockets are short
        listening.bind("s.txt")
        collected = night.collect(str(folder))
    assert collected.documents.is_empty()
    found = {Path(place).name: reason for place, reason in reasons(collected).items()}
    assert found == {
        "pipe.txt": "no file", "s.txt": "no file", "out.txt": "outside the folder", "dead.txt": "unreadable",
    }  # fmt: skip


def test_hidden_files_are_passed_over(night: Night, folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_text("40 left.")
    (folder / ".DS_Store").write_bytes(b"\0")
    collected = night.collect(str(folder))
    assert collected.documents.is_empty()
    assert collected.rejected.is_empty()


def test_names_that_are_no_text_stay_apart(night: Night, folder: Path) -> None:
    for name in (b"a\xff.txt", b"a\xfe.txt", "a ..\u2028.txt".encode()):
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_text("40 left.")
    own_ids = night.collect(str(folder)).documents["own_id"].to_list()
    assert sorted(own_ids) == ["a ..\u2028.txt", "a\\xfe.txt", "a\\xff.txt"]


def test_ids_are_never_paths(night: Night, folder: Path) -> None:
    (folder / "a.jsonl").write_text(row("../../../etc/cron.d/x") + "\n" + row("/etc/passwd"))
    night.collect(str(folder))
    assert {path.parent.parent for path in night.store.root.rglob("*") if path.is_file()} == {night.store.root}


# --- ids and duplicates -----------------------------------------------------------------------------------------------


def test_rows_that_share_an_id_and_differ_are_all_rejected_whatever_their_order(night: Night, folder: Path) -> None:
    rows = [row("a", "40 left."), row("b"), row("a", "41 left."), row("a", "40 left.")]
    (folder / "a.jsonl").write_text("\n".join(rows))
    forward = night.collect(str(folder))
    (folder / "a.jsonl").write_text("\n".join(reversed(rows)))
    backward = night.collect(str(folder))
    for collected in (forward, backward):
        assert collected.documents["own_id"].to_list() == ["b"]
        assert collected.rejected["own_id"].to_list() == ["a", "a", "a"]
        assert set(collected.rejected["reason"]) == {"duplicate id"}
    assert "line 1: duplicate id" in forward.rejected["detail"][0]
    assert "a.jsonl, line 3" in forward.rejected["detail"][0]


def test_rows_that_share_an_id_across_files_are_rejected_too(night: Night, folder: Path) -> None:
    (folder / "a.jsonl").write_text(row("a", "40 left."))
    (folder / "b.jsonl").write_text(row("a", "41 left."))
    collected = night.collect(str(folder))
    assert collected.documents.is_empty()
    assert collected.rejected.height == 2


def test_the_same_document_twice_counts_once(night: Night, folder: Path) -> None:
    (folder / "a.jsonl").write_text("\n".join([row("a"), row("a"), row("b")]))
    (folder / "b.jsonl").write_text(row("a"))
    collected = night.collect(str(folder))
    assert sorted(collected.documents["own_id"]) == ["a", "b"]
    assert collected.rejected.is_empty()
    assert collected.duplicate_count == 2


def test_ids_come_from_the_row_else_from_its_address(night: Night, folder: Path) -> None:
    rows = [{"id": 7, "text": "x"}, {"url": "https://Example.org:443/a?utm_medium=b&q=1#c", "text": "x"}]
    (folder / "a.jsonl").write_text("\n".join(json.dumps(each) for each in rows))
    assert sorted(night.collect(str(folder)).documents["own_id"]) == ["7", "https://example.org/a?q=1"]


def test_ids_do_not_depend_on_where_or_when(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two/three"):
        folder = tmp_path / name / "in"
        (folder / "sub").mkdir(parents=True)
        (folder / "sub" / "a.txt").write_text("40 left.")
        (folder / "b.jsonl").write_text(row("b") + "\nbroken")
        collected = Night(tmp_path / name / "home").collect(str(folder))
        hidden = ["place_found", "received_at"]
        found.append((collected.documents.drop(hidden).rows(), collected.rejected["rejection_id"].to_list()))
    assert found[0] == found[1]


def test_dates_of_tables_are_taken_as_they_are(night: Night, folder: Path) -> None:
    table([{"id": "a", "text": "40 left", "published": date(2026, 2, 27)}], ".parquet", folder / "a.parquet")
    documents = night.collect(str(folder)).documents
    assert documents["given_published"].to_list() == ["2026-02-27"]
    assert read_articles(documents)[0]["published_date"].to_list() == [date(2026, 2, 27)]


def test_the_encoding_and_the_delimiter_can_be_others(night: Night, folder: Path) -> None:
    (folder / "a.csv").write_bytes("id;text\na;caf\u00e9, 40 \u20ac\n".encode("cp1252"))
    documents = night.collect(str(folder), encoding="cp1252").documents
    assert documents["content"].to_list() == ["caf\u00e9, 40 \u20ac"]


def test_byte_order_marks_are_no_text(night: Night, folder: Path) -> None:
    for name, encoding in (("a", "utf-8-sig"), ("b", "utf-16"), ("c", "utf-32")):
        (folder / f"{name}.txt").write_bytes("40 left.\r\n".encode(encoding))
    (folder / "d.jsonl").write_bytes(b"\xef\xbb\xbf" + row("d", "40 left.\r\n").encode())
    assert night.collect(str(folder)).documents["content"].to_list() == ["40 left.\r\n"] * 4


@given(data=st.binary(max_size=300), suffix=st.sampled_from([".txt", ".md", ".html", ".jsonl", ".csv", ".parquet"]),
       packed=st.sampled_from(["", ".gz", ".zst"]))  # fmt: skip
def test_any_bytes_give_documents_or_rejections(
    data: bytes, suffix: str, packed: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("in")
    (folder / f"a{suffix}{packed}").write_bytes(data)
    collected = Night(folder / "home", limits=SMALL).collect(str(folder / f"a{suffix}{packed}"))
    assert collected.documents.height + collected.rejected.height > 0
    read_articles(check(collected.documents, DOCUMENTS))
    check(collected.rejected, REJECTED_DOCUMENTS)


@pytest.mark.slow
def test_every_article_of_the_shared_file_comes_in(shared: Path, tmp_path: Path) -> None:
    collected = Night(tmp_path).collect(str(shared / "data" / "articles.jsonl.gz"))
    assert (collected.documents.height, collected.rejected.height) == (15_812, 0)
