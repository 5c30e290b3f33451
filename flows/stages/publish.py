"""Publish: the run's copy to every place outside that the settings name.

The run is loaded by then: a place that can't be published to fails nothing, is told, and gets it all the next time.
"""

from __future__ import annotations

from contextlib import suppress

from flows.night import Night
from flows.notify import Notice, tell
from flows.perform import perform
from flows.settings import Settings
from transforms.errors import ClaimwireError
from warehouse.targets import Target, publish_to, target_of


def targets_of(settings: Settings) -> tuple[Target, ...]:
    """The places that the settings name; raises SettingsError for one that will not do."""
    where = f"{settings.origin}: publish.to"
    return tuple(target_of(each.to, each.data, settings.folder, where) for each in settings.publish)


def publish_if_asked(night: Night) -> None:
    """Perform the stage where the settings name a place."""
    if night.settings.publish:
        perform(publish, night)


def publish(night: Night) -> None:
    """Publish to each place; keeps a line for each that now holds the run, and the names of those that do not."""
    problems = []
    for target in targets_of(night.settings):
        try:
            outcome = publish_to(target, night.home.published.resolve())
        except (ClaimwireError, OSError) as error:
            night.unpublished.append(target.told)
            problems.append(str(error))
            night.progress.say(f"publish: {error}")
        else:
            night.published.append(outcome.told)
            night.progress.say(f"publish: {outcome.told}")
    if problems:
        notice = Notice(night.run_id, "unpublished", "; ".join(problems), str(night.home.reports / "index.html"))
        with suppress(Exception):  # who can't be told hears nothing, and the run is loaded all the same
            for failure in tell(notice, night.settings.notify):
                night.progress.say(failure)
