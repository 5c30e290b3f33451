"""Checks of claims, row by row; each claim stands beside the article that it was read from."""

from __future__ import annotations

from typing import Final

from expectations.check import Check
from transforms.frames import CLAIMS, COLUMNS, FIELD_CONFIDENCES

CONFIDENCES: Final = ("confidence", *FIELD_CONFIDENCES)
REALS: Final = ("value", "low", "high", "base_value", "base_low", "base_high", *CONFIDENCES)
WORDS: Final = tuple(name for name in CLAIMS.columns if str(COLUMNS[name].dtype) == "String" and COLUMNS[name].nullable)


def enum_checks() -> tuple[Check, ...]:
    """One check for each column of few values, out of the dictionary of columns."""
    return tuple(
        Check(
            f"{name}_is_known",
            "claims",
            f"{name} NOT IN ({', '.join(map(repr, values))})",
            f"a query by {name} would pass over a value that it does not know: {COLUMNS[name].meaning}",
        )
        for name in CLAIMS.columns
        if (values := COLUMNS[name].values)
    )


def any_of(condition: str, names: tuple[str, ...]) -> str:
    """The condition on at least one of the columns, each put in for `_`."""
    return " OR ".join(condition.replace("_", name) for name in names)


IDENTITY: Final[tuple[Check, ...]] = (
    Check(
        "claim_has_ids",
        "claims",
        "claim_id = '' OR version_id = '' OR article_id = '' OR extractor_version = ''",
        "a claim without ids can't be walked back to its article, nor superseded",
        "critical",
    ),
    Check(
        "claim_id_is_unique",
        "claims",
        "claim_id IN (SELECT claim_id FROM {rows} GROUP BY claim_id, extractor_version HAVING count(*) > 1)",
        "two claims with one key can't both be current; neither is chosen by order",
    ),
    Check(
        "one_extractor_read_the_batch",
        "claims",
        "extractor_version <> (SELECT max(extractor_version) FROM {rows})",
        "claims of two rule sets in one batch can't be told apart when one of them is replaced",
        "critical",
    ),
    Check(
        "claim_has_its_article",
        "claims",
        "article_text IS NULL",
        "a claim of an article that is not in the batch would point into nothing",
        "critical",
    ),
    Check(
        "claim_is_of_a_read_article",
        "claims",
        "NOT is_read",
        "articles that are not English are kept and counted but not read",
    ),
    Check("rule_is_named", "claims", "trim(rule) = ''", "a wrong value is mended at the rule that produced it"),
)

SPANS: Final[tuple[Check, ...]] = (
    Check(
        "span_is_in_order",
        "claims",
        'NOT (0 <= "start" AND "start" < "end") OR sentence_no < 0 OR sentence_start < 0',
        "an empty or backward span points at nothing",
    ),
    Check(
        "quote_stands_at_its_span",
        "claims",
        'substring(article_text, "start" + 1, "end" - "start") IS DISTINCT FROM quote AND article_text IS NOT NULL',
        "the quote is the proof of the value: it must be what the article says there, code point by code point",
    ),
    Check(
        "sentence_stands_at_its_place",
        "claims",
        "substring(article_text, sentence_start + 1, length(sentence)) IS DISTINCT FROM sentence "
        "AND article_text IS NOT NULL",
        "people judge a claim by its sentence; it must be the article's",
    ),
    Check(
        "span_is_inside_its_sentence",
        "claims",
        '"start" < sentence_start OR "end" > sentence_start + length(sentence)',
        "a quote outside its sentence was cut at the wrong place or joined from two",
    ),
)

BOUNDS: Final[tuple[Check, ...]] = (
    Check(
        "numbers_are_finite",
        "claims",
        any_of("isnan(_) OR isinf(_)", REALS),
        "1e400 and not-a-number come from garbled text, and one of them spoils every sum",
    ),
    Check(
        "value_is_given_or_bounded",
        "claims",
        "value IS NULL AND low IS NULL AND high IS NULL",
        "a vague cardinal has no value but commits to an interval; with neither nothing was read",
    ),
    Check(
        "value_is_not_astronomical",
        "claims",
        any_of("abs(_) > 1e24", ("value", "low", "high")),
        "no news counts past a septillion: digits ran together, or a scale word was read twice",
    ),
    Check("bounds_are_in_order", "claims", "low > high", "an interval that ends before it begins holds no value"),
    Check(
        "value_is_within_its_bounds",
        "claims",
        "value < low - 1e-9 * abs(low) OR value > high + 1e-9 * abs(high)",
        "the interval is what the words commit to, and the number as written is among it",
    ),
    Check(
        "exact_value_has_no_width",
        "claims",
        "comparator = '=' AND (value IS NULL OR low IS DISTINCT FROM value OR high IS DISTINCT FROM value)",
        "with `=` the words commit to one number: an interval there means a lost hedge",
    ),
    Check(
        "comparator_agrees_with_its_bounds",
        "claims",
        "(comparator IN ('>', '>=') AND low IS NULL) OR (comparator IN ('<', '<=') AND high IS NULL) "
        "OR (comparator = 'range' AND (low IS NULL OR high IS NULL))",
        "`over` commits to a lower end, `under` to an upper one, a range to both",
    ),
    Check(
        "base_bounds_are_in_order",
        "claims",
        "base_low > base_high OR base_value < base_low - 1e-9 * abs(base_low) "
        "OR base_value > base_high + 1e-9 * abs(base_high)",
        "conversion keeps the order of value and bounds; otherwise the factor is wrong",
    ),
    Check(
        "base_value_has_its_unit",
        "claims",
        "(base_unit IS NULL AND (base_value IS NOT NULL OR base_low IS NOT NULL OR base_high IS NOT NULL)) "
        "OR (base_unit IS NOT NULL AND value IS NOT NULL AND base_value IS NULL)",
        "a converted number without its unit, or a unit without its number, can't be compared",
    ),
)

UNITS: Final[tuple[Check, ...]] = (
    Check(
        "unit_is_known",
        "claims",
        "unit NOT IN (SELECT unit FROM known_units)",
        "a code outside UCUM, ISO 4217 and braces can't be converted or queried",
    ),
    Check(
        "unit_is_of_its_dimension",
        "claims",
        "unit IN (SELECT unit FROM known_units) "
        "AND (unit, dimension) NOT IN (SELECT (unit, dimension) FROM known_units)",
        "a kilogram is no length: the unit was taken for another of the same letters",
    ),
    Check(
        "kind_agrees_with_its_unit",
        "claims",
        "(kind = 'money') <> (dimension = 'currency' OR dimension LIKE 'currency per %') "
        "OR (kind IN ('age', 'duration') AND dimension <> 'time') "
        "OR (kind = 'count' AND dimension NOT LIKE 'count%')",
        "kind and dimension tell of the same unit; where they differ one of them was guessed",
    ),
    Check(
        "percentage_is_plausible",
        "claims",
        "kind = 'percent' AND (abs(value) > 100000 OR (value < -100 AND trend IS NULL AND unit = '%'))",
        "beyond 100,000 % (hyperinflation's range) or below -100 % a number was glued to the wrong sign",
    ),
    Check(
        "age_is_plausible",
        "claims",
        "kind = 'age' AND (value < 0 OR base_value > 4.5e17 "
        "OR (base_value > 130.0 * 31556952 AND NOT regexp_matches(lower(quote), '\\bold\\b')))",
        "nobody is older than 130 (a tree or a temple is, said as `-year-old`), and nothing older than the universe",
    ),
    Check(
        "count_is_not_negative",
        "claims",
        "kind IN ('count', 'duration') AND high < 0 AND trend IS NULL",
        "fewer than none can't be counted: a hyphen was read as a minus",
    ),
)

CONTEXT: Final[tuple[Check, ...]] = (
    Check(
        "as_of_is_in_order", "claims", "as_of_start > as_of_end", "an interval that ends before it begins holds no day"
    ),
    Check(
        "as_of_is_not_absurdly_late",
        "claims",
        "greatest(as_of_start, as_of_end) > published_date + 36525 "
        "OR (greatest(as_of_start, as_of_end) > published_date + 14610 AND modality IN ('asserted', 'denied'))",
        "nothing holds forty years after it was printed, nor is forecast for after a century: a number was no year, "
        "or a span of years no date",
    ),
    Check(
        "as_of_is_not_absurdly_early",
        "claims",
        "as_of_start < DATE '0100-01-01'",
        "a day in the first century is a small number misread as a year",
    ),
    Check(
        "confidence_is_a_share",
        "claims",
        any_of("NOT (_ BETWEEN 0 AND 1)", CONFIDENCES),
        "a confidence is a probability, of the whole row or of one of its fields",
    ),
    Check(
        "speaker_agrees_with_attribution",
        "claims",
        "(speaker IS NULL) <> (attribution = 'article')",
        "the article's own voice has no speaker, and any other voice has one",
        "warning",
    ),
    Check(
        "subject_has_its_key",
        "claims",
        "(subject IS NULL) <> (subject_key IS NULL)",
        "figures are compared by the key; a subject without one is compared with nothing",
        "warning",
    ),
    Check(
        "speaker_has_its_key",
        "claims",
        "(speaker IS NULL) <> (speaker_key IS NULL) AND speaker_type IS NOT NULL "
        "OR (speaker IS NULL) <> (speaker_type = 'none')",
        "who says what is counted by the key: a speaker without one is nobody, a key without a speaker somebody else",
        "warning",
    ),
    Check(
        "country_is_a_code",
        "claims",
        "NOT regexp_full_match(place_country, '[A-Z]{2}')",
        "claims are joined by country code with tables of the world",
    ),
    Check(
        "missing_words_are_null",
        "claims",
        any_of("trim(_) = ''", WORDS),
        "an empty text is neither given nor missing; queries for null pass over it",
        "warning",
    ),
)

CLAIM_CHECKS: Final = (*IDENTITY, *enum_checks(), *SPANS, *BOUNDS, *UNITS, *CONTEXT)
