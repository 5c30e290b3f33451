"""The pages' templates and style: those of the reports, and ours over them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse

from flows.explore.amounts import level, reach
from flows.explore.parameters import FORMS
from flows.reports.claim_page import reading
from flows.reports.page import TEMPLATES, environment
from flows.reports.run_page import offence

HERE: Final = Path(__file__).parent / "templates"
# What is served beside the pages: name -> the files it is made of, and its media type.
ASSETS: Final = {
    "style.css": ((TEMPLATES / "base.css", TEMPLATES / "report.css", HERE / "explore.css"), "text/css"),
    "article.css": ((TEMPLATES / "claims.css", HERE / "article.css"), "text/css"),
    "steps.js": ((HERE / "steps.js",), "text/javascript"),
    "icon.svg": ((HERE / "icon.svg",), "image/svg+xml"),
}


@cache
def asset(name: str) -> str:
    """The text of one of ASSETS."""
    return "\n".join(path.read_text(encoding="utf-8") for path in ASSETS[name][0])


def page(request: Request, template: str, status: int = 200, **context: object) -> HTMLResponse:
    """The page of a template; every text in it is escaped."""
    text = environment(HERE).get_template(template).render(
        link=link, here=Here(request), reading=reading, offence=offence, level=level, reach=reach, forms=FORMS,
        **context,
    )  # fmt: skip
    return HTMLResponse(text.encode("utf-8", "replace"), status)


def link(path: str, **values: object) -> str:
    """An address of ours: `path` with the values that are not None or "" behind it."""
    given = {name: str(value) for name, value in values.items() if value not in (None, "")}
    return f"{path}?{urlencode(given, errors='replace')}" if given else path


class Here:
    """The address of this page, and those that differ from it in a few values."""

    def __init__(self, request: Request) -> None:
        self.path = request.url.path
        self.values = {name: value for name, value in request.query_params.items() if value}

    def get(self, name: str) -> str:
        """A value of the address, "" where it has none."""
        return self.values.get(name, "")

    def but(self, **values: object) -> str:
        """The same address with some values changed, None for left out; a list begins again at its first page."""
        kept = {name: value for name, value in self.values.items() if name not in ("page", "format")}
        return link(self.path, **(kept | values))
