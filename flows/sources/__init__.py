"""Documents in: `collect` a source, `recognise` a place that a command line names, keep its bytes in a `RawStore`."""

from flows.sources.collecting import check_source, collect, recognise
from flows.sources.gathering import Collected, Fetch
from flows.sources.raw_store import RawStore

__all__ = ["Collected", "Fetch", "RawStore", "check_source", "collect", "recognise"]
