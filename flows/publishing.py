"""The places outside that a home is published to: each is tried, whatever befalls the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from flows.settings import Settings
from transforms.errors import ClaimwireError
from warehouse.targets import Target, publish_to, shown, target_of


def targets_of(settings: Settings) -> tuple[Target, ...]:
    """The places that the settings name, which were checked when they were read."""
    return tuple(target_of(each.to, each.data) for each in settings.publish)


def publish_each(targets: Sequence[Target], copy: Path, say: Callable[[str], None]) -> dict[str, str]:
    """Publish the copy that analysts open to every place, and `say` a line for each that holds it now.

    Returns the places that could not be published to, each with why.
    """
    problems = {}
    for target in targets:
        try:
            outcome = publish_to(target, copy.resolve())
        except ClaimwireError as error:
            problems[target.told] = str(error)
        except Exception as error:  # whatever one place does must not keep the others from being published to
            problems[target.told] = f"{target.told}: {type(error).__name__}: {shown(str(error))}"
        else:
            say(outcome.told)
    return problems
