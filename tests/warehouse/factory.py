"""Small frames of documents, articles and claims that fit together, for tests that need no extractor."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from transforms.frames import (
    ARITHMETIC,
    ARTICLES,
    CHECK_RESULTS,
    CLAIMS,
    DOCUMENTS,
    FIELD_CONFIDENCES,
    QUARANTINED_CLAIMS,
    SOURCE_COUNTS,
    Frame,
)
from warehouse import Night

DAWN = datetime.fromisoformat("2024-09-01T02:00")
HOSTILE = (
    "'); DROP TABLE claims; --",
    '" OR 1=1 --',
    "a\x00b",
    "\N{GRINNING FACE}\N{ZERO WIDTH JOINER}\N{COMBINING ACUTE ACCENT}\U0001d4b3",
    "{batch} :name %s {0}",
    "<script>alert(1)</script>",
    "\r\n\t\N{LINE SEPARATOR}",
    "=1+1",
)


def digest(*parts: object) -> str:
    """A stable id."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


@dataclass(frozen=True)
class Piece:
    """An article of the tests: `numbers` of soldiers are claimed in it, one in a sentence, around `filler`."""

    own_id: str
    numbers: tuple[int, ...] = (594,)
    source: str = "paper"
    filler: str = ""
    published: date | None = date(2024, 9, 1)

    @property
    def article_id(self) -> str:
        """The same for all versions."""
        return digest(self.source, self.own_id)

    @property
    def text(self) -> str:
        """The sentences, one for each number."""
        return " ".join(self.sentence(n) for n in self.numbers)

    def sentence(self, number: int) -> str:
        """One sentence with one claim."""
        return f"{self.filler}They captured {number} soldiers."

    @property
    def version_id(self) -> str:
        """Of id and text."""
        return digest(self.article_id, self.text, self.published)


def row(spec: Frame, **values: Any) -> dict[str, Any]:
    """A row of a frame, with null where nothing is given."""
    assert values.keys() <= set(spec.columns), values.keys() - set(spec.columns)
    return {name: values.get(name) for name in spec.columns}


def frame(spec: Frame, rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Rows as a frame of the specification."""
    return pl.DataFrame(list(rows), schema=spec.schema(), orient="row")


def documents(pieces: Iterable[Piece]) -> pl.DataFrame:
    """DOCUMENTS of the pieces."""
    return frame(
        DOCUMENTS,
        (
            row(
                DOCUMENTS, source=p.source, own_id=p.own_id, article_id=p.article_id, place_found=f"in/{p.own_id}.txt",
                bytes_hash=digest(p.text), media_type="text/plain", received_at=DAWN, size_bytes=len(p.text.encode()),
                content_hash=digest(p.own_id, p.text, p.published), content=p.text,
            )
            for p in pieces
        ),
    )  # fmt: skip


def articles(pieces: Iterable[Piece]) -> pl.DataFrame:
    """ARTICLES of the pieces."""
    return frame(
        ARTICLES,
        (
            row(
                ARTICLES, article_id=p.article_id, version_id=p.version_id, source=p.source, own_id=p.own_id,
                content_hash=digest(p.own_id, p.text, p.published), title=f"Title {p.filler}", text=p.text,
                published_date=p.published, date_source="given" if p.published else "none", language="en", is_read=True,
            )
            for p in pieces
        ),
    )  # fmt: skip


def claim_rows(piece: Piece, extractor_version: str) -> Iterable[dict[str, Any]]:
    """One row for each number of a piece."""
    for no, number in enumerate(piece.numbers):
        sentence = piece.sentence(number)
        sentence_start = sum(len(piece.sentence(n)) + 1 for n in piece.numbers[:no])
        quote = f"{number} soldiers"
        start = sentence_start + len(piece.filler) + len("They captured ")
        yield row(
            CLAIMS, claim_id=digest(piece.version_id, start), article_id=piece.article_id, version_id=piece.version_id,
            sentence_no=no, sentence=sentence, sentence_start=sentence_start, start=start, end=start + len(quote),
            quote=quote, kind="count", value=float(number), low=float(number), high=float(number), comparator="=",
            unit="{soldier}", unit_name="soldier", dimension="count", base_value=float(number),
            base_low=float(number), base_high=float(number), base_unit="{soldier}", item="soldiers",
            predicate="capture", speaker="Oleksandr Syrskyi", attribution="indirect", place="Kursk region",
            place_country="RU", as_of_start=date(2024, 8, 27), as_of_end=date(2024, 8, 27), modality="asserted",
            measure="captures", role="level", subject="soldiers",
            subject_key="soldier", place_key="kursk region, RU", speaker_key="oleksandr syrskyi",
            speaker_type="person", confidence=0.9, **dict.fromkeys(FIELD_CONFIDENCES, 0.95), rule="digits",
            extractor_version=extractor_version,
        )  # fmt: skip


def claims(pieces: Iterable[Piece], extractor_version: str = "1") -> pl.DataFrame:
    """CLAIMS of the pieces."""
    return frame(CLAIMS, (each for p in pieces for each in claim_rows(p, extractor_version)))


def arithmetic(pieces: Iterable[Piece], extractor_version: str = "1") -> pl.DataFrame:
    """ARITHMETIC of the pieces: the first two figures of each that has so many, as a whole with its part."""
    rows = (list(claim_rows(piece, extractor_version)) for piece in pieces if len(piece.numbers) > 1)
    return frame(
        ARITHMETIC,
        (
            row(
                ARITHMETIC, relation_id=digest("part", one["claim_id"], other["claim_id"]),
                article_id=one["article_id"], version_id=one["version_id"], relation="part",
                claim_ids=[one["claim_id"], other["claim_id"]], claim_parts=["whole", "part"],
                verdict="holds" if one["value"] >= other["value"] else "fails", tested_claim_id=one["claim_id"],
                stated_value=one["value"], holding_value=max(one["value"], other["value"]),
                extractor_version=extractor_version,
            )
            for one, other, *_ in rows
        ),
    )  # fmt: skip


def set_aside(frame_of_claims: pl.DataFrame, *checks: str) -> pl.DataFrame:
    """QUARANTINED_CLAIMS: claims with the checks that they failed."""
    failed = pl.lit(list(checks), dtype=pl.List(pl.String)).alias("failed_checks")
    return frame_of_claims.with_columns(failed).select(QUARANTINED_CLAIMS.columns)


def source_counts(pieces: Iterable[Piece], unchanged: int = 0, rejected: int = 0, changed: int = 0) -> pl.DataFrame:
    """SOURCE_COUNTS where all pieces are new but for `changed` of each source."""
    by_source: dict[str, int] = {}
    for piece in pieces:
        by_source[piece.source] = by_source.get(piece.source, 0) + 1
    return frame(
        SOURCE_COUNTS,
        (
            row(
                SOURCE_COUNTS, source=source, document_count=count + unchanged + rejected, new_count=count - changed,
                changed_count=changed, unchanged_count=unchanged, rejected_count=rejected,
            )
            for source, count in (by_source or {"paper": 0}).items()
        ),
    )  # fmt: skip


def night(number: int, pieces: Iterable[Piece] = (), extractor_version: str = "1", **given: Any) -> Night:
    """A night of the pieces, all accepted unless `given` says otherwise, `number` days after the first."""
    pieces = tuple(pieces)
    started = DAWN + timedelta(days=number)
    values: dict[str, Any] = {
        "documents": documents(pieces),
        "articles": articles(pieces),
        "claims": claims(pieces, extractor_version),
        "arithmetic": arithmetic(() if "claims" in given else pieces, extractor_version),
        "sources": source_counts(pieces, unchanged=0 if pieces else 1),
        "check_results": check_results(f"run-{number}"),
    }
    values.update(given)
    return Night(
        run_id=f"run-{number}", started_at=started, finished_at=started + timedelta(minutes=5),
        program_version="0.1.0", extractor_version=extractor_version, **values,
    )  # fmt: skip


def check_results(run_id: str) -> pl.DataFrame:
    """CHECK_RESULTS with one check that passed."""
    passed = row(
        CHECK_RESULTS, run_id=run_id, suite="claims", check_name="value_in_bounds", why="a value outside lies",
        severity="quarantine", is_passed=True, failing_count=0, row_count=1,
    )  # fmt: skip
    return frame(CHECK_RESULTS, [passed])
