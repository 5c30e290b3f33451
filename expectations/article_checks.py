"""Checks of articles.  Claims of an article that fails one of severity `quarantine` are set aside with it."""

from __future__ import annotations

from typing import Final

from expectations.check import Check

ARTICLE_CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "article_has_ids",
        "articles",
        "version_id = '' OR article_id = '' OR source = '' OR own_id = ''",
        "a row without ids can't be walked back to its bytes, nor matched in the next run",
        "critical",
    ),
    Check(
        "version_id_is_unique",
        "articles",
        "version_id IN (SELECT version_id FROM {rows} GROUP BY version_id HAVING count(*) > 1)",
        "two versions with one id would share each other's claims",
        "critical",
    ),
    Check(
        "one_version_of_an_article",
        "articles",
        "article_id IN (SELECT article_id FROM {rows} GROUP BY article_id HAVING count(*) > 1)",
        "of two versions in one batch only chance could say which is current",
        "critical",
    ),
    Check(
        "article_has_its_document",
        "articles",
        "received_at IS NULL",
        "a text whose bytes are not recorded can't be verified or replayed",
        "critical",
    ),
    Check(
        "language_is_a_code",
        "articles",
        "NOT regexp_full_match(language, '[a-z]{2,3}')",
        "the language decides whether an article is read, and analysts filter by it",
        "warning",
    ),
    Check(
        "english_and_only_english_is_read",
        "articles",
        "is_read <> (language = 'en')",
        "the rules know English; in another language they would find numbers without their meaning",
    ),
    Check(
        "text_is_not_empty",
        "articles",
        "trim(text) = ''",
        "a page that gives no text has most often changed its layout",
        "warning",
    ),
    Check(
        "published_before_it_was_received",
        "articles",
        "published_date > received_at::DATE + 2",
        "nothing is read before it is published (two days are left for time zones); every date in it would be off",
    ),
    Check(
        "published_since_newspapers_exist",
        "articles",
        "published_date < DATE '1605-01-01'",
        "an earlier day is a date misread, such as year 1 for an unknown year; every date in it would be off",
    ),
)
