"""What is counted or measured, who does it, and the verb: from the quantity's role in its clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.claims.ages import person_item
from transforms.claims.counted import counted_item
from transforms.claims.governors import Role, find_role
from transforms.claims.measured import heading_item, measured_item
from transforms.claims.reading import ArticleReading
from transforms.claims.sentence import SentenceReading
from transforms.quantities.quantity import Quantity
from transforms.syntax.clauses import Clauses


@dataclass(frozen=True, slots=True)
class ItemReading:
    """`item`: what is counted or measured; `actor`: who does it; `predicate`: the verb's lemma.  None = not said."""

    item: str | None
    actor: str | None
    predicate: str | None


_AGAINST = frozenset(("vs", "vs.", "versus", "against", "compared"))
_NEAR = 12  # earlier figures that a gapped clause may share its verb with
_LIST_LOOK_BACK = 40  # sentences
_NO_PREDICATES = frozenset(("do", "age"))  # "only 6% did" stands for a verb
_NOTHING = ItemReading(None, None, None)


def read_items(reading: ArticleReading, sentence_no: int, quantities: Sequence[Quantity]) -> list[ItemReading]:
    """One reading per quantity, in order."""
    sentence = SentenceReading(reading, sentence_no, quantities)
    done: list[ItemReading] = []
    for number in range(len(quantities)):
        made = _read(sentence, number, done)
        sentence.items.append(made.item)
        done.append(made)
    return done


def _read(sentence: SentenceReading, number: int, done: list[ItemReading]) -> ItemReading:
    phrase = sentence.holder.get(number)
    if phrase is None:
        return _verb_alone(sentence, number)
    if sentence.is_suspended(number):
        return _read(sentence, number + 1, done)
    twin = _twin(sentence, number, phrase)
    quantity = sentence.quantities[number]
    # A figure that is read before its turn (the noun of "three- to four-month") finds its neighbours not read yet.
    if twin is not None and twin < len(done):
        return _beside(sentence, number, phrase, done[twin])
    is_value = quantity.kind not in ("count", "duration") and not sentence.modifies(number)
    role = find_role(sentence.clauses, phrase, is_value)
    is_governed = role.relation == "object" or (role.relation == "listed" and quantity.kind == "measure")
    if quantity.kind not in ("money", "percent") and not is_governed and sentence.modifies(number):
        role.verb = None
    parallel = _parallel(sentence, number, phrase)
    if parallel is not None and parallel < len(done):
        item = counted_item(sentence, number, Role(phrase))[0]
        return ItemReading(item, done[parallel].actor, done[parallel].predicate)
    gapped = _gapped(sentence, number, phrase, done)
    if gapped is not None:
        return gapped
    if quantity.kind == "age":
        return ItemReading(person_item(sentence, number, role), None, None)
    is_entry = sentence.is_list_entry(number) and (
        role.verb is None or sentence.clauses.word(phrase + 1) in ("for", "to")
    )
    if not sentence.clauses.subject or is_entry:
        return _in_fragment(sentence, number, role)
    predicate, actor_at = predicate_of(sentence.clauses, role), actor_chunk(sentence.clauses, role)
    item, item_at = counted_item(sentence, number, role)
    if item is None:
        item, item_at = measured_item(sentence, number, role)
    if item_at is not None and item_at == actor_at:
        actor_at = None
    return ItemReading(item, sentence.doer(actor_at), predicate)


def _beside(sentence: SentenceReading, number: int, phrase: int, twin: ItemReading) -> ItemReading:
    """A quantity beside another shares its reading; of its own are a share's "of" and a noun that is compared."""
    before = sentence.clauses.left(phrase)
    is_compared = "compared" in (sentence.clauses.word(before), sentence.clauses.word(sentence.clauses.left(before)))
    if is_compared and sentence.quantities[number].kind == "count" and not sentence.is_bare(number):
        return ItemReading(counted_item(sentence, number, Role(phrase))[0], twin.actor, twin.predicate)
    after = sentence.clauses.right(phrase)
    if sentence.clauses.word(after) == "of" and sentence.quantities[number].kind in ("percent", "ratio"):
        return ItemReading(measured_item(sentence, number, Role(phrase))[0], twin.actor, twin.predicate)
    return twin


def predicate_of(clauses: Clauses, role: Role) -> str | None:
    """The governing verb's lemma; None for forms of "be" and where no verb governs."""
    if role.verb is None or clauses.chunks[role.verb].is_copula:
        return None
    lemma = clauses.chunks[role.verb].lemma
    is_comparison = lemma == "compare" and clauses.chunks[role.verb].form == "ppl"
    return None if lemma in _NO_PREDICATES or is_comparison else lemma


def actor_chunk(clauses: Clauses, role: Role) -> int | None:
    """The noun phrase of the doer; None where the things counted do it themselves, or nobody is named."""
    if role.verb is None or clauses.chunks[role.verb].is_copula:
        return None
    if clauses.chunks[role.verb].is_passive:
        doer = agent(clauses, role.verb)
        is_counted = doer is not None and role.relation == "by" and role.verb < doer <= role.phrase
        return None if is_counted else doer  # the things counted are themselves the doers
    subject = clauses.subject.get(role.verb)
    if role.relation in ("subject", "in subject") or (subject is not None and clauses.word(subject) == "there"):
        return None
    return subject


def agent(clauses: Clauses, verb: int) -> int | None:
    """The doer after "by" in a passive clause."""
    for at in range(verb + 1, min(len(clauses.chunks), verb + 8)):
        kind = clauses.kind(at)
        if kind == "P" and clauses.word(at) == "by":
            after = clauses.right(at)
            is_doer = clauses.kind(after) == "NP" and not clauses.chunks[after].spans and not clauses.is_time(after)
            return after if is_doer else None
        if kind in ("VG", "REL", ":", "SUB"):
            return None
    return None


def _twin(sentence: SentenceReading, number: int, phrase: int) -> int | None:
    """An earlier quantity that this one only says again or beside: "ten lbs (five kg)", "25 cts vs 12 cts"."""
    clauses = sentence.clauses
    before = clauses.left(phrase)
    if clauses.word(clauses.left(before)) == "compared":
        before = next((at for at in range(before, max(-1, before - 12), -1) if clauses.chunks[at].spans), before)
    elif clauses.kind(before) == "(" or clauses.word(before) in _AGAINST:
        before = clauses.left(before)
    elif clauses.kind(before) == "," and sentence.quantities[number].kind == "score":
        before = clauses.left(before)  # "won 6-4, 7-5"
    elif not (clauses.word(before) == "or" and clauses.kind(clauses.left(before)) == ","):
        return None
    else:
        before = next((at for at in range(before - 2, max(-1, before - 6), -1) if clauses.chunks[at].spans), before)
    spans = clauses.chunks[before].spans if clauses.kind(before) == "NP" else []
    if spans and sentence.quantities[number].kind == "score" and sentence.quantities[spans[-1]].kind != "score":
        return None
    return spans[-1] if spans and spans[-1] < number and before != phrase else None


def _parallel(sentence: SentenceReading, number: int, phrase: int) -> int | None:
    """The figure before that counts the same noun: "guilty of one count of fraud and two counts of theft"."""
    clauses = sentence.clauses
    before = sentence.holder.get(number - 1) if number else None
    if before is None or clauses.kind(clauses.left(phrase)) not in ("CC", ",") or sentence.modifies(number):
        return None
    if sentence.quantities[number].unit != sentence.quantities[number - 1].unit or sentence.is_bare(number):
        return None
    is_clause = any(clauses.chunks[at].form == "finite" for at in range(before, min(len(clauses.chunks), phrase + 3)))
    return None if is_clause or sentence.quantities[number].kind != "count" else number - 1


def _gapped(sentence: SentenceReading, number: int, phrase: int, done: list[ItemReading]) -> ItemReading | None:
    """A bare number after a new subject whose verb is left out: "Labour won 30 seats, the Liberals 12"."""
    clauses = sentence.clauses
    chunk = clauses.chunks[phrase]
    first = sentence.spans[number][0]
    is_inside = first > chunk.first and sentence.tokens[first - 1].tag in ("NNP", "NNPS", "NNS")
    subject = phrase if is_inside else clauses.left(phrase)
    is_bare = all(
        token.tag == "CD" for token in sentence.tokens[sentence.spans[number][0] : sentence.spans[number][1] + 1]
    )
    if not done or not is_bare or sentence.quantities[number].kind != "count" or clauses.kind(subject) != "NP":
        return None
    if (clauses.chunks[subject].spans and not is_inside) or clauses.kind(clauses.left(subject)) not in (",", "CC"):
        return None
    doer = sentence.words(chunk.first, first - 1) if is_inside else sentence.name(subject)
    shared = next((reading for reading in reversed(done[-_NEAR:]) if reading.predicate), done[-1])
    return ItemReading(shared.item, doer, shared.predicate)


def _verb_alone(sentence: SentenceReading, number: int) -> ItemReading:
    """A quantity said by its verb: "doubled", of its object if there is one, else of its subject."""
    clauses = sentence.clauses
    at = sentence.chunk_at(sentence.spans[number][1])
    verb = clauses.chunks[at]
    if verb.kind != "VG":
        return _NOTHING
    after, subject = clauses.right(at), clauses.subject.get(at)
    if clauses.kind(after) == "NP" and not verb.is_passive and not clauses.is_time(after):
        return ItemReading(sentence.name(after), sentence.name(subject), verb.lemma)
    return ItemReading(sentence.name(subject), None, verb.lemma)


def _in_fragment(sentence: SentenceReading, number: int, role: Role) -> ItemReading:
    """In a line without a verb ("Net profit 3.2 mln vs 2.1 mln", "* $90,000 for Union School")."""
    item = heading_item(sentence, number, role) if sentence.is_bare(number) else None
    if item is None:
        item = counted_item(sentence, number, role)[0] or heading_item(sentence, number, role)
    introduction = _list_introduction(sentence) if sentence.is_list_entry(number) else _NOTHING
    return ItemReading(item, introduction.actor, introduction.predicate)


def _list_introduction(sentence: SentenceReading) -> ItemReading:
    """Actor and predicate of the line with a colon that opens the list which this line belongs to."""
    reading = sentence.reading
    for earlier in range(sentence.no - 1, max(-1, sentence.no - 1 - _LIST_LOOK_BACK), -1):
        if not reading.sentence_text(earlier).rstrip().endswith(":"):
            continue
        clauses = reading.clauses(earlier)
        verbs = [
            at for at in clauses.subject if not clauses.chunks[at].is_copula and clauses.chunks[at].form == "finite"
        ]
        if not verbs:
            return _NOTHING
        verb = verbs[-1]
        doer = agent(clauses, verb) if clauses.chunks[verb].is_passive else clauses.subject[verb]
        return ItemReading(None, sentence.doer_in(earlier, doer), clauses.chunks[verb].lemma)
    return _NOTHING
