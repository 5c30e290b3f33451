"""The logs of HTTP libraries, kept still.

They would write addresses and headers, secrets and all, into the logs of whoever turns them on.
"""

from __future__ import annotations

import logging
from typing import Final

LIBRARIES: Final = ("httpx", "httpcore", "hpack", "urllib3", "requests", "apprise")


def keep_still() -> None:
    """Let them warn and no more."""
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
