"""Where the time of the extractor goes, stage by stage, and what a million articles cost by calculation.

Functions of the extractor are timed from outside, where they are called; what one calls of another stage counts for
that one alone, so the stages make up the whole.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import ModuleType
from typing import Any, Final

from transforms.claims import assembly, reading
from transforms.claims.speakers import SpeakerIndex
from transforms.reader import choosing

REST: Final = "frames, filter for numbers and the rest"
# Stage → what does its work: functions, by the module or class that calls or has them.
STAGES: Final[dict[str, list[tuple[ModuleType | type, str]]]] = {
    "sentences and quotations": [(reading, "split_sentences"), (reading, "find_quotations")],
    "quantities": [(assembly, "article_context"), (assembly, "quantities_of")],
    "tokens, tags and clauses": [(reading, name) for name in ("tokenize", "tag", "chunk", "Clauses")],
    "items": [(assembly, "read_items")],
    "dates": [(assembly, "read_times"), (assembly, "time_expressions")],
    "places": [(assembly, "read_places")],
    "modality": [(assembly, "read_modalities")],
    "speakers and names": [(assembly, "read_speakers"), (SpeakerIndex, "of")],
    "clues for the reader": [(assembly, "proposed_figure")],
    "passages": [(choosing, name) for name in ("cut_passages", "features_of", "clues_of")],
    "network": [(choosing, "scores")],
    "choosing": [(assembly, "read_figures")],
    "settling": [(assembly, "settle")],
    "links, subjects and voices": [(assembly, name) for name in ("link", "give_subjects", "give_voices")],
}
CORES: Final = (2, 8, 64)
MILLION: Final = 1_000_000


class Clock:
    """Processor time by stage, in seconds: that of the stage entered last."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.calls: defaultdict[str, int] = defaultdict(int)
        self._stages = [REST]
        self._since = time.process_time()

    def _pass(self) -> None:
        now = time.process_time()
        self.spent[self._stages[-1]] += now - self._since
        self._since = now

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time counted for a stage."""

        @wraps(work)
        def counted(*given: Any, **named: Any) -> Any:
            self._pass()
            self._stages.append(stage)
            self.calls[stage] += 1
            try:
                return work(*given, **named)
            finally:
                self._pass()
                self._stages.pop()

        return counted

    def stop(self) -> None:
        """Count what has passed since the last stage."""
        self._pass()


@contextmanager
def stages_timed() -> Iterator[Clock]:
    """A clock that runs while the extractor works inside."""
    clock = Clock()
    kept = [(owner, name, getattr(owner, name)) for found in STAGES.values() for owner, name in found]
    try:
        for stage, found in STAGES.items():
            for owner, name in found:
                setattr(owner, name, clock.timed(stage, getattr(owner, name)))
        yield clock
        clock.stop()
    finally:
        for owner, name, work in kept:
            setattr(owner, name, work)


def print_stages(name: str, count: int, work: Callable[[], object]) -> float:
    """Print the milliseconds of each stage for one of `count` things that `work` reads; the seconds of one in all."""
    work()
    with stages_timed() as clock:
        work()
    whole = sum(clock.spent.values())
    print(f"\nwhere the time of {name} goes ({count} of them, {clock.calls['network']} runs of the network)")
    print(f"{'stage':44} {'ms':>8} {'share':>7}")
    for stage in (*STAGES, REST):
        print(f"{stage:44} {1000 * clock.spent[stage] / count:8.2f} {clock.spent[stage] / whole:7.1%}")
    print(f"{'in all':44} {1000 * whole / count:8.2f}")
    return whole / count


def print_million(seconds: float) -> None:
    """Print what a million articles take at so many seconds of one core each: a calculation, not a measurement."""
    hours = {cores: MILLION * seconds / cores / 3600 for cores in CORES}
    told = ", ".join(f"{spent:,.1f} h on {cores} cores" for cores, spent in hours.items())
    print(f"\na million articles at {1000 * seconds:.0f} ms of a core each, by calculation: {told}")
    print("(shards share nothing; cores that share their memory, or two threads of one core, give less each)")
