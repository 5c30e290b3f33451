"""The tables of sets of words: no set twice, no word twice in a set, and no set that nothing reads."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT
from transforms.lexicons.tables import read_sets, read_table

PATHS = sorted((ROOT / "transforms").rglob("*.py"))
QUANTITIES = [path for path in PATHS if path.parent.name == "quantities"]
TABLES = (
    "arithmetic_words exclusion_words hedge_words implied_words link_words noun_words one_words quantity_words "
    "subject_words trait_words voice_words word_sets"
).split()
LONGEST_LIST = 25


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the transforms; not at import, since every process of the tests imports this."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in PATHS}


def table_of(node: ast.expr, names: dict[str, str]) -> str | None:
    """The table whose sets an expression holds: `read_sets("noun_words")`, a name for it, `word_sets()`."""
    match node:
        case ast.Name(id=name):
            return names.get(name)
        case ast.Call(func=ast.Name(id="read_sets"), args=[ast.Constant(value=str(table))]):
            return table
        case ast.Call(func=ast.Name(id="word_sets")):
            return "word_sets"
    return None


def named_tables(module: ast.Module) -> dict[str, str]:
    """The module's names for tables of sets."""
    found: dict[str, str] = {}
    for node in module.body:
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            table = table_of(node.value, {})
            if table is not None:
                found[ast.unparse(node.target)] = table
    return found


@cache
def sets_read() -> set[tuple[str, str]]:
    """Every (table, set) that a module takes a set from."""
    return set(_find_sets_read())


def _find_sets_read() -> Iterator[tuple[str, str]]:
    shared = {
        name: table
        for module in modules().values()
        for name, table in named_tables(module).items()
        if not name.startswith("_")
    }
    for module in modules().values():
        names = shared | named_tables(module)
        for node in ast.walk(module):
            table = table_of(node.value, names) if isinstance(node, ast.Subscript) else None
            if isinstance(node, ast.Subscript) and table is not None:
                keys = (part.value for part in ast.walk(node.slice) if isinstance(part, ast.Constant))
                yield from ((table, str(key)) for key in keys)


def test_the_tables_of_sets_were_found() -> None:
    """Each module that takes a set out of a table of no name here, or none out of one that is named, is told."""
    assert sorted({table for table, _ in sets_read()}) == TABLES


@pytest.mark.parametrize("table", TABLES)
def test_a_table_names_each_set_once_and_in_a_set_each_word_once(table: str) -> None:
    rows = read_table(table)
    assert len({row["set"] for row in rows}) == len(rows)
    words = Counter((row["set"], word.strip()) for row in rows for word in row["words"].split("|"))
    assert [entry for entry, count in words.items() if count > 1] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_set_of_a_table_is_read_and_every_set_read_is_there(table: str) -> None:
    assert {name for known, name in sets_read() if known == table} == set(read_sets(table))


def words_listed(node: ast.AST) -> int:
    """How many words a display or a split text lists."""
    match node:
        case ast.Set(elts=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return sum(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split")):
            return len(text.split())
    return 0


@pytest.mark.parametrize("path", QUANTITIES, ids=lambda path: path.stem)
def test_long_lists_of_words_are_tables_and_not_code(path: Path) -> None:
    counts = {node.lineno: words_listed(node) for node in ast.walk(modules()[path]) if isinstance(node, ast.expr)}
    assert {line: count for line, count in counts.items() if count > LONGEST_LIST} == {}
