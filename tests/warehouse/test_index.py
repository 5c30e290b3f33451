"""The index finds what a scan of every claim finds, is cut by days, and is made anew only where claims changed."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.explore.parameters import read_words
from tests.warehouse.factory import Piece, night
from tests.warehouse.tolls import CHIEF, MAYOR, exactly, loaded
from transforms.frames import COLUMNS as DICTIONARY
from transforms.syntax.word_forms import word_forms
from warehouse import Warehouse
from warehouse.index import cutting, kept
from warehouse.index.finding import Index
from warehouse.index.layout import COLUMNS, DOTTED, FACETS, ORDER, PIECES, SEARCHED, TOLD, WORD
from warehouse.index.threads import Threads
from warehouse.index.weights import weights_of
from warehouse.published import Published
from warehouse.search import Found, Search, hits_of

pytestmark = pytest.mark.lasting

BARE: Final = {"sentence": "x", "source": "a", "confidence": 0.5, "start": 0}
# What a search comes to, asked of every row.
HAS: Final = f"regexp_matches(concat_ws(' | ', {', '.join(SEARCHED)}), ?)"
WORDS: Final = (
    "death", "deaths", "Died", "ÉTÉ", "été", "£4.5m", "off Izmir", "off,  Izmir", "U.S.", "don't", "_x_", "4,5", "—",
)  # fmt: skip
TEXTS: Final = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
DAYS: Final = st.none() | st.dates(date(2023, 12, 30), date(2024, 2, 2))
ROWS: Final = st.lists(
    st.fixed_dictionaries(
        {
            "sentence": TEXTS, "title": st.none() | TEXTS, "item": st.none() | TEXTS, "speaker": st.none() | TEXTS,
            "place": st.none() | st.sampled_from(("Izmir", "Été", "New York")), "source": st.sampled_from(("a", "b")),
            "measure": st.none() | st.sampled_from(("deaths", "price")), "published_date": DAYS, "as_of_start": DAYS,
            "as_of_end": DAYS, "confidence": st.sampled_from((0.1, 0.5, 0.50001, 0.9)),
            "start": st.integers(0, 3),
        }
    ),
    max_size=12,
)  # fmt: skip
PHRASES: Final = (
    "death", "off izmir", "u.s.", "don't", "£4.5m", "4,5", "—", "x", "new york", "( [", "été", "4", "izmir off",
)  # fmt: skip
ASKED: Final = st.sampled_from([word_forms(word) for word in ("died", "deaths", "izmir", "été")]) | st.sampled_from(
    [(phrase,) for phrase in PHRASES]
)
VALUES: Final = st.dictionaries(st.sampled_from(FACETS), st.sampled_from(("a", "deaths", "Izmir", "none")), max_size=1)


def database(rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """What a copy's current_claims are, made of these rows: what they leave out says nothing."""
    plain = {"quote": "", "end": 0, "sentence_start": 0, "kind": "count", "unit": "1", "unit_name": "", "modality": "x"}
    full = [
        dict.fromkeys(TOLD)
        | plain
        | row
        # A version has one day and one title.
        | {
            "claim_id": f"c{number:02}",
            "version_id": f"v{row.get('published_date')} {row.get('title')} {row['start'] % 2}",
        }
        for number, row in enumerate(rows)
    ]
    schema = {name: DICTIONARY[name].dtype for name in TOLD}
    con = duckdb.connect(":memory:")
    con.register("given", pl.DataFrame(full, schema=schema, orient="row").to_arrow())
    con.execute("CREATE TABLE current_claims AS FROM given")
    con.execute(
        """CREATE TABLE articles AS SELECT DISTINCT version_id, title, published_date, true AS is_current,
        'The text of ' || version_id AS text FROM given"""
    )
    return con


def scanned(con: duckdb.DuckDBPyConnection, search: Search) -> list[str]:
    """The claims that a search holds of, in order, by looking at each."""
    parts: list[tuple[str, list[object]]] = [("true", [])]
    for forms in search.words:
        either = "|".join(r"\s+".join(map(_literal, form.split())) for form in forms)
        parts.append((HAS, [rf"(?i)(^|[^\pL\pN])({either})($|[^\pL\pN])"]))
    parts += [(f"{name} = ?", [value]) for name, value in search.equal.items()]
    for given_value, sql in (
        (search.since, "published_date >= ?"),
        (search.until, "published_date <= ?"),
        (search.about, "? BETWEEN coalesce(as_of_start, as_of_end) AND coalesce(as_of_end, as_of_start)"),
        (search.least, "confidence >= ?"),
    ):
        if given_value is not None:
            parts.append((sql, [given_value]))
    conditions = " AND ".join(sql for sql, _ in parts)
    order = f"confidence DESC, {ORDER}" if search.order == "surest" else ORDER
    rows = con.execute(
        f"SELECT claim_id FROM current_claims WHERE {conditions} ORDER BY {order}",
        [value for _, values in parts for value in values],
    )
    return [claim_id for (claim_id,) in rows.fetchall()]


def _literal(word: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", word)


def index_of(con: duckdb.DuckDBPyConnection) -> Index:
    """The index of its current claims."""
    blocks = list(cutting.blocks_of(con, cutting.parts_of(con)))
    return Index(blocks, np.zeros(sum(block.size for block in blocks), np.float32), Threads(pa.table({}), pa.table({})))


def found_by(index: Index, search: Search) -> list[str]:
    """The claims that the index gives, in order."""
    hits = hits_of(index, search)
    return index.ids(hits if search.order == "newest" else index.highest(hits, index.confidence, hits.size))


@given(
    rows=ROWS, words=st.lists(ASKED, max_size=2), equal=VALUES, since=DAYS, until=DAYS, about=DAYS,
    least=st.none() | st.sampled_from((0.5, 0.9)), order=st.sampled_from(("newest", "surest")),
)  # fmt: skip
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_it_finds_what_a_look_at_every_claim_finds_in_the_same_order(
    rows: list[dict[str, Any]], words: list[tuple[str, ...]], equal: dict[str, str], since: date | None,
    until: date | None, about: date | None, least: float | None, order: str,
) -> None:  # fmt: skip
    search = Search(words=tuple(words), equal=equal, since=since, until=until, about=about, least=least, order=order)
    with database(rows) as con:
        assert found_by(index_of(con), search) == scanned(con, search)


@given(rows=ROWS)
@settings(max_examples=20, deadline=None)
def test_it_counts_what_is_there(rows: list[dict[str, Any]]) -> None:
    with database(rows) as con:
        index = index_of(con)
        everything = hits_of(index, Search())
        for name in FACETS:
            counted = con.execute(
                f"SELECT {name}, count(*) AS n FROM current_claims WHERE {name} IS NOT NULL "
                f"GROUP BY ALL ORDER BY n DESC, {name} LIMIT 2"
            )
            assert index.counted(name, everything, 2) == counted.fetchall()
        days = con.execute(
            "SELECT published_date, count(*) FROM current_claims WHERE published_date IS NOT NULL GROUP BY 1 ORDER BY 1"
        )
        counted = days.fetchall()
        assert index.by_day(everything) == counted
        assert index.newest_days(everything, 3) == counted[: -3 - 1 : -1]
        articles = con.execute("SELECT count(DISTINCT version_id) FROM current_claims").fetchall()
        assert [(index.article_count(everything),)] == articles
        columns = ", ".join(f'"{name}"' for name in TOLD)
        opening = "if(title IS NULL, 'The text of ' || version_id, NULL) AS opening"
        kept_rows = pl.DataFrame(
            con.sql(f"SELECT {columns}, {opening} FROM current_claims ORDER BY {ORDER}").to_arrow_table()
        )
        assert index.rows(everything) == kept_rows.to_dicts()


def test_many_claims_are_cut_into_years_and_months(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [None, date(2024, 2, 1), date(2024, 2, 3), date(2024, 1, 31), date(2023, 5, 5), date(2023, 12, 31)]
    days += [date(2019, 12, 31), date(2011, 1, 1)]
    rows = [BARE | {"published_date": day} for day in days]
    monkeypatch.setattr(cutting, "CLAIMS_MOST", 2)
    with database(rows) as con:
        parts = cutting.parts_of(con)
        assert [part.days for part in parts] == ["2024-02", "2024-01", "2023", "2010s", "undated"]
        assert [block.size for block in cutting.blocks_of(con, parts)] == [2, 1, 2, 2, 1]


def names_and_bytes(folder: Path) -> dict[str, bytes]:
    """The blocks on the disk."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith("0")}


@pytest.mark.slow
def test_a_publish_makes_those_blocks_anew_that_the_night_touched_and_removes_what_no_copy_has(tmp_path: Path) -> None:
    old, new = Piece("old", (1, 2), published=date(2013, 3, 1)), Piece("new", (3,))
    (tmp_path / "state").mkdir()
    folder, to = tmp_path / "state" / kept.FOLDER, tmp_path / "claims.duckdb"
    with Warehouse.open(tmp_path / "state" / "warehouse.duckdb") as warehouse:
        warehouse.load(night(0, [old, new]))
        warehouse.publish(to)
        first = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
        assert sorted(name[:4] for name in first) == [*["0000"] * 5, "2010", "2010", "2020", "2020"]
        warehouse.load(night(1, [Piece("more", (4,))]))
        warehouse.publish(to)
        second = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
        assert first.items() <= second.items()
        assert sorted(name[:5] for name in second.keys() - first) == [*["00000"] * 5, "2020s", "2020s"]
        warehouse.load(night(2))
        warehouse.publish(to)
        assert [name for name in names_and_bytes(folder) if name not in second] == []
        assert len(names_and_bytes(folder)) == 4
        gathered = names_and_bytes(folder)
    (tmp_path / "other").mkdir()
    with Warehouse.open(tmp_path / "other" / "warehouse.duckdb") as warehouse:
        warehouse.load(night(7, [Piece("more", (4,)), new, old]))
        warehouse.publish(tmp_path / "other.duckdb")
    assert names_and_bytes(tmp_path / "other" / kept.FOLDER) == gathered


@pytest.mark.slow
@pytest.mark.parametrize(
    "harm",
    ["gone", "list broken", "list foreign", "another layout", "block gone", "claims cut short", "words cut short"],
)
def test_an_index_that_is_not_whole_is_made_from_the_copy_and_mended_by_the_next_publish(
    tmp_path: Path, harm: str
) -> None:
    (tmp_path / "state").mkdir()
    folder, to = tmp_path / "state" / kept.FOLDER, tmp_path / "claims.duckdb"
    with Warehouse.open(tmp_path / "state" / "warehouse.duckdb") as warehouse:
        warehouse.load(night(0, [Piece("one", (1, 2))]))
        warehouse.publish(to)
    whole = names_and_bytes(folder)
    blocks, (listed,) = sorted(folder.glob("2020s*")), folder.glob("*.json")
    if harm == "gone":
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    elif harm.startswith("list"):
        listed.write_text("[" if harm == "list broken" else json.dumps([blocks[0].stem]))
    elif harm == "another layout":
        listed.write_text(json.dumps({"layout": 0, "blocks": []}))
    elif harm == "block gone":
        blocks[0].unlink()
    else:
        (harmed,) = folder.glob(f"2020s*.{harm.split()[0]}")
        harmed.write_bytes(harmed.read_bytes()[:100])
    published = Published(to)
    with published.reading() as reader:
        assert Found(reader, Search(words=(("captured",),))).total == 2
    published.close()
    with Warehouse.open(tmp_path / "state" / "warehouse.duckdb") as warehouse:
        warehouse.publish(to)
    assert names_and_bytes(folder) == whole


def test_blocks_of_another_layout_have_another_number() -> None:
    """Whoever changes what a block holds raises LAYOUT and pins it anew; else old blocks are read as new ones."""
    made_of = repr((SEARCHED, PIECES, COLUMNS, WORD, ORDER, DOTTED))
    assert (cutting.LAYOUT, hashlib.sha256(made_of.encode()).hexdigest()[:12]) == (3, "75c4decf84ce")


@pytest.mark.parametrize("asked", ["Izmir", "izmir", "İzmir", '"off izmir"', '"off İzmir"', '"OFF İZMİR"'])
def test_a_dotted_capital_is_the_plain_one(asked: str) -> None:
    with database([BARE | {"sentence": text} for text in ("They sank off İzmir.", "off Izmir", "OFF İZMİR")]) as con:
        assert hits_of(index_of(con), Search(words=read_words(asked))).size == 3


def test_no_column_of_the_index_is_left_out_of_it() -> None:
    assert set(SEARCHED) | set(FACETS) <= set(PIECES)
    assert len(COLUMNS) == len(set(COLUMNS))


@pytest.mark.parametrize("most", range(1, 8))
def test_the_highest_are_those_of_a_full_sort(most: int) -> None:
    with database([BARE | {"start": number} for number in range(7)]) as con:
        index = index_of(con)
    values = np.array([1, 3, 2, 3, 0, 3, 2], np.float32)
    hits = np.array([0, 1, 2, 3, 5, 6])
    assert index.highest(hits, values, most).tolist() == [1, 3, 5, 2, 6, 0][:most]


@pytest.mark.slow
def test_a_claim_weighs_what_the_macro_notable_says_it_weighs(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        loaded(warehouse, exactly(38) | MAYOR, exactly(52) | CHIEF, exactly(61) | CHIEF | {"day": 3})
        index = index_of(warehouse.con)
        weights = weights_of(warehouse.con, index.blocks)
        told = dict(zip(index.ids(np.arange(index.size)), weights.round(3).tolist(), strict=True))
        nights = [day for (day,) in warehouse.query("SELECT DISTINCT published_date::VARCHAR FROM figures").iter_rows()]
        rows = [row for day in nights for row in warehouse.query(f"FROM notable('{day}')").iter_rows(named=True)]
        assert rows
        for row in rows:
            assert told[row["claim_id"]] == pytest.approx(row["weight"], abs=0.001)


@example("it’s 3,000")
@given(st.text(st.characters(max_codepoint=0x24F), max_size=20))
@settings(max_examples=30, deadline=None)
def test_any_text_is_found_by_its_own_words(text: str) -> None:
    with database([BARE | {"sentence": text}]) as con:
        index = index_of(con)
        for word in re.findall(r"[^\W_]+", text.replace(*DOTTED).lower()):
            assert hits_of(index, Search(words=((word,),))).size == 1, word
