"""A stage performed as a Prefect task: timed, told, and shown under its name in Prefect's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from prefect import task

from flows.night import Night

Given = ParamSpec("Given")
Result = TypeVar("Result")


def perform(
    stage: Callable[Concatenate[Night, Given], Result], night: Night, *given: Given.args, **named: Given.kwargs
) -> Result:
    """The result of `stage`, called with the night and what it is given."""
    # A stage without arguments: Prefect would search frames of a million rows for futures.
    work: Any = task(name=stage.__name__, persist_result=False)(lambda: stage(night, *given, **named))
    with night.stage(stage.__name__):
        result: Result = work()
    return result
