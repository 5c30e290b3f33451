"""What NewsQuant calls a quantity's concept: the content words of the thing measured and of the clause's doer.

Made from the extractor's own `item` and `actor`: NewsQuant leaves out the counted noun (it is the unit there) and lets
a noun phrase run on over "of", "in" and "for".
"""

from __future__ import annotations

from transforms.claims.items import ItemReading, read_items
from transforms.claims.reading import ArticleReading
from transforms.quantities import Quantity
from transforms.syntax import Token

DROPPED = frozenset(
    "a an the of in on at to for and or with by from as that which who whom whose its his her their our my your this these "
    "those it he she they we i you there all each every some any more most than up about over nearly almost just only 's s "
    "both either per is are was were be been being us them him me himself itself themselves".split()
)
JOINING = frozenset(("of", "in", "for"))
NOUN_PHRASE = ("NN", "JJ", "VBG")


def concepts(text: str, tokens: list[Token], quantities: list[Quantity]) -> list[list[str]]:
    """For each quantity its concept's words, or ["-"] where NewsQuant would have none."""
    reading = ArticleReading(text)
    if len(reading.sentences) != 1 or reading.sentences[0].start:
        return [["-"] for _ in quantities]
    items = read_items(reading, 0, quantities)
    found: list[list[str]] = []
    for at, (quantity, item) in enumerate(zip(quantities, items, strict=True)):
        converted = at > 0 and text[quantities[at - 1].end : quantity.start].strip() == "("
        words = found[-1] if converted else _words(tokens, quantity, item)
        found.append(words or ["-"])
    return found


def _words(tokens: list[Token], quantity: Quantity, item: ItemReading) -> list[str]:
    if quantity.kind == "duration":
        return []
    taken = {n for n, t in enumerate(tokens) if t.start < quantity.end and t.end > quantity.start}
    words: list[str] = []
    for phrase in (item.item, item.actor):
        first = _find(tokens, phrase, quantity, taken)
        if first is not None:
            words += _run_on(tokens, first, taken)
    return list(dict.fromkeys(words))


def _find(tokens: list[Token], phrase: str | None, quantity: Quantity, taken: set[int]) -> tuple[int, int] | None:
    """Where the phrase stands, nearest to the quantity and outside it: the token indexes (first, last)."""
    wanted = [w.strip(".,;:\"'()").lower() for w in (phrase or "").split()]
    wanted = [w for w in wanted if w and w not in DROPPED]
    if not wanted:
        return None
    places = [n for n, t in enumerate(tokens) if t.lower == wanted[-1] and n not in taken]
    if not places:
        return None
    last = min(places, key=lambda n: abs(tokens[n].start - quantity.start))
    first = last
    while first > 0 and tokens[first - 1].lower in (*wanted, *DROPPED) and first - 1 not in taken:
        first -= 1
    return first, last


def _run_on(tokens: list[Token], span: tuple[int, int], taken: set[int]) -> list[str]:
    """The content words of a phrase and of what "of", "in" and "for" hang on it."""
    first, last = span
    words = [t.text for t in tokens[first : last + 1] if _counts(t)]
    at = last + 1
    while at + 1 < len(tokens) and tokens[at].lower in JOINING:
        inner = at + 1
        while inner < len(tokens) and inner not in taken and _runs(tokens[inner]):
            inner += 1
        following = [t.text for t in tokens[at + 1 : inner] if _counts(t)]
        if not following or _dates(tokens[at + 1 : inner]):
            break
        words += following
        at = inner
    return words


def _runs(token: Token) -> bool:
    return token.tag.startswith(NOUN_PHRASE) or token.tag in ("DT", "PRP$", "POS", "'s")


def _counts(token: Token) -> bool:
    return token.lower not in DROPPED and token.text[0].isalnum() and token.tag not in ("DT", "CD")


def _dates(tokens: list[Token]) -> bool:
    return any(t.lower in TIMES for t in tokens)


TIMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday year years month months week weeks day days quarter today yesterday".split()
)
