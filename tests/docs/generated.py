"""The pages of docs/ that are made from the code: columns, settings and checks.  `make docs` writes them."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable
from dataclasses import fields
from inspect import cleandoc
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pydantic.fields import FieldInfo

from expectations.checks import CHECKS
from flows.settings import PREFIX, SECTIONS, PublishSettings, Section, Settings, SourceSettings
from flows.sources.options import SourceOptions
from tests.conftest import ROOT
from tests.docs.example_warehouse import toll_plot
from transforms.frames import COLUMNS
from warehouse import Warehouse
from warehouse.tables import PROGRAM_ONLY, TABLES, Table, sql_type

NOTICE: Final = "<!-- Made by `make docs`; a test sees that it is current. -->"


def columns_page() -> str:
    """docs/columns.md: every table of the warehouse with its columns, out of the dictionary."""
    analysts = [_table_section(table) for table in TABLES if not table.is_program_only]
    own = [_table_section(table, "#") for table in TABLES if table.is_program_only]
    introduction = f"# Tables and columns\n\n{NOTICE}\n\n{COLUMNS_INTRODUCTION}"
    return "\n\n".join([introduction, *analysts, _view_section(), OWN_INTRODUCTION, *own]) + "\n"


COLUMNS_INTRODUCTION: Final = """\
A column has one name, one type and one meaning wherever it occurs. `_id` is an identifier, `_at` an instant in UTC,
`_date` a day, `is_` a truth value; measured columns end in their unit. The same texts are the comments of the
database (`FROM duckdb_columns()`). What a claim is, and what it is not, is in [claims.md](claims.md); the views and
macros over these tables are in [sql.md](sql.md)."""

OWN_INTRODUCTION: Final = f"""\
## The schema {PROGRAM_ONLY}

What the program keeps for itself: by what it finds copies, the words that macros understand, runs that were held, the
state of the file. `SHOW TABLES` does not list these tables, SQL names them with their schema
(`{PROGRAM_ONLY}.given_names`), and a later version may have others."""


def _table_section(table: Table, deeper: str = "") -> str:
    key = ", ".join(f"`{name}`" for name in table.key) or "none"
    rows = [(f"`{name}`", sql_type(name), _meaning(name)) for name in table.columns]
    about = f"{table.row[:1].upper()}{table.row[1:]}. Key: {key}."
    return f"{deeper}## {table.name}\n\n{about}\n\n{_grid(('column', 'type', 'meaning'), rows)}"


def _view_section() -> str:
    """Columns that stand in views and in no table."""
    in_tables = {name for table in TABLES for name in table.columns}
    with TemporaryDirectory() as folder, Warehouse.open(Path(folder) / "claims.duckdb") as warehouse:
        columns = warehouse.query(
            "SELECT column_name, string_agg(table_name, ', ' ORDER BY table_name) FROM duckdb_columns() "
            "WHERE NOT internal GROUP BY column_name ORDER BY column_name"
        ).rows()
    rows = [(f"`{name}`", views, sql_type(name), _meaning(name)) for name, views in columns if name not in in_tables]
    about = "The other columns of a view are those of the tables that it joins; every one carries its comment too."
    return f"## Columns of views alone\n\n{about}\n\n{_grid(('column', 'view', 'type', 'meaning'), rows)}"


def _meaning(name: str) -> str:
    return _values(name) + COLUMNS[name].meaning + (" (may be null)" if COLUMNS[name].nullable else "")


def _values(name: str) -> str:
    values = COLUMNS[name].values
    return f"one of {', '.join(f'`{value}`' for value in values)}: " if values else ""


def settings_page() -> str:
    """docs/settings.md: every setting with its type, default and variable of the environment."""
    top = [(name, field) for name, field in Settings.model_fields.items() if name not in SECTIONS]
    parts = [
        f"# Settings\n\n{NOTICE}\n\n{SETTINGS_INTRODUCTION}",
        f"## At the top\n\n{_settings_grid(top, '')}",
        f"## [[sources]]\n\n{_about(SourceSettings)} One table for each source.\n\n"
        + _settings_grid(SourceSettings.model_fields.items(), None),
        f"### Options of a source\n\n{_option_list()}",
        f"## [[publish]]\n\n{_about(PublishSettings)} One table for each place; more is in "
        "[operations.md](operations.md#published-for-others).\n\n"
        + _settings_grid(PublishSettings.model_fields.items(), None),
    ]
    for name, section in SECTIONS.items():
        assert isinstance(section, type)
        parts.append(f"## [{name}]\n\n{_about(section)}\n\n{_settings_grid(_fields(section), name)}")
    return "\n\n".join(parts) + "\n"


SETTINGS_INTRODUCTION: Final = """\
Settings come from `claimwire.toml` in the working folder (or the file that `--config` or `CLAIMWIRE_CONFIG` names),
then from the environment, then from the command line; the later ones win. A wrong key, type or value is refused with
its place and the values that would do (exit code 2). Relative paths count from the file's folder.

```toml
home = "claimwire-home"

[[sources]]
name = "examples"
kind = "folder"
place = "examples"

[[sources]]
name = "a newspaper"
kind = "feed"
place = "https://news.example.org/rss.xml"
options = { full_text = "page" }

[[sources]]
name = "another newspaper"
kind = "sitemap"
place = "https://daily.example.org/"

[[sources]]
name = "CC-NEWS"
kind = "warc"
place = "crawl"

[[publish]]
to = "parquet:published"

[workers]
kind = "processes"
count = 2

[notify]
webhook = "https://hooks.example.org/claimwire"
```"""


def _about(section: type[Section]) -> str:
    return cleandoc(section.__doc__ or "").replace(".  ", ". ")


def _fields(section: type[Section]) -> Iterable[tuple[str, FieldInfo]]:
    return section.model_fields.items()


def _settings_grid(settings: Iterable[tuple[str, FieldInfo]], section: str | None) -> str:
    rows = []
    for name, setting in settings:
        variable = (
            ""
            if section is None or name in ("sources", "publish")
            else f"`{PREFIX}{f'{section}_' * bool(section)}{name}`".upper()
        )
        rows.append(
            (f"`{name}`", _type_words(setting.annotation), _default(name, setting), setting.description or "", variable)
        )
    columns = ("key", "type", "default", "meaning", "variable")
    if section is None:
        return _grid(columns[:-1], [row[:-1] for row in rows])
    return _grid(columns, rows)


def _type_words(annotation: Any) -> str:
    """A type in words: "integer", "text or none", `"threads"` or `"processes"`."""
    origin = typing.get_origin(annotation)
    if origin is typing.Literal:
        return " or ".join(f'`"{value}"`' for value in typing.get_args(annotation))
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_type_words(part) for part in typing.get_args(annotation) if part is not type(None))
    if origin is typing.Annotated:
        return _type_words(typing.get_args(annotation)[0])
    if origin is tuple:
        return f"list of {_type_words(typing.get_args(annotation)[0])}"
    names = {
        int: "integer",
        float: "number",
        str: "text",
        bool: "true or false",
        Path: "path",
        SourceSettings: "tables",
        PublishSettings: "tables",
    }
    return "table" if origin is dict else names[annotation]


def _default(name: str, setting: FieldInfo) -> str:
    if setting.is_required():
        return "must be given"
    value = setting.get_default(call_default_factory=True)
    if name in OF_THE_MACHINE:
        return OF_THE_MACHINE[name]
    return "none" if value is None or value in ((), {}) else f"`{value}`"


OF_THE_MACHINE: Final = {"count": "one for each processor"}


def _option_list() -> str:
    documented = cleandoc((SourceOptions.__doc__ or "").split("\n", 1)[1])
    lines = [line.strip() for line in documented.replace("\n    ", " ").splitlines() if line.strip()]
    defaults = {option.name: option.default for option in fields(SourceOptions)}
    return "\n".join(
        f'- `{name}` (default `"{defaults[name]}"`):{meaning}'
        for name, _, meaning in (line.partition(":") for line in lines)
    )


def checks_page() -> str:
    """docs/checks.md: every check with its reason."""
    parts = [f"# Checks\n\n{NOTICE}\n\n{CHECKS_INTRODUCTION}"]
    for suite in dict.fromkeys(check.suite for check in CHECKS):
        rows = [(f"`{check.name}`", check.severity, check.why) for check in CHECKS if check.suite == suite]
        parts.append(f"## {suite}\n\n{_grid(('check', 'when it fails', 'why it exists'), rows)}")
    return "\n\n".join(parts) + "\n"


CHECKS_INTRODUCTION: Final = """\
Every night is judged by these before anything is loaded. One SQL condition of each makes the Great Expectations
expectation, counts the failures and picks the failing rows, so that the three cannot drift apart.

- *quarantine*: the failing rows are set aside with all their reasons and wait for a person (`claimwire quarantine`).
- *warning*: it is told, in the report and in the output.
- *critical*: the whole load is held (exit code 3) until somebody lets it pass: `claimwire nightly --accept WHY`."""


def _grid(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    columns = tuple(columns)
    lines = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


PAGES: Final[dict[Path, Callable[[], str]]] = {
    ROOT / "docs" / "columns.md": columns_page,
    ROOT / "docs" / "settings.md": settings_page,
    ROOT / "docs" / "checks.md": checks_page,
    ROOT / "docs" / "toll.svg": toll_plot,
}

if __name__ == "__main__":
    for path, page in PAGES.items():
        path.write_text(page(), encoding="utf-8")
        print(path.relative_to(ROOT))
