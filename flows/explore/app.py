"""The application: which address is which page, and what an error looks like."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from flows.explore.ask import ask_page
from flows.explore.front import front_page, of_the_copy
from flows.explore.guards import Guard, is_costly
from flows.explore.listening import OWN_NAMES
from flows.explore.lists import named_page, search_page
from flows.explore.parameters import FORMS, RequestError
from flows.explore.reasons import why_page
from flows.explore.rendering import ASSETS, asset, page
from flows.explore.single import article_page, figure_page
from flows.explore.threads import series_page, stories_page, story_page
from flows.explore.watching import watching
from flows.home import Home
from transforms.errors import ClaimwireError
from warehouse.index.mapped import let_go_of_pages
from warehouse.published import Published, Reader

# Pages that are made at once: more would take memory, and be ready no sooner.
PAGES_AT_ONCE: Final = 4
NOT_FOUND: Final = RequestError(404, "there is no such page", "begin at the front page")


def make_app(
    home: Home, published: Published, port: int, names: Sequence[str] = OWN_NAMES, config: Path | None = None
) -> ASGIApp:
    """The pages of a home over its published copy, served on `port` under `names`; it closes `published` at the end.

    `config` is the file of settings, if it is another than that of the working folder.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        with watching(published, _look_at):
            yield
        published.close()

    pages: dict[str, Callable[[Request], Response]] = {
        "/": partial(front_page, published=published, home=home),
        "/search": partial(search_page, published=published),
        "/figure/{claim_id}": partial(figure_page, published=published, home=home),
        "/figure/{claim_id}/why": partial(why_page, published=published, home=home, config=config),
        "/article/{version_id}": partial(article_page, published=published, home=home),
        "/series": partial(series_page, published=published),
        "/stories": partial(stories_page, published=published),
        "/story/{story_id}": partial(story_page, published=published),
        "/ask": partial(ask_page, published=published, home=home),
    }
    pages |= {
        f"/{name}": partial(named_page, published=published, column=name) for name in ("speaker", "place", "source")
    }
    # Who asks waits for a process of its own, long, and must not hold up the other pages meanwhile.
    turns, asking = asyncio.Semaphore(PAGES_AT_ONCE), asyncio.Semaphore(PAGES_AT_ONCE)
    routes = [Route(path, _in_turn(endpoint, asking if is_costly(path) else turns)) for path, endpoint in pages.items()]
    routes += [Route(f"/{name}", partial(_asset, name=name)) for name in ASSETS]
    reports = Mount("/reports", StaticFiles(directory=home.reports, html=True, check_dir=False))
    app = Starlette(
        routes=[*routes, reports],
        lifespan=lifespan,
        exception_handlers={ClaimwireError: _told, HTTPException: _told, OSError: _told},
    )
    return Guard(app, port, names)


def _look_at(reader: Reader) -> None:
    """What is done for the newest copy while nobody asks."""
    of_the_copy(reader)
    let_go_of_pages()


def _in_turn(
    endpoint: Callable[[Request], Response], turns: asyncio.Semaphore
) -> Callable[[Request], Awaitable[Response]]:
    """The page as it is made when its turn comes; sending it takes no turn."""

    async def made(request: Request) -> Response:
        async with turns:
            return await run_in_threadpool(endpoint, request)

    return made


def _asset(request: Request, name: str) -> Response:
    return Response(asset(name), media_type=ASSETS[name][1])


def _told(request: Request, error: Exception) -> Response:
    """An error as a page that says what is wrong and what to do; as one line for programs."""
    if isinstance(error, HTTPException):
        told = NOT_FOUND if error.status_code == 404 else RequestError(error.status_code, error.detail, "go back")
    elif isinstance(error, RequestError):
        told = error
    else:
        told = RequestError(503, str(error), "then load this page again")
    if request.query_params.get("format") in FORMS:
        return PlainTextResponse(f"{told}\n", told.status)
    return page(request, "error.html.j2", told.status, told=told)
