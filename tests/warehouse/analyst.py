"""Analysts as real processes: each opens a database file and asks it for as long as the test likes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO

# A process with one open connection: executes each line as SQL and prints the rows, or the kind of the error.
OPENER = """
import duckdb, sys
con = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read-only")
print("open", flush=True)
for line in sys.stdin:
    try:
        print(con.execute(line).fetchall(), flush=True)
    except duckdb.Error as error:
        print(type(error).__name__, flush=True)
"""


class Analyst:
    """Another process that opened a database file."""

    def __init__(self, path: Path, mode: str) -> None:
        command = [sys.executable, "-c", OPENER, str(path), mode]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.stream(self.process.stdout).readline() == "open\n"

    @staticmethod
    def stream(stream: IO[str] | None) -> IO[str]:
        """The pipe, which is there."""
        assert stream is not None
        return stream

    def ask(self, sql: str) -> str:
        """What the process answers."""
        self.stream(self.process.stdin).write(sql + "\n")
        self.stream(self.process.stdin).flush()
        return self.stream(self.process.stdout).readline().strip()

    def close(self) -> None:
        """End the process as a person would: the connection is closed."""
        self.process.communicate()

    def kill(self) -> None:
        """End the process without a word: its log stays behind."""
        self.process.kill()
        self.process.communicate()
