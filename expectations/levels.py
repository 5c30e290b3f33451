"""The relation `levels` of a night without any: its columns are told in warehouse/beside.py."""

from __future__ import annotations

import polars as pl

NO_LEVELS = pl.DataFrame(
    schema={
        **dict.fromkeys(("claim_id", "quote", "title", "measure", "subject_key", "place_key"), pl.String),
        "comparable_unit": pl.String,
        "figure": pl.Float64,
        "about_date": pl.Date,
        "usual_figure": pl.Float64,
        "telling_count": pl.Int64,
        "usual_unit": pl.String,
        "usual_unit_count": pl.Int64,
        "unit_count": pl.Int64,
        "earlier_figure": pl.Float64,
        "earlier_date": pl.Date,
    }
)
