"""The nightly flow: ingest → extract → validate → load → report."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from flows.artifacts import keep_summary
from flows.dead_flow_runs import open_flow_run
from flows.home import Home
from flows.night import running
from flows.perform import perform
from flows.settings import read_settings
from flows.stages.extract import extract
from flows.stages.ingest import ingest
from flows.stages.load import load
from flows.stages.publish import publish_if_asked
from flows.stages.report import report
from flows.stages.shard_tasks import work_as_tasks
from flows.stages.sources import opened, sources_of
from flows.stages.validate import validate
from flows.summary import summarise


@flow(name="nightly", persist_result=False)
def nightly(
    sources: list[object] | None = None,
    home: str | None = None,
    config: str | None = None,
    accept: str | None = None,
) -> dict[str, Any]:
    """Take in everything not done yet from `sources` (those of the settings where none is given).

    Returns the summary as a dictionary.  Raises HeldError where a critical check holds the load and `accept`, the
    reason for loading it all the same, is not given; HomeLockedError where another run holds the home.  A source whose
    address holds a secret comes wrapped (stages.sources.wrapped), since Prefect keeps the parameters of every run; its
    worker knows no names but the built-in ones where it checks them, hence `object`.
    """
    settings = read_settings(Path(config) if config else None, Path(home) if home else None)
    chosen = sources_of(settings, [opened(source) for source in sources or []])
    with running(settings, chosen, accept) as night, open_flow_run(Home(settings.home), str(flow_run.id)):
        ingested = perform(ingest, night)
        results = extract(night, ingested.documents, work_as_tasks)
        judged = perform(validate, night, ingested, results)
        counts = perform(load, night, ingested, results, judged)
        perform(report, night)
        try:
            publish_if_asked(night)
        finally:  # the night is loaded, whatever became of publishing it
            summary = summarise(night, ingested, results, judged, counts)
            keep_summary(summary)
    return asdict(summary)
