"""What speaks for a phrase as a quantity's concept: where it stands to the figure, what rules and the reader say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.benchmarks.concept_phrases import Phrase, Sentence, Span
from tests.benchmarks.concepts import CLAUSE_STARTS, DROPPED, SOURCES, TIMES
from transforms.syntax import Token

Features = Counter[str]


@dataclass(frozen=True)
class Figure:
    """A quantity of a sentence: its tokens, its form, what rules take for its concept (by part), item and actor."""

    span: Span | None
    is_count: bool
    form: str
    set_aside: str | None
    ruled: frozenset[str]
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    item: str | None = None
    actor: str | None = None


def words_of(text: str | None) -> frozenset[str]:
    """The content words of a claim's field."""
    return frozenset(word.lower().strip(".,'’") for word in (text or "").split()) - DROPPED


def lowered(words: tuple[str, ...] | list[str]) -> frozenset[str]:
    """The words, in lower case."""
    return frozenset(word.lower() for word in words)


def of_none(sentence: Sentence, figure: Figure) -> Features:
    """What speaks for no concept at all."""
    told = ["none", f"none {figure.form}", f"none as {figure.set_aside}"]
    told += [f"none ruled {not figure.ruled}", f"none no item {figure.item is None}"]
    return Counter([*told, f"none of {min(len(sentence.pieces), 3)}"])


def of_phrase(sentence: Sentence, figure: Figure, phrase: Phrase) -> Features:
    """What speaks for a phrase."""
    assert figure.span is not None
    first, last, number = sentence.pieces[phrase.first]
    side = "R" if first > figure.span[1] else "L"
    told = _place(sentence, figure, phrase, side)
    told += _between(sentence, figure, (first, last), side)
    told += _in_clause(sentence, figure, (first, last, number), side)
    told += _inside(sentence, phrase)
    told += _joined(phrase, side)
    words = lowered(phrase.words)
    told += [told for name, part in figure.parts.items() for told in _against(words, part, name)]
    for name, text in (("item", figure.item), ("actor", figure.actor)):
        told += _against_field(words, words_of(text), name)
    return Counter(told)


def _place(sentence: Sentence, figure: Figure, phrase: Phrase, side: str) -> list[str]:
    """How many phrases stand between, and whether both stand in one."""
    assert figure.span is not None
    first, last, number = sentence.pieces[phrase.first]
    start, stop = figure.span
    pieces = sentence.pieces
    if side == "R":
        far = sum(stop < one[0] < first for one in pieces)
        told = []
    else:
        far = sum(last < one[0] < start for one in pieces)
        told = [f"L end {min(sum(pieces[phrase.last][1] < one[0] < start for one in pieces), 3)}"]
    told.append(f"{side} {min(far, 4)}")
    if number in (sentence.chunk_at.get(start), sentence.chunk_at.get(stop)):
        told.append(f"own {side}")
    return told


def _between(sentence: Sentence, figure: Figure, span: Span, side: str) -> list[str]:
    """The words between phrase and figure."""
    assert figure.span is not None
    start, stop = (figure.span[1] + 1, span[0]) if side == "R" else (span[1] + 1, figure.span[0])
    tokens = sentence.tokens[start:stop]
    bare = [token for token in tokens if token.tag not in ("DT", "PRP$", "RB", "(", ")")]
    told = [f"adjacent {side}"] if not bare else []
    if len(bare) == 1:
        told += [f"via {side} {bare[0].lower if len(bare[0].lower) < 6 else 'long'}", f"via {side} {bare[0].tag}"]
    others = sum(one is not None and one != figure.span and start <= one[0] < stop for one in sentence.spans)
    verbs = sum(one.kind == "VG" and start <= one.first and one.last < stop for one in sentence.chunks)
    told += [f"figures {side}", f"figures {side} {min(others, 3)}"] if others else []
    told += [f"verbs {side} {min(verbs, 3)}"]
    told += [f"commas {side} {min(sum(token.text in ',;:' for token in tokens), 2)}"]
    if any(token.lower in CLAUSE_STARTS for token in tokens):
        told.append(f"clause {side}")
    if any(token.tag in ("WDT", "WP") or token.lower in ("which", "that", "who") for token in tokens):
        told.append(f"relative {side}")
    return told


def _in_clause(sentence: Sentence, figure: Figure, piece: tuple[int, int, int], side: str) -> list[str]:
    """What stands before the phrase, and its part in the clause of the figure."""
    assert figure.span is not None
    first, _, number = piece
    at = first - 1
    while at >= 0 and sentence.tokens[at].tag in ("DT", "PRP$", "CD", "RB"):
        at -= 1
    before = _before(sentence.tokens[at]) if at >= 0 else "^"
    told = [f"before {side} {before}"] + ([f"counted {before}"] if side == "R" and figure.is_count else [])
    if sentence.clauses.subject_of.get(number) is not None:
        told.append(f"subject {side}")
    own = sentence.chunk_at.get(figure.span[0], 0)
    verb = next(
        (n for n in range(own, -1, -1) if sentence.chunks[n].kind == "VG" and sentence.chunks[n].last < figure.span[0]),
        None,
    )
    if verb is None:
        return told
    if sentence.clauses.subject.get(verb) == number:
        is_copula = sentence.chunks[verb].is_copula
        told += ["verb's subject", f"verb's subject copula {is_copula}"]
    if side == "L" and first > sentence.chunks[verb].last:
        told.append("behind the verb")
    return told + (["object"] if side == "L" and number == verb + 1 else [])


def _before(token: Token) -> str:
    return token.lower if token.tag in ("IN", "TO", "CC", ",") else token.tag[:2]


def _inside(sentence: Sentence, phrase: Phrase) -> list[str]:
    """What the phrase is made of."""
    first, last, _ = sentence.pieces[phrase.first]
    tokens, reach = sentence.tokens[first : last + 1], sentence.tokens[first : sentence.pieces[phrase.last][1] + 1]
    after = sentence.tokens[last + 1].lower if last + 1 < len(sentence.tokens) else ""
    told = {
        "time": any(token.lower in TIMES for token in tokens),
        "time somewhere": any(token.lower in TIMES for token in reach),
        "name": any(token.tag in ("NNP", "NNPS") for token in tokens),
        "no noun": tokens[-1].tag[:2] != "NN",
        "number": any(token.tag == "CD" for token in tokens),
        "source": after in SOURCES,
        "first phrase": phrase.first == 0,
    }
    return [name for name, holds in told.items() if holds]


def _joined(phrase: Phrase, side: str) -> list[str]:
    told = [f"joints {len(phrase.joints)}", f"open {phrase.open}"]
    told += [told for joint in phrase.joints for told in (f"joint {joint}", f"joint {joint} {side}")]
    return told + ([f"open {phrase.open} {side}"] if phrase.open else [])


def _against(words: frozenset[str], part: frozenset[str], name: str) -> list[str]:
    """How the words are to those that a rule takes."""
    if not words & part:
        return []
    return [f"{name} {'same' if words == part else 'inside' if words < part else 'around' if words > part else 'part'}"]


def _against_field(words: frozenset[str], told: frozenset[str], name: str) -> list[str]:
    """How the words are to those of a claim's field."""
    if not told:
        return [f"no {name}"]
    found = {
        f"in {name}": words <= told,
        f"has {name}": told <= words,
        f"is {name}": words == told,
        f"out of {name}": not words & told,
    }
    return [one for one, holds in found.items() if holds]
