"""The verb that governs a quantity, and how the quantity hangs on it.

Role.verb        index of the verb group in the clauses' chunks, or None
Role.relation    "subject", "object", "of" (inside a noun phrase that is itself neither), or the preposition
Role.phrase      the noun phrase that holds the quantity
Role.container   the noun phrase that it hangs on by "of": "a loss of $3 million"
Role.target      the noun phrase between verb and preposition: "cut the stake to 10%"
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transforms.syntax.clauses import Clauses
from transforms.syntax.lexicon import word_sets

_REACH: Final = 30
_AMOUNTS: Final = frozenset(("amount", "sum", "tune", "value"))  # "a grant in the amount of"
_LIST_REACH: Final = 80
_LIST_MARKS: Final = frozenset((",", "CC", ":"))


@dataclass(slots=True)
class Role:
    """How one quantity stands in its sentence; see the module."""

    phrase: int
    verb: int | None = None
    relation: str = ""
    container: int | None = None
    target: int | None = None
    clause: int | None = None


def find_role(clauses: Clauses, phrase: int, is_value: bool = False) -> Role:
    """The role of the noun phrase at chunk `phrase`.

    `is_value` says that it is a sum, share or measure: "losses of $3 million rose" is governed by "rose", "owners of
    three shops said" is not by "said".
    """
    role = Role(phrase)
    _Climb(clauses, role, is_value).run()
    if role.container is not None and clauses.chunks[role.container].spans:
        role.verb = None  # "39 of the 40 seats": what is said is said of the 39
    if role.verb is not None:
        role.verb = _selecting(clauses, _followed(clauses, role.verb), role.relation)
        is_single = clauses.chunks[role.verb].first == clauses.chunks[role.verb].last
        is_statement = is_single and clauses.chunks[role.verb].lemma in word_sets()["statement_verbs"]
        if is_statement and role.relation not in ("subject", "object", "in subject"):
            role.verb = None
    if role.relation == "subject" and role.verb is not None:
        role.verb = _raised(clauses, role.verb)
    after = clauses.right(phrase)
    is_doing = clauses.kind(after) == "VG" and clauses.chunks[after].form == "ing" and not is_value
    is_done = role.relation == "with" and clauses.kind(after) == "VG" and clauses.chunks[after].form == "ppl"
    if is_done or (is_doing and role.relation not in ("", "object")):
        role.verb, role.relation = after, "subject"  # "one of four candidates running"
    is_reported = role.verb is not None and clauses.chunks[role.verb].lemma in word_sets()["clause_verbs"]
    if role.verb is None or clauses.chunks[role.verb].is_copula or (is_reported and role.relation == "object"):
        _take_modifier(clauses, phrase, role)
    if role.verb is None or clauses.kind(clauses.right(phrase) + 1) == "REL":
        _take_relative(clauses, phrase, role)
    return role


def _followed(clauses: Clauses, verb: int) -> int:
    """Of "won 9 seats, followed by X with 6" the winning."""
    group = clauses.chunks[verb]
    earlier = clauses.verb_before(verb)
    is_sequel = group.lemma == "follow" and group.form == "ppl" and clauses.kind(clauses.left(verb)) == ","
    return earlier if is_sequel and earlier is not None else verb


def _raised(clauses: Clauses, verb: int) -> int:
    """Of "were expected to open" and "are likely to cost" the infinitive, whose subject this really is."""
    group = clauses.chunks[verb]
    after = clauses.right(verb)
    if group.is_copula and clauses.kind(after) == "ADJ":
        after = clauses.right(after)
    is_raising = group.is_copula or (group.is_passive and group.lemma in word_sets()["raising_verbs"])
    if not is_raising or clauses.kind(after) != "VG":
        return verb
    if clauses.chunks[after].form == "inf" or (clauses.chunks[after].form == "ppl" and not group.is_copula):
        return after  # "were confirmed killed"
    return verb


def _selecting(clauses: Clauses, verb: int, preposition: str) -> int:
    """Of "was charged in a complaint filed in court with two counts" the charging, which "with" belongs to."""
    if clauses.chunks[verb].form != "ppl" or clauses.kind(clauses.left(verb)) != "NP":
        return verb
    earlier = clauses.verb_before(verb)
    if earlier is None:
        return verb
    pair = f"{clauses.chunks[earlier].lemma}-{preposition}"
    return earlier if pair in word_sets()["selected_prepositions"] else verb


class _Climb:
    """A walk left and up from a phrase until a verb group owns it; fills the role on the way.

    `at`: the chunk reached; `noun`: the last noun phrase passed; `preposition`: the first one passed; `is_joined`: a
    conjunction was passed.
    """

    def __init__(self, clauses: Clauses, role: Role, is_value: bool) -> None:
        self.clauses = clauses
        self.role = role
        self.is_value = is_value
        self.at = self.noun = role.phrase
        self.preposition = ""
        self.is_joined = False

    def run(self) -> None:
        for _ in range(_REACH):
            if self.ends_as_subject() or not self.step():
                return

    def ends_as_subject(self) -> bool:
        """Whether the noun phrase reached is a verb's subject."""
        clauses, role = self.clauses, self.role
        verb = clauses.subject_of.get(self.at)
        if verb is None:
            return False
        group = clauses.chunks[verb]
        if group.form != "finite":  # it only describes the phrase
            return bool(self.preposition) and group.form == "inf"  # "allow makers of 25 products to export"
        role.clause = verb if self.preposition == "of" else None
        if not self.preposition or group.is_passive or (self.is_value and self.preposition == "of"):
            role.verb, role.relation = verb, "in subject" if self.preposition else "subject"
        return True

    def step(self) -> bool:
        """Go over the chunk before; False where the climb ends."""
        clauses = self.clauses
        before = clauses.left(self.at)
        if clauses.kind(before) == "," and clauses.word(self.at) == "including":
            before, self.preposition = clauses.left(before), ""
            if clauses.kind(before) == "NP":
                self.at = before
                return True
        if clauses.kind(before) in (",", ")") and clauses.kind(self.at) in ("P", "ADJ"):
            before = _before_aside(clauses, before)
        kind = clauses.kind(before)
        if kind == "VG":
            return self.end_at_verb(before)
        if kind == "NP":
            return self.pass_noun(before)
        if kind in _LIST_MARKS:
            return self.pass_joint(before)
        if kind == "P":
            self.preposition = self.preposition or clauses.word(before)
            if clauses.word(before) in word_sets()["aside_prepositions"]:
                if self.at == self.role.phrase or self.preposition not in ("to", "from", "by"):
                    return False
                self.role.target = None  # "rose under the new owner to 1.4 million"
        self.at = before
        is_that = kind == "SUB" and clauses.word(before) == "that"
        return is_that or kind in ("P", "ADJ", "(", ")")

    def end_at_verb(self, verb: int) -> bool:
        role = self.role
        role.verb, role.relation = verb, self.preposition or "object"
        is_kept = role.target is not None and (self.is_joined or bool(self.clauses.chunks[self.noun].spans))
        if self.noun != role.phrase and not is_kept:
            role.target = self.noun
            if self.preposition in ("to", "at") and self.clauses.kind(self.clauses.left(self.noun)) == "P":
                role.target = None  # "was sentenced in Omaha to 18 months"
        return False

    def pass_noun(self, before: int) -> bool:
        clauses, role = self.clauses, self.role
        if clauses.kind(self.at) != "NP" and self.preposition:
            is_first = self.at == clauses.left(role.phrase)
            if self.preposition == "of" and role.container is None and is_first:
                role.container = _head_of(clauses, before)
            elif self.preposition != "of" and role.target is None:
                role.target = before
        self.at = self.noun = before
        return True

    def pass_joint(self, joint: int) -> bool:
        is_apposition = self.clauses.kind(joint) == "," and self.clauses.opens_with_article(self.at)
        if self.at != self.role.phrase and not self.is_joined and not self.is_inner_comma():
            is_apposition = is_apposition or not _goes_on(self.clauses, joint)
        step = None if is_apposition else _list_step(self.clauses, self.at, joint)
        if step is None:
            _take_list_verb(self.clauses, joint, self.role)
            return False
        self.at, self.is_joined = step, True
        return True

    def is_inner_comma(self) -> bool:
        """Whether the comma before the phrase reached parts no nouns: "in Auckland, New Zealand", "on May 2, 2010"."""
        chunk = self.clauses.chunks[self.at]
        is_name = self.clauses.tokens[chunk.first].tag == "NNP"
        return is_name or bool(chunk.spans) or self.clauses.is_time(self.at)


def _head_of(clauses: Clauses, at: int) -> int:
    """Of "loss to the IRS of $3 million" the loss: a name or date between noun and "of" is passed over."""
    before = clauses.left(at)
    head = clauses.tokens[clauses.chunks[at].head]
    outer = clauses.left(before)
    is_bare = clauses.chunks[at].first == clauses.chunks[at].last and head.tag == "NN"
    if is_bare and clauses.word(before) == "of" and clauses.kind(outer) == "NP" and not clauses.chunks[outer].spans:
        return _head_of(clauses, outer)  # "a margin of error of 3 points"
    is_name = head.tag in ("NNP", "NNPS") or (clauses.is_time(at) and head.lower != "time")
    is_amount = head.lower in _AMOUNTS and clauses.word(before) in ("in", "to")
    if (is_name or is_amount) and clauses.kind(before) == "P" and clauses.kind(clauses.left(before)) == "NP":
        return _head_of(clauses, clauses.left(before))  # "restitution to the IRS in the amount of"
    return at


def _before_aside(clauses: Clauses, closing: int) -> int:
    """What a phrase after an aside hangs on: "owns the bar, a landmark, for ten years"; -1 if on nothing."""
    opening = clauses.parenthesis_start(closing)
    if opening is None and clauses.word(clauses.right(closing)) == "from":  # "rose to $5m, or 45 cts a share, from $4m"
        return clauses.left(closing)
    return -1 if opening is None else opening


def _goes_on(clauses: Clauses, comma: int) -> bool:
    """Whether a conjunction follows a comma in the same clause: a list, not "a hall, part of a site"."""
    if clauses.kind(comma) != ",":
        return True
    for at in range(comma + 1, min(len(clauses.chunks), comma + _REACH)):
        if clauses.kind(at) == "CC":
            return True
        if clauses.kind(at) in ("REL", "SUB", ":", ".") or clauses.chunks[at].form == "finite":
            return False
    return False


def _list_step(clauses: Clauses, at: int, joint: int) -> int | None:
    """Where a climb goes on from a conjunct: the one before it; None where the joint parts clauses."""
    if clauses.kind(joint) == ":":
        return None
    before = clauses.left(joint)
    if clauses.kind(joint) == "CC" and clauses.kind(before) == ",":
        before = clauses.left(before)
    is_plain = clauses.kind(at) == "NP" and clauses.kind(clauses.right(at)) != "VG"  # not "38 dead and 900 injured"
    if clauses.kind(before) == "ADJ" and is_plain:  # "left 12 dead and 300 homes without power"
        before = clauses.left(before)
    joined = ("NP", "P", "ADJ") if clauses.kind(joint) == "CC" else ("NP",)
    if clauses.kind(before) != "NP" or clauses.kind(at) not in joined:
        return None
    whole = clauses.left(clauses.left(before))
    is_share = clauses.word(clauses.left(before)) == "of" and clauses.kind(whole) == "NP"
    return whole if is_share and clauses.chunks[whole].spans else before  # "16% of men and 18% of women"


def _take_list_verb(clauses: Clauses, joint: int, role: Role) -> None:
    """After "as follows -" or a colon, the entries of a list are objects of the verb that opened it."""
    at = joint
    for _ in range(_LIST_REACH):
        if clauses.kind(at) == ":":
            break
        if clauses.kind(at) not in ("NP", ",", "CC", "(", ")", "ADJ", "ADV"):
            return
        at -= 1
    verb = clauses.verb_before(at)
    if verb is not None and clauses.chunks[verb].lemma == "follow":
        verb = clauses.verb_before(verb)
    if verb is not None and not clauses.chunks[verb].is_copula and clauses.kind(at) == ":":
        role.verb, role.relation = _main_verb(clauses, verb), "listed"


def _main_verb(clauses: Clauses, verb: int) -> int:
    """The finite verb at or before a verb group."""
    at: int | None = verb
    while at is not None and clauses.chunks[at].form != "finite":
        at = clauses.verb_before(at)
    return verb if at is None else at


def _take_modifier(clauses: Clauses, phrase: int, role: Role) -> None:
    """Let a participle right after the phrase govern it: "four candidates running", "stores affected by floods"."""
    after = clauses.right(phrase)
    while clauses.kind(after) == "P" and clauses.word(after) == "of" and clauses.kind(after + 1) == "NP":
        after = clauses.right(after + 1)
    if clauses.kind(after) == "VG" and clauses.chunks[after].form in ("ppl", "ing"):
        role.verb, role.relation = after, "subject"


def _take_relative(clauses: Clauses, phrase: int, role: Role) -> None:
    """Let the verb of a relative clause right after the phrase govern it: "of the 40 people who voted"."""
    relative = clauses.right(phrase)
    if clauses.word(relative) == "of":  # "a third of whom died"
        relative += 1
    verb = clauses.right(relative)
    if clauses.kind(relative) == "REL" and clauses.kind(verb) == "VG" and not clauses.chunks[verb].is_copula:
        role.verb, role.relation = verb, "subject"


def is_measure_verb(lemma: str) -> bool:
    """Whether a number after this verb measures the verb's subject: "weighs 5 kg", "fell 3%"."""
    return lemma in word_sets()["measure_verbs"] or lemma in word_sets()["change_verbs"]
