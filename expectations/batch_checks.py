"""Checks of the batch as a whole: one row for the night, one for each source, beside what was usual before.

Nothing new is no failure: every check of volume asks first whether something came.  The limits are columns of the
relation (see limits.py), so that the settings can move them.
"""

from __future__ import annotations

from typing import Final

from expectations.check import Check

SHARE: Final = (
    "quarantined_count || ' of ' || extracted_count || ' claims (' || round(100 * quarantined_share, 1) || ' %)'"
)
YIELD: Final = "round(claims_per_article, 1) || ' claims an article, usually ' || round(usual_claims_per_article, 1)"
VOLUME: Final = "source || ': ' || fresh_count || ' documents, usually ' || round(usual_fresh_count)::BIGINT"

NIGHT_CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "quarantine_share_is_bearable",
        "night",
        "extracted_count >= min_claims AND quarantined_share > critical_quarantined_share",
        "when a good part of a night fails, it is the rules or a source that broke, not single rows",
        "critical",
        SHARE,
    ),
    Check(
        "quarantine_share_is_low",
        "night",
        "extracted_count >= min_claims AND quarantined_share > usual_quarantined_limit",
        "a slow rise of the quarantine shows a rule that wears out",
        "warning",
        SHARE,
    ),
    Check(
        "claims_per_article_are_as_usual",
        "night",
        "past_nights >= min_nights AND article_count >= min_articles AND (claims_per_article * yield_factor < "
        "usual_claims_per_article OR claims_per_article > usual_claims_per_article * yield_factor)",
        "the yield hardly changes from night to night: a jump means that the text or the rules are broken",
        "critical",
        YIELD,
    ),
    Check(
        "rejected_share_is_low",
        "night",
        "document_count >= min_documents AND rejected_share > usual_rejected_limit",
        "a source that changed its format is seen first as documents that can't be read",
        "warning",
        "rejected_count || ' of ' || document_count || ' documents'",
    ),
    Check(
        "rules_stand_every_sentence",
        "night",
        "failed_sentences > 0",
        "a rule that breaks on a sentence leaves out its figures; the log names the sentence and the error",
        "warning",
        "failed_sentences || ' sentences'",
    ),
)

SOURCE_CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "source_is_not_flooded",
        "sources",
        "past_fresh_nights >= min_nights AND fresh_count >= min_flood "
        "AND fresh_count > usual_fresh_count * volume_factor",
        "a source that gives many times its usual number repeats itself, or is another than it was",
        "critical",
        VOLUME,
    ),
    Check(
        "source_is_not_drained",
        "sources",
        "past_fresh_nights >= min_nights AND fresh_count > 0 AND usual_fresh_count > fresh_count * volume_factor",
        "a source that gives a fraction of its usual number is read in part",
        "warning",
        VOLUME,
    ),
    Check(
        "source_gives_documents",
        "sources",
        "document_count = 0 AND usual_document_count > 0",
        "a feed or folder that is suddenly empty has moved",
        "warning",
        "source || ': usually ' || round(usual_document_count)::BIGINT || ' documents'",
    ),
    Check(
        "source_is_not_silent",
        "sources",
        "fresh_count = 0 AND past_fresh_nights >= min_nights AND silent_days > silence_factor * usual_gap_days "
        "AND silent_days >= min_silent_days",
        "a source without news for many times its usual pause still answers, but no longer speaks",
        "warning",
        "source || ': nothing new for ' || round(silent_days) || ' days'",
    ),
)

BATCH_CHECKS: Final = (*NIGHT_CHECKS, *SOURCE_CHECKS)
