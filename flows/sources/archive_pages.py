"""The page in a record of a WARC file: where it is from, when it was captured, and what it says."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fastwarc.stream_io import BrotliReader
from fastwarc.warc import WarcRecord, WarcRecordType

from flows.settings import LimitSettings
from flows.sources.answers import read_answer
from flows.sources.expansion import Expansion
from flows.sources.record import Record
from flows.sources.web import Answer, kept_headers
from transforms.articles.identity import storable
from transforms.articles.urls import canonical_url, shown_url
from transforms.errors import InputError

# What a crawler writes about its pages, and not a page that it found: no document, and no record of a reject either.
_ABOUT: Final = WarcRecordType.warcinfo | WarcRecordType.request | WarcRecordType.metadata
_KEPT: Final = ("WARC-Date", "WARC-Record-ID", "WARC-Payload-Digest")
_CHUNK_SIZE: Final = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_PACKED: Final = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")


@dataclass(frozen=True, slots=True)
class Page:
    """A captured page; `headers` are those of the answer and of the record worth keeping, as a JSON object."""

    record: Record
    captured_at: datetime
    headers: str


def read_page_record(data: bytes, place: str, limits: LimitSettings) -> Page | None:
    """The page of one record; null for records that only tell about pages.

    Raises InputError for pages that are none, or not whole: of other types, statuses and kinds of record, cut off by
    the crawler, wrongly chunked or packed, or not changed since another capture (revisit).
    """
    try:
        record = WarcRecord.from_bytes(data)
        if record.record_type & _ABOUT:
            return None
        uri = storable((record.headers.get("WARC-Target-URI") or "").strip("<> "))
        captured_at = record.record_date.astimezone(UTC).replace(tzinfo=None)
    except (OSError, ValueError, AttributeError, OverflowError) as error:
        problem = f"its header can't be read ({str(error)[:80]}); fetch or write the file again"
        raise InputError(place, "broken record", problem) from error
    url = canonical_url(uri)
    place = f"{place}: {shown_url(uri)}"
    _check_kind(record, url, place)
    stated = _stated(record, place)
    answer = Answer(shown_url(uri), "", kept_headers(stated), captured_at)
    try:
        body = record.reader.read(len(data))
    except OSError as error:
        raise InputError(place, "broken record", f"its content can't be read ({error}); fetch it again") from error
    if not body:
        raise InputError(place, "empty", "the answer has no bytes; leave it out")
    if stated.get("transfer-encoding", "").strip().lower() == "chunked":
        body = _unchunked(body, place)
    try:
        kind, content = read_answer(answer, _unpacked(body, stated.get("content-encoding", ""), place, limits))
    except InputError as error:
        raise InputError(place, error.reason, error.remedy) from error
    headers = json.loads(answer.headers) | {
        name.lower(): storable(value)[:500] for name in _KEPT if (value := record.headers.get(name))
    }
    return Page(Record(url or uri, content, kind, url), captured_at, json.dumps(headers, sort_keys=True))


def _check_kind(record: WarcRecord, url: str | None, place: str) -> None:
    kind = record.record_type
    if kind == WarcRecordType.revisit:
        raise InputError(place, "revisit", "the page was the same as at another capture, which the record names")
    if kind not in (WarcRecordType.response, WarcRecordType.resource):
        raise InputError(place, "no page", "the record is neither an answer nor a file; leave it out")
    if not url:
        raise InputError(place, "missing field", "its WARC-Target-URI is no http(s) address; leave it out")
    if record.headers.get("WARC-Truncated"):
        remedy = "the crawler cut it off (WARC-Truncated); fetch the page itself"
        raise InputError(place, "truncated record", remedy)


def _stated(record: WarcRecord, place: str) -> dict[str, str]:
    """The headers of the answer, in lower case; of a file its type.  Raises InputError unless it was given whole."""
    if record.record_type == WarcRecordType.resource:
        return {"content-type": record.headers.get("Content-Type") or ""}
    if not (record.headers.get("Content-Type") or "application/http").lower().startswith("application/http"):
        raise InputError(place, "no page", "it is no answer of a web server; leave it out")
    record.is_http = True
    record.parse_http(quirks_mode=True)
    status = record.http_headers.status_code
    if status is None:
        raise InputError(place, "broken record", "its answer has no status; fetch the file again")
    if status != 200:
        raise InputError(place, f"status {status}", "the crawler was given no page; leave it out")
    return {name.lower(): value for name, value in record.http_headers.to_tuples()}


def _unchunked(body: bytes, place: str) -> bytes:
    """The body without the sizes of its chunks, which some crawlers take out and still announce."""
    if not _CHUNK_SIZE.match(body) and (_MARKUP.match(body) or body.startswith(tuple(_PACKED))):
        return body
    chunks: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        begin, length = size.end(), int(size[1], 16)
        if not length:
            return b"".join(chunks)
        at = begin + length
        chunks.append(body[begin:at])
        ending = body[at : at + 2]
        at += 2 if ending == b"\r\n" else 1 if ending[:1] == b"\n" else len(body)
    problem = f"its chunks end at byte {min(at, len(body))} without the last one; fetch the file again"
    raise InputError(place, "broken chunks", problem)


def _unpacked(body: bytes, stated: str, place: str, limits: LimitSettings) -> bytes:
    """The body as its Content-Encoding says, or as it is where the crawler has unpacked it and still says so."""
    encoding = stated.strip().lower()
    if encoding == "br" and not _MARKUP.match(body):
        return _of_brotli(body, place, limits)
    packed = next((suffix for magic, suffix in _PACKED.items() if body.startswith(magic)), None)
    if encoding in ("", "identity", "br") or (packed is None and _MARKUP.match(body)):
        packed = None
    elif packed is None:
        remedy = f"Content-Encoding is {encoding[:40]!r} and the bytes are otherwise; gzip, zstd and br are read"
        raise InputError(place, "unknown encoding", remedy)
    return Expansion(io.BytesIO(body), packed, place, limits).whole()


def _of_brotli(body: bytes, place: str, limits: LimitSettings) -> bytes:
    try:
        unpacked = BrotliReader(io.BytesIO(body)).read(limits.document_bytes + 1)
    except OSError as error:
        raise InputError(place, "broken archive", f"brotli: {error}; fetch the page again") from error
    if len(unpacked) > limits.document_bytes:
        remedy = f"one document may have limits.document_bytes = {limits.document_bytes}; raise it if it is sound"
        raise InputError(place, "too large", remedy)
    return unpacked
