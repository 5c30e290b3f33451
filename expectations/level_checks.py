"""Checks of the ledger: a level beside what its series holds so far, and shares that are parts of one whole.

What a series holds depends on which articles came before, so no row is set aside for it: the same articles give the
same tables in any order.  The night tells of it, and a person looks.
"""

from __future__ import annotations

from typing import Final

from expectations.check import Check

# Of one whole nobody has two: of what else is told in per cent several may hold at once.
SHARES_OF_ONE: Final = "('vote_share', 'market_share', 'stake')"
# What shares of one sentence are shares of: the same vote or market at one place and time.
_WHOLE: Final = (
    "(version_id, sentence_no, measure, coalesce(place_key, ''), coalesce(as_of_start::VARCHAR, ''), "
    "coalesce(as_of_end::VARCHAR, ''))"
)
_WHOSE: Final = "replace(measure, '_', ' ') || ' of ' || subject_key || coalesce(' at ' || place_key, '')"
_OPENING: Final = "quote || ' in ' || coalesce('\"' || title || '\"', 'an article without a title') || ': ' || "


def _shown(name: str) -> str:
    """SQL that writes a figure as people do: 1,300 or 0.25."""
    return f"regexp_replace(format('{{:,.2f}}', {name}), '\\.?0+$', '')"


LEVEL_CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "shares_add_up_to_a_whole",
        "claims",
        f"measure IN {SHARES_OF_ONE} AND {_WHOLE} IN ("
        f"SELECT whole FROM (SELECT {_WHOLE} AS whole, subject_key, min(base_value) AS least FROM {{rows}} "
        "WHERE base_unit = '1' AND role = 'level' AND modality = 'asserted' AND restates_claim_id IS NULL "
        "AND subject_key IS NOT NULL GROUP BY ALL"
        ") GROUP BY whole HAVING sum(least) > 1.2)",
        "shares that different owners or parties have of one whole come to no more than all of it: one of them is of "
        "another whole, or no share",
        "warning",
    ),
    Check(
        "figure_is_of_the_size_of_its_series",
        "levels",
        "telling_count >= 4 AND figure <> 0 "
        "AND (abs(figure) > 1000 * usual_figure OR 1000 * abs(figure) < usual_figure)",
        "a figure a thousand times the others of its series has lost its scale, million or billion, or is of "
        "something else",
        "warning",
        f"{_OPENING}{_WHOSE} || ', usually ' || {_shown('usual_figure')}",
    ),
    Check(
        "toll_does_not_fall",
        "levels",
        "earlier_figure IS NOT NULL",
        "the dead and hurt of an event grow from day to day: one that falls was put right, or is of a part of them or "
        "of another event",
        "warning",
        f"{_OPENING}'below the ' || {_shown('earlier_figure')} || ' of ' || earlier_date",
    ),
    Check(
        "unit_is_that_of_its_series",
        "levels",
        "unit_count >= 5 AND comparable_unit <> usual_unit AND usual_unit_count >= 0.8 * unit_count",
        "a figure in another unit than the others of its measure and subject was read with the wrong unit or measure, "
        "and can't be compared with them",
        "warning",
        f"{_OPENING}{_WHOSE} || ', told in ' || comparable_unit || ', usually in ' || usual_unit",
    ),
)
