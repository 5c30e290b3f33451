"""Lines lead to their first, and families join without growing for ever."""

from __future__ import annotations

from datetime import date

from transforms.ledger.descent import families, heads

DAYS = [date(2026, 3, day) for day in range(1, 31)]


def test_a_line_leads_to_its_first_also_where_that_has_no_row() -> None:
    assert heads({"b": "a", "c": "b", "e": "d"}) == {"b": "a", "c": "a", "e": "d"}


def test_lines_are_given_in_any_order() -> None:
    line = {f"{n + 1}": f"{n}" for n in range(6)} | {"3b": "3"}
    for order in (line, reversed(line), sorted(line, key=lambda key: key[::-1]), ["4", "2", "6", "1", "3b", "3", "5"]):
        assert heads({key: line[key] for key in order}) == dict.fromkeys(line, "0")


def test_who_is_like_two_families_joins_them() -> None:
    likes = [("a", None, DAYS[0]), ("b", [], DAYS[0]), ("c", ["b", "a"], DAYS[2]), ("d", None, DAYS[2])]
    assert families(likes, 21) == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_a_family_that_began_too_long_ago_is_not_joined() -> None:
    likes = [("a", None, DAYS[0]), ("b", ["a"], DAYS[15]), ("c", ["b"], DAYS[25]), ("d", ["c", "b"], DAYS[26])]
    assert families(likes, 21) == {"a": "a", "b": "a", "c": "c", "d": "c"}
