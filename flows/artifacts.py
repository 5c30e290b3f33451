"""The summary of a night as Prefect artifacts: figures, and links to the database and the report."""

from __future__ import annotations

from pathlib import Path

from prefect.artifacts import create_link_artifact, create_table_artifact

from flows.summary import Summary, summary_lines


def keep_summary(summary: Summary) -> None:
    """Keep the figures and the link to the report with the flow run, under keys that Prefect shows over time."""
    rows = [{"figure": name, "value": value} for name, value in summary_lines(summary)]
    create_table_artifact(key="nightly-summary", table=rows, description=f"Run {summary.run_id}")
    create_link_artifact(
        key="nightly-report", link=Path(summary.report).as_uri(), link_text="The report", description=summary.report
    )
