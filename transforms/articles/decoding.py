"""Characters out of bytes.

Text must be in the encoding that its source names (UTF-8 unless the settings say otherwise): a wrong guess would change
signs and spaces of figures without a trace.  HTML names its own encoding, or the server does, and is guessed only
where neither holds.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from transforms.errors import InputError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_META_WITHIN: Final = 4096  # bytes: browsers look in 1024, some publishers need more
_GUESS_WITHIN: Final = 64_000  # bytes
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# What a label means on the web (WHATWG Encoding Standard): Latin 1 pages hold Windows' quotation marks and dashes.
_AS_ON_THE_WEB: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


def decode_text(data: bytes, encoding: str, place: str) -> str:
    """The characters of a text file, nothing stripped but a byte order mark, no newline translated.

    Raises InputError with the line of the first byte that does not fit, or if the file is no text at all.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], marked
            break
    else:
        if not encoding.lower().startswith(("utf-16", "utf-32", "utf16", "utf32")) and is_binary(data):
            raise InputError(place, "binary", "it holds bytes that no text has; give .txt, .md or .html files of text")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(place, "wrong encoding", _encoding_remedy(data, error), line) from None


def _encoding_remedy(data: bytes, error: UnicodeDecodeError) -> str:
    return (
        f"byte 0x{data[error.start]:02X} at offset {error.start} is not {error.encoding}; save it as UTF-8, "
        'or name its encoding in the source\'s options, as encoding = "cp1252"'
    )


def is_binary(data: bytes) -> bool:
    """NUL among the first 8 KiB, or more control characters there than a text that was merely damaged has."""
    head = data[:8192]
    return b"\0" in head or len(_BINARY.findall(head)) > len(head) // 20


def decode_html(data: bytes, charset: str | None, place: str) -> str:
    """The characters of a page: by its byte order mark, the server's `charset`, its own <meta>, UTF-8, else a guess.

    Raises InputError if the bytes are no text.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(marked, "replace")
    meta = _META_CHARSET.search(data, 0, _META_WITHIN)
    for named in (charset, meta.group(1).decode("ascii") if meta else None, "utf-8"):
        text = _decoded(data, named)
        if text is not None:
            return text
    return _guessed(data, place)


def _decoded(data: bytes, named: str | None) -> str | None:
    try:
        codec = codecs.lookup(named or "").name
        text = data.decode(_AS_ON_THE_WEB.get(codec, codec))
    except (LookupError, ValueError, AttributeError, TypeError, AssertionError):
        return None  # no such encoding (or one, like "hex", that gives no text), or not in it
    return text if isinstance(text, str) and "\0" not in text else None


def _guessed(data: bytes, place: str) -> str:
    if is_binary(data):
        raise InputError(place, "binary", "what is called HTML is no text; check that the address or file is a page")
    best = from_bytes(data[:_GUESS_WITHIN]).best()
    return data.decode(best.encoding if best else "utf-8", "replace")
