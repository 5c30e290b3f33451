"""A page as it is seen: its lines, without what frames it (menus, footers, asides) and what is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml.etree import iterwalk
from lxml.html import HtmlElement

# Words, as they were counted on pages that were looked at.
PROSE_LINE: Final = 8  # a line of fewer is a label, a name, a button
_HEADLINE: Final = range(4, 31)  # words of a link that may be the headline of another article
_TEASER: Final = 4  # words of a line that is nothing but a link and leads to another article
_READ: Final = 600  # code points of a line that are searched
_LINKED: Final = 0.8  # of a line's words: then it is a link

_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i img ins kbd label mark q s samp small span strong sub sup time "
    "tt u var wbr source picture".split()
)
_UNSEEN: Final = frozenset("script style noscript template svg select option head iframe object math title".split())
_FRAME: Final = frozenset("nav footer aside".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_HIDDEN_STYLE: Final = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")


@dataclass(slots=True)
class Line:
    """A line of the page as it is seen: its text, how many of its words are in links, what it is."""

    text: str
    words: int
    linked: int
    is_heading: bool
    is_caption: bool

    @property
    def plain(self) -> str:
        """As much of it as is searched, as formulas are written."""
        return plain(self.text[:_READ])

    @property
    def is_headline(self) -> bool:
        """Whether it is a link that may lead to another article."""
        is_link = self.linked >= _LINKED * self.words
        return is_link and (self.linked in _HEADLINE or (self.is_heading and self.linked > 1))

    @property
    def is_teaser(self) -> bool:
        """Whether it is a link that leads elsewhere, however much it says."""
        return self.linked >= _LINKED * self.words and self.words >= _TEASER

    @property
    def is_prose(self) -> bool:
        """Whether it is running text."""
        return self.words >= PROSE_LINE and self.linked < 0.5 * self.words and not (self.is_heading or self.is_caption)


@dataclass(frozen=True, slots=True)
class Layout:
    """What is seen on a page: its lines, and how many pictures that lead nowhere else."""

    lines: list[Line]
    pictures: int

    def without_teasers(self, text: str) -> str:
        """The page's main text without lines that lead to other articles: on the page they are links and nothing else.

        Where they are most of the text it stays as it is: then one link that never ends is around its paragraphs.
        """
        others = {line.text for line in self.lines if line.is_teaser} - {
            line.text for line in self.lines if not line.is_teaser
        }
        lines = text.split("\n")
        kept = [line for line in lines if " ".join(line.split()) not in others]
        return "\n".join(kept).strip() if 2 * sum(map(len, kept)) > sum(map(len, lines)) else text


def read_layout(tree: HtmlElement) -> Layout:
    """The lines of a parsed page: text between two elements that begin a new one, blanks made one."""
    lines: list[Line] = []
    pictures = 0
    parts: list[tuple[str, bool]] = []
    depth = {"unseen": 0, "frame": 0, "link": 0, "heading": 0, "caption": 0}
    opened: list[tuple[str, ...]] = []

    def end_line() -> None:
        if parts:
            text = " ".join("".join(part for part, _ in parts).split())
            linked = sum(len(part.split()) for part, is_linked in parts if is_linked)
            if text:
                words = max(len(text.split()), 1)
                lines.append(Line(text, words, min(linked, words), depth["heading"] > 0, depth["caption"] > 0))
            parts.clear()

    walk = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag not in _INLINE:
                end_line()
            kept = _entered(element, tag)
            for name in kept:
                depth[name] += 1
            opened.append(kept)
            is_seen = not depth["unseen"] and not depth["frame"]
            pictures += tag == "img" and is_seen and not depth["link"]
            if element.text and is_seen:
                parts.append((element.text, depth["link"] > 0))
            if not is_seen and tag not in _INLINE:
                walk.skip_subtree()  # nothing in it is seen, and the line has ended; much of a page is menus
            continue
        if event == "end":
            if tag not in _INLINE:
                end_line()
            for name in opened.pop():
                depth[name] -= 1
        if element.tail and not depth["unseen"] and not depth["frame"]:
            parts.append((element.tail, depth["link"] > 0))
    end_line()
    return Layout(lines, pictures)


def _entered(element: HtmlElement, tag: str) -> tuple[str, ...]:
    """What begins with an element."""
    found = []
    if tag in _UNSEEN or element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
        found.append("unseen")
    if tag in _FRAME:
        found.append("frame")
    if tag == "a":
        found.append("link")
    if tag in _HEADINGS:
        found.append("heading")
    if tag == "figcaption":
        found.append("caption")
    return tuple(found)


def plain(text: str) -> str:
    """As formulas are written: in lower case, apostrophes straight."""
    return text.lower().replace("’", "'").strip()
