"""Documents in: `collect` a source whole or in parts, `recognise` a place by name, keep its bytes in a `RawStore`."""

from flows.sources.collecting import check_source, collect, collect_parts, recognise
from flows.sources.gathering import Collected, Fetch
from flows.sources.raw_store import RawStore

__all__ = ["Collected", "Fetch", "RawStore", "check_source", "collect", "collect_parts", "recognise"]
