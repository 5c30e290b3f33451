"""Every frame of the pipeline: one dictionary of columns, and the frames that are made from it.

A column has one name, one dtype and one meaning wherever it occurs: in a Polars frame, in a DuckDB table, in a check,
in the docs.  A frame is an ordered choice of columns with its key.  ``check(frame, spec)`` is the gate between stages.

Conventions of the names: ``_id`` an identifier; ``_at`` an instant in UTC (stored naive, ``Datetime("us")``);
``_date`` a day; ``is_``/``has_`` a truth value; a unit suffix (``_bytes``, ``_s``) on every measured column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from transforms.columns import DAY, FLAG, INSTANT, INT, REAL, TEXT, TEXTS, Column
from transforms.layout_columns import DATE_SOURCES, LAYOUT_COLUMNS
from transforms.ledger_columns import LEDGER_COLUMNS
from transforms.reader import slots

# What the reader tells apart is told there: its training runs without Polars.
KINDS: Final = slots.KINDS
COMPARATORS: Final = slots.COMPARATORS
TRENDS: Final = tuple(trend for trend in slots.TRENDS if trend is not None)
MODALITIES: Final = slots.MODALITIES
MEASURES: Final = slots.MEASURES
ROLES: Final = slots.ROLES
CONFIDENT_FIELDS: Final = slots.FIELDS
FIELD_CONFIDENCES: Final = tuple(f"{field}_confidence" for field in CONFIDENT_FIELDS)
SPEAKER_TYPES: Final = ("person", "organisation", "document", "none")
ATTRIBUTIONS: Final = ("direct", "indirect", "article")
RUN_KINDS: Final = ("nightly", "backfill", "import")
RUN_EVENT_KINDS: Final = ("started", "held", "accepted", "discarded", "failed", "dead", "completed")
SEVERITIES: Final = ("quarantine", "warning", "critical")
DECISIONS: Final = ("release", "drop", "correct")


class FrameError(ValueError):
    """A frame does not have the columns, dtypes or key of its specification."""

    def __init__(self, frame_name: str, problem: str) -> None:
        super().__init__(f"frame {frame_name}: {problem}")
        self.frame_name = frame_name
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: what a row is, its columns in order, and the columns that together name a row."""

    name: str
    row: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def schema(self) -> dict[str, pl.DataType]:
        """Column name → Polars dtype, in order."""
        return {name: COLUMNS[name].dtype for name in self.columns}

    def empty(self) -> pl.DataFrame:
        """A frame of this specification with no rows."""
        return pl.DataFrame(schema=self.schema())


COLUMNS: Final[dict[str, Column]] = {
    # --- where a document came from -------------------------------------------------------------------------------
    "source": Column(TEXT, "name of the source, as the settings give it"),
    "own_id": Column(TEXT, "the document's own id at its source; where it has none, its canonical URL, else its path"),
    "article_id": Column(TEXT, "the article, the same for all its versions: a hash of `source` and `own_id`"),
    "url": Column(TEXT, "canonical address of the article", nullable=True),
    "place_found": Column(TEXT, "file path or URL (without secrets) from which the bytes were read"),
    "bytes_hash": Column(TEXT, "SHA-256, hex, of the bytes as received; names the file in the raw store"),
    "row_no": Column(INT, "row within its container, from 0 (for lines of a file: the line less one)", nullable=True),
    "media_type": Column(TEXT, "what the document is: text/plain, text/html, text/markdown, …"),
    "received_at": Column(INSTANT, "when the bytes were received (UTC); for a file, when it was read"),
    "headers": Column(TEXT, "response headers worth keeping, as a JSON object", nullable=True),
    "size_bytes": Column(INT, "length of the document's content in bytes"),
    "content_hash": Column(TEXT, "SHA-256, hex, of all that decides the version: own id, url, title, date, content"),
    "given_title": Column(TEXT, "the title that the source gives beside the content", nullable=True),
    "given_published": Column(TEXT, "the publication date that the source gives, as written there", nullable=True),
    "content": Column(TEXT, "the document's text or HTML, decoded, untouched otherwise"),
    # --- a rejected document --------------------------------------------------------------------------------------
    "rejection_id": Column(TEXT, "stable id of a rejection: a hash of place, row and reason"),
    "reason": Column(TEXT, "short name of what is wrong"),
    "detail": Column(TEXT, "what is wrong, naming the field, and what would mend it"),
    # --- an article -----------------------------------------------------------------------------------------------
    "version_id": Column(TEXT, "the version read: a hash of own id, title, text and publication date"),
    "title": Column(TEXT, "headline", nullable=True),
    "authors": Column(TEXT, "names of the authors, joined by '; '", nullable=True),
    "published_date": Column(DAY, "day of publication", nullable=True),
    "date_source": Column(
        TEXT,
        "where the day of publication comes from: given by the file, the feed or sitemap, JSON-LD or a meta tag of the "
        "page, its address, what else is to be read on it, or none; null for what was read before this was kept",
        nullable=True,
        values=DATE_SOURCES,
    ),
    "date_confidence": Column(
        REAL, "how likely the day of publication is the right one, 0 to 1, by where it comes from", nullable=True
    ),
    "date_source_count": Column(INT, "articles of the source whose day of publication comes from there"),
    "date_source_share": Column(REAL, "their share of the source's articles of which it is known, 0 to 1"),
    "language": Column(TEXT, "ISO 639-1 code of the text's language ('und' where it can't be told)"),
    "text": Column(TEXT, "the main text; every span of a claim points into it"),
    "is_read": Column(FLAG, "whether claims are read from it: true for English"),
    # --- a claim (docs: claims.md) --------------------------------------------------------------------------------
    "claim_id": Column(TEXT, "stable id: a hash of `version_id`, span and position"),
    "sentence_no": Column(INT, "number of the sentence in the article, from 0"),
    "sentence": Column(TEXT, "the sentence's text"),
    "sentence_start": Column(INT, "offset of the sentence in the article's text, code points"),
    "start": Column(INT, "offset of the quote's first code point in the article's text"),
    "end": Column(INT, "offset after the quote's last code point"),
    "quote": Column(TEXT, "hedge, number and unit or counted noun: exactly text[start:end]"),
    "kind": Column(TEXT, "what sort of quantity it is", values=KINDS),
    "value": Column(REAL, "the number, multiplied out; a range's midpoint; null for a vague cardinal", nullable=True),
    "low": Column(REAL, "lower end of the closed interval the words commit to; null = unbounded", nullable=True),
    "high": Column(REAL, "upper end of the closed interval the words commit to; null = unbounded", nullable=True),
    "comparator": Column(TEXT, "= exact, ~ about, < under, <= up to, > over, >= at least, range", values=COMPARATORS),
    "trend": Column(TEXT, "set where the value is itself a change", nullable=True, values=TRENDS),
    "unit": Column(TEXT, "UCUM code, ISO 4217 code, {singular noun} counted, or 1"),
    "unit_name": Column(TEXT, "the unit in words, singular"),
    "dimension": Column(TEXT, "what the unit measures: area, mass, currency, time, count, ratio, …"),
    "base_value": Column(REAL, "`value` in the dimension's base unit", nullable=True),
    "base_low": Column(REAL, "`low` in the dimension's base unit", nullable=True),
    "base_high": Column(REAL, "`high` in the dimension's base unit", nullable=True),
    "base_unit": Column(TEXT, "the dimension's base unit, UCUM; null where no fixed factor exists", nullable=True),
    "item": Column(TEXT, "what is counted or measured, a noun phrase of the sentence", nullable=True),
    "actor": Column(TEXT, "who does it", nullable=True),
    "predicate": Column(TEXT, "lemma of the verb", nullable=True),
    "speaker": Column(TEXT, "who the article says it from, by the fullest name; null = its own voice", nullable=True),
    "speaker_role": Column(TEXT, "what the article calls the speaker", nullable=True),
    "cue": Column(TEXT, "the words that attribute it", nullable=True),
    "attribution": Column(TEXT, "direct = inside quotation marks", values=ATTRIBUTIONS),
    "as_of_start": Column(DAY, "first day that the figure is about", nullable=True),
    "as_of_end": Column(DAY, "last day that the figure is about", nullable=True),
    "time_text": Column(TEXT, "the words that date it", nullable=True),
    "place": Column(TEXT, "the narrowest named place that the figure is about", nullable=True),
    "place_country": Column(TEXT, "ISO 3166-1 alpha-2 code of the place's country", nullable=True),
    "modality": Column(TEXT, "how it is held to be true; a decided sum is asserted in the ledger", values=MODALITIES),
    "measure": Column(TEXT, "what kind of figure it is; null where none fits", nullable=True, values=MEASURES),
    "role": Column(
        TEXT,
        "what the figure is to others of its article: a level, a change over time, the base that another is held "
        "against, a difference without time; null in rows of versions that did not tell it",
        nullable=True,
        values=ROLES,
    ),
    "of_claim_id": Column(
        TEXT,
        "of a change, base or difference: the claim of the same version of the article that it belongs to, the level "
        "where one is stated; null where none is, and of levels",
        nullable=True,
    ),
    "restates_claim_id": Column(
        TEXT,
        "the first claim of the same version of the article that says the same figure: this one is its conversion, "
        "its repetition or its rounding, and no figure more",
        nullable=True,
    ),
    "subject": Column(TEXT, "what the measure is of, in the article's words", nullable=True),
    "subject_key": Column(
        TEXT,
        "the subject's words in the singular, in alphabetical order, countries by their codes: the same for 'Russian "
        "soldiers' and 'soldiers of Russia'; null where the claim names none and in rows of versions that "
        "did not tell it",
        nullable=True,
    ),
    "place_key": Column(
        TEXT,
        "one key for all names of the place: the code of a whole country, else the name in lower case with the "
        "country's code; null where there is no place and in rows of versions that did not tell it",
        nullable=True,
    ),
    "speaker_key": Column(
        TEXT,
        "the speaker's name in lower case without titles and offices, in `figures` a surname alone as the only "
        "full name that ends in it; null = the article's own voice",
        nullable=True,
    ),
    "speaker_type": Column(
        TEXT,
        "what sort of speaker it is; none = the article's own voice; null in rows of versions that did not tell it",
        nullable=True,
        values=SPEAKER_TYPES,
    ),
    "confidence": Column(
        REAL,
        "0 to 1: probability that the row is right in all its fields, calibrated on labelled text that was not learned "
        "from",
    ),
    **{
        f"{field}_confidence": Column(
            REAL,
            f"0 to 1: calibrated probability that `{field}` is right; null in rows of versions that did not tell it",
            nullable=True,
        )
        for field in CONFIDENT_FIELDS
    },
    "rule": Column(TEXT, "the rule that produced the value"),
    "extractor_version": Column(TEXT, "version of the whole extractor"),
    # --- what a run did (docs: warehouse) ---------------------------------------------------------------------------
    "run_id": Column(TEXT, "the run that wrote the row first; in `runs` and `run_events` the run itself"),
    "run_kind": Column(TEXT, "what the run was for", values=RUN_KINDS),
    "started_at": Column(INSTANT, "when the run began (UTC)"),
    "finished_at": Column(INSTANT, "when the run's rows were loaded (UTC)"),
    "program_version": Column(TEXT, "version of claimwire that ran"),
    "document_count": Column(INT, "documents that the sources gave: new, changed, unchanged and rejected together"),
    "new_count": Column(INT, "documents of articles never seen before"),
    "changed_count": Column(INT, "documents of known articles whose content differs from the current version's"),
    "unchanged_count": Column(INT, "documents whose content is the current version's"),
    "rejected_count": Column(INT, "documents that could not be taken in, those rejected in earlier runs too included"),
    "article_count": Column(
        INT, "versions of articles that came out of the documents, those in other languages and those read again too"
    ),
    "extracted_count": Column(INT, "claims that the extractor gave: accepted and quarantined together"),
    "claim_count": Column(INT, "claims that were accepted"),
    "quarantined_count": Column(INT, "claims that were set aside by a check"),
    "check_count": Column(INT, "checks that were made"),
    "failed_check_count": Column(INT, "checks that did not pass"),
    "accepted_by": Column(TEXT, "operating-system user who accepted a held batch", nullable=True),
    "accepted_why": Column(TEXT, "why the held batch was accepted, in their words", nullable=True),
    "event": Column(TEXT, "what happened to the run", values=RUN_EVENT_KINDS),
    "event_at": Column(INSTANT, "when it happened (UTC)"),
    "pid": Column(INT, "process that the run had on its machine", nullable=True),
    "host": Column(TEXT, "name of the machine that ran it", nullable=True),
    "os_user": Column(TEXT, "operating-system user who did it", nullable=True),
    "message": Column(TEXT, "what happened, in words for people", nullable=True),
    "folder": Column(TEXT, "where the batch waits, relative to the home folder"),
    # --- where a row stands in the warehouse ------------------------------------------------------------------------
    "is_current": Column(FLAG, "whether it is of the newest version of its article as read by the newest rules"),
    "superseded_at": Column(INSTANT, "when a newer version or newer rules took its place (UTC)", nullable=True),
    "superseded_by_run_id": Column(TEXT, "the run that took its place", nullable=True),
    # --- a check and what it found ----------------------------------------------------------------------------------
    "suite": Column(TEXT, "the suite that the check belongs to: what its rows are"),
    "check_name": Column(TEXT, "name of the check"),
    "why": Column(TEXT, "why it is so: of a check, why it exists; of a decision, why it was taken"),
    "severity": Column(
        TEXT, "quarantine = failing rows are set aside; warning = told; critical = the load is held", values=SEVERITIES
    ),
    "is_passed": Column(FLAG, "whether no row failed"),
    "failing_count": Column(INT, "rows that failed"),
    "row_count": Column(INT, "rows that were checked"),
    "observed": Column(TEXT, "what was seen, in numbers, where there is more to say than the counts", nullable=True),
    "table_name": Column(TEXT, "the frame that the row is of"),
    "row_key": Column(TEXT, "id of the failing row: version_id of an article, claim_id of a claim, name of a source"),
    "failed_checks": Column(TEXTS, "names of all the checks that the row failed, in alphabetical order"),
    # --- what people decided about quarantined claims ---------------------------------------------------------------
    "decision_id": Column(TEXT, "stable id of a decision"),
    "decision": Column(TEXT, "what was decided about a quarantined claim", nullable=True, values=DECISIONS),
    "decided_by": Column(TEXT, "operating-system user who decided"),
    "decided_at": Column(INSTANT, "when it was decided (UTC)"),
    "corrected": Column(TEXT, "the corrected fields of a claim with their new values, as a JSON object", nullable=True),
    **LEDGER_COLUMNS,
    **LAYOUT_COLUMNS,
    # --- columns of the analysts' views -----------------------------------------------------------------------------
    "reasons": Column(TEXTS, "every check that the claim failed, with why the check exists"),
    "duration_s": Column(REAL, "how long the run took, in seconds", nullable=True),
    "last_run_at": Column(INSTANT, "when the source was last read (UTC)"),
    "last_fresh_at": Column(INSTANT, "when the source last gave something new or changed (UTC)", nullable=True),
    "newest_date": Column(DAY, "day of publication of the source's newest article", nullable=True),
    # --- the schema -------------------------------------------------------------------------------------------------
    "schema_version": Column(INT, "number of a migration that was applied"),
    "migration": Column(TEXT, "name of the migration's file"),
    "fingerprint": Column(
        TEXT, "SHA-256, hex, of the SQL of views, macros and comments that were laid over the tables"
    ),
}

DOCUMENTS: Final = Frame(
    "documents",
    "one document as it was received: a file, a row of a container, a page or an entry of a feed",
    (
        "source", "own_id", "article_id", "url", "place_found", "bytes_hash", "row_no", "media_type", "received_at",
        "headers", "size_bytes", "content_hash", "given_title", "given_published", "content",
    ),
    ("article_id",),
)  # fmt: skip

REJECTED_DOCUMENTS: Final = Frame(
    "rejected_documents",
    "one document that could not be taken in, with the reason",
    ("rejection_id", "source", "own_id", "place_found", "bytes_hash", "row_no", "received_at", "reason", "detail"),
    ("rejection_id",),
)

ARTICLES: Final = Frame(
    "articles",
    "one version of one article: the text that claims point into",
    (
        "article_id", "version_id", "source", "own_id", "content_hash", "url", "title", "authors", "published_date",
        "date_source", "date_confidence", "language", "text", "is_read",
    ),
    ("version_id",),
)  # fmt: skip

CLAIMS: Final = Frame(
    "claims",
    "one numeric claim: one value, or one range, for one thing",
    (
        "claim_id", "article_id", "version_id", "sentence_no", "sentence", "sentence_start", "start", "end", "quote",
        "kind", "value", "low", "high", "comparator", "trend", "unit", "unit_name", "dimension", "base_value",
        "base_low", "base_high", "base_unit", "item", "actor", "predicate", "speaker", "speaker_role", "cue",
        "attribution", "as_of_start", "as_of_end", "time_text", "place", "place_country", "modality", "measure", "role",
        "of_claim_id", "restates_claim_id", "subject", "subject_key", "place_key", "speaker_key", "speaker_type",
        "confidence", *FIELD_CONFIDENCES, "rule", "extractor_version",
    ),
    ("claim_id", "extractor_version"),
)  # fmt: skip

QUARANTINED_CLAIMS: Final = Frame(
    "quarantined_claims",
    "one claim that failed at least one check and was set aside with every reason",
    (*CLAIMS.columns, "failed_checks"),
    CLAIMS.key,
)

ARTICLE_SKETCHES: Final = Frame(
    "article_sketches",
    "what stands for the text of one article, so that its copies and its story are found",
    ("article_id", "version_id", "published_date", "shingles", "traits"),
    ("article_id",),
)

PASSAGE_SKETCHES: Final = Frame(
    "passage_sketches",
    "what stands for one sentence with claims, so that it is found where it is reprinted",
    ("article_id", "version_id", "sentence_no", "published_date", "shingles"),
    ("article_id", "sentence_no"),
)
ARITHMETIC: Final = Frame(
    "arithmetic",
    "one relation between claims of one version of an article, with its verdict",
    (
        "relation_id", "article_id", "version_id", "relation", "claim_ids", "claim_parts", "verdict",
        "tested_claim_id", "stated_value", "holding_value", "slack", "extractor_version",
    ),
    ("relation_id", "extractor_version"),
)  # fmt: skip

CHECK_RESULTS: Final = Frame(
    "check_results",
    "what one check found in one run",
    (
        "run_id", "suite", "check_name", "why", "severity", "is_passed", "failing_count", "row_count", "observed",
    ),
    ("run_id", "suite", "check_name"),
)  # fmt: skip

FAILING_ROWS: Final = Frame(
    "failing_rows",
    "one row that failed one check",
    ("table_name", "row_key", "check_name", "severity", "why"),
    ("table_name", "row_key", "check_name"),
)

SOURCE_COUNTS: Final = Frame(
    "source_counts",
    "what one source gave in one run",
    ("source", "document_count", "new_count", "changed_count", "unchanged_count", "rejected_count"),
    ("source",),
)

HISTORY: Final = Frame(
    "history",
    "what one source gave in one completed run, oldest run first",
    (
        "run_id", "run_kind", "finished_at", *SOURCE_COUNTS.columns, "article_count", "extracted_count", "claim_count",
        "quarantined_count",
    ),
    ("run_id", "source"),
)  # fmt: skip

# `own_id` of a rejected document may be unknown, as may its bytes (no permission, no answer).
NULLABLE_WHEN_REJECTED: Final = frozenset({"own_id", "bytes_hash"})


def check(frame: pl.DataFrame, spec: Frame) -> pl.DataFrame:
    """Return `frame` if it has exactly the columns, dtypes and nulls of `spec`; raise FrameError otherwise."""
    expected = spec.schema()
    actual = dict(frame.schema)
    if list(actual) != list(expected):
        missing, extra = expected.keys() - actual.keys(), actual.keys() - expected.keys()
        raise FrameError(spec.name, f"columns differ: missing {sorted(missing)}, unexpected {sorted(extra)}, or order")
    for name, dtype in expected.items():
        if actual[name] != dtype:
            raise FrameError(spec.name, f"column {name} is {actual[name]}, not {dtype}")
    may_be_null = {name for name in expected if COLUMNS[name].nullable}
    if spec is REJECTED_DOCUMENTS:
        may_be_null |= NULLABLE_WHEN_REJECTED
    for name in expected.keys() - may_be_null:
        if frame.get_column(name).null_count():
            raise FrameError(spec.name, f"column {name} holds nulls")
    return frame
