"""One self-contained HTML page: our templates, all escaped, the style inline, a policy that lets nothing else in.

A page holds no script and loads nothing: its content security policy allows the one inline style sheet by its hash
and refuses all else, so that text of any article stays text even if an escape were forgotten.
"""

from __future__ import annotations

import base64
import hashlib
import math
import os
import re
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.reports.charts import spark
from transforms.articles.headlines import headline

TEMPLATES = Path(__file__).parent / "templates"

# C0 and C1 controls become their pictures or the replacement character, one for one: a browser would drop or act on
# them.  Bidirectional overrides could turn a figure around on the screen, and lone surrogates have no UTF-8.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}
_UNPRINTABLE = dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
UNBROKEN = Markup('<time class="unbroken">{}</time>')
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_PRINTABLE = _CONTROLS | _UNPRINTABLE | _SURROGATES


def printable(text: str) -> str:
    """`text` with every character that a browser would hide or act on made visible; of the same length."""
    return text if text.isprintable() else text.translate(_PRINTABLE)  # most are, and that is told at once


def figure(value: float | None, digits: int = 4) -> str:
    """A number for people: grouped thousands, at most `digits` decimals; "–" for none."""
    if value is None:
        return "–"
    if not math.isfinite(value) or abs(value) >= 1e15 or 0 < abs(value) < 10**-digits:
        return f"{value:.6g}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".")


def render_page(template: str, styles: tuple[str, ...], generated_style: str = "", **context: object) -> str:
    """The page of `template` with the style sheets named (files of templates/) and a generated one after them."""
    style = "\n".join([*((TEMPLATES / name).read_text(encoding="utf-8") for name in styles), generated_style])
    if "</" in style or "\r" in style:
        raise ValueError("a style sheet would break out of its element")
    policy = (
        f"default-src 'none'; style-src 'sha256-{_sha256(style)}'; base-uri 'none'; form-action 'none'; "
        "img-src 'none'; script-src 'none'"
    )
    page = environment().get_template(template)
    return page.render(style=Markup(style), policy=policy, **context)  # noqa: S704 - our own files and integers


def write_page(path: Path, page: str) -> None:
    """Write `page` so that a reader of `path` sees the old page or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(page)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def environment(*folders: Path) -> Environment:
    """The templates of `folders`, then ours: all escaped, nothing undefined, with the filters of the reports."""
    environment = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {"figure": figure, "day": _day, "moment": _moment, "share": _share, "spark": spark}
    environment.filters |= {"web_address": _web_address, "duration": _duration, "site": _site}
    environment.filters |= {"paragraphs": _paragraphs, "headline": _headline, "initial": _initial}
    return environment


def _initial(words: str) -> str:
    """The words with their first letter large; the rest as it is, GDP and names among them."""
    return words[:1].upper() + words[1:]


def _shown(value: object) -> object:
    return printable(value) if type(value) is str else value


def _web_address(url: str | None) -> str | None:
    """`url` if it may stand in a link: an address of the web, and no script or file."""
    return url if url is not None and url.startswith(("https://", "http://")) else None


def _site(url: str) -> str:
    """The host of a web address, as "news.example.org"; the whole of one that has none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _paragraphs(text: str) -> str:
    """`text` with one blank line where it has several: feeds and pages leave many between two paragraphs."""
    return BLANK_LINES.sub("\n\n", text)


def _headline(row: Mapping[str, Any]) -> str:
    """What the article of a row is called; its text may stand there whole, or its beginning as `opening`."""
    return headline(row["title"], row["text"] if "text" in row else row["opening"])


def _day(value: date | None) -> Markup:
    """The day as 2026-02-27, in an element that no line ends in: browsers break after a hyphen."""
    return Markup("–") if value is None else UNBROKEN.format(value.isoformat())


def _moment(value: datetime | None) -> Markup:
    return Markup("–") if value is None else _day(value.date()) + f" {value:%H:%M} UTC"


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
