"""What a copy tells whoever opens it, worked out by its publish: no reader has to look at every figure for it.

The publish has the memory for that, and the program that serves the pages has not.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from warehouse import following, tonight, walks
from warehouse.index.threads import Threads
from warehouse.published import Reader
from warehouse.queried import Queried
from warehouse.search import with_openings

LISTED: Final = 60  # series and stories; one more tells that there are more
OF_TONIGHT: Final = 6  # of each kind


def told_of(reader: Queried, threads: Threads) -> dict[str, pl.DataFrame]:
    """By name: `totals` and `freshness` (walks), `series` and `stories` (following), the first of all that there are.

    Of the last night, if there is one: `movers`, `heaviest`, `new_disputes` and `failing_sums` (tonight).
    """
    told = {
        "totals": walks.totals(reader),
        "freshness": walks.freshness(reader),
        "series": following.most_told(reader, threads, None, LISTED + 1),
        "stories": following.stories_about(reader, "", LISTED + 1),
    }
    night = tonight.last_night(reader)
    if night is None:
        return told
    run_id, _ = night
    return told | {
        "movers": tonight.movers(reader, run_id, OF_TONIGHT),
        "heaviest": with_openings(reader, tonight.heaviest(reader, run_id, OF_TONIGHT)),
        "new_disputes": tonight.new_disputes(reader, run_id, OF_TONIGHT),
        "failing_sums": with_openings(reader, tonight.failing_sums(reader, run_id, OF_TONIGHT)),
    }


def told_by(reader: Reader) -> dict[str, pl.DataFrame]:
    """What the copy tells: as its publish left it, else worked out now, once."""
    return reader.once("told", lambda: reader.told or told_of(reader, reader.index.threads))
