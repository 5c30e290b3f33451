"""What each claim weighs beside all others: the weight of the macro `notable`, whatever night brought the claim.

It changes with what else is told of its measure, so it belongs to a copy and to no block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from warehouse.connection import Connection, select
from warehouse.index.blocks import Block, Numbers

# As in `notable`: how many voices tell the figure, its size for its measure, and whether it opens its series.
WEIGHTS: Final = """
WITH telling AS (
    SELECT claim_id, series_id, about_date, figure, voice, published_date, measure, comparable_unit
    FROM figures SEMI JOIN (FROM measures WHERE is_telling) USING (measure) WHERE is_point AND modality = 'asserted'
), usual AS (
    SELECT measure, comparable_unit, median(abs(figure)) AS middle FROM figures
    WHERE is_point AND figure IS NOT NULL GROUP BY ALL
), opened AS (
    SELECT series_id, min(published_date) AS first_date FROM figures WHERE is_point GROUP BY series_id
), told AS (
    SELECT series_id, about_date, figure, measure, comparable_unit, count(DISTINCT voice) AS voices,
        min(published_date) AS first_date, list(claim_id) AS claim_ids
    FROM telling GROUP BY ALL
)
SELECT claim_id, max(weight) AS weight FROM (SELECT unnest(t.claim_ids) AS claim_id,
    round(ln(1 + t.voices) + log10(1 + abs(t.figure) / greatest(u.middle, 1e-9))
        + if(o.first_date = t.first_date, 0.5, 0), 3) AS weight
    FROM told AS t JOIN usual AS u USING (measure, comparable_unit) JOIN opened AS o USING (series_id)
    WHERE t.figure IS NOT NULL
) GROUP BY claim_id
"""


def weights_of(con: Connection, blocks: Sequence[Block]) -> Numbers:
    """The weight of each claim of the blocks, in their order; 0 for what is compared with nothing."""
    if not blocks:
        return np.zeros(0, np.float32)
    ids = pl.concat([pl.DataFrame({"claim_id": pl.Series(block.ids)}) for block in blocks])
    found = ids.join(select(con, WEIGHTS), on="claim_id", how="left", maintain_order="left")
    weights: Numbers = found.get_column("weight").fill_null(0.0).cast(pl.Float32).to_numpy()
    return weights
