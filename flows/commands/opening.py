"""The home that a command is about, and its databases; quick to import, for those who only ask."""

from __future__ import annotations

from pathlib import Path

from flows.home import Home
from flows.settings import read_settings
from transforms.errors import NoDatabaseError
from warehouse import Warehouse


def home_of(home: Path | None, config: Path | None) -> Home:
    """The home that options and settings name."""
    return Home(read_settings(config, home).home)


def refuse_without_warehouse(home: Home) -> None:
    """Raise WarehouseError where no run has made the database yet; nothing is made."""
    if not home.warehouse.exists():
        raise NoDatabaseError(str(home.warehouse))


def open_published(home: Home) -> Warehouse:
    """The published copy, read-only; raises WarehouseError where there is none yet."""
    if not home.published.exists():
        raise NoDatabaseError(str(home.published))
    return Warehouse.open(home.published, is_read_only=True)
