"""One question to the published copy, answered in a process of its own: its limits are the system's, not a promise.

DuckDB looks up from its work only between pieces of it: `SELECT len(range(200000000))` goes on for minutes after an
interrupt and fills any memory.  So the question runs here, as `python -I asked.py`, where it can be ended whatever it
does.  Standard input brings the question as JSON, standard output takes the rows as an Arrow stream, or, with exit
code 1, standard error the problem as JSON.  It imports nothing of ours: the process begins in a quarter of a second.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
from typing import Any, Final

import duckdb

ANSWERED, REFUSED = 0, 1
MEBIBYTE: Final = 1 << 20
# Beside what DuckDB may keep: the programs themselves, and the rows on their way out.
OWN_MEMORY: Final = 768 * MEBIBYTE
BATCH: Final = 1000
SHUT_IN: Final[dict[str, Any]] = {
    "threads": 1,
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
# Said once the file is open: among the settings above, the order in which DuckDB takes them is its own.
SHUT: Final = "SET enable_external_access = false; SET lock_configuration = true"
READING: Final = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
ONLY_QUESTIONS: Final = "ask with SELECT, FROM, SHOW, DESCRIBE, SUMMARIZE or EXPLAIN: the copy is for reading"


class Refusal(Exception):
    """Why there is no answer: what is wrong with the question, and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def limit_process(seconds: int, memory_mib: int) -> None:
    """Bound this process from here on: seconds, memory, and no byte into a file.  The system ends it by a signal."""
    with contextlib.suppress(ImportError):  # where the system has no such limits, the caller's clock still has
        import resource

        for name, most in (
            ("RLIMIT_CPU", seconds + 1),
            ("RLIMIT_DATA", memory_mib * MEBIBYTE + OWN_MEMORY),
            ("RLIMIT_FSIZE", 0),
            ("RLIMIT_CORE", 0),
        ):
            with contextlib.suppress(ValueError, OSError, AttributeError):
                resource.setrlimit(getattr(resource, name), (most, most))
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def statement_of(sql: str) -> duckdb.Statement:
    """The one statement of `sql`, if it only reads; raises Refusal."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise Refusal(str(error).strip(), "mend the SQL") from None
    if not statements:
        raise Refusal("there is no question", "write one, as FROM current_claims LIMIT 10")
    if len(statements) > 1:
        remedy = "ask one at a time" if all(each.type in READING for each in statements) else ONLY_QUESTIONS
        raise Refusal(f"there are {len(statements)} statements", remedy)
    if statements[0].type not in READING:
        raise Refusal(f"it is a statement of the kind {statements[0].type.name}", ONLY_QUESTIONS)
    return statements[0]


def answer(path: str, sql: str, most: int, memory_mib: int) -> Any:
    """The first `most` + 1 rows of the answer as an Arrow table; the one too many tells that there are more.

    Raises Refusal with what DuckDB says.
    """
    import pyarrow as pa

    statement = statement_of(sql)
    try:
        with duckdb.connect(path, read_only=True, config=SHUT_IN | {"memory_limit": f"{memory_mib}MiB"}) as con:
            con.execute(SHUT)
            batches = con.execute(statement).to_arrow_reader(BATCH)
            rows: list[Any] = []
            while sum(batch.num_rows for batch in rows) <= most:
                try:
                    rows.append(batches.read_next_batch())
                except StopIteration:
                    break
            return pa.Table.from_batches(rows, batches.schema).slice(0, most + 1)
    except (duckdb.OutOfMemoryException, MemoryError, pa.lib.ArrowMemoryError):
        remedy = "ask for fewer rows or columns, or use `claimwire sql`, which may have more"
        raise Refusal(f"it needs more than {memory_mib} MiB of memory", remedy) from None
    except (duckdb.Error, pa.lib.ArrowException) as error:
        raise Refusal(str(error).strip(), remedy_for(error)) from None


def remedy_for(error: Exception) -> str:
    """What to do about an error of DuckDB's."""
    if isinstance(error, duckdb.PermissionException):
        return "files, other databases, extensions and the net are out of reach here"
    if "locked" in str(error):
        return "settings can't be changed here"
    return "mend the SQL: the tables and columns are listed beside the box"


def main() -> int:
    """Answer what stands on standard input; the exit code says how it went."""
    import pyarrow as pa

    given = json.load(sys.stdin)
    limit_process(given["seconds"], given["memory_mib"])
    try:
        table = answer(given["path"], given["sql"], given["most"], given["memory_mib"])
        with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
            stream.write_table(table)
    except Refusal as refusal:
        json.dump({"problem": refusal.problem, "remedy": refusal.remedy}, sys.stderr)
        return REFUSED
    return ANSWERED


if __name__ == "__main__":
    sys.exit(main())
