"""Who does what: the subject of every verb group, found by walking left over chunks.

This is no full parse.  It knows the shapes news is written in: coordination with a shared subject, relative and reduced
clauses, appositions between commas, infinitives under control, participles that hang on the main clause.
"""

from __future__ import annotations

from typing import Final

from transforms.syntax.chunks import Chunk
from transforms.syntax.lexicon import word_sets
from transforms.syntax.tokens import Token

_REACH: Final = 40  # chunks walked over at most, so that time stays linear


class Clauses:
    """Chunks of one sentence with `subject`: verb group's index -> index of its subject, an NP chunk, or None."""

    def __init__(self, tokens: list[Token], chunks: list[Chunk]) -> None:
        self.tokens = tokens
        self.chunks = chunks
        self.subject: dict[int, int | None] = {}
        self.subject_of: dict[int, int] = {}
        self.first_of_list: dict[int, int] = {}
        self.has_finite = any(chunk.form == "finite" for chunk in chunks)
        for index, chunk in enumerate(chunks):
            if chunk.kind == "VG":
                found = self._subject(index, chunk)
                self.subject[index] = found
                if found is not None and self.kind(self.left(index)) != "REL":
                    if chunk.form == "finite" and self.chunks[self.subject_of.get(found, index)].form != "finite":
                        self.subject_of[found] = index  # the main verb, not a participle before it
                    self.subject_of.setdefault(found, index)
                    if chunk.form == "finite":
                        self._share_with_list(found, index)

    def _share_with_list(self, subject: int, verb: int) -> None:
        """Let every noun phrase of "X, Y and Z" be a subject of the verb."""
        at = subject
        while self.kind(self.left(at)) in ("CC", ",") and self._is_listed(self.left(at), at == subject):
            at = self.left(self.left(at))
            if self.kind(at) == ",":  # "X, Y, and Z"
                at = self.left(at)
            if self.kind(at) != "NP":
                return
            self.first_of_list[subject] = at
            self.subject_of.setdefault(at, verb)

    def kind(self, index: int) -> str:
        """The kind of a chunk; "." beyond either end."""
        return self.chunks[index].kind if 0 <= index < len(self.chunks) else "."

    def word(self, index: int) -> str:
        """The lower-case last token of a chunk; "" beyond either end."""
        return self.tokens[self.chunks[index].last].lower if 0 <= index < len(self.chunks) else ""

    def left(self, index: int) -> int:
        """The nearest chunk before `index` that is neither adverb nor quotation mark; -1 at the start."""
        index -= 1
        while index >= 0 and self.chunks[index].kind in ("ADV", "Q"):
            index -= 1
        return index

    def right(self, index: int) -> int:
        """The nearest chunk after `index` that is neither adverb nor quotation mark; len(chunks) at the end."""
        index += 1
        while index < len(self.chunks) and self.chunks[index].kind in ("ADV", "Q"):
            index += 1
        return index

    def verb_before(self, index: int) -> int | None:
        """The nearest verb group before a chunk, in the same sentence part (not beyond ":" or ";")."""
        for at in range(index - 1, max(-1, index - _REACH), -1):
            kind = self.chunks[at].kind
            if kind == "VG":
                return at
            if kind == ":":
                return None
        return None

    def _subject(self, index: int, verb: Chunk) -> int | None:
        if verb.form == "inf":
            return self._infinitive_subject(index)
        if verb.form in ("ing", "ppl"):
            return self._participle_subject(index)
        return self._finite_subject(index)

    def _finite_subject(self, index: int) -> int | None:
        before = self.left(index)
        kind = self.kind(before)
        if kind == "REL":
            return self.antecedent(before)
        if kind == "CC":
            return self._shared_subject(before)
        if kind == ":" and self.word(before) == ":":
            return None
        if kind in (",", ")", ":"):
            opening = self.parenthesis_start(before)
            if opening is None:
                return self._shared_subject(before)
            return self._noun_phrase_ending(opening, after_aside=True)
        if kind == "VG" and self._is_contact_clause(before):  # "the firms we asked say"
            before = self.left(self.left(before))
        return self._noun_phrase_ending(before)

    def _is_contact_clause(self, verb: int) -> bool:
        """Whether a verb group ends a relative clause without a pronoun: "the firms we asked"."""
        subject = self.left(verb)
        is_finite = self.chunks[verb].form == "finite" and self.kind(subject) == "NP"
        return is_finite and self.subject.get(verb) == subject and self.kind(self.left(subject)) == "NP"

    def _noun_phrase_ending(self, index: int, after_aside: bool = False) -> int | None:
        """The noun phrase that ends at a chunk, climbed out of its prepositional phrases and reduced clauses."""
        for _ in range(_REACH):
            kind, before = self.kind(index), self.left(index)
            if kind == "NP":
                higher = self._higher(index, before, after_aside)
                owner = self._owner_of_object(before) if higher is None and not after_aside else None
                if owner is not None:
                    index = owner
                    continue
                if higher is None:
                    return self._out_of_relative(index) if after_aside and self.kind(before) in ("VG", "CC") else index
                index = higher
            elif kind in (")", ","):
                opening = self.parenthesis_start(index)
                if opening is None and after_aside and self.kind(before) == "NP":
                    opening = before  # the comma that opens an aside: "Holm, from Oslo, Norway, on Friday said"
                if opening is None:
                    return None
                index, after_aside = opening, True
            elif self._is_passed(index, kind, before):
                index = before
            else:
                owner = self._owner_of_object(index) if kind == "VG" and not after_aside else None
                if owner is None:
                    return None
                index = owner  # "people who were in contact with him were moved"
        return None

    def _higher(self, index: int, before: int, after_aside: bool) -> int | None:
        """Where a climb goes on from a noun phrase; None where that phrase is the subject."""
        kind, noun = self.kind(before), self.left(before)
        if self._opens_clause(index, before):
            return None
        is_number = self.tokens[self.chunks[index].head].tag == "CD" and not self.chunks[index].spans
        if kind == "NP" and (is_number or self.is_time(index)):  # "the budget for fiscal 2007 cuts"
            return before
        if kind == "P" or (kind == "VG" and self._is_modifier(before)):
            return noun
        if self.kind(noun) != "NP" or kind not in ("CC", ",") or self._is_listed(before, True):
            return None
        shared = self._shared_preposition(before, noun)
        if shared is None and after_aside and kind == "," and self.kind(self.left(noun)) != "P":
            return noun  # "Ellis, 56, of Columbus, pleaded"
        return shared

    def _is_passed(self, index: int, kind: str, before: int) -> bool:
        """Whether a climb to a noun goes over this chunk."""
        is_joint = kind == "CC" and self.kind(before) == "NP"
        return is_joint or kind in ("ADJ", "P") or (kind == "VG" and self._is_modifier(index))

    def _shared_preposition(self, joint: int, noun: int) -> int | None:
        """For the second noun of "sales across shops and sites", the sales."""
        if self.kind(joint) != "CC" or self.kind(noun) != "NP" or self.kind(self.left(noun)) != "P":
            return None
        head = self.left(self.left(noun))
        return head if self.kind(head) == "NP" and self.kind(self.left(head)) != "VG" else None

    def _out_of_relative(self, index: int) -> int:
        """For an object inside "X, who makes Y, …", X; else the phrase itself."""
        for at in range(index - 1, max(-1, index - _REACH), -1):
            if self.kind(at) == "REL" and self.kind(self.left(at)) == ",":
                found = self.antecedent(at)
                return index if found is None else found
            if self.kind(at) == ":":
                break
        return index

    def _owner_of_object(self, verb: int) -> int | None:
        """For the object in "schools that have failed to meet standards", the schools; None outside such clauses."""
        for at in range(verb, max(-1, verb - _REACH), -1):
            if self.kind(at) == "REL":
                return self.antecedent(at) if self.kind(self.left(at)) == "NP" and at < verb else None
            if self.kind(at) not in ("VG", "ADV"):
                break
        return None

    def _opens_clause(self, index: int, before: int) -> bool:
        """Whether a phrase must be a subject: a nominative pronoun, or "after the bill" right before its verb."""
        chunk = self.chunks[index]
        if self.tokens[chunk.head].tag == "PRP" and self.tokens[chunk.head].lower not in word_sets()["object_pronouns"]:
            return True
        if self.kind(before) != "P" or self.word(before) not in word_sets()["clause_prepositions"]:
            return False
        after = self.right(index)
        return self.kind(after) == "VG" and self.chunks[after].form == "finite"

    def _is_modifier(self, index: int) -> bool:
        """Whether a verb group hangs on the noun before it: "men arrested", "plan to build"."""
        return self.chunks[index].form in ("ppl", "ing", "inf") and self.kind(self.left(index)) in ("NP", "P")

    def _is_listed(self, joint: int, is_last: bool) -> bool:
        """Whether the joint before a noun phrase joins nouns, not clauses: "X and Y said", not "on Monday, Y said"."""
        if is_last and self.kind(joint) != "CC":
            return False
        before = self.left(joint)
        if self.kind(before) == ",":
            before = self.left(before)
        outer = self.left(before)
        if self.kind(outer) == "NP" and self.chunks[before].spans:
            outer = self.left(outer)  # "paid the state $2m and the firm paid"
        return self.kind(before) == "NP" and self.kind(outer) not in ("VG", "P")

    def parenthesis_start(self, closing: int) -> int | None:
        """The chunk before an aside that closes here with "," or ")"; None if no aside does."""
        mark = "(" if self.kind(closing) == ")" else self.kind(closing)
        for at in range(closing - 1, max(-1, closing - _REACH), -1):
            if self.kind(at) == mark and self.kind(self.left(at)) in ("NP", ")"):
                if mark != "," or self._is_aside(at + 1, closing) or self._is_roll(at, closing):
                    return self.left(at)
            elif self.kind(at) == ":":
                return None
        return None

    def _is_aside(self, first: int, closing: int) -> bool:
        """Whether the chunks between two commas could be left out: apposition, relative or participial clause, age."""
        while self.kind(first) == "ADV" and first < closing:
            first += 1
        kind = self.kind(first)
        if kind == "REL" or (kind == "P" and self.kind(first + 1) == "REL"):
            return True
        if kind == "VG":
            return self.chunks[first].form in ("ppl", "ing")
        inner = {self.kind(at) for at in range(first, closing)}
        return (
            kind in ("NP", "P", "ADJ")
            and "CC" not in inner
            and not ("VG" in inner and self._has_finite(first, closing))
        )

    def _is_roll(self, opening: int, closing: int) -> bool:
        """Whether names between two commas say who was counted before: "Two, Ann Lee and Bo Ray, said"."""
        counted = self.left(opening)
        if self.kind(counted) != "NP" or not self.chunks[counted].spans:
            return False
        inner = range(opening + 1, closing)
        names = [self.chunks[at] for at in inner if self.kind(at) == "NP"]
        is_plain = all(self.kind(at) in ("NP", ",", "CC", "ADV") for at in inner)
        return is_plain and all(self.tokens[name.head].tag in ("NNP", "NNPS") for name in names)

    def _has_finite(self, first: int, closing: int) -> bool:
        return any(self.chunks[at].form == "finite" for at in range(first, closing))

    def antecedent(self, relative: int) -> int | None:
        """The noun phrase that a relative pronoun stands for."""
        at = self.left(relative)
        if self.kind(at) == "P":  # "in which", "by whom"
            at = self.left(at)
        if self.kind(at) in (",", "("):
            at = self.left(at)
        if self.kind(at) == ")":
            at = self.parenthesis_start(at) or at
        while (self.is_time(at) or self._is_day(at)) and self.kind(self.left(at)) in (
            "P",
            "NP",
            "VG",
        ):  # "the bill passed in July that requires"
            at = self.left(at)
            at = self.left(at) if self.kind(at) in ("P", "VG") else at
        at = self._agreeing(at, self.right(relative))
        return at if self.kind(at) == "NP" else None

    def _is_day(self, index: int) -> bool:
        """Whether a noun phrase is a lone number that counts nothing: the 19 of "on March 19, which"."""
        is_noun = self.kind(index) == "NP" and not self.chunks[index].spans
        return is_noun and self.tokens[self.chunks[index].head].tag == "CD"

    def _agreeing(self, at: int, verb: int) -> int:
        """Of "accusations of bias that have hurt" the accusations: the noun whose number the verb has."""
        outer = self.left(self.left(at))
        if self.kind(verb) != "VG" or self.word(self.left(at)) != "of" or self.kind(outer) != "NP":
            return at
        first = self.tokens[self.chunks[verb].first]
        is_singular = first.tag == "VBZ" or first.lower == "was"
        if not is_singular and first.tag != "VBP" and first.lower != "were":
            return at
        wrong, right = (("NNS", "NNPS"), ("NN", "NNP")) if is_singular else (("NN",), ("NNS", "NNPS"))
        tags = [self.tokens[self.chunks[noun].head].tag for noun in (at, outer)]
        return outer if tags[0] in wrong and tags[1] in right else at

    def opens_with_article(self, index: int) -> bool:
        """Whether a noun phrase starts as appositions do: "a", "an", "worth"."""
        return self.kind(index) == "NP" and self.tokens[self.chunks[index].first].lower in ("a", "an", "worth")

    def is_time(self, index: int) -> bool:
        """Whether a noun phrase only dates something: "July", "last week"."""
        if self.kind(index) != "NP":
            return False
        head = self.tokens[self.chunks[index].head]
        is_named = head.lower in word_sets()["times"] or head.lemma in word_sets()["times"]
        return is_named or (head.tag == "CD" and len(head.text) == 4 and head.text.isdigit())

    def _shared_subject(self, index: int) -> int | None:
        """The subject of the last finite verb before a conjunction, not of one inside a relative clause."""
        for at in range(index - 1, max(-1, index - _REACH), -1):
            chunk = self.chunks[at]
            if chunk.kind == "VG" and chunk.form == "finite" and self.subject.get(at) is not None:
                return self.subject[at]
            if chunk.kind == ":":
                return None
        return None

    def _infinitive_subject(self, index: int) -> int | None:
        before = self.left(index)
        if self.kind(before) == "CC":
            earlier = self.verb_before(before)
            return self.subject.get(earlier) if earlier is not None else None
        governor = self.verb_before(index)
        between = before if self.kind(before) == "NP" else None
        if governor is None:
            return None
        verb = self.chunks[governor]
        is_question = verb.first == verb.last and verb.lemma in ("do", "will", "can", "have", "be", "would", "could")
        if between is not None and is_question and self.left(between) == governor and self.kind(governor - 1) != "NP":
            return between  # "did the ministry lose"
        is_bare = self.tokens[self.chunks[index].first].tag != "TO"
        controls = verb.lemma in word_sets()["perception_verbs" if is_bare else "object_control"]
        if between is not None and self.tokens[self.chunks[between].head].lower in word_sets()["intention_nouns"]:
            controls = False
        if between is not None and not verb.is_passive and controls:
            while self.kind(self.left(between)) == "P" and self.kind(self.left(self.left(between))) == "NP":
                between = self.left(self.left(between))
            return between
        return self.subject.get(governor)

    def _participle_subject(self, index: int) -> int | None:
        before = self.left(index)
        kind = self.kind(before)
        if kind == "NP":
            governor = self.verb_before(index)
            is_adjunct = self.chunks[index].lemma == "use" or self.is_time(before) or self._is_circumstance(before)
            while self.word(self.left(before)) == "of" and self.kind(self.left(self.left(before))) == "NP":
                before = self.left(self.left(before))
            if is_adjunct and governor is not None and (self.chunks[index].form == "ing" or self.is_time(before)):
                return self.subject.get(governor)
            return before
        if kind in ("CC", ",", "P", "SUB", ")") or (kind == ":" and self.word(before) != ":"):
            if kind in (",", ":") and self.kind(self.left(before)) == "NP" and self.chunks[index].form == "ppl":
                return self.left(before)
            governor = self.verb_before(before)
            while kind == "," and governor is not None and self.chunks[governor].form != "finite":
                governor = self.verb_before(governor)
            if governor is None:
                return self._following_subject(index)
            return self.subject.get(governor)
        if kind == ".":
            return self._following_subject(index)
        governor = self.verb_before(index)
        return self.subject.get(governor) if governor is not None else None

    def _is_circumstance(self, index: int) -> bool:
        """Whether a phrase tells when or where: "during re-entry"."""
        before = self.left(index)
        return self.kind(before) == "P" and self.word(before) in word_sets()["circumstance_prepositions"]

    def _following_subject(self, index: int) -> int | None:
        """For "Speaking in Paris, the minister said": the subject of the main clause that follows."""
        for at in range(index + 1, min(len(self.chunks), index + _REACH)):
            if self.kind(at) == "VG" and self.chunks[at].form == "finite":
                before = self.left(at)
                if self.kind(before) == "NP" and any(self.kind(k) == "," for k in range(index, before)):
                    return self._finite_subject(at)
        return None
