"""Every way to name a country, and its ISO 3166-1 alpha-2 code: Turkey, Türkiye, Turkish, Turks, TR."""

from __future__ import annotations

from functools import cache

from transforms.claims.places.gazetteer import gazetteer
from transforms.lexicons.tables import read_table

LONGEST = 4  # words of a name that is looked for


@cache
def country_names() -> dict[str, str]:
    """Lower-case name, adjective or name of a people (singular and plural) → code.

    Names of a part of a country (England) are not among them: what is said of a part is not said of the whole.
    """
    rows = read_table("country_words")
    parts = {part for row in rows for part in row["parts"].split("|")}
    found = {
        name.lower(): entry.country
        for name, entry in gazetteer().items()
        if entry.kind == "country" and entry.country and name not in parts and name != "US"
    }
    for row in rows:
        for word in filter(None, row["words"].lower().split("|")):
            found |= {word: row["code"], f"{word}s": row["code"]}
    return found


def country_named(words: list[str], at: int) -> tuple[str, int] | None:
    """The code and the length of the longest name of a country that begins at a word (lower-case); None where none."""
    names = country_names()
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        code = names.get(" ".join(words[at : at + length]))
        if code is not None:
            return code, length
    return None
