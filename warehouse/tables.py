"""The tables of the warehouse: each a frame of the pipeline, or an ordered choice of columns of the same dictionary.

The migrations create them; `TABLES` is what they must come to (a test compares), and where their comments come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from transforms.frames import (
    ARITHMETIC,
    ARTICLE_SKETCHES,
    ARTICLES,
    CHECK_RESULTS,
    CLAIMS,
    COLUMNS,
    DOCUMENTS,
    FAILING_ROWS,
    PASSAGE_SKETCHES,
    QUARANTINED_CLAIMS,
    REJECTED_DOCUMENTS,
    SOURCE_COUNTS,
)
from transforms.layout_columns import LAYOUT_COLUMNS


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its columns in order, the columns that name a row, those of content only.

    `volatile` columns tell when and by which run a row was written: two warehouses that hold the same may differ there.
    A table that is `program_only` lies in the schema of that name, out of the sight of `SHOW TABLES`.
    """

    name: str
    row: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    is_program_only: bool = False

    @property
    def sql_name(self) -> str:
        """How SQL names it, whatever schema is searched."""
        return f"{PROGRAM_ONLY}.{self.name}" if self.is_program_only else self.name

    @property
    def content_columns(self) -> tuple[str, ...]:
        """The columns that depend on the input and the rules alone: no run ids, no wall clock."""
        return tuple(name for name in self.columns if name not in VOLATILE)


# Where the program keeps what is its own.  The views name it, and DuckDB refuses a name that a file's stem has too, so
# it is one that nobody gives to a file.
PROGRAM_ONLY: Final = "program_only"
VOLATILE: Final = frozenset(
    {"run_id", "received_at", "superseded_at", "superseded_by_run_id", "started_at", "finished_at", "headers"}
    | {"decided_at", "decision_id", "event_at", "pid", "host", "folder"}
)
STANDING: Final = ("run_id", "is_current", "superseded_at", "superseded_by_run_id")
OUTCOME_COUNTS: Final = ("article_count", "extracted_count", "claim_count", "quarantined_count")
DOCUMENT_COUNTS: Final = SOURCE_COUNTS.columns[1:]

RAW_DOCUMENTS: Final = Table(
    "raw_documents",
    "one content that an article's document has had at its source; its bytes are in the raw store under `bytes_hash`",
    (*(name for name in DOCUMENTS.columns if name != "content"), "version_id", *STANDING),
    ("article_id", "content_hash"),
)

_own: Final = partial(Table, is_program_only=True)

TABLES: Final[tuple[Table, ...]] = (
    RAW_DOCUMENTS,
    Table(ARTICLES.name, ARTICLES.row, (*ARTICLES.columns, *STANDING), ARTICLES.key),
    Table(CLAIMS.name, CLAIMS.row, (*CLAIMS.columns, *STANDING), CLAIMS.key),
    Table(
        QUARANTINED_CLAIMS.name,
        QUARANTINED_CLAIMS.row,
        (*QUARANTINED_CLAIMS.columns, "decision", *STANDING),
        QUARANTINED_CLAIMS.key,
    ),
    Table(ARITHMETIC.name, ARITHMETIC.row, (*ARITHMETIC.columns, *STANDING), ARITHMETIC.key),
    Table(
        REJECTED_DOCUMENTS.name,
        REJECTED_DOCUMENTS.row,
        (*REJECTED_DOCUMENTS.columns, "run_id"),
        REJECTED_DOCUMENTS.key,
    ),
    Table(
        "article_origins",
        "one article and the one that its words come from",
        ("article_id", "origin_id", "copy_of_id", "text_share"),
        ("article_id",),
    ),
    Table(
        "passage_origins",
        "one sentence with claims that stood in an earlier article already, word for word or nearly so",
        ("article_id", "sentence_no", "origin_id", "copy_of_id", "copy_of_sentence_no", "text_share"),
        ("article_id", "sentence_no"),
    ),
    Table(
        "article_stories",
        "one article and the story that it belongs to",
        ("article_id", "story_id", "follows_ids", "likeness"),
        ("article_id",),
    ),
    Table(CHECK_RESULTS.name, CHECK_RESULTS.row, CHECK_RESULTS.columns, CHECK_RESULTS.key),
    Table(FAILING_ROWS.name, FAILING_ROWS.row, ("run_id", *FAILING_ROWS.columns), ("run_id", *FAILING_ROWS.key)),
    Table(
        "runs",
        "one completed run; it was written in the same transaction as its rows",
        (
            *("run_id", "run_kind", "started_at", "finished_at", "program_version", "extractor_version"),
            *DOCUMENT_COUNTS,
            *OUTCOME_COUNTS,
            *("check_count", "failed_check_count", "accepted_by", "accepted_why"),
        ),
        ("run_id",),
    ),
    Table(
        "run_sources",
        "what one source gave in one completed run",
        ("run_id", *SOURCE_COUNTS.columns, *OUTCOME_COUNTS),
        ("run_id", "source"),
    ),
    Table(
        "run_events",
        "one thing that happened to a run, whether it completed or not",
        ("run_id", "run_kind", "event", "event_at", "pid", "host", "os_user", "message"),
        ("run_id", "event", "event_at"),
    ),
    Table(
        "quarantine_decisions",
        "one decision of a person about a quarantined claim; the newest counts",
        ("decision_id", "claim_id", "extractor_version", "decision", "why", "corrected", "decided_by", "decided_at"),
        ("decision_id",),
    ),
    Table(
        "figures",
        "one current claim with what makes it comparable; made anew from the claims after every change",
        (
            "claim_id",
            "article_id",
            "version_id",
            "origin_id",
            "story_id",
            "voice",
            "source",
            "title",
            "published_date",
            "about_date",
            "period_days",
            "measure",
            "scope",
            "comparable_unit",
            "figure",
            "figure_low",
            "figure_high",
            "subject",
            "subject_key",
            "place",
            "place_key",
            "place_country",
            "area",
            "modality",
            "role",
            "is_point",
            "series_id",
            "speaker",
            "speaker_key",
            "speaker_type",
            "quote",
            "stems",
            "run_id",
        ),
        ("claim_id",),
    ),
    Table(
        "series_points",
        "one level of a series at one day: low, best and high as told, how many independent voices tell it, and which",
        (
            "series_id",
            "measure",
            "subject",
            "subject_key",
            "area",
            "comparable_unit",
            "modality",
            "about_date",
            "period_days",
            "low",
            "best",
            "high",
            "origin_count",
            "sources",
            "speakers",
            "claim_ids",
        ),
        ("series_id", "about_date", "period_days"),
    ),
    Table(
        "conflicts",
        "two figures for one point by independent voices that cannot both hold, the lower first",
        (
            "series_id",
            "measure",
            "subject",
            "about_date",
            "comparable_unit",
            "figure",
            "figure_low",
            "figure_high",
            "other_figure",
            "other_low",
            "other_high",
            "quote",
            "other_quote",
            "speaker",
            "other_speaker",
            "origin_count",
            "other_origin_count",
            "source",
            "other_source",
            "title",
            "other_title",
            "claim_id",
            "other_claim_id",
        ),
        ("claim_id", "other_claim_id"),
    ),
    Table(
        "measures",
        "one measure, whether its series run within an event or over any time, and whether it is telling",
        ("measure", "scope", "is_telling"),
        ("measure",),
    ),
    _own(ARTICLE_SKETCHES.name, ARTICLE_SKETCHES.row, ARTICLE_SKETCHES.columns, ARTICLE_SKETCHES.key),
    _own(PASSAGE_SKETCHES.name, PASSAGE_SKETCHES.row, PASSAGE_SKETCHES.columns, PASSAGE_SKETCHES.key),
    _own(
        "source_layouts",
        "what the pages of one source that a run brought are like",
        ("run_id", "source", *LAYOUT_COLUMNS),
        ("run_id", "source"),
    ),
    _own(
        "measure_names", "one word or phrase by which a measure is asked for", ("word", "measure"), ("word", "measure")
    ),
    _own(
        "country_names",
        "one name of a country in lower case: also its adjective, its people and its code",
        ("word", "place_country"),
        ("word", "place_country"),
    ),
    _own(
        "role_words",
        "one word in lower case that says what a speaker is; a name ends in it only behind a given name",
        ("word",),
        ("word",),
    ),
    _own("given_names", "one given name of persons in lower case", ("word",), ("word",)),
    _own(
        "attempt_check_results",
        "what one check found in a run that was held or failed",
        CHECK_RESULTS.columns,
        CHECK_RESULTS.key,
    ),
    _own(
        "held_batches",
        "one batch that a critical check held; its staged rows wait in a folder until it is accepted or discarded",
        ("run_id", "run_kind", "event_at", "folder", "message"),
        ("run_id",),
    ),
    _own(
        "schema_version",
        "one migration that this file has been through",
        ("schema_version", "migration"),
        ("schema_version",),
    ),
    _own("overlay", "the state of the views, macros and comments of this file, one row", ("fingerprint",), ()),
)

BY_NAME: Final[dict[str, Table]] = {table.name: table for table in TABLES}

SQL_TYPES: Final[dict[str, str]] = {
    "String": "VARCHAR",
    "Int64": "BIGINT",
    "Float64": "DOUBLE",
    "Date": "DATE",
    "Datetime(time_unit='us', time_zone=None)": "TIMESTAMP",
    "Boolean": "BOOLEAN",
    "List(String)": "VARCHAR[]",
    "List(Int64)": "BIGINT[]",
}


def sql_type(column: str) -> str:
    """The DuckDB type of a column of the dictionary."""
    return SQL_TYPES[str(COLUMNS[column].dtype)]


def quoted(names: tuple[str, ...], prefix: str = "") -> str:
    """Columns as a SQL list of quoted identifiers (`end` and `check` are words of SQL), each after `prefix`."""
    return ", ".join(f'{prefix}"{name}"' for name in names)


def named(ids: Sequence[str]) -> str:
    """Places for ids in a condition: what is named in so many words is found without a look at every row."""
    return ", ".join(["?"] * len(ids)) or "NULL"


def literal(text: str) -> str:
    """A text as SQL writes it, where no value can be bound: in `COMMENT ON`, in `COPY`, in a query that is shown."""
    return "'" + text.replace("'", "''") + "'"
