"""What the home of these tests holds: one real story, one hostile article, one claim set aside."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from flows.home import Home
from tests.reports.made import made_article, made_claim
from tests.warehouse.factory import DAWN, digest, frame, night, row, set_aside
from transforms.frames import ARTICLES, CLAIMS, DOCUMENTS, SOURCE_COUNTS
from warehouse import Night, Warehouse

SCRIPT = "<script>document.title='run'</script>"
HOSTILE = f"""{SCRIPT} <img src=x onerror=alert(1)> " autofocus onfocus="alert(1)" ' {{{{ 7*7 }}}} \u202e=1+1"""
STORY = (
    "The ferry sank on Monday. Rescuers found 32 bodies off Izmir, said Cemal Ardan.\n\n"
    "Two villages were flooded. About 1,200 people were moved, and £4.5m was promised."
)
SECOND = "Cemal Ardan said 35 people had died on the ferry."
EVIL = f"{HOSTILE} He sold 12 boats."
# The claims of the story, in the order of its text, then those of the others.
TOLL, MOVED, PROMISED, LATER, SOLD, ASIDE = (f"{number}" * 32 for number in range(6))


def sentence_of(text: str, quote: str) -> tuple[int, str]:
    """Where the sentence of a quote starts, and its words."""
    start = text.rfind(". ", 0, text.find(quote)) + 2 if ". " in text[: text.find(quote)] else 0
    end = text.find(".", text.find(quote) + len(quote)) + 1
    return start, text[start:end]


def claim(article: dict[str, Any], quote: str, claim_id: str, **fields: Any) -> dict[str, Any]:
    """A claim of an article with its sentence."""
    start, sentence = sentence_of(article["text"], quote)
    given = {"claim_id": claim_id, "sentence": sentence, "sentence_start": start, "sentence_no": start}
    return made_claim(article, quote) | given | fields


def articles() -> list[dict[str, Any]]:
    """The story, what came of it, and the hostile one."""
    return [
        made_article("story", STORY, title="A ferry sinks", source="wire"),
        made_article("second", SECOND, title="Toll rises", source="daily", published_date=date(2026, 4, 16)),
        made_article("evil", EVIL, title=HOSTILE, source=HOSTILE, url=f"javascript:{HOSTILE}", published_date=None),
    ]


def claims() -> list[dict[str, Any]]:
    """The accepted ones."""
    story, second, evil = articles()
    words = dict.fromkeys(("item", "actor", "speaker", "speaker_role", "place", "time_text", "rule"), HOSTILE)
    ardan: dict[str, Any] = {
        "speaker": "Cemal Ardan", "speaker_key": "cemal ardan", "speaker_type": "person", "place": "Izmir",
        "place_key": "izmir", "subject": "people", "subject_key": "person",
    }  # fmt: skip
    return [
        claim(story, "32 bodies", TOLL, **ardan, confidence=0.7, value=32.0),
        claim(
            story, "About 1,200 people", MOVED, comparator="~", value=1200.0, measure="evacuations", confidence=0.4,
            role="change", as_of_start=date(2026, 4, 1), as_of_end=date(2026, 4, 3),
        ),
        claim(
            story, "£4.5m", PROMISED, kind="money", unit="GBP", unit_name="pound", measure="funding",
            modality="forecast", confidence=0.9, place=None, place_country=None,
        ),
        claim(second, "35 people", LATER, **ardan, confidence=0.55, value=35.0),
        claim(
            evil, "12 boats", SOLD, **words, subject=HOSTILE, subject_key=HOSTILE, place_key=HOSTILE,
            speaker_key=HOSTILE, speaker_type="person", measure="sales_volume", place_country=None, confidence=0.5,
        ),
    ]  # fmt: skip


def load_night(home: Home, *others: Night) -> None:
    """A night with all of it, loaded with the others and published."""
    rows = articles()
    aside = pl.DataFrame([claim(rows[0], "Two villages", ASIDE)], schema=CLAIMS.schema(), orient="row")
    documents = [
        row(
            DOCUMENTS, source=each["source"], own_id=each["own_id"], article_id=each["article_id"],
            place_found=f"in/{each['version_id']}.txt", bytes_hash=digest(each["version_id"]),
            media_type="text/plain", received_at=DAWN, size_bytes=10, content_hash=each["content_hash"], content="x",
        )
        for each in rows
    ]  # fmt: skip
    counts = [
        row(SOURCE_COUNTS, **dict.fromkeys(SOURCE_COUNTS.columns, 0))
        | {"source": each["source"], "document_count": 1, "new_count": 1}
        for each in rows
    ]
    home.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with Warehouse.open(home.warehouse) as warehouse:
        warehouse.load(
            night(
                0, documents=frame(DOCUMENTS, documents), sources=frame(SOURCE_COUNTS, counts),
                articles=pl.DataFrame(rows, schema=ARTICLES.schema(), orient="row"),
                claims=pl.DataFrame(claims(), schema=CLAIMS.schema(), orient="row"),
                quarantined=set_aside(aside, "value_in_bounds"),
            )
        )  # fmt: skip
        for other in others:
            warehouse.load(other)
        warehouse.publish(home.published)
