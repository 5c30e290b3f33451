"""The command line.  Nothing but click is imported before a command runs: `claimwire --help` answers at once.

Exit codes: 0 done, 1 the run failed or a source ceased to answer, 2 usage or settings, 3 held by a critical check.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any

import click

from transforms.errors import ClaimwireError, HeldError, SettingsError

DONE, FAILED, USAGE, HELD = 0, 1, 2, 3

HOME = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that the pipeline keeps everything in; else the settings', or claimwire-home.",
)
CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Settings file; else claimwire.toml in the working folder.",
)
WHY = click.option("--why", required=True, help="The reason, kept with the decision.")
ACCEPT = click.option(
    "--accept",
    is_flag=False,
    flag_value="accepted without a reason given",
    metavar="[WHY]",
    help="Load what critical checks hold; WHY is recorded with your name.",
)
IDS = click.argument("claim_ids", nargs=-1, required=True, metavar="CLAIM_ID…")
DAY = click.DateTime(formats=["%Y-%m-%d"])
EXIT_CODES = "Exit codes: 0 done, 1 the run failed, 2 usage or settings, 3 held by a critical check."


class Commands(click.Group):
    """The group of commands; what goes wrong on purpose becomes one line and an exit code."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """List the command with the whole first line of its help: click would cut it off."""
        cmd.short_help = cmd.short_help or (cmd.help or "").partition("\n")[0].strip()
        super().add_command(cmd, name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ClaimwireError as error:
            click.echo(f"claimwire: {error}", err=True)
            ctx.exit(exit_code(error))
        except (BrokenPipeError, KeyboardInterrupt):
            sys.stderr.close()
            ctx.exit(FAILED)
        except OSError as error:
            click.echo(f"claimwire: {os_problem(error)}", err=True)
            ctx.exit(FAILED)
        except MemoryError:
            click.echo("claimwire: out of memory; give it more, or lower workers.count in the settings", err=True)
            ctx.exit(FAILED)


def exit_code(error: ClaimwireError) -> int:
    """The exit code that an error ends the command with."""
    if isinstance(error, HeldError):
        return HELD
    return USAGE if isinstance(error, SettingsError) else FAILED


def os_problem(error: OSError) -> str:
    """What the operating system refused, with what to do."""
    import errno

    remedies = {
        errno.ENOSPC: "free some space, then run again: nothing was loaded by halves",
        errno.EDQUOT: "free some space, then run again: nothing was loaded by halves",
        errno.EROFS: "choose a --home that can be written",
        errno.EACCES: "change its permissions, or choose another --home",
        errno.ENOENT: "make that folder first, or name another place",
        errno.EPERM: "change its permissions, or choose another --home",
    }
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}; {remedies.get(error.errno or 0, 'mend that, then run again')}"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(package_name="claimwire")
def main() -> None:
    """Turn news articles into a table of numeric claims, every night."""
    gc.set_threshold(50_000, 20, 50)  # at the usual 700, looking through what imports make is a seventh of a start


@main.command(epilog=EXIT_CODES)
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@ACCEPT
@HOME
@CONFIG
def nightly(sources: tuple[str, ...], home: Path | None, config: Path | None, accept: str | None) -> None:
    """Take in everything not done yet: ingest, extract, validate, load, report.

    SOURCE is a file, a folder, or the address of a feed or a page; without one, those of the settings are taken.
    """
    from flows.commands.nightly import run_nightly

    run_nightly(sources, home, config, accept)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for the claims; its suffix is the form: .jsonl, .csv, .parquet or .html.",
)
@click.option("--explain", is_flag=True, help="Show which rules fired on each sentence.")
@click.option(
    "--published", type=DAY, metavar="DATE", help="Day of publication (2026-02-27) of documents that do not say."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "csv", "parquet", "html"]),
    help="Form of the output, whatever the suffix; without any: table on a terminal, else jsonl.",
)
@CONFIG
def extract(
    paths: tuple[str, ...], output: Path | None, explain: bool, published: Any, form: str | None, config: Path | None
) -> None:
    """Print the claims of documents, without a database or a server.  `-` reads text or JSONL from standard input."""
    from flows.commands.extract import Request, run_extract

    day = published.date() if published else None
    run_extract(Request(paths, output, form, explain, day, config))


@main.command()
@click.argument("query", required=False)
@click.option(
    "-f", "--file", type=click.File(encoding="utf-8"), help="A file that the SQL stands in; - is standard input."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for the rows; its suffix is the form: .csv, .json or .parquet.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    help="Form of the rows, whatever the suffix; without any: a table.",
)
@HOME
@CONFIG
def sql(
    query: str | None, file: Any, output: Path | None, form: str | None, home: Path | None, config: Path | None
) -> None:
    """Ask the published database.

    QUERY is SQL, as "SELECT quote, value, title FROM claims_about('people')".  `SHOW TABLES` lists tables and views,
    `DESCRIBE current_claims` the columns of one; docs/sql.md has more.
    """
    from flows.commands.question import run_sql

    run_sql(query, file, output, form, home, config)


@main.command()
@click.argument("claim_id")
@HOME
@CONFIG
def why(claim_id: str, home: Path | None, config: Path | None) -> None:
    """Show how each field of a claim was chosen: by the reader or by rules, how surely, and what came next."""
    from flows.commands.why import run_why

    run_why(claim_id, home, config)


@main.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen at; another than this one lets other machines in, without a password.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8321,
    show_default=True,
    help="Where to serve; 0: any that is free.",
)
@HOME
@CONFIG
@click.option("--open/--no-open", "is_opened", default=None, help="Open it in a browser (on a terminal: yes).")
def explore(host: str, port: int, home: Path | None, config: Path | None, is_opened: bool | None) -> None:
    """Search, look up and ask the published database in a browser until stopped, on this machine alone unless told."""
    from flows.commands.explore import run_explore

    run_explore(home, config, host, port, sys.stdout.isatty() if is_opened is None else is_opened)


@main.command()
@HOME
@CONFIG
def status(home: Path | None, config: Path | None) -> None:
    """Show the last runs, how fresh each source is, held runs and the quarantine."""
    from flows.commands.ask import run_status

    run_status(home, config)


@main.command()
@HOME
@CONFIG
def audit(home: Path | None, config: Path | None) -> None:
    """Verify the warehouse against itself and the stored bytes; exits 1 with the rows that are wrong."""
    from flows.commands.audit import run_audit

    sys.exit(FAILED if run_audit(home, config) else DONE)


@main.command()
@HOME
@CONFIG
@click.option("--open/--no-open", "is_opened", default=None, help="Open it in a browser (on a terminal: yes).")
def report(home: Path | None, config: Path | None, is_opened: bool | None) -> None:
    """Say where the report is, and open it."""
    from flows.commands.ask import run_report

    run_report(home, config, sys.stdout.isatty() if is_opened is None else is_opened)


@main.command()
@click.option("--cron", default="0 2 * * *", show_default=True, help="When the nights begin.")
@click.option("--timezone", default="UTC", show_default=True, help="Time zone of --cron.")
@HOME
@CONFIG
def schedule(cron: str, timezone: str, home: Path | None, config: Path | None) -> None:
    """Serve the nightly run on a schedule until stopped.

    Where no Prefect API is configured, a local Prefect server is started and watched over.
    """
    from flows.schedule import serve_schedule

    serve_schedule(cron, timezone, home, config)


@main.command()
@click.option("--since", type=DAY, metavar="DATE", help="Only articles received on or after this day (2026-02-27).")
@click.option("--until", type=DAY, metavar="DATE", help="Only articles received on or before this day.")
@click.option("--source", help="Only articles of this source.")
@click.option(
    "--apply", "is_applied", is_flag=True, help="Load the result; without it, only the differences are shown."
)
@ACCEPT
@HOME
@CONFIG
def backfill(
    since: Any,
    until: Any,
    source: str | None,
    is_applied: bool,
    accept: str | None,
    home: Path | None,
    config: Path | None,
) -> None:
    """Read the stored bytes again by today's rules, and show what changes."""
    from flows.commands.backfill import run_backfill
    from flows.scope import Scope

    scope = Scope(since.date() if since else None, until.date() if until else None, source)
    run_backfill(scope, is_applied, accept, home, config)


@main.group(invoke_without_command=True)
@HOME
@CONFIG
@click.pass_context
def quarantine(ctx: click.Context, home: Path | None, config: Path | None) -> None:
    """List the claims that checks have set aside, by reason; release, drop or correct them."""
    ctx.obj = (home, config)
    if ctx.invoked_subcommand is None:
        from flows.commands.quarantine import run_list

        run_list(home, config)


Place = tuple[Path | None, Path | None]


def nearest(given: Place, home: Path | None, config: Path | None) -> Place:
    """The home and settings file that stand after the subcommand, else those `given` before it."""
    return home or given[0], config or given[1]


@quarantine.command()
@IDS
@WHY
@HOME
@CONFIG
@click.pass_obj
def release(place: Place, claim_ids: tuple[str, ...], why: str, home: Path | None, config: Path | None) -> None:
    """Accept claims as they are."""
    from flows.commands.quarantine import run_decision

    run_decision("release", claim_ids, why, (), *nearest(place, home, config))


@quarantine.command()
@IDS
@WHY
@HOME
@CONFIG
@click.pass_obj
def drop(place: Place, claim_ids: tuple[str, ...], why: str, home: Path | None, config: Path | None) -> None:
    """Set claims aside for good."""
    from flows.commands.quarantine import run_decision

    run_decision("drop", claim_ids, why, (), *nearest(place, home, config))


@quarantine.command()
@IDS
@WHY
@click.option("--set", "fields", multiple=True, required=True, metavar="COLUMN=VALUE", help="A column's right value.")
@HOME
@CONFIG
@click.pass_obj
def correct(
    place: Place,
    claim_ids: tuple[str, ...],
    why: str,
    fields: tuple[str, ...],
    home: Path | None,
    config: Path | None,
) -> None:
    """Accept claims with columns put right."""
    from flows.commands.quarantine import run_decision

    run_decision("correct", claim_ids, why, fields, *nearest(place, home, config))


@main.command()
@click.option(
    "--to",
    "places",
    multiple=True,
    metavar="PLACE",
    help="parquet:DIR, ducklake:sqlite:FILE or ducklake:postgres:dbname=…; without one, those of the settings.",
)
@click.option("--data", metavar="DIR", help="Folder for the files of a new lake; else beside its catalogue's file.")
@HOME
@CONFIG
def publish(places: tuple[str, ...], data: str | None, home: Path | None, config: Path | None) -> None:
    """Bring what the home holds to a folder of Parquet or a DuckLake: only what has changed is written.

    Readers there see it as it was or as it is, never between; publishing again writes nothing.
    """
    from flows.commands.publish import run_publish

    run_publish(places, data, home, config)


@main.command()
@click.option(
    "--parquet", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to fill."
)
@HOME
@CONFIG
def export(folder: Path, home: Path | None, config: Path | None) -> None:
    """Write the whole warehouse as Parquet files."""
    from flows.commands.transfer import run_export

    run_export(folder, home, config)


@main.command(name="import")
@click.option(
    "--parquet", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to read."
)
@HOME
@CONFIG
def import_(folder: Path, home: Path | None, config: Path | None) -> None:
    """Fill an empty home with what `export` wrote."""
    from flows.commands.transfer import run_import

    run_import(folder, home, config)


if __name__ == "__main__":
    main()
