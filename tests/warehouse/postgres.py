"""A PostgreSQL server of one's own, from the binaries of the operating system, reached by a socket in its folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, of the newest version there is; None where there is none."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = [*([Path(on_path)] if on_path else []), *installed]
    return found[-1].parent if found else None


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A running server with an empty database; the value is what libpq connects by.  It does not run as root."""
    folder = Path(mkdtemp(prefix="claimwire-postgres-"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    data, log = folder / "data", folder / "log"

    def run(program: str, *given: str) -> None:
        # Output to a file: the server inherits it, and would hold a pipe open.
        with (folder.with_name(f"{folder.name}.out")).open("ab") as out:
            subprocess.run(
                [programs / program, *given], check=True, user=user, cwd=folder, stdout=out, stderr=out,
                stdin=subprocess.DEVNULL, env={**os.environ, "HOME": str(folder)},
            )  # fmt: skip

    try:
        run(
            "initdb",
            "--pgdata",
            str(data),
            "--username",
            "claimwire",
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--no-sync",
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        run("pg_ctl", "start", "--wait", "--pgdata", str(data), "--log", str(log), "--options", options)
        try:
            yield f"host={folder} dbname=postgres user=claimwire"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", str(data))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_name(f"{folder.name}.out").unlink(missing_ok=True)
