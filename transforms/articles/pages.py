"""The main text of an HTML page, by trafilatura, with what the page states about itself."""

from __future__ import annotations

import re
from copy import copy
from functools import cache, partial
from typing import Any, Final

from lxml.etree import strip_tags
from lxml.html import HtmlElement

from transforms.articles.identity import storable
from transforms.articles.metadata import Metadata, read_metadata
from transforms.articles.page_kinds import REMEDIES, tell_kind
from transforms.articles.page_layout import read_layout
from transforms.errors import InputError

ELEMENTS: Final = 200_000  # a page of more "<" takes minutes to read, and no article has them
# trafilatura's careful way now and then keeps a teaser alone: then the text of its usual way is this many times longer.
_TEASER: Final = 4
_SHORT: Final = 1500  # code points: only a text shorter than that is compared
# A page that gives less is read by trafilatura's last resort, which puts a line break around each inline element.
_LAST_RESORT: Final = 500  # code points
_INLINE: Final = (
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
)  # fmt: skip
_LIST_MARK: Final = re.compile(r"^- ", re.MULTILINE)
_IS_PAGE: Final = re.compile(r"(?i)<(?:!doctype|html|head|body)[\s>]")


def read_page(content: str, place: str) -> tuple[str, Metadata]:
    """The main text ("" if there is none), a paragraph a line, and the metadata.

    Raises InputError for a page of more elements than any article has, and for one that is no article: `list of
    articles`, `gallery`, `paywall`, `consent wall`, `error page`.
    """
    if content.count("<") > ELEMENTS:
        remedy = f"more than {ELEMENTS} elements; check that it is an article"
        raise InputError(place, "too many elements", remedy)
    from trafilatura import load_html  # costs half a second, which a run without pages saves

    content = content.replace("\0", "\ufffd")
    if not _IS_PAGE.search(content):
        # An article that comes without a page around it, as in a feed: all of it is the article.
        tree = load_html(f"<html><body><article>{content}</article></body></html>")
        return "" if tree is None else _inline_text(tree), Metadata()
    tree = load_html(content)
    if tree is None:
        return "", Metadata()
    stated, layout, main_text = read_metadata(tree), read_layout(tree), cache(partial(_main_text, tree))
    if kind := tell_kind(layout, stated, main_text):
        raise InputError(place, kind, REMEDIES[kind])
    text = layout.without_teasers(main_text())
    # The title has its own column: figures in it that the text holds too would be claimed twice.
    first, _, rest = text.partition("\n")
    return (rest.lstrip("\n") if stated.is_headline(first) else text), stated


def _main_text(tree: HtmlElement) -> str:
    """The text of a parsed page, which stays as it is."""
    careful = _extracted(tree, favor_precision=True)
    if len(careful) >= _SHORT:
        return careful
    usual = _extracted(tree)
    chosen = usual if len(usual) > _TEASER * len(careful) else careful
    return _inline_text(copy(tree)) if len(chosen) < _LAST_RESORT else chosen


def _inline_text(tree: HtmlElement) -> str:
    """The text of a page that is little but its article, inline elements taken for the text that they are."""
    strip_tags(tree, *_INLINE)
    return _extracted(tree, favor_recall=True)


def _extracted(tree: HtmlElement, **ways: Any) -> str:
    from trafilatura import extract

    text = extract(tree, include_comments=False, **ways) or ""
    # The hyphen that marks an item of a list would be read as a minus sign before a figure.
    return storable(_LIST_MARK.sub("", text)).strip()
