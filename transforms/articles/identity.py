"""The ids of documents and articles: hashes that are the same on every run and every machine.

Each part is hashed with its length before it, so that ("ab", "c") and ("a", "bc") differ, and null differs from "".
"""

from __future__ import annotations

import hashlib
from typing import Final

ID_DIGITS: Final = 32  # 128 bits: no two of 10^12 articles share an id by chance

_SURROGATES: Final = dict.fromkeys(range(55296, 57344), "�")


def article_id(source: str, own_id: str) -> str:
    """32 hex digits that name the article in all its versions."""
    return _digest(source, own_id)[:ID_DIGITS]


def version_id(article: str, title: str | None, text: str, published: str | None) -> str:
    """32 hex digits that name one version: its article, title, text and ISO day of publication."""
    return _digest(article, title, text, published)[:ID_DIGITS]


def content_hash(own_id: str, url: str | None, title: str | None, published: str | None, content: str) -> str:
    """64 hex digits of all that a source gives of a document: equal exactly where nothing has changed."""
    return _digest(own_id, url, title, published, content)


def rejection_id(place: str, row_no: int | None, reason: str) -> str:
    """32 hex digits that name a rejection, the same every night until it is mended."""
    return _digest(place, None if row_no is None else str(row_no), reason)[:ID_DIGITS]


def storable(text: str) -> str:
    """`text` with each lone surrogate, which no UTF-8 can hold, as U+FFFD: code points keep their offsets."""
    return text if text.isascii() or _is_storable(text) else text.translate(_SURROGATES)


def _is_storable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _digest(*parts: str | None) -> str:
    digest = hashlib.sha256()
    for part in parts:
        if part is None:
            digest.update(b"-")
            continue
        encoded = part.encode("utf-8")
        digest.update(b"+%d:" % len(encoded))
        digest.update(encoded)
    return digest.hexdigest()
