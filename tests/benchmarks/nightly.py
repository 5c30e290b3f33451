"""The nightly run measured: `python -m tests.benchmarks.nightly SOURCE [--kind processes] [--count 2] [--home DIR]`.

Prints wall time, rates, the share of each stage, the peak memory of the whole process tree, the same for a second run
on the same source, and a hash of the tables that does not depend on when or where they were made.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from warehouse import Warehouse

SAMPLE_EVERY_S = 0.2


@dataclass
class Measured:
    """One run: wall time (s), highest sum of resident memory over the process tree (bytes), what it printed."""

    wall_s: float = 0.0
    peak_bytes: int = 0
    start_s: float = 0.0  # of that for Prefect's server
    summary: dict[str, str] = field(default_factory=dict)


def run(source: str, home: Path, environment: dict[str, str]) -> Measured:
    """One nightly run in a process of its own."""
    measured, began = Measured(), time.monotonic()
    command = [sys.executable, "-m", "flows.cli", "nightly", source, "--home", str(home)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | environment
    )
    watcher = threading.Thread(target=_watch, args=(process, measured))
    watcher.start()
    output, told = process.communicate()
    measured.wall_s = time.monotonic() - began
    watcher.join()
    if process.returncode:
        raise SystemExit(f"the run ended with exit code {process.returncode}:\n{told}")
    measured.start_s = float((re.search(r"took ([\d.]+) s to start", told) or ["", "0"])[1])
    measured.summary = dict(line.split(maxsplit=1) for line in output.splitlines())
    return measured


def _watch(process: subprocess.Popen[str], measured: Measured) -> None:
    while process.poll() is None:
        measured.peak_bytes = max(measured.peak_bytes, _tree_bytes(process.pid))
        time.sleep(SAMPLE_EVERY_S)


def _tree_bytes(pid: int) -> int:
    total = 0
    try:
        tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return 0
    for process in tree:
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue
    return total


def tell(name: str, measured: Measured) -> None:
    """Print one run."""
    work_s = measured.wall_s - measured.start_s
    print(f"{name}: {measured.wall_s:.1f} s, of which Prefect's start {measured.start_s:.1f} s")
    print(f"  without it {work_s:.1f} s; peak memory of all processes {measured.peak_bytes / 2**30:.2f} GiB")
    for key in ("documents", "articles", "claims", "checks", "took"):
        print(f"  {key:<10} {measured.summary[key]}")
    counts = {key: int(measured.summary[key].split()[0].replace(",", "")) for key in ("articles", "claims")}
    print("  " + ", ".join(f"{count / work_s:,.0f} {key}/s" for key, count in counts.items()))


def main() -> None:
    """Measure a first and a second run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("--kind", default="processes")
    parser.add_argument("--count", default="2")
    parser.add_argument("--dask-address")
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    environment = {"CLAIMWIRE_WORKERS_KIND": given.kind, "CLAIMWIRE_WORKERS_COUNT": given.count}
    if given.dask_address:
        environment["CLAIMWIRE_WORKERS_DASK_ADDRESS"] = given.dask_address
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "home"
        first = run(given.source, home, environment)
        tell("first run", first)
        before = hashes(home)
        second = run(given.source, home, environment)
        tell("second run", second)
        print(f"the second run changed {'nothing' if hashes(home) == before else 'ROWS'}")
        print(json.dumps(before, indent=1))


def hashes(home: Path) -> dict[str, str]:
    """Table → hash of its content columns, but for the run log."""
    with Warehouse.open(home / "claims.duckdb", is_read_only=True) as warehouse:
        return warehouse.content_hashes()


if __name__ == "__main__":
    main()
