"""The pages that are made from the code are those in docs/, and say something of everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.settings import environment_names
from tests.docs.generated import PAGES, columns_page, settings_page
from transforms.frames import COLUMNS
from warehouse.tables import TABLES


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_page_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path](), "run `make docs`"


def test_every_table_and_column_is_explained() -> None:
    page = columns_page()
    for table in TABLES:
        assert f"## {table.name}\n" in page
        for column in table.columns:
            assert COLUMNS[column].meaning.replace("|", "\\|") in page


def test_every_variable_of_the_environment_is_named() -> None:
    page = settings_page()
    assert [name for name in environment_names() if name not in page] == []
