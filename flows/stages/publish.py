"""Publish: the run's copy to every place outside that the settings name.

The run is loaded by then: a place that can't be published to fails nothing, is told, and gets it all the next time.
"""

from __future__ import annotations

from contextlib import suppress

from flows.night import Night
from flows.notify import Notice, tell
from flows.perform import perform
from flows.publishing import publish_each, targets_of


def publish_if_asked(night: Night) -> None:
    """Perform the stage where the settings name a place."""
    if night.settings.publish:
        perform(publish, night)


def publish(night: Night) -> None:
    """Publish to each place; keeps a line for each that now holds the run, and the names of those that do not."""

    def keep(line: str) -> None:
        night.published.append(line)
        night.progress.say(f"publish: {line}")

    problems = publish_each(targets_of(night.settings), night.home.published, keep)
    night.unpublished += problems
    for problem in problems.values():
        night.progress.say(f"publish: {problem}")
    if problems:
        told = "; ".join(problems.values())
        notice = Notice(night.run_id, "unpublished", told, str(night.home.reports / "index.html"))
        with suppress(Exception):  # who can't be told hears nothing, and the run is loaded all the same
            for failure in tell(notice, night.settings.notify):
                night.progress.say(failure)
