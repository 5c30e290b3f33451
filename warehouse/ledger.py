"""The ledger's tables, made anew from the claims whenever these have changed: the same in whatever order they came.

`figures` are the current claims with what makes them comparable (the view `figure_readings`), `series_points`
their levels day by day (`point_readings`), `conflicts` the pairs of them that cannot both hold (`conflict_readings`).
Series and revisions are views over `figures`.
"""

from __future__ import annotations

from warehouse.connection import Connection

# Rows lie by what is asked for, so that a question about one measure reads a part of the table.
REBUILD = (
    "DELETE FROM figures",
    "INSERT INTO figures BY NAME SELECT * FROM figure_readings ORDER BY measure, subject_key, about_date, claim_id",
    "DELETE FROM series_points",
    "INSERT INTO series_points BY NAME FROM point_readings ORDER BY measure, series_id, about_date, period_days",
    "DELETE FROM conflicts",
    "INSERT INTO conflicts BY NAME FROM conflict_readings ORDER BY measure, about_date, claim_id, other_claim_id",
)


def keep_ledger(con: Connection) -> None:
    """Make the ledger's tables agree with the claims; call it inside the transaction that changed them."""
    for statement in REBUILD:
        con.execute(statement)


def name_words(con: Connection) -> None:
    """Fill the tables by which measures and countries are found by their words, and names told from offices."""
    for name, rows in word_tables().items():
        con.execute(f"DELETE FROM {name}")
        columns = [list(column) for column in zip(*rows, strict=True)]
        con.execute(f"INSERT INTO {name} SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def word_tables() -> dict[str, list[tuple[str | bool, ...]]]:
    """Table → its rows, out of the lexicons."""
    # Half a second of work, which who only asks a question is spared.
    from transforms.claims.speakers.words import given_names
    from transforms.ledger.countries import country_names
    from transforms.ledger.subjects import measure_words
    from transforms.ledger.voices import role_words

    rows = measure_words()
    phrases = {name: [name.replace("_", " "), *filter(None, row["words"].split("|"))] for name, row in rows.items()}
    countries = country_names()
    codes = {(code.lower(), code) for code in countries.values()}
    return {
        "measures": [(measure, row["scope"], row["telling"] == "yes") for measure, row in rows.items()],
        "measure_names": sorted({(phrase, measure) for measure, told in phrases.items() for phrase in told}),
        "country_names": sorted({*countries.items(), *codes}),
        "role_words": sorted({(form,) for word in role_words() for form in (word, _several(word))}),
        "given_names": sorted({(name.lower(),) for name in given_names()}),
    }


def _several(word: str) -> str:
    """The plural of what a person is: "secretaries", "spokesmen"."""
    from transforms.quantities.units import plural

    return f"{word[:-3]}men" if word.endswith("man") else plural(word)
