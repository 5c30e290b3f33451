"""The parting of the claims: those that passed every check, and those to be set aside with every reason."""

from __future__ import annotations

import polars as pl

from transforms.frames import CLAIMS, FAILING_ROWS, QUARANTINED_CLAIMS

ARTICLE_PREFIX = "article: "


def split_claims(claims: pl.DataFrame, failing_rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part CLAIMS into the accepted ones (CLAIMS) and the set aside (QUARANTINED_CLAIMS), in the order given.

    A claim is set aside if it, or the version it was read from, failed a check of severity `quarantine`; checks of
    its article are named after "article: ".
    """
    reasons = reasons_by(failing_rows, "claims").rename({"row_key": "claim_id"})
    article_reasons = reasons_by(failing_rows, "articles", ARTICLE_PREFIX).rename({"row_key": "version_id"})
    judged = (
        claims.with_row_index("order_no")
        .join(reasons, on="claim_id", how="left")
        .join(article_reasons, on="version_id", how="left", suffix="_of_article")
        .sort("order_no")
        .with_columns(
            failed_checks=pl.concat_list(
                pl.col(name).fill_null(pl.lit([], dtype=pl.List(pl.String)))
                for name in ("failed_checks", "failed_checks_of_article")
            ).list.sort()
        )
    )
    is_set_aside = pl.col("failed_checks").list.len() > 0
    return (
        judged.filter(~is_set_aside).select(CLAIMS.columns),
        judged.filter(is_set_aside).select(QUARANTINED_CLAIMS.columns),
    )


def reasons_by(failing_rows: pl.DataFrame, table_name: str, prefix: str = "") -> pl.DataFrame:
    """row_key → failed_checks of the rows of a table that failed a check of severity `quarantine`."""
    assert failing_rows.columns == list(FAILING_ROWS.columns)
    return (
        failing_rows.filter((pl.col("table_name") == table_name) & (pl.col("severity") == "quarantine"))
        .group_by("row_key")
        .agg(failed_checks=pl.concat_str(pl.lit(prefix), "check_name"))
    )
