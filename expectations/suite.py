"""The suites: Great Expectations' expectations made from the list of checks, run on the staged batch in one go each."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from expectations.check import ROW_KEYS, Check
from expectations.data_docs import site_config, write_page
from expectations.gx import failing_rows_expectation, great_expectations, quiet
from expectations.staging import Staging

# Great Expectations' own words for how bad it is.
GX_SEVERITY: Final = {"critical": "critical", "quarantine": "warning", "warning": "info"}
ENGINE_OPTIONS: Final = {
    "isolation_level": "AUTOCOMMIT",
    "pool_reset_on_return": None,
    "skip_autocommit_rollback": True,
}
SITE: Final = "pages"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: how many rows failed."""

    check: Check
    failing_count: int


class CheckRunError(RuntimeError):
    """A check could not be evaluated: its SQL does not fit the relation."""


class Judge:
    """Runs checks on one staged batch by Great Expectations, and keeps the results for its Data Docs."""

    def __init__(self, staging: Staging, run_id: str, now: datetime) -> None:
        self.staging, self.run_id, self.now = staging, run_id, now
        self.site = staging.folder / "site"
        self._findings: list[Finding] = []
        self._results: list[Any] = []

    @cached_property
    def context(self) -> Any:
        """Great Expectations' context, in memory, with one site for the Data Docs."""
        context = great_expectations().get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        context.add_data_docs_site(SITE, site_config(self.site))
        return context

    @cached_property
    def source(self) -> Any:
        """The staged file as Great Expectations' data source."""
        return self.context.data_sources.add_sql("staged", connection_string=self.staging.url, kwargs=ENGINE_OPTIONS)

    def run(self, suite: str, checks: list[Check]) -> list[Finding]:
        """Run a suite's checks in one go; what each found, in their order.

        Raises CheckRunError naming a check that could not be evaluated.
        """
        gx = great_expectations()
        with quiet():
            asset = self.source.add_table_asset(suite, table_name=suite)
            batch = asset.add_batch_definition_whole_table("all rows")
            made = self.context.suites.add(gx.ExpectationSuite(suite, expectations=[expectation(c) for c in checks]))
            definition = gx.ValidationDefinition(name=suite, data=batch, suite=made)
            checkpoint = gx.Checkpoint(
                name=suite,
                validation_definitions=[self.context.validation_definitions.add(definition)],
                result_format="BASIC",
            )
            run = gx.RunIdentifier(run_name=self.run_id, run_time=self.now)
            outcome = self.context.checkpoints.add(checkpoint).run(run_id=run)
        (identifier, result), *_ = outcome.run_results.items()
        self._results.append(identifier)
        findings = read_findings(checks, result)
        self._findings += findings
        return findings

    def write_docs(self, docs: Path) -> Path:
        """Bring the Data Docs in the folder `docs` up to date with all that was run; return this run's page."""
        with quiet():
            self.context.build_data_docs(
                site_names=[SITE],
                resource_identifiers=self._results,
                build_index=False,  # write_page makes ours
            )
        tally = {"checks": len(self._findings), "failed": sum(f.failing_count > 0 for f in self._findings)}
        return write_page(self.site, docs, self.run_id, self.now, tally)


def expectation(check: Check) -> Any:
    """A check as Great Expectations runs it: a query for the failing rows, of which it counts."""
    marked = check.condition("\0").replace("{", "{{").replace("}", "}}").replace("\0", "{batch}")
    return failing_rows_expectation()(
        unexpected_rows_query=f"SELECT {ROW_KEYS[check.suite]} FROM {{batch}} WHERE ({marked})",
        description=html.escape(f"{check.name}: {check.why}"),
        severity=GX_SEVERITY[check.severity],
        meta={"check": check.name},
    )


def read_findings(checks: list[Check], result: Any) -> list[Finding]:
    """What each check found, in the order of the checks."""
    by_name = {each.expectation_config.meta["check"]: each for each in result.results}
    findings = []
    for check in checks:
        each = by_name[check.name]
        if "observed_value" not in each.result:
            raise CheckRunError(f"check {check.name}: {each.exception_info}")
        findings.append(Finding(check, each.result["observed_value"]))
    return findings


def count_plainly(staging: Staging, checks: Sequence[Check]) -> list[Finding]:
    """What each check finds, without Great Expectations: for a night without rows, which its import would only slow."""
    counts = [f"(SELECT count(*) FROM ({check.failing_rows('1')})) AS n{n}" for n, check in enumerate(checks)]
    row = staging.select(f"SELECT {', '.join(counts)}").row(0) if checks else ()
    return [Finding(check, count) for check, count in zip(checks, row, strict=True)]
