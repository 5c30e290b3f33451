"""`claimwire audit`: offline, it exits 1 with the rows wherever bytes, texts or claims are not what was recorded."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.home import Home
from tests.flows.conftest import Place, home_after

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SAID = "At least 12 people died in the flood on Tuesday, the mayor said. The weather stays as it is."
PAGE = f"<!doctype html><html><head><title>Flood</title></head><body><article><p>{SAID}</p></article></body></html>"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home after one night over a text, a Markdown file, a page and a row; its audit passes."""
    folder = tmp_path_factory.mktemp("audit")
    (folder / "in").mkdir()
    for name, text in (
        ("a.txt", SAID),
        ("b.md", f"# Flood\n\n{SAID}"),
        ("c.html", PAGE),
        ("d.csv", f'id,text\nx,"{SAID}"'),
    ):
        (folder / "in" / name).write_text(text, encoding="utf-8")
    home = home_after(folder, folder / "in")
    told = Place(home).run("audit").stdout
    assert len([line for line in told.splitlines() if line.endswith(" ok")]) == 22
    return home


def sql(statement: str) -> Callable[[Home], None]:
    """Damage to the published copy."""

    def damage(home: Home) -> None:
        with duckdb.connect(str(home.published)) as con:
            con.execute(statement)

    return damage


def bytes_of(suffix: str, change: Callable[[Path], None]) -> Callable[[Home], None]:
    """Damage to the stored bytes of a document."""

    def damage(home: Home) -> None:
        with duckdb.connect(str(home.published), read_only=True) as con:
            query = "SELECT bytes_hash FROM raw_documents WHERE place_found LIKE '%' || ?"
            ((name,),) = con.execute(query, [suffix]).fetchall()
        path = home.raw / name[:2] / name[2:]
        path.chmod(0o644)
        change(path)

    return damage


def altered(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"weather", b"WEATHER"))


UNSAID = "replace(text, 'weather', 'climate')"  # where no claim stands


@pytest.mark.parametrize(
    ("damage", "audit", "words"),
    [
        (bytes_of(".txt", altered), "bytes_are_as_recorded", "another hash"),
        (bytes_of(".html", Path.unlink), "bytes_are_as_recorded", "its bytes are missing"),
        (sql("UPDATE raw_documents SET content_hash = repeat('0', 64)"), "bytes_are_as_recorded", "do not hold"),
        (
            sql(f"UPDATE articles SET text = {UNSAID} WHERE own_id = 'a.txt'"),
            "bytes_are_as_recorded",
            "not the content",
        ),
        (sql(f"UPDATE articles SET text = {UNSAID} WHERE own_id = 'b.md'"), "bytes_are_as_recorded", "not the content"),
        (
            sql(f"UPDATE articles SET text = {UNSAID} WHERE own_id = 'c.html'"),
            "bytes_are_as_recorded",
            "than its version",
        ),
        (sql("UPDATE articles SET title = 'Drought'"), "bytes_are_as_recorded", "than its version"),
        (sql("UPDATE articles SET published_date = '2020-01-01'"), "bytes_are_as_recorded", "than its version"),
        (sql("UPDATE articles SET text = replace(text, '12', '13')"), "quote_stands_at_its_span", "At least 12 people"),
        (sql("DELETE FROM articles WHERE own_id = 'x'"), "claim_has_its_article", "claims"),
        (sql("INSERT INTO claims FROM claims LIMIT 1"), "keys_are_unique", "claims"),
        (sql("UPDATE runs SET document_count = 9"), "in_equals_out", "documents"),
    ],
    ids=range(12),
)
def test_damage_is_found_and_its_rows_are_told(
    sound: Home, tmp_path: Path, damage: Callable[[Home], None], audit: str, words: str
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(sound.root, home.root, symlinks=True, ignore=shutil.ignore_patterns("prefect", "reports"))
    damage(home)
    told = Place(home).run("audit", exit_code=1).stdout
    assert any(line.startswith(audit) and line.endswith(" rows") for line in told.splitlines())
    assert words in told
