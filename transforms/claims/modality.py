"""How a figure is held to be true, by the scope of negation, modal verbs, conditions and demands over it.

The verb that governs the quantity is asked first, then the verbs that govern that verb ("was ordered to pay", "expects
to report"): the innermost one that is not plainly asserted decides.  A cue elsewhere in the sentence says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from transforms.claims.governors import Role, find_role
from transforms.claims.modality_words import cues
from transforms.claims.penalties import is_threatened
from transforms.claims.reading import ArticleReading
from transforms.claims.sentence import SentenceReading
from transforms.quantities.quantity import Quantity
from transforms.syntax.chunks import Chunk
from transforms.syntax.clauses import Clauses
from transforms.syntax.lexicon import word_sets

ASSERTED: Final = "asserted"
_CONDITIONS: Final = frozenset(("if", "unless"))
_BEFORE_INDIRECT_QUESTION: Final = frozenset(("ask", "wonder", "know", "see", "doubt", "as"))
_FAR: Final = 60  # chunks in which a condition is sought
_ALLEGED_REACH: Final = 16  # tokens
_TO_COME: Final = frozenset(("next", "coming", "following", "maximum", "full"))
_CHAIN: Final = 5  # verbs asked, from the innermost outwards


def read_modalities(reading: ArticleReading, sentence_no: int, quantities: Sequence[Quantity]) -> list[str]:
    """One of frames.MODALITIES per quantity, in order."""
    sentence = SentenceReading(reading, sentence_no, quantities)
    return [_modality(sentence, number) for number in range(len(quantities))]


def _modality(sentence: SentenceReading, number: int) -> str:
    quantity = sentence.quantities[number]
    beside = _beside(sentence, number)
    if beside:
        return beside
    phrase = sentence.holder.get(number)
    if phrase is not None and _is_base(sentence, phrase):
        return ASSERTED
    if phrase is None:
        role = Role(sentence.chunk_at(sentence.spans[number][1]))
        role.verb = role.phrase if sentence.clauses.kind(role.phrase) == "VG" else None
    else:
        role = find_role(sentence.clauses, phrase)
    if quantity.kind == "age":
        return ASSERTED
    if is_threatened(sentence, role, quantity) or _is_alleged(sentence, role):
        return "possible"
    if of_relative := _of_relative(sentence.clauses, role.phrase):
        return of_relative
    from_noun = "" if quantity.kind == "duration" else _of_container(sentence, role, quantity)
    found = from_noun or _of_verb(sentence, role, quantity)
    if found in ("", "forecast") and _is_conditional(sentence.clauses, role):
        return "conditional"
    if found and _is_given(sentence, role, quantity):
        return ASSERTED
    if found == "denied" and _is_definite(sentence, role.phrase):
        return ASSERTED
    if not found and sentence.is_question and quantity.end > sentence.last_quote:
        return "questioned"
    return found or ASSERTED


def _is_base(sentence: SentenceReading, phrase: int) -> bool:
    """Whether the figure is what another is held against: "will rise to 9% from 7%", "5 cts vs 4 cts"."""
    word = sentence.clauses.word(sentence.clauses.left(phrase))
    is_compared = sentence.clauses.word(sentence.clauses.left(sentence.clauses.left(phrase))) == "compared"
    return is_compared or word in ("vs", "vs.", "versus") or (word == "from" and len(sentence.quantities) > 1)


def _beside(sentence: SentenceReading, number: int) -> str:
    """From the words in and right before the quantity: "reportedly 85%", "170 suspected deaths"."""
    first, last = sentence.spans[number]
    reach = last + 3 if last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].tag == "," else last + 2
    for index in range(max(0, first - 2), min(reach, len(sentence.tokens))):
        found = cues()["adverb"].get(sentence.tokens[index].lower)
        if found and (index < first or index > last or sentence.tokens[index].tag == "RB"):
            return found
    for index in range(max(0, first - 1), last + 1):
        found = cues()["attribute"].get(sentence.tokens[index].lower)
        if (
            found
            and sentence.tokens[index].tag in ("VBN", "JJ")
            and (index >= first or _in_same_phrase(sentence, number, index))
        ):
            return found
    return ""


def _in_same_phrase(sentence: SentenceReading, number: int, token: int) -> bool:
    phrase = sentence.holder.get(number)
    return phrase is not None and sentence.clauses.chunks[phrase].first <= token


def _is_alleged(sentence: SentenceReading, role: Role) -> bool:
    """Whether it is part of what somebody is alleged to have done: "his alleged role in a $30 million fraud"."""
    tokens, first = sentence.tokens, sentence.clauses.chunks[role.phrase].first
    for index in range(first - 1, max(-1, first - _ALLEGED_REACH), -1):
        token = tokens[index]
        if cues()["charge"].get(token.lower) and token.tag in ("JJ", "VBN"):
            return True
        is_relative = index > 0 and tokens[index - 1].tag in ("WDT", "WP")
        if token.tag in ("CC", ",", ":", ".") or (token.tag in ("VBD", "VBZ", "VBP", "MD") and not is_relative):
            return False
    return False


def _of_relative(clauses: Clauses, phrase: int) -> str:
    """From a relative clause with no other verb: "the 5% gain that was expected", "the 5% that analysts forecast"."""
    relative = clauses.right(phrase)
    verb = clauses.right(relative)
    is_relative = clauses.kind(relative) == "REL" or (clauses.word(relative) == "that" and clauses.kind(verb) == "NP")
    if not is_relative:
        return ""
    verb = clauses.right(verb) if clauses.kind(verb) == "NP" else verb
    if clauses.kind(verb) != "VG" or clauses.kind(clauses.right(verb)) == "VG":
        return ""
    group = clauses.chunks[verb]
    if any(token.lower in cues()["negation"] for token in clauses.tokens[group.first : group.last + 1]):
        return ""  # "the five bills that he did not seek"
    is_object = group.is_passive or clauses.right(relative) != verb
    return cues()["object"].get(group.lemma, "") if is_object else ""


def _of_container(sentence: SentenceReading, role: Role, quantity: Quantity) -> str:
    """From the noun that the quantity hangs on: "a target of 5%", "plans for two motels"; "cut the risk by 5%" did."""
    clauses = sentence.clauses
    subject = clauses.subject.get(role.verb) if role.verb is not None and clauses.chunks[role.verb].is_passive else None
    target = None if quantity.trend else role.target
    for at in (role.container, target, subject if role.relation in ("for", "of", "to") else None):
        if at is not None:
            found = cues()["noun"].get(sentence.tokens[sentence.clauses.chunks[at].head].lower, "")
            if found:
                return found
    return ""


def _of_verb(sentence: SentenceReading, role: Role, quantity: Quantity) -> str:
    """From the governing verb and those over it."""
    clauses = sentence.clauses
    if role.verb is None:
        is_value = quantity.kind in ("money", "percent", "measure", "index")
        return _of_group(clauses, role.clause, False) if role.clause is not None and is_value else ""
    verb = clauses.chunks[role.verb]
    is_object = verb.is_passive or role.relation not in ("subject", "in subject")
    if is_object and (found := cues()["object"].get(verb.lemma)):
        return found
    at: int | None = role.verb
    inner = ""
    for step in range(_CHAIN):
        if at is None:
            return ""
        is_doer = step == 0 and not is_object
        found = _of_group(clauses, at, step > 0 and inner in ("inf", "finite"), is_doer)
        if found:
            return found
        inner = clauses.chunks[at].form
        if inner == "finite" and (found := _of_complement(clauses, at)):
            return found
        at = _governor(clauses, at)
    return ""


def _is_definite(sentence: SentenceReading, phrase: int) -> bool:
    """Whether the phrase takes the figure as known: no denial reaches "the two blasts" or "its $3 million"."""
    chunk = sentence.clauses.chunks[phrase]
    first = sentence.tokens[chunk.first]
    has_owner = any(token.tag == "POS" for token in sentence.tokens[chunk.first : chunk.last])
    return has_owner or first.tag == "PRP$" or first.lower in ("the", "these", "those")


def _is_given(sentence: SentenceReading, role: Role, quantity: Quantity) -> bool:
    """Whether the figure is taken as known: "among the nation's 5.5 million people", "from its length of 9 feet"."""
    clauses, tokens = sentence.clauses, sentence.tokens
    if role.container is not None:
        first = tokens[clauses.chunks[role.container].first]
        if first.tag == "PRP$" or (quantity.kind == "count" and first.lower == "the"):
            return True
    if role.relation in ("subject", "object", ""):
        return False
    chunk = clauses.chunks[role.phrase]
    has_owner = any(token.tag == "POS" for token in tokens[chunk.first : chunk.last])
    return has_owner or tokens[chunk.first].tag == "PRP$" or _has_article(sentence, chunk.first)


def _has_article(sentence: SentenceReading, token: int) -> bool:
    """Whether "the" makes what follows known; "the next three years" are not."""
    tokens = sentence.tokens
    return tokens[token].lower == "the" and tokens[token + 1].lower not in _TO_COME


def _of_group(clauses: Clauses, at: int, is_governor: bool, is_doer: bool = False) -> str:
    """From one verb group: its modal, its negation, and, where it governs the one before, its meaning.

    Of what the figure itself does (`is_doer`) a negation takes nothing from it: "9% did not vote".
    """
    verb = clauses.chunks[at]
    first = verb.first
    while first > 0 and clauses.tokens[first - 1].tag == "RB":
        first -= 1
    words = [token.lower for token in clauses.tokens[first : verb.last + 1]]
    lemmas = [token.lemma for token in clauses.tokens[verb.first : verb.last + 1]]
    is_negated = any(word in cues()["negation"] for word in words) and "only" not in words
    if is_negated and not is_doer:
        return "required" if _is_command(clauses, at) else "denied"
    for word in words[:-1] or words:
        if word in cues()["adverb"] and "will" not in words:
            return cues()["adverb"][word]
    modal = next((cues()["modal"][word] for word in words if word in cues()["modal"]), "")
    if modal:
        return _of_modal(clauses, at, modal, lemmas)
    is_set = verb.lemma != "set" or verb.is_passive  # "is set to", but not "set records"
    if is_governor and is_set and verb.lemma in cues()["governor"]:
        return cues()["governor"][verb.lemma]
    if verb.form == "inf" and clauses.tokens[verb.first].tag == "TO":
        return _before_infinitive(clauses, at)
    before = clauses.left(at)
    if verb.form == "ing" and clauses.word(before) == "without":
        return "denied"
    return ""


def _of_modal(clauses: Clauses, at: int, modal: str, lemmas: list[str]) -> str:
    """ "would" in past speech is what was "will" ("said it would close"); "should have" is what was not."""
    if modal == "conditional" and _is_in_past_speech(clauses, at):
        return "forecast"
    if modal == "conditional" and clauses.chunks[at].is_copula:
        subject = clauses.subject.get(at)
        if subject is None and clauses.word(at - 1) in ("this", "that"):
            return ""  # "this would be half of the output" reckons, it supposes nothing
    return "conditional" if modal == "required" and "have" in lemmas[:-1] else modal


def _is_command(clauses: Clauses, at: int) -> bool:
    """Whether the verb opens its clause: "don't hold workers hostage"."""
    return clauses.subject.get(at) is None and clauses.kind(clauses.left(at)) in (".", ":")


def _is_in_past_speech(clauses: Clauses, at: int) -> bool:
    """Whether a verb of saying in the past stands over this one: "said it would", "said it was opening and would"."""
    before = clauses.verb_before(at)
    for _ in range(_CHAIN):
        if before is None:
            return False
        main = clauses.tokens[clauses.chunks[before].head]
        if main.lemma in word_sets()["clause_verbs"] or main.lemma in cues()["object"]:
            return main.tag in ("VBD", "VBN")
        if main.tag not in ("VBD", "VBG", "VBN", "VB") or clauses.kind(clauses.left(at)) != "CC":
            return False
        before = clauses.verb_before(before)
    return False


def _before_infinitive(clauses: Clauses, at: int) -> str:
    """From the adjective or noun before "to": "likely to cost", "plans to widen"; a headline's "X to close"."""
    before = clauses.left(at)
    word, kind = clauses.word(before), clauses.kind(before)
    if kind in ("ADJ", "ADV", "P"):
        found = cues()["adjective"].get(word, "")
        owner = clauses.left(before)
        was_able = (
            word == "able" and clauses.kind(owner) == "VG" and clauses.tokens[clauses.chunks[owner].head].tag == "VBD"
        )
        if found and not was_able:  # who was able to do it did it
            return found
    if kind == "VG" and clauses.chunks[before].is_copula:
        return "forecast"
    if kind == "VG" and clauses.chunks[before].lemma in ("have", "need"):
        return "required"
    if kind == "NP":
        if word in cues()["noun"]:
            return cues()["noun"][word]
        is_headline = clauses.tokens[-1].tag != "." and not clauses.has_finite
        if is_headline:
            return "forecast"
    return ""


def _governor(clauses: Clauses, at: int) -> int | None:
    """The verb group over this one: of an infinitive or participle the one before, of a finite one an expecting."""
    verb = clauses.chunks[at]
    earlier = clauses.verb_before(at)
    if earlier is None:
        return None
    if verb.form != "finite":
        return earlier if verb.form == "inf" or clauses.kind(clauses.left(at)) in (",", "CC", "P", "NP", "VG") else None
    is_coordinated = clauses.kind(clauses.left(at)) == "CC"
    return earlier if clauses.chunks[earlier].lemma in cues()["object"] and not is_coordinated else None


def _of_complement(clauses: Clauses, at: int) -> str:
    """From the verb whose "that"-clause this verb's clause is: "denied that 300 people had been held"."""
    earlier, subject = clauses.verb_before(at), clauses.subject.get(at)
    if earlier is None or subject is None or subject < earlier:
        return ""
    opening = clauses.right(earlier)
    if clauses.word(opening) == "that":
        opening = clauses.right(opening)
    return cues()["complement"].get(clauses.chunks[earlier].lemma, "") if opening == subject else ""


def _is_conditional(clauses: Clauses, role: Role) -> bool:
    """Whether a condition stands before the quantity, with no verb of saying in between."""
    chunks: list[Chunk] = clauses.chunks
    for at in range(role.phrase - 1, max(-1, role.phrase - _FAR), -1):
        chunk = chunks[at]
        if chunk.kind == "CC" and clauses.word(at) in ("but", "yet") and clauses.kind(clauses.left(at)) == ",":
            return False
        if chunk.kind == ":" or (chunk.kind == "VG" and chunk.lemma == "say"):
            return False
        if chunk.kind == "SUB" and clauses.word(at) in _CONDITIONS:
            before = clauses.left(at)
            return before < 0 or chunks[before].lemma not in _BEFORE_INDIRECT_QUESTION
    return False
