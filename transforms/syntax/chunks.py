"""Chunks of a tagged sentence: noun phrases, verb groups, prepositions and the marks that join or part clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from transforms.syntax.lexicon import word_sets
from transforms.syntax.phrases import phrase_at
from transforms.syntax.tokens import Token

_VERB_TAGS: Final = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"))
_AUXILIARIES: Final = frozenset(("be", "have", "do", "get"))
_OBJECT_STARTS: Final = frozenset(("DT", "PRP$", "CD", "$"))
_SIGNS: Final = frozenset(("plus", "minus", "or"))
_BEFORE_SIGN: Final = frozenset(("of", "by", "at", "plus", "or"))
_PAIR: Final = 2
_QUOTES: Final = frozenset(("``", "''"))
_EXTENDING: Final = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "VBG", "VBN", "JJR", "JJS"))
_PART_TAGS: Final = {
    ",": ",",
    "CC": "CC",
    ":": ":",
    "(": "(",
    ")": ")",
    "``": "Q",
    "''": "Q",
    ".": ".",
    "WDT": "REL",
    "WP": "REL",
}


@dataclass(slots=True)
class Chunk:
    """Tokens `first` to `last` (inclusive) that act as one.

    `kind`: "NP" noun phrase, "VG" verb group, "P" preposition, "REL" relative pronoun, "SUB" conjunction, "ADJ", "ADV",
    or the mark itself ("," "CC" ":" "(" ")" "Q" ".").  `head` is the head noun or main verb.  Of a verb group, `lemma`
    is the main verb's and `form` one of "finite", "inf", "ing", "ppl" (a bare participle).
    """

    kind: str
    first: int
    last: int
    head: int
    lemma: str = ""
    form: str = ""
    is_passive: bool = False
    spans: list[int] = field(default_factory=list)

    @property
    def is_copula(self) -> bool:
        return self.kind == "VG" and self.lemma == "be"


def chunk(tokens: list[Token], spans: Sequence[tuple[int, int]]) -> list[Chunk]:
    """Cut tagged tokens into chunks.  `spans`: (first, last) tokens of quantities in order; each stays in one NP."""
    spans = [_after_verb(tokens, first, last) for first, last in spans]
    starts = {
        first: number for number, (first, last) in reversed(list(enumerate(spans))) if not _is_verb(tokens, first, last)
    }
    found: list[Chunk] = []
    at = 0
    while at < len(tokens):
        piece = _noun_phrase(tokens, at, spans, starts) or _verb_group(tokens, at, starts) or _part(tokens, at)
        found.append(piece)
        at = piece.last + 1
    _reduce_clauses(tokens, found)
    _join_perfects(tokens, found)
    for before, after in pairwise(found):
        _settle(tokens, before, after)
    for before, middle, after in zip(found, found[1:], found[2:], strict=False):
        if middle.kind == "ADV" and before.kind == after.kind == ",":  # "…, however, …" parts nothing
            before.kind = after.kind = "ADV"
    return found


def _reduce_clauses(tokens: list[Token], found: list[Chunk]) -> None:
    """Make the first of two finite verbs after one noun a participle: "the men questioned denied it"."""
    if sum(chunk.kind == "VG" for chunk in found) < _PAIR:
        return
    parts = [Chunk(".", 0, 0, 0), *(chunk for chunk in found if chunk.kind not in ("ADV", "Q"))]
    for outer, noun, verb, after, end in zip(parts, parts[1:], parts[2:], parts[3:], parts[4:], strict=False):
        is_lone = verb.form == "finite" and verb.first == verb.last and tokens[verb.first].tag == "VBD"
        if not is_lone or noun.kind != "NP" or tokens[noun.head].tag not in ("NNS", "NN"):
            continue
        has_object = after.form == "ppl" and end.kind == "NP" and tokens[end.first].tag in _OBJECT_STARTS
        if (after.form == "finite" or has_object) and outer.kind not in ("NP", "REL", "SUB", "VG"):
            verb.form, verb.is_passive = "ppl", True
            if has_object:
                after.form, after.is_passive = "finite", False


def _join_perfects(tokens: list[Token], found: list[Chunk]) -> None:
    """Make the second verb of "has infected 2,000 people and killed 100" as finite and active as the first."""
    last: Chunk | None = None
    before = ""
    for chunk in found:
        if chunk.kind == "VG":
            is_second = before == "CC" and chunk.form == "ppl" and chunk.first == chunk.last
            is_perfect = last is not None and last.form == "finite" and not last.is_passive
            if last is not None and is_second and is_perfect and tokens[last.head].tag == "VBN":
                chunk.form, chunk.is_passive = "finite", False
            last = chunk
        if chunk.kind not in ("ADV", "Q"):
            before = chunk.kind


def _settle(tokens: list[Token], before: Chunk, after: Chunk) -> None:
    """Settle what two neighbours show of each other: "he's raised $5m", "the minister himself", "plus or minus 3"."""
    if before.is_passive and after.kind == "NP" and tokens[before.first].lower in ("'s", "’s"):
        before.is_passive = before.lemma in word_sets()["naming_verbs"]  # else "has", since an object follows
    elif before.kind == after.kind == "NP" and tokens[after.head].lower.endswith(("self", "selves")):
        after.kind = "ADV"
    elif after.kind == "CC" and before.kind in ("P", "ADV") and tokens[after.first].lower in _SIGNS:
        after.kind = "ADV" if tokens[before.last].lower in _BEFORE_SIGN else "CC"
    elif before.kind == "." and after.kind == ",":
        before.kind = "ADV"  # the point of an abbreviation


def _noun_phrase(
    tokens: list[Token], at: int, spans: Sequence[tuple[int, int]], starts: dict[int, int]
) -> Chunk | None:
    """The noun phrase that starts here, with every quantity that it runs into taken in whole."""
    phrase = phrase_at(tokens, at)
    if phrase is None and at not in starts and tokens[at].tag not in ("DT", "PRP$"):
        return None
    cut = _recipient_end(tokens, at, phrase.last, starts) if phrase else None
    if cut is not None:
        return Chunk("NP", at, cut, cut)
    last, head = (phrase.last, phrase.head) if phrase else (at - 1, at)
    inside: list[int] = []
    reach = max(last, at)
    if phrase is None and tokens[at].tag in ("DT", "PRP$"):
        reach = at + 1
    index = at
    while index <= reach and index < len(tokens):
        number = starts.get(index)
        # "a family of four $1,600", but "a two-year $9 billion budget"
        is_new_sum = bool(inside) and tokens[index].tag == "$" and "-" not in tokens[index - 1].text
        if number is None or is_new_sum:
            index += 1
            continue
        while number < len(spans) and spans[number][0] == index:
            inside.append(number)
            last = max(last, spans[number][1])
            number += 1
        head = _last_noun(tokens, index, last)
        index = reach = last + 1
        if index < len(tokens) and tokens[index].tag in _EXTENDING and _adjoins(tokens, index, starts):
            more = phrase_at(tokens, index)
            if more and tokens[more.head].lower not in word_sets()["times"]:
                last, head, reach = more.last, more.head, more.last
    if phrase is None and not inside:
        return None
    return Chunk("NP", at, last, head, spans=inside)


def _after_verb(tokens: list[Token], first: int, last: int) -> tuple[int, int]:
    """Of "topped 1.1 million units" what follows the verb."""
    start = first
    while start < last and tokens[start].tag in _VERB_TAGS:
        start += 1
    return start, last


def _adjoins(tokens: list[Token], index: int, starts: dict[int, int]) -> bool:
    """Whether a token follows the one before after at most one blank or line break, and opens no quantity."""
    return index not in starts and tokens[index].lower != "worth" and tokens[index].start - tokens[index - 1].end <= 1


def _recipient_end(tokens: list[Token], at: int, last: int, starts: dict[int, int]) -> int | None:
    """The end of "the company" in "fined the company 497 million euros"; None where no quantity follows the noun so."""
    if tokens[at].tag not in ("DT", "PRP$"):
        return None
    for index in range(at + 2, last + 1):
        if index in starts and tokens[index - 1].tag in ("NN", "NNS") and "-" not in tokens[index - 1].text:
            return index - 1
    return None


def _is_verb(tokens: list[Token], first: int, last: int) -> bool:
    """Whether a quantity is said by the verb alone: "doubled"."""
    if tokens[last].tag not in _VERB_TAGS:
        return False
    return first == last or all(tokens[index].tag != "CD" for index in range(first, last + 1))


def _last_noun(tokens: list[Token], first: int, last: int) -> int:
    """The head of a quantity: its last noun, before any "per" or "of", else its last number."""
    best = last
    for index in range(first, last + 1):
        tag = tokens[index].tag
        if tag in ("NN", "NNS", "NNP", "NNPS"):
            best = index
        elif best < last and tag == "IN" and tokens[index].lower == "per":
            break
    return best


def _verb_group(tokens: list[Token], at: int, starts: dict[int, int]) -> Chunk | None:
    """Auxiliaries, adverbs and a main verb: "has not been seen", "to quickly build", "killing"."""
    is_infinitive = tokens[at].tag == "TO"
    if not is_infinitive and tokens[at].tag not in _VERB_TAGS:
        return None
    is_plain = at == 0 or not _is_auxiliary(tokens[at - 1])
    if tokens[at].tag in ("VBG", "VBN") and tokens[at].lower in word_sets()["participle_prepositions"] and is_plain:
        return Chunk("P", at, at, at)
    index = main = at
    verbs: list[int] = []
    while index < len(tokens) and index not in starts:
        tag = tokens[index].tag
        if tag in _VERB_TAGS:
            if verbs and not _is_auxiliary(tokens[verbs[-1]]):
                break
            if verbs and tag == "VBG" and tokens[verbs[-1]].lemma in ("have", "do"):
                break
            verbs.append(index)
            main = index
        elif tag in _QUOTES and verbs and _is_auxiliary(tokens[verbs[-1]]):
            pass  # "would “gladly” sign"
        elif tokens[index].lower == "since" and verbs and tokens[verbs[-1]].lemma == "have":
            pass  # "has since fallen"
        elif not (tag == "RB" or (index == at and is_infinitive)):
            break
        index += 1
    if not verbs or (is_infinitive and tokens[verbs[0]].tag != "VB"):
        return None
    form, is_passive = _form_of(tokens, verbs, is_infinitive)
    return Chunk("VG", at, main, main, tokens[main].lemma, form, is_passive)


def _is_auxiliary(token: Token) -> bool:
    return token.tag == "MD" or token.lemma in _AUXILIARIES


def _form_of(tokens: list[Token], verbs: list[int], is_infinitive: bool) -> tuple[str, bool]:
    first, main = tokens[verbs[0]], tokens[verbs[-1]]
    helpers = {tokens[index].lemma for index in verbs[:-1]}
    is_passive = main.tag == "VBN" and not (helpers and "be" not in helpers and "get" not in helpers)
    if is_infinitive:
        return "inf", is_passive
    if first.tag == "VB":
        return "inf", is_passive
    if first.tag == "VBG":
        return "ing", is_passive
    if first.tag == "VBN":
        return "ppl", True
    return "finite", is_passive


def _part(tokens: list[Token], at: int) -> Chunk:
    token = tokens[at]
    kind = _PART_TAGS.get(token.tag)
    if kind is None:
        if token.tag in ("IN", "TO", "RP"):
            kind = "SUB" if token.lower in word_sets()["subordinators"] else "P"
        elif token.tag == "WRB":
            kind = "SUB"
        elif token.tag == "WP$":
            kind = "REL"
        elif token.tag in ("JJ", "JJR", "JJS"):
            kind = "ADJ"
        else:
            kind = "ADV"
    return Chunk(kind, at, at, at)
