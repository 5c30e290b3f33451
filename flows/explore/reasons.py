"""Why each field of a figure is what it is, worked out anew when somebody asks.

The reader takes 200 MiB and a second, so it is no part of the program that serves the pages: `claimwire why` answers,
in a process of its own that ends with its answer.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from flows.explore.parameters import RequestError
from flows.explore.rendering import page
from flows.home import Home
from warehouse import walks
from warehouse.published import Published

ANSWERS_WITHIN_S: Final = 60.0
PATIENCE_S: Final = 20.0
LATER: Final = "load this page again in a moment"
_turn: Final = BoundedSemaphore(1)


def why_page(request: Request, published: Published, home: Home, config: Path | None) -> Response:
    """`/figure/{claim_id}/why`: how each field was chosen; raises RequestError where that can't be told."""
    claim_id = request.path_params["claim_id"]
    if not request.scope["is_ours"]:
        raise RequestError(403, "another site may have asked for this", f"follow the link of /figure/{claim_id[:80]}")
    with published.reading() as reader:
        found = walks.figure(reader, claim_id)
    if found.is_empty():
        raise RequestError(404, f"there is no claim “{claim_id[:80]}”", "search for its words")
    settings = () if config is None else ("--config", str(config))
    lines = answer_of(("why", "--home", str(home.root), *settings, "--", claim_id))
    return page(request, "why.html.j2", row=found.row(0, named=True), lines=lines)


def answer_of(arguments: Sequence[str]) -> list[str]:
    """The lines that the command prints; raises RequestError with what it says where it fails or takes too long."""
    if not _turn.acquire(timeout=PATIENCE_S):
        raise RequestError(503, "others are being answered", LATER)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli", *arguments], stdin=subprocess.DEVNULL, capture_output=True,
            timeout=ANSWERS_WITHIN_S, check=False, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise RequestError(503, f"it took more than {ANSWERS_WITHIN_S:.0f} s", LATER) from None
    finally:
        _turn.release()
    if done.returncode:
        raise RequestError(503, done.stderr.strip().removeprefix("claimwire: "), "the figure's page has what is stored")
    return done.stdout.splitlines()
