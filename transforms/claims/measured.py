"""What a quantity is of.

Things counted carry their noun with them.  What a measure, sum, share, age or score is about stands elsewhere: after
"of", under the noun that the quantity modifies, before "of", between verb and preposition, or as the clause's subject;
looked for in that order.  Each function gives the item's words and, where it is a phrase of the clause, its chunk.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from transforms.claims.governors import Role, is_measure_verb
from transforms.claims.item_words import (
    NEAR,
    NOUN_TAGS,
    Item,
    described_end,
    has_target,
    is_measured,
    is_number_word,
    noun_after_number,
)
from transforms.claims.sentence import SentenceReading
from transforms.lexicons.tables import read_table
from transforms.syntax.chunks import Chunk
from transforms.syntax.lexicon import word_sets

_EXCEEDING: Final = frozenset(("exceed", "top", "pass", "hit", "surpass", "approach", "represent", "could"))
_SPANS: Final = frozenset(("course", "space"))  # "over the course of two days"
_SHARES: Final = frozenset(("percent", "ratio"))
_SHARE_WORDS: Final = frozenset(("%", "percent", "cent", "pct", "third", "quarter", "half"))
_SHARE_LOOK_BACK: Final = 6  # sentences
_SHARE_REACH: Final = 60  # chunks
_CHANGED: Final = ("up", "down")
_RATES: Final = frozenset(("rate", "pace", "average", "level"))
_STOPS: Final = frozenset((",", ":", ".", "SUB", "REL", "VG"))


@cache
def _verb_items() -> dict[str, str]:
    return {row["verb"]: row["item"] for row in read_table("verb_items")}


def measured_item(sentence: SentenceReading, number: int, role: Role) -> Item:
    """What a measure, sum, share, score or multiple is of."""
    clauses, phrase = sentence.clauses, role.phrase
    inner = _after_inner_of(sentence, number)
    if inner is not None:
        return inner, None
    chunk = clauses.chunks[phrase]
    if sentence.tokens[chunk.first].lower == "worth" and (priced := _priced(sentence, phrase)) is not None:
        return priced, None
    is_last = chunk.spans[-1] == number
    tail = sentence.spans[chunk.spans[-1]][1]
    if chunk.last > tail:
        return _modified(sentence, phrase, tail + 1), None
    label = _label(sentence, number, chunk)
    if label is not None:
        return label, None
    phrase = _last_conjunct(sentence, number, phrase)
    after = clauses.right(phrase)
    is_beside = clauses.kind(phrase + 1) != "ADV"  # not "5 percent ahead of last year"
    has_complement = is_last and is_beside and clauses.kind(after) == "P" and clauses.kind(after + 1) == "NP"
    if is_last and clauses.word(after) == "of" and clauses.word(after + 1) in ("those", "them", "these"):
        earlier = next((item for item in reversed(sentence.items[-NEAR:]) if item), None)
        return earlier or sentence.name(after + 1), None
    if is_last and clauses.word(after) == "of" and clauses.word(after + 1) in ("which", "whom"):
        return _related(sentence, phrase), None
    if has_complement and clauses.word(after) == "of":
        return _whole(sentence, after + 1), None
    is_described = clauses.word(after) == "of" and clauses.chunks[min(after + 1, len(clauses.chunks) - 1)].form == "ing"
    if is_last and is_described and clauses.kind(after + 2) == "NP":  # "52% of participating voters"
        return sentence.words(clauses.chunks[after + 1].first, clauses.chunks[after + 2].last), None
    if role.container is not None and not clauses.chunks[role.container].spans:
        is_rate = clauses.word(role.container) in _RATES and is_measured(sentence, role)
        is_rate = is_rate or clauses.word(role.container) in _SPANS
        if not is_rate:  # "grew at a rate of 3%" tells of what grew
            return sentence.name(role.container), role.container
    if has_complement and _is_complement(sentence, number, role, after):
        return sentence.name(after + 1), None
    owner = _owner(sentence, number, chunk)
    return (owner, None) if owner is not None else from_clause(sentence, number, role)


def _priced(sentence: SentenceReading, phrase: int) -> str | None:
    """What stands before "worth $4 billion"; None where no noun does."""
    at = sentence.clauses.left(phrase)
    if sentence.clauses.kind(at) == ",":
        at = sentence.clauses.left(at)
    return sentence.noun_or_counted(at) if sentence.clauses.kind(at) == "NP" else None


def _related(sentence: SentenceReading, phrase: int) -> str | None:
    """Of "1,200 pupils, a third of whom walk" the pupils."""
    at = sentence.clauses.left(phrase)
    if sentence.clauses.kind(at) in (",", "CC", ":"):
        at = sentence.clauses.left(at)
    if sentence.clauses.is_time(at):  # "raised $5m last month, half of which"
        return next((item for item in reversed(sentence.items[-NEAR:]) if item), None)
    return sentence.noun_or_counted(at) if sentence.clauses.kind(at) == "NP" else None


def _owner(sentence: SentenceReading, number: int, chunk: Chunk) -> str | None:
    """Of "Ohio's paltry 3 percent" Ohio; None of "last year's 3 percent" and where a noun stands between."""
    first, tokens = sentence.spans[number][0], sentence.tokens
    owner = next((at for at in range(chunk.first + 1, first) if tokens[at].tag == "POS"), None)
    if owner is None or tokens[owner - 1].lower in word_sets()["times"]:
        return None
    is_owned = all(token.tag not in NOUN_TAGS for token in tokens[owner:first])
    return sentence.words(chunk.first, owner - 1) if is_owned else None


def _last_conjunct(sentence: SentenceReading, number: int, phrase: int) -> int:
    """Of "27 months and 16 months in prison" the phrase of the second figure, which has the complement of both."""
    clauses, quantities = sentence.clauses, sentence.quantities
    joint = clauses.right(phrase)
    while clauses.kind(joint) == "CC" and clauses.kind(clauses.right(joint)) == "NP":
        following = clauses.chunks[clauses.right(joint)].spans
        is_alike = following == [number + 1] and quantities[number + 1].unit == quantities[number].unit
        if not is_alike or quantities[number].kind == "count":
            break
        number, phrase = number + 1, clauses.right(joint)
        joint = clauses.right(phrase)
    return phrase


def _is_complement(sentence: SentenceReading, number: int, role: Role, preposition: int) -> bool:
    """Whether "in" or "for" after a sum or duration tells what it is of: "$5m for schools", "six years in prison"."""
    clauses, kind = sentence.clauses, sentence.quantities[number].kind
    word, at = clauses.word(preposition), preposition + 1
    if kind not in ("money", "duration") or clauses.is_time(at) or clauses.chunks[at].spans:
        return False
    verb = None if role.verb is None else clauses.chunks[role.verb]
    if verb is not None and is_measure_verb(verb.lemma):
        return False
    is_aimed = has_target(sentence, role)
    if kind == "duration" and word in ("after", "before", "as"):  # "73 seconds after liftoff"
        return clauses.kind(clauses.right(at)) != "VG" or clauses.chunks[clauses.right(at)].form != "finite"
    if word in ("for", "toward", "towards"):
        return kind == "money" and not is_aimed
    head = sentence.tokens[clauses.chunks[at].head]
    if word != "in" or head.tag == "NNP" or head.lower == "cash":
        return False
    if kind == "money":
        return not is_aimed or "/" not in sentence.quantities[number].unit  # "raise the wage to $15 an hour in May"
    return not is_aimed and (role.relation in ("object", "to", "of", ""))


def _modified(sentence: SentenceReading, phrase: int, first: int) -> str | None:
    """The noun that a quantity modifies; of "a 5% rise in profits" the profits."""
    clauses = sentence.clauses
    chunk = clauses.chunks[phrase]
    after = clauses.right(phrase)
    if sentence.tokens[chunk.head].lower in word_sets()["change_nouns"] and clauses.kind(after + 1) == "NP":
        is_base = clauses.word(after) == "from" and bool(clauses.chunks[after + 1].spans)
        if (is_base or clauses.word(after) in ("in", "of")) and not clauses.is_time(after + 1):
            return sentence.name(after + 1)
    return sentence.words(first, described_end(sentence, Role(phrase)))


def _label(sentence: SentenceReading, number: int, chunk: Chunk) -> str | None:
    """ "winter wheat" of the entry "winter wheat 96"."""
    first = sentence.spans[number][0]
    if chunk.spans[0] != number or chunk.last > sentence.spans[number][1]:
        return None
    before = sentence.tokens[first - 1]
    is_noun = first > chunk.first and before.tag in NOUN_TAGS and before.lower not in ("extra", "record", "total")
    return sentence.words(chunk.first, first - 1) if is_noun else None


def _after_inner_of(sentence: SentenceReading, number: int) -> str | None:
    """ "oil" of the quantity "5.7 million barrels of oil"."""
    first, last = sentence.spans[number]
    for index in range(first + 1, last):
        if (
            sentence.tokens[index].lower == "of"
            and sentence.tokens[index + 1].tag not in ("CD", "$")
            and not is_number_word(sentence.tokens[index - 1])
            and not (sentence.tokens[index + 1].lower in ("a", "an") and index + 2 == last)  # "three-eighths of a cent"
        ):
            chunk = sentence.clauses.chunks[sentence.holder.get(number, 0)]
            return sentence.words(index + 1, max(last, chunk.last) if number in chunk.spans[-1:] else last)
    return None


def _whole(sentence: SentenceReading, at: int) -> str | None:
    """What a share is a share of; of "40% of its 200 shops" the shops."""
    chunk = sentence.clauses.chunks[at]
    if not chunk.spans:
        return sentence.name(at)
    if sentence.quantities[chunk.spans[-1]].kind != "count":
        return measured_item(sentence, chunk.spans[-1], Role(at))[0]
    first, last = sentence.spans[chunk.spans[-1]]
    noun = noun_after_number(sentence, first, max(last, chunk.last))
    return sentence.words(noun if noun is not None else chunk.first, max(last, chunk.last))


def from_clause(sentence: SentenceReading, number: int, role: Role) -> Item:
    """From the verb, the noun between verb and quantity, or the subject."""
    clauses = sentence.clauses
    before = clauses.left(role.phrase)
    if role.verb is None or role.relation == "listed":
        return _without_verb(sentence, role.phrase)
    verb = clauses.chunks[role.verb]
    quantity = sentence.quantities[number]
    is_record = quantity.kind == "score" and role.relation == "to"  # "improved to 4-2-1"
    is_own = is_record or quantity.dimension == "speed"
    is_of_subject = verb.is_copula or verb.is_passive or is_own or is_measure_verb(verb.lemma)
    named = None if is_of_subject else _named_by_verb(sentence, number, role)
    if named is not None:
        return named, None
    if sentence.quantities[number].kind == "score" and clauses.kind(before) == "," and clauses.kind(before - 1) == "NP":
        return sentence.name(before - 1), None  # "beat Smith, 6-4"
    subject = clauses.subject.get(role.verb)
    at = role.target
    if verb.is_passive and _is_passed_by(sentence, number, at):
        at = subject
    if at is not None and clauses.chunks[at].spans and clauses.chunks[at].spans[-1] < number:
        return sentence.items[clauses.chunks[at].spans[-1]], subject if is_of_subject else None
    is_rate = clauses.word(role.target or 0) in _RATES and is_measured(sentence, role)
    if is_rate or not has_target(sentence, role) or (role.relation == "object" and is_measure_verb(verb.lemma)):
        at = subject  # "cost the firm $2m" tells what the subject cost
    if sentence.quantities[number].kind == "percent" and clauses.kind(before) == "(" and subject is not None:
        return sentence.name(subject), subject  # "the French were the likeliest to buy (48%)"
    if quantity.kind in _SHARES and clauses.kind(before) == "CC" and number and at == subject:
        earlier = sentence.quantities[number - 1].kind in _SHARES
        at = role.phrase if earlier else at  # "gives it 61% of the shares and 50% in July"
    if at == role.phrase and (own := _as_subject(sentence, number, role.verb)) is not None:
        return own, None
    if at is None or at == role.phrase:
        return nearest_noun(sentence, role.phrase)
    return sentence.name(at), at if is_of_subject else None


def _without_verb(sentence: SentenceReading, phrase: int) -> Item:
    """Of a figure that no verb governs: after "up" and "down" what the figure or clause before is of."""
    clauses = sentence.clauses
    before = clauses.left(phrase)
    if clauses.word(before) == "from" and clauses.word(clauses.left(before)) in _CHANGED:  # "up from 5%"
        before = clauses.left(before)
    if clauses.word(before) in (*_CHANGED, "compared"):
        if sentence.items:
            return sentence.items[-1], None  # "flew 3m passengers, up 4%"
        if (subject := _last_subject(sentence, before)) is not None:
            return sentence.name(subject), subject  # "traffic remained brisk in May, up 5%"
    return nearest_noun(sentence, phrase)


def _is_passed_by(sentence: SentenceReading, number: int, target: int | None) -> bool:
    """Whether a passive's target has no say: "was sold to a museum for $5m", "was built by workers in 18 months"."""
    if target is None:
        return False
    kind, aim = sentence.quantities[number].kind, sentence.clauses.left(target)
    is_paid = kind == "money" and sentence.clauses.kind(aim) == "P"
    return is_paid or (kind == "duration" and sentence.clauses.word(aim) == "by")


def _as_subject(sentence: SentenceReading, number: int, verb: int) -> str | None:
    """What a share or sum is of that is itself the verb's subject."""
    clauses, kind = sentence.clauses, sentence.quantities[number].kind
    if shared := _earlier_share(sentence, number):
        return shared
    if kind in _SHARES and clauses.chunks[verb].form == "finite" and (group := sentence.whole_before()):
        return group
    if kind != "money":
        return None
    after = clauses.right(verb)
    is_use = clauses.chunks[verb].is_copula and clauses.word(after) == "for" and clauses.kind(after + 1) == "NP"
    return sentence.name(after + 1) if is_use else "money"


def _last_subject(sentence: SentenceReading, before: int) -> int | None:
    """The subject of the nearest finite verb before a chunk, where it holds no figure itself."""
    clauses = sentence.clauses
    verb = clauses.verb_before(before)
    while verb is not None and clauses.chunks[verb].form != "finite":
        verb = clauses.verb_before(verb)
    subject = None if verb is None else clauses.subject.get(verb)
    return None if subject is None or clauses.chunks[subject].spans else subject


def _named_by_verb(sentence: SentenceReading, number: int, role: Role) -> str | None:
    """What a sum or measure that is the verb's own object is: of "earned $5m" earnings, of "burnt 9 acres" acres."""
    kind, verb = sentence.quantities[number].kind, sentence.clauses.chunks[role.verb or 0].lemma
    is_recipient = kind == "money" and verb in word_sets()["giving_verbs"]  # "paid the state $2m"
    if role.relation != "object" or (has_target(sentence, role) and not is_recipient):
        return None
    if kind == "money" and verb not in _EXCEEDING:
        return _verb_items().get(verb, "money")
    if kind == "measure" and sentence.quantities[number].dimension != "length":  # "walked 5 miles" tells of the walker
        first, last = sentence.spans[number]
        noun = noun_after_number(sentence, first, last)
        return None if noun is None else sentence.words(noun, last)
    return None


def _earlier_share(sentence: SentenceReading, number: int) -> str | None:
    """What the last share before this one was of: "60% of nurses agreed and 12% did not"."""
    if sentence.quantities[number].kind not in _SHARES:
        return None
    if number and sentence.quantities[number - 1].kind in _SHARES:
        return sentence.items[number - 1]
    for earlier in range(sentence.no - 1, max(-1, sentence.no - 1 - _SHARE_LOOK_BACK), -1):
        clauses = sentence.reading.clauses(earlier)
        for at in range(min(len(clauses.chunks) - 2, _SHARE_REACH)):
            is_share = clauses.word(at) in _SHARE_WORDS and clauses.word(at + 1) == "of"
            if is_share and clauses.kind(at + 2) == "NP":
                return sentence.name_in(earlier, at + 2)
    return None


def nearest_noun(sentence: SentenceReading, phrase: int) -> Item:
    """The noun phrase nearest before a phrase, else after it, for want of anything better."""
    clauses = sentence.clauses
    behind, ahead = range(phrase - 1, max(-1, phrase - 12), -1), range(phrase + 1, min(len(clauses.chunks), phrase + 6))
    for at in (*behind, *ahead):
        if clauses.kind(at) == "NP" and not clauses.chunks[at].spans and not clauses.is_time(at):
            return sentence.name(at), at
    return None, None


def heading_item(sentence: SentenceReading, number: int, role: Role) -> str | None:
    """In a line without a verb: what follows "for", "to" or "of", else the words before the number."""
    clauses = sentence.clauses
    label = _label(sentence, number, clauses.chunks[role.phrase])
    if label is not None:
        return label
    after = clauses.right(role.phrase)
    if clauses.word(after) == "of" and clauses.kind(after + 1) == "NP" and sentence.quantities[number].kind != "count":
        return _whole(sentence, after + 1)
    if sentence.is_list_entry(number) and clauses.kind(after) == "P" and clauses.kind(after + 1) == "NP":
        return sentence.words(clauses.chunks[after + 1].first, _line_end(sentence, after + 1))
    at = role.phrase - 1
    if clauses.kind(at) in (":", "P"):  # "Grant of $5 million"
        at -= 1
    end = at
    tail = clauses.chunks[end].last if end >= 0 else -1
    while at >= 0 and clauses.kind(at) not in _STOPS and not (clauses.chunks[at].spans or clauses.word(at) == "vs"):
        at -= 1
    if at < end and any(token.text.isalpha() for token in sentence.tokens[clauses.chunks[at + 1].first : tail + 1]):
        return sentence.words(clauses.chunks[at + 1].first, clauses.chunks[end].last)
    return measured_item(sentence, number, role)[0]


def _line_end(sentence: SentenceReading, at: int) -> int:
    """The last token of a list entry's object: up to a stop or a preposition other than "of" and "for"."""
    clauses = sentence.clauses
    while clauses.kind(at + 1) in ("NP", "CC", ",") or (
        clauses.kind(at + 1) == "P" and clauses.word(at + 1) in ("of", "for")
    ):
        if at + 1 < len(clauses.chunks) and clauses.chunks[at + 1].spans:
            break
        at += 1
    return clauses.chunks[at].last
