"""Great Expectations, imported on first use: it takes seconds, and it is quiet here.

Its import and its runs warn about Python's and marshmallow's deprecations, which are not ours to mend.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@contextmanager
def quiet() -> Iterator[None]:
    """Silence Great Expectations' warnings and progress while the block runs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@cache
def great_expectations() -> Any:
    """The package."""
    with quiet():
        import great_expectations

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    # This one sets its own level, below its parent's.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.ERROR)
    return great_expectations


@cache
def failing_rows_expectation() -> Any:
    """The one expectation that all checks are made of: no row meets the condition.

    It counts the failing rows and never fetches them, so that no value of an article reaches the Data Docs, which
    write values unescaped.
    """
    gx = great_expectations()

    class ExpectNoFailingRows(gx.expectations.UnexpectedRowsExpectation):  # type: ignore[misc, name-defined]  # known at run time
        """No row meets the condition of the check."""

        metric_dependencies = ("unexpected_rows_query.row_count",)

        def _validate(self, metrics: dict[str, Any], *_: object, **__: object) -> dict[str, Any]:
            count = metrics["unexpected_rows_query.row_count"]
            return {"success": count == 0, "result": {"observed_value": count}}

    return ExpectNoFailingRows
