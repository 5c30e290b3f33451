"""The judges: checks that say "this is wrong" and never repair; the only importer of Great Expectations."""

from expectations.checks import CHECKS
from expectations.limits import Limits
from expectations.split import split_claims
from expectations.validate import Verdict, validate

__all__ = ["CHECKS", "Limits", "Verdict", "split_claims", "validate"]
