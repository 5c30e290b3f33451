"""Copies in the ledger: a text and its reprints are one voice and no story, and so is a passage that another prints."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.warehouse.newsroom import Report
from tests.warehouse.tolls import CHIEF, FIRST, MAYOR, reported
from warehouse import Warehouse

TOLL = "Rescue teams that dug through the night under the collapsed market hall of Harrow found 38 people dead."
WIRE = Report(
    "wire",
    "a",
    "Market hall of Harrow falls in",
    f"{TOLL} The beams of the roof had been wet since the spring storms, said the builder Osric Venn. Traders had "
    "asked the council of Harrow for new pillars again and again, and never got an answer to their letters.",
    FIRST,
)
REPRINT = replace(WIRE, source="paper", own_id="b", published=FIRST + timedelta(days=1))
OTHER = Report(
    "radio",
    "c",
    "Hall",
    "We counted 52 bodies on the floor, and the smoke still hangs over the stalls that sold fish.",
    FIRST,
)
WEEKLY = Report(
    "weekly",
    "d",
    "What old halls cost us",
    f"Every county has a hall that nobody paints. {TOLL} In our own valley the masons quit long ago, and Eva Holub, "
    "who plans for it, calls the ceilings of the school and the baths no better than those of any barn.",
    FIRST + timedelta(days=1),
)


def test_a_reprint_hides_no_conflict(warehouse: Warehouse) -> None:
    reported(warehouse, [WIRE, OTHER])
    assert warehouse.query("SELECT figure, other_figure FROM conflicts").rows() == [(38.0, 52.0)]
    reported(warehouse, [replace(REPRINT, published=FIRST)], number=2)
    assert warehouse.query("SELECT copy_count FROM origins ORDER BY ALL").rows() == [(0,), (1,)]
    assert warehouse.query("SELECT figure, other_figure, origin_count FROM conflicts").rows() == [(38.0, 52.0, 1)]
    assert warehouse.query("SELECT DISTINCT story_id, area FROM figures").rows() == [(None, "harrow, GB")]


def test_a_reprint_makes_no_conflict_more_where_no_place_is_named(warehouse: Warehouse) -> None:
    nowhere = dict.fromkeys(("place", "place_key", "place_country"))
    said = replace(WIRE, text=f"{WIRE.text} The smoke still hangs over 52 dead, says the fire chief of that town.")
    reports = [said, replace(said, source="paper", own_id="b")]
    by_value = {38.0: MAYOR, 52.0: CHIEF}
    reported(warehouse, reports, by_value=by_value, **nowhere)
    assert warehouse.query("SELECT speaker, other_speaker FROM conflicts").rows() == [
        ("Mayor Ann Pell", "Chief Bo Rand")
    ]


def test_a_passage_that_another_article_prints_is_the_voice_of_the_first(warehouse: Warehouse) -> None:
    """The column is no copy as a whole, and its one figure stands in words of the wire."""
    reported(warehouse, [WIRE, WEEKLY], as_of_start=FIRST, as_of_end=FIRST)
    assert warehouse.query("SELECT count(*) FROM origins").item() == 2
    assert warehouse.query("SELECT best, origin_count, sources FROM series_points").rows() == [
        (38.0, 1, ["weekly", "wire"])
    ]
    claim = warehouse.query("SELECT claim_id FROM figures WHERE source = 'weekly'").item()
    told = warehouse.query("SELECT source, is_origin FROM origins_of(?) ORDER BY ALL", [claim])
    assert told.rows() == [("weekly", False), ("wire", True)]
