"""The checks without Great Expectations, by the same conditions: it takes a second or two of every night.

That it counts what they count is for tests/expectations; nights with it are for test_nightly, test_kill, test_hostile
and whatever starts `claimwire` cold.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from expectations.suite import Judge, count_plainly

# As a change of a program that is run in a process of its own.
PROGRAM = "from tests.flows.plain_checks import put_in_place\nput_in_place(setattr)\n"


def plainly(judge: Judge, suites: tuple[str, ...]) -> Any:
    """What `expectations.validate.run_checks` gives."""
    from expectations.checks import CHECKS

    return count_plainly(judge.staging, [check for suite in suites for check in CHECKS if check.suite == suite])


def put_in_place(setattr_of: Callable[[Any, str, Any], None]) -> None:
    """Check plainly from now on, and write no Data Docs; `setattr_of` sets an attribute, and perhaps takes it back."""
    module = import_module("expectations.validate")  # the package has a function of that name
    setattr_of(module, "run_checks", plainly)
    setattr_of(Judge, "write_docs", lambda *_: None)
