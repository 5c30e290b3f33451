"""The words that attribute: verbs of speech, papers that speak, roles of speakers, and the small words between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.lexicons.tables import read_sets, read_table

BE = frozenset(["am", "is", "are", "was", "were", "be", "been", "being", "'s", "'re"])
AUXILIARIES = BE | frozenset(("has", "have", "had", "having", "do", "does", "did", "'ve", "'d", "'ll", "will", "would"))
AUXILIARIES |= frozenset(("shall", "should", "can", "could", "may", "might", "must"))
# Verbs after which "to say" is still said: "went on to say", "was quick to point out".
SAYING_INFINITIVES = frozenset(("on", "quick", "continued", "continues", "eager", "keen", "hastened", "began"))
RELATIVES = frozenset(["who", "which", "that", "whose"])
HEARERS = frozenset("me you him her us them it reporters journalists parliament congress lawmakers investors".split())


@cache
def words_for(use: str) -> frozenset[str]:
    """The words of lexicons/speaker_words.csv with one use, in lower case."""
    return frozenset(row["word"] for row in read_table("speaker_words") if row["use"] == use)


HUMAN_ENDINGS = ("ers", "ors", "ists", "ians", "men", "women", "ants", "ents", "ees", "ives", "ials", "ics")
HUMANS = words_for("human")
TIME_NAMES = words_for("calendar") | read_sets("word_sets")["days_and_months"]
TIME_WORDS = words_for("time")


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """One verb of speech: see lexicons/speech_verbs.csv for its columns."""

    lemma: str
    kind: str
    takes_noun: bool
    may_follow: bool


@cache
def verbs() -> dict[str, SpeechVerb]:
    """Written form → verb."""
    found = {}
    for row in read_table("speech_verbs"):
        verb = SpeechVerb(row["lemma"], row["kind"], bool(row["np"]), bool(row["tag"]))
        found.update(dict.fromkeys(row["forms"].split(), verb))
    return found


@cache
def papers() -> frozenset[str]:
    """Nouns, singular and plural, for papers and sayings: "report", "figures"."""
    return frozenset(word for row in read_table("speech_nouns") for word in (row["noun"], row["plural"]))


@cache
def acts() -> frozenset[str]:
    """Nouns of saying: in "X's claim that …" X is the speaker."""
    rows = (row for row in read_table("speech_nouns") if row["act"])
    return frozenset(word for row in rows for word in (row["noun"], row["plural"]))


@cache
def polls(*, asking: bool = False) -> frozenset[str]:
    """Those of the papers that ask or count people; with `asking` those that ask alone: "poll", not "ranking"."""
    rows = (row for row in read_table("speech_nouns") if row["poll"] == "x" or (row["poll"] and not asking))
    return frozenset(word for row in rows for word in (row["noun"], row["plural"]))


@cache
def roles() -> dict[str, tuple[str, str]]:
    """Role noun, singular → (person, body or title; m, f or "")."""
    return {row["word"]: (row["kind"], row["gender"]) for row in read_table("speaker_roles")}


@cache
def given_names() -> dict[str, str]:
    """Given name → m, f or ""."""
    return {row["name"]: row["gender"] for row in read_table("given_names")}


def role_of(word: str) -> tuple[str, str] | None:
    """The kind and gender of a role noun in any case, with its stop or in a compound: "Sen.", "Secretary-General"."""
    known = roles()
    lower = word.lower().rstrip(".")
    found = known.get(lower)
    if found is None and "-" in lower:
        found = known.get(lower.split("-")[0]) or known.get(lower.split("-")[-1])
    if found is None and lower.endswith("s"):
        found = known.get(lower[:-1])
    return found
