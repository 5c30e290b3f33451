"""Real runs without a cold start: a process that has imported all that a night needs forks one for every run.

A forked run has an id, a lock, threads and workers of its own and is killed as any other; what it is spared are the
imports, ten seconds of work.  Two things differ: Prefect is imported before the run sets its variables, and a run ends
without the libraries' own end.  Both are as users have them in the tests that use `claimwire` or a command of its own.
The warm process itself only imports: it has no thread that takes part in anything, and none is lost by the fork.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import selectors
import signal
import socket
import struct
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import NoReturn

BEGIN = "from tests.flows.warm import serve\nserve()\n"
# Threads that would be at work: Polars makes its pool when a frame is first computed.
AT_WORK = ("polars-0", "tokio-rt-worker", "onnxruntime")
COMMANDS = ("nightly", "backfill", "quarantine")
# The last ones are what libraries import when they are first used.
MODULES = (
    "flows.nightly", "flows.backfill", "fastapi.encoders", *(f"flows.commands.{name}" for name in COMMANDS),
    "anyio._backends._asyncio", "duckdb_sqlalchemy", "prefect.engine", "prefect.flow_engine", "prefect.task_engine",
    "pyarrow.dataset", "sqlalchemy.ext.compiler",
)  # fmt: skip
SENTENCES = (
    "At least 12 people died in the flood in Lyon on Tuesday, the mayor said.",
    "Damage is put at $1.5 million, 3 percent of what the town spends.",
)
STATUS = struct.Struct("i")
REQUEST_BYTES = 1 << 20


class WarmRun:
    """A forked run, as `subprocess.Popen` gives one: `pid`, `poll`, `wait`, signals, and its stderr as text."""

    returncode: int | None

    def __init__(self, pid: int, told: socket.socket, stderr: int) -> None:
        self.pid, self.returncode = pid, None
        self.stderr = os.fdopen(stderr, "r", encoding="utf-8")
        self._told = told

    def poll(self) -> int | None:
        """How it ended, or None while it runs."""
        if self.returncode is None:
            self._told.setblocking(False)
            try:
                self._note(self._told.recv(STATUS.size))
            except BlockingIOError:
                return None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises TimeoutError after `timeout` seconds."""
        if self.returncode is None:
            self._told.settimeout(timeout)
            self._note(self._told.recv(STATUS.size))
        assert self.returncode is not None
        return self.returncode

    def _note(self, told: bytes) -> None:
        assert told, "the warm process is gone"
        (status,) = STATUS.unpack(told)
        self.returncode = os.waitstatus_to_exitcode(status)
        self._told.close()

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


class WarmProcess:
    """The process that forks the runs; it ends with this one, or when closed."""

    def __init__(self, folder: Path, variables: dict[str, str]) -> None:
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._here = here
        # One thread of linear algebra: another would be lost by the fork.
        variables = variables | {"CLAIMWIRE_TEST_WARM": str(there.fileno()), "OPENBLAS_NUM_THREADS": "1"}
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-c", BEGIN], env=variables, cwd=folder, pass_fds=[there.fileno()]
            )

    def run(self, program: str, arguments: list[str], variables: dict[str, str], folder: Path) -> WarmRun:
        """Begin `program` (Python) in `folder`, with its arguments and environment; nothing of its stdout is kept."""
        request = {"program": program, "arguments": arguments, "variables": variables, "folder": str(folder)}
        said, saying = os.pipe()
        told, telling = socket.socketpair()
        message = json.dumps(request).encode()
        assert len(message) < REQUEST_BYTES
        socket.send_fds(self._here, [message], [saying, telling.fileno()])
        os.close(saying)
        telling.close()
        number = told.recv(STATUS.size, socket.MSG_WAITALL)
        assert number, "the warm process is gone"
        (pid,) = STATUS.unpack(number)
        return WarmRun(pid, told, said)

    def close(self) -> None:
        """End it."""
        self._here.close()
        self._process.wait(timeout=30)


def serve() -> NoReturn:
    """In the warm process: fork for every request, and tell how the runs ended."""
    program, code = _next_program(), 0
    try:
        exec(program, {"__name__": "__main__"})
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    # As Python ends, but for the libraries' own end: they would miss the threads that only the warm process has.
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stderr.flush()
    os._exit(code)


def _next_program() -> str:
    """Returns in the runs alone, with the program to run."""
    control = socket.socket(fileno=int(os.environ.pop("CLAIMWIRE_TEST_WARM")))
    _import_all()
    threads = [(task / "comm").read_text() for task in Path("/proc/self/task").iterdir()]
    assert not [name for name in threads if name.startswith(AT_WORK)], threads
    woken, waking = socket.socketpair()
    waking.setblocking(False)
    signal.set_wakeup_fd(waking.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as selector:
        for each in (control, woken):
            selector.register(each, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is woken:
                    woken.recv(4096)
                    _reap(running)
                    continue
                message, descriptors, _, _ = socket.recv_fds(control, REQUEST_BYTES, 2)
                if not message:
                    for pid in running:  # nobody is left to read what they say
                        os.kill(pid, signal.SIGKILL)
                    os._exit(0)
                telling = socket.socket(fileno=descriptors[1])
                pid = os.fork()
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    for each in (control, woken, waking, telling, *running.values()):
                        each.close()
                    return _become(json.loads(message), descriptors[0])
                os.close(descriptors[0])
                running[pid] = telling
                _tell(telling, pid)


def _import_all() -> None:
    """Import what a night does, and read once what it reads into memory, all without Polars."""
    for name in MODULES:
        import_module(name)
    from expectations.gx import failing_rows_expectation
    from flows.reports.page import environment
    from flows.shards import rules_version
    from transforms.articles.language import tell_language
    from transforms.claims.assembly import read_claims
    from transforms.claims.reading import ArticleReading
    from transforms.extract import extractor_version

    failing_rows_expectation()
    assert rules_version() != extractor_version()  # both hash all files of the rules
    templates = environment()
    for name in templates.list_templates():
        templates.get_template(name)
    for text in SENTENCES:
        assert tell_language(text) == "en"  # by its model, a second to load
        assert list(read_claims(ArticleReading(text, "A flood in the valley", date(2024, 5, 3)), "0" * 32, [0]))
    gc.collect()
    gc.freeze()  # looking through it all would have every run copy it


def _become(request: dict[str, object], stderr: int) -> str:
    """Be the run: its folder, environment, arguments and streams."""
    os.chdir(str(request["folder"]))
    os.environ.clear()
    os.environ.update(request["variables"])  # type: ignore[call-overload]
    sys.argv = ["claimwire", *request["arguments"]]  # type: ignore[misc]
    nowhere = os.open(os.devnull, os.O_RDWR)
    for target, source in ((0, nowhere), (1, nowhere), (2, stderr)):
        os.dup2(source, target)
    os.close(nowhere)
    os.close(stderr)
    return str(request["program"])


def _reap(running: dict[int, socket.socket]) -> None:
    for pid in list(running):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            with running.pop(pid) as telling:
                _tell(telling, status)


def _tell(telling: socket.socket, number: int) -> None:
    """Send a number to the test that began a run, if it is still there: one that failed is not."""
    with suppress(BrokenPipeError, ConnectionResetError):
        telling.send(STATUS.pack(number))
