"""The traits of an article: the rare names, words and figures by which reports of one event know each other.

A trait is a name in title case ("Tarsova"), a word in lower case without the ending of its plural ("ferry") or a
figure as it is written ("1,450", "6.4"). What kind of event its opening tells of is one, too, with a mark before it
("~quake"). Words that stand in more than three of a hundred articles
(lexicons/common_words.txt.gz) are none; how rare a trait is among the articles of its days is for the warehouse to
count.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from transforms.lexicons.tables import FOLDER, read_sets, read_table
from transforms.syntax.lexicon import tags_of

NAMES, WORDS, FIGURES = 16, 12, 8  # an article has no more of each, those that it says most often and first
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
FIGURE = re.compile(r"(?<![\w.,])\d[\d,.]*\d(?![\w%]|[.,]\d)")
YEAR = re.compile(r"(?:19|20)\d\d")
TITLES = tuple(sorted(read_sets("trait_words")["titles"]))
GOES_ON = frozenset(",;:)’'–—-&/")  # what stands before a word that begins no sentence, beside letters and digits
CALENDAR = read_sets("word_sets")["days_and_months"]  # in full: Jan is a name, and so may be that of an event
KIND_MARK = "~"
OPENING = 400  # characters of a text that tell what kind of event it is about
SHORTEST_WORD = 4
OFTEN = 2  # a word that the title does not have counts if the text says it so often


@cache
def common_words() -> frozenset[str]:
    """The words, in lower case and singular, that stand in more than three of a hundred articles; days and months."""
    with gzip.open(FOLDER / "common_words.txt.gz", "rt", encoding="utf-8") as lines:
        return CALENDAR | {line.strip() for line in lines if not line.startswith("#")}


def is_common(word: str) -> bool:
    """Whether a word, as it is written, is one of these."""
    return plain(word) in common_words()


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """The word in lower case, without a possessive ending and the `s` of a plural."""
    word = re.split("['’]", word, maxsplit=1)[0].casefold()
    return word[:-1] if len(word) > SHORTEST_WORD and word.endswith("s") and not word.endswith("ss") else word


def words_in(text: str) -> Iterator[tuple[str, bool]]:
    """Every word of a text as `plain` gives it, and whether it is surely a name: a capital that begins no sentence."""
    for match in WORD.finditer(text):
        word = match.group()
        yield plain(word), word[0].isupper() and _is_name(word, text[max(0, match.start() - 6) : match.start()])


def _is_name(word: str, before: str) -> bool:
    """Whether a word with a capital is a name: neither shouted nor the first of a sentence or a line."""
    before = before.rstrip(" ")
    if not before or (len(word) > SHORTEST_WORD and word.isupper()):
        return False
    return before[-1].isalnum() or before[-1] in GOES_ON or before.endswith(TITLES)


@cache
def _kinds() -> dict[str, str]:
    """Word as `plain` gives it → the kind of event that it tells of."""
    return {plain(word): row["kind"] for row in read_table("event_kinds") for word in row["words"].split("|")}


def kinds_of(title: str | None, text: str) -> set[str]:
    """The kinds of event that the title and the opening of a text tell of, each with its mark."""
    words = (word for part in (title or "", text[:OPENING]) for word, _ in words_in(part))
    return {KIND_MARK + _kinds()[word] for word in words if word in _kinds()}


def names_in(text: str) -> list[str]:
    """The rare names of a text as traits, each once, the oftenest first."""
    return _names(words_in(text))


def _names(words: Iterable[tuple[str, bool]]) -> list[str]:
    counted = Counter(word for word, is_name in words if is_name and len(word) > 1)
    return [name.capitalize() for name in _first(counted, NAMES)]


def traits_of(title: str | None, text: str) -> list[str]:
    """The traits of an article, sorted: at most NAMES names, WORDS words and FIGURES figures, each once."""
    words = list(words_in(text))
    named = _named_throughout(text, [word for word, is_name in words if not is_name])
    words = [(word, is_name or word in named) for word, is_name in words]
    names = _names(words)
    taken = {name.casefold() for name in names}
    said = Counter(word for word, _ in words)
    titled = {word for word, _ in words_in(title or "")}
    weight = Counter(
        {
            word: count + OFTEN * (word in titled)
            for word, count in said.items()
            if len(word) >= SHORTEST_WORD and word not in taken and (count >= OFTEN or word in titled)
        }
    )
    figures = Counter(match.group() for match in FIGURE.finditer(text) if _is_telling(match.group()))
    return sorted({*names, *_first(weight, WORDS), *_first(figures, FIGURES), *kinds_of(title, text)})


def _named_throughout(text: str, words: Iterable[str]) -> set[str]:
    """The words that begin sentences alone and are names still: English has none such ("Zandaro expects …")."""
    small = {plain(match.group()) for match in WORD.finditer(text) if match.group()[0].islower()}
    return {word for word in set(words) if word not in small and not tags_of(word)}


def _first(counted: Counter[str], most: int) -> list[str]:
    """The most frequent that are rare in general; of those said as often, the ones that come first."""
    return [word for word, _ in counted.most_common() if word not in common_words()][:most]


def _is_telling(figure: str) -> bool:
    """Whether a figure has three characters and more, is no year and no round number."""
    digits = figure.replace(",", "").replace(".", "")
    return len(figure) > 2 and not YEAR.fullmatch(figure) and len(digits.rstrip("0")) > 1
