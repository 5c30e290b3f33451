"""One sentence as the finders of statements look at it: its tokens, its clauses' verbs, its commas and quotations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from transforms.claims.reading import ArticleReading
from transforms.claims.speakers.words import (
    AUXILIARIES,
    HUMAN_ENDINGS,
    HUMANS,
    TIME_NAMES,
    TIME_WORDS,
    given_names,
    papers,
    role_of,
    verbs,
)

FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
NOUN_STARTS = NOUNS | {"DT", "PDT", "JJ", "JJR", "JJS", "CD", "PRP", "PRP$", "EX", "$"}
SUBJECT_ENDS = NOUNS | {"PRP"}
OBJECT_STARTS = frozenset(("DT", "PRP", "PRP$", "CD", "$", "NNP", "NNPS"))
MONTH_DAY = r",?\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}"
AGENCY = r"\s?\([A-Z][\w /,.]*\)"
DATELINE = re.compile(
    rf"(?:[A-Z][A-Z.'’ /]+(?:,\s[A-Z][A-Za-z.]+)*(?:{MONTH_DAY})?(?:{AGENCY})?"
    rf"|[A-Z][A-Za-z.'’ /]+(?:,\s[A-Z][A-Za-z.]+)*(?:{MONTH_DAY}|{AGENCY}))\s{{0,3}}(?:--?|–|—)\s"
)
LINE_START = re.compile(r"\n\s*|\s{3,}")
LONGEST_HEADING = 400  # characters of headings before the dateline that a sentence may begin with
QUOTE_MARKS = frozenset('"“”„‟«»″＂')
STOPS = frozenset(".!?;:")
CAPITAL_NAMES = frozenset(("WHO", "US", "IT"))
LONGEST_SUBJECT = 25  # tokens
LONGEST_NOUN = 10  # tokens of "officials with knowledge of the matter"
NOUN_PHRASE = NOUNS | {"DT", "JJ"}
WITHIN_SUBJECT = NOUNS | {"DT", "JJ", "JJS", "CD", "POS", "PRP$", "VBN", "IN", "CC"}
SHORTEST_QUOTATION = 4  # words; shorter ones ("so-called") are read as part of the sentence


class SentenceView:
    """Tokens of one sentence with constant-time answers about stretches of them (half-open token ranges)."""

    def __init__(self, reading: ArticleReading, sentence_no: int) -> None:
        self.sentence_no = sentence_no
        self.text = reading.text
        self.offset = reading.sentences[sentence_no].start
        self.tokens = reading.tokens(sentence_no)
        self.lowers = [token.lower.replace("’", "'") for token in self.tokens]
        self.tags = [token.tag for token in self.tokens]
        for i, token in enumerate(self.tokens):
            if token.text in CAPITAL_NAMES and not self.tokens[i - 1].text.isupper():
                self.lowers[i], self.tags[i] = token.text, "NNP"  # the WHO is no pronoun
        self._mend_tags()
        self.starts = [token.start + self.offset for token in self.tokens]
        self.quote_spans: dict[int, tuple[int, int]] = {}
        self.quote_of = self._quotes(reading)
        self.dateline = self._dateline_end(reading)
        self.commas = [i for i, lower in enumerate(self.lowers) if lower == ","]
        self._finite = [0, *accumulate(tag in FINITE for tag in self.tags)]
        self.count = len(self.tokens)
        self.clause_first, self.clause_last = self._clauses()
        self.quote_last = self._run_ends()

    def has_finite(self, first: int, end: int) -> bool:
        """Whether a finite verb stands among the tokens `first` to `end`."""
        return self._finite[max(first, end)] > self._finite[first]

    def next_comma(self, position: int) -> int:
        """The first comma at or after `position`, else the number of tokens."""
        at = bisect_left(self.commas, position)
        return self.commas[at] if at < len(self.commas) else self.count

    def previous_comma(self, position: int) -> int:
        """The last comma before `position`, else -1."""
        at = bisect_left(self.commas, position)
        return self.commas[at - 1] if at else -1

    def start_of(self, token: int) -> int:
        """Where a token starts in the article's text."""
        return self.offset + self.tokens[token].start

    def end_of(self, token: int) -> int:
        """Where a token ends in the article's text."""
        return self.offset + self.tokens[token].end

    def is_time(self, token: int) -> bool:
        """Whether a token only dates: a weekday, a month, "today", "last"."""
        word = self.lowers[token].rstrip(".")
        return word in TIME_NAMES or (word in TIME_WORDS and (token == 0 or self.tokens[token].text[0].islower()))

    def _dateline_end(self, reading: ArticleReading) -> int:
        """The token after a dateline ("NEW YORK, March 31 -"), or 0."""
        opening = reading.sentence_text(self.sentence_no)[: LONGEST_HEADING + 80]
        starts = [0, *(gap.end() for gap in LINE_START.finditer(opening, 0, LONGEST_HEADING))]
        match = next((found for at in starts if (found := DATELINE.match(opening, at, at + 80))), None)
        return next((i for i, token in enumerate(self.tokens) if token.start >= match.end()), 0) if match else 0

    def _mend_tags(self) -> None:
        """Settle what a tagger of single words leaves open: "studies show that", "Democrats favored Clinton"."""
        known, tags = verbs(), self.tags
        is_first = bool(tags) and tags[0] not in FINITE  # no finite verb stands before
        for i in range(1, len(tags)):
            is_first = is_first and tags[i - 1] not in FINITE
            if tags[i].startswith("VB") and self.lowers[i] not in known and self.tokens[i].text in given_names():
                tags[i] = "NNP"
            elif tags[i] in ("NN", "NNS") and self.lowers[i] in known:
                if self._is_verb(i, is_first=is_first) or self._is_inverted(i) or self._closes_clause(i):
                    tags[i] = "VBZ" if self.lowers[i].endswith("s") else "VBP"
                elif self.lowers[i - 1] in ("had", "has", "have"):
                    tags[i] = "VBN"
            elif tags[i] == "VBN" and (self._is_past(i) or self._tells(i)):
                tags[i] = "VBD"
            elif tags[i] == "VBD" and self.lowers[i - 1] in papers() and self._has_agent(i):
                tags[i] = "VBN"
            elif tags[i] == "VB" and tags[i - 1] in ("NNS", "NNPS") and self._tag(i - 2) not in ("MD", "TO", "VB"):
                tags[i] = "VBP"

    def _is_embedded(self, i: int) -> bool:
        """Whether a noun phrase and its opener stand before: "which the BBC estimates could", "as Lee notes on X,"."""
        start = next((k for k in range(i - 1, max(-1, i - LONGEST_NOUN), -1) if self.tags[k] not in NOUN_PHRASE), -1)
        opener = self.lowers[start] if start >= 0 and start + 1 < i else ""
        if opener in ("which", "who", "that"):
            return self._tag(i + 1) in FINITE
        is_open = opener == "as" and (start == 0 or self.lowers[start - 1] in (",", "and", "but"))
        return is_open and self._tag(i + 1) in ("IN", ",")

    def _has_agent(self, i: int) -> bool:
        """Whether "by" follows, a day passed over: "a report published Tuesday by the bank"."""
        behind = i + 1 + (i + 1 < len(self.tags) and self.is_time(i + 1))
        return self.lowers[behind : behind + 1] == ["by"]

    def _is_verb(self, i: int, *, is_first: bool) -> bool:
        """Whether a word like "shows", "estimate", taken for a noun, is the verb of the noun before it."""
        before, after = self.tags[i - 1], self._tag(i + 1)
        if before not in NOUNS and before != "PRP" and self.lowers[i - 1] not in HUMANS:
            can_follow = before in ("RB", "VB", "VBN", "VBD", "JJ") or self.lowers[i - 1] in TIME_WORDS
            is_object = after in OBJECT_STARTS or self.lowers[i + 1 : i + 2] == ["that"]
            # "figures published today show a rise": a sentence wants one verb
            return can_follow and is_object and i < LONGEST_SUBJECT and is_first
        if self.lowers[i - 1] in HUMANS and after in ("IN", "TO"):
            return True
        if self.lowers[i + 1 : i + 2] == ["that"]:
            return True
        if before == "NNS" and self._is_human(i - 1) and after in ("IN", "RB", "JJR", "NN", "NNS", "JJ"):
            return is_first  # "union leaders claim up to 900"
        if self._is_embedded(i):
            return True
        if self.lowers[i + 1 : i + 2] and self.lowers[i + 1] in QUOTE_MARKS:
            return is_first and (self.lowers[i - 1] in papers() or self._is_human(i - 1) or before == "NNP")
        is_third_person = self.lowers[i].endswith("s")
        if is_third_person and (before == "NNP" or self._is_human(i - 1)):
            is_told = after == "NNS" or (after in ("IN", "JJR") and self._starts_object(i + 1))
            if is_told and is_first:
                return True  # "the charity estimates prices rose", "Reuters reports at least 40 dead"
        agrees = before in (("NN", "NNP", "NNPS") if is_third_person else ("NNS", "NNPS", "PRP"))
        return agrees and (
            after in OBJECT_STARTS or after in ("", "EX", ".", ":", "JJR") or (after in ("TO", ",") and before == "NNS")
        )

    def _is_inverted(self, i: int) -> bool:
        """Whether a word between a comma and a noun phrase that ends its clause is its verb: ", notes ESPN."."""
        comma = i - 1 - (i > 1 and self.lowers[i - 1] in QUOTE_MARKS)
        if self.lowers[comma] != "," or self._tag(i + 1) not in NOUN_STARTS:
            return False
        end = next((k for k in range(i + 1, len(self.tags)) if self.tags[k] not in WITHIN_SUBJECT), len(self.tags))
        if self._tag(end) not in (",", ".", ":", ""):
            return False
        if self.lowers[i].endswith("s"):
            is_name = all(tag in ("NNP", "NNPS") for tag in self.tags[i + 1 : end])
            agrees = is_name or self.tags[end - 1] not in ("NNS", "NNPS")
        else:
            is_name = False
            agrees = not {"NNS", "CC"}.isdisjoint(self.tags[i + 1 : end])
        return agrees and (is_name or (not FINITE.isdisjoint(self.tags[:i]) and self.speaks(i + 1, end)))

    def _closes_clause(self, i: int) -> bool:
        """Whether a word is the verb of a subject further off: "X, the mayor, notes", "clerks at Y note"."""
        after = self._tag(i + 1)
        if after not in {"", ".", ",", "NNS", "JJ", "RB"} and not self._starts_object(i + 1):
            return False
        if self.lowers[i - 1] == ",":
            return self.aside_before(i - 1) is not None
        if self.lowers[i].endswith("s"):
            return False
        for head in range(i - 2, max(-1, i - 1 - LONGEST_NOUN), -1):
            if self.tags[head] not in WITHIN_SUBJECT:
                return False
            if self.tags[head] == "NNS" and self.tags[head + 1] == "IN":
                is_last = after in ("", ".") and self._is_human(head)
                is_told = after == "NNS" or self._starts_object(i + 1)
                is_subject = self.lowers[head] in papers() or (
                    self._is_human(head) and FINITE.isdisjoint(self.tags[:i])
                )
                if is_last or (is_told and is_subject):
                    return True
        return False

    def _starts_object(self, i: int) -> bool:
        """Whether what a verb tells starts at a token: a noun phrase, "that", "at least 40"."""
        words = self.lowers[i : i + 2]
        is_hedged = words in (["at", "least"], ["at", "most"], ["more", "than"], ["fewer", "than"], ["less", "than"])
        return is_hedged or words[:1] == ["that"] or self._tag(i) in OBJECT_STARTS | {"EX"}

    def aside_before(self, comma: int) -> int | None:
        """The comma that opens what stands beside a subject, where `comma` closes it: "Brandt, 44,"; else None."""
        opening = next(
            (k for k in range(comma - 1, max(0, comma - LONGEST_SUBJECT), -1) if self.lowers[k] == ","), None
        )
        if opening is None or opening + 1 == comma or self.tags[opening - 1] not in SUBJECT_ENDS:
            return None
        if self.tags[opening + 1] in ("WDT", "WP"):
            return opening
        is_noun = self.tags[opening + 1] in ("DT", "CD", "PRP$", "NN", "JJ", "NNP")
        is_beside = is_noun and FINITE.isdisjoint(self.tags[opening:comma]) and self.speaks(opening - 1, opening)
        return opening if is_beside else None

    def _is_human(self, i: int) -> bool:
        lower = self.lowers[i]
        return lower in HUMANS or role_of(lower) is not None or lower.endswith(HUMAN_ENDINGS)

    def _is_past(self, i: int) -> bool:
        """Whether a form in -ed right after a noun is its verb, no participle: "Biden added", "polls favored her"."""
        if self.lowers[i] in verbs() and self.lowers[i - 1] in QUOTE_MARKS:
            return True
        if self.lowers[i] in verbs() and self.lowers[i - 1] == ")":
            return self.lowers[i + 1 : i + 2] != ["by"]
        is_told = self._starts_object(i + 1) and not any(self._tag(k) and self.is_time(k) for k in (i + 1, i + 2))
        if self.lowers[i] in verbs() and self.lowers[i - 1] == "," and self.aside_before(i - 1) is not None:
            return is_told or self._tag(i + 1) in ("", ".", ",")
        if self.lowers[i] in verbs() and self.lowers[i + 1 : i + 2] == ["that"] and self.tags[i - 1] in FINITE | {","}:
            return is_told  # "the fund that he controls said that"
        is_full_verb = self.tags[i - 1] in FINITE and self.lowers[i - 1] not in AUXILIARIES
        if self.lowers[i] in verbs() and is_full_verb and self._tag(i - 2) == "PRP":
            return True  # "a fund he controls told"
        if self.tags[i - 1] not in SUBJECT_ENDS:
            return False
        after = self._tag(i + 1)
        if after in OBJECT_STARTS and self.lowers[i + 1] not in TIME_NAMES:
            return True
        if self.lowers[i] in verbs() and self._is_human(i - 1) and self.tags[i - 1] != "PRP" and is_told:
            return True
        is_name = self.tags[i - 1] in ("NNP", "NNPS", "PRP")
        return (
            self.lowers[i] in verbs()
            and (is_name or after in (",", ".", ":", ""))
            and self.lowers[i + 1 : i + 2] != ["by"]
        )

    def _tells(self, i: int) -> bool:
        """Whether "told" has a subject: "the ministry told residents", not "was told", "told by"."""
        return self.lowers[i] == "told" and self.tags[i - 1] in SUBJECT_ENDS and self.lowers[i + 1 : i + 2] != ["by"]

    def _tag(self, i: int) -> str:
        return self.tags[i] if 0 <= i < len(self.tags) else ""

    def _quotes(self, reading: ArticleReading) -> list[int]:
        """For each token the number of the quotation it stands in, or -1; very short quotations are left out."""
        quotations = reading.quotations
        quote_of = [-1] * len(self.tokens)
        if not quotations or not self.tokens:
            return quote_of
        starts = self.starts
        first = bisect_right(quotations, starts[0], key=lambda quotation: quotation.end)
        for number in range(first, len(quotations)):
            quotation = quotations[number]
            if quotation.start > starts[-1]:
                break
            begin, end = bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)
            is_whole = end - begin >= SHORTEST_QUOTATION or quotation.start < self.offset
            if is_whole or (begin and self.lowers[begin - 1] in QUOTE_MARKS and self._stands_alone(begin, end)):
                quote_of[begin:end] = [number] * (end - begin)
                self.quote_spans[number] = (begin, end)
        return quote_of

    def _stands_alone(self, begin: int, end: int) -> bool:
        """A short quotation counts as speech where it ends in a comma or stop: "Yes," he said."""
        return end > begin and self.lowers[end - 1] in (",", ".", "!", "?")

    def _clauses(self) -> tuple[list[int], list[int]]:
        """For each token the first token of its clause and the token after the last; semicolons part clauses.

        Inside a quotation clauses end with it; outside, quotations are part of the clause around them.
        """
        if ";" not in self.lowers and max(self.quote_of, default=-1) < 0:
            return [0] * self.count, [self.count] * self.count
        first = self._clause_edges(range(self.count))
        last = [edge + 1 for edge in reversed(self._clause_edges(range(self.count - 1, -1, -1)))]
        return first, last

    def _clause_edges(self, order: range) -> list[int]:
        edges: list[int] = []
        outer = inner = order.start
        number = -1
        for i in order:
            if self.quote_of[i] != number:
                number = self.quote_of[i]
                inner = i
            edges.append(outer if number < 0 else inner)
            if self.lowers[i] == ";" and i not in self._list_marks:
                inner = i + order.step
                outer = inner if number < 0 else outer
        return edges

    @cached_property
    def _list_marks(self) -> frozenset[int]:
        """Semicolons that part the items of a list, not clauses: behind a colon, or before a stretch without a verb."""
        marks = [i for i, lower in enumerate(self.lowers) if lower == ";"]
        ends = [*marks[1:], self.count]
        colon = self.lowers.index(":") if ":" in self.lowers else self.count
        pairs = zip(marks, ends, strict=False)
        return frozenset(mark for mark, end in pairs if mark > colon or not self.has_finite(mark, end))

    def _run_ends(self) -> list[int]:
        """For each token the token after the stretch of one quotation (or of none) that it stands in."""
        ends = [self.count] * self.count
        if max(self.quote_of, default=-1) < 0:
            return ends
        for i in range(self.count - 2, -1, -1):
            ends[i] = ends[i + 1] if self.quote_of[i] == self.quote_of[i + 1] else i + 1
        return ends

    def is_mark(self, token: int) -> bool:
        """Whether a token is a quotation mark or a dash around speech."""
        return self.lowers[token] in QUOTE_MARKS or self.lowers[token] in ("''", "``", "--", "—", "–", "'", "‘", "’")

    def is_capital(self, token: int) -> bool:
        """Whether a word is written as a name, not capitalised only because it comes first."""
        text = self.tokens[token].text
        if not text[0].isupper():
            return False
        if token > 0 and self.lowers[token - 1] not in QUOTE_MARKS:
            return True
        lower = self.lowers[token]
        if lower in papers() or self._is_human(token):
            return False
        return (text.isupper() and len(text) > 1) or f" {self.lowers[token]}" not in self.text

    def speaks(self, first: int, end: int) -> bool:
        """Whether one of the tokens `first` to `end` is a name, a person, a body or a paper."""
        return any(
            self.tags[i] in ("NNP", "NNPS")
            or self.lowers[i] in HUMANS
            or self.lowers[i] in papers()
            or self.is_capital(i)
            or role_of(self.lowers[i]) is not None
            or (self.tags[i] == "NNS" and self.lowers[i].endswith(HUMAN_ENDINGS))
            for i in range(first, end)
        )

    def is_auxiliary(self, token: int) -> bool:
        """Whether a token belongs to the verb group: an auxiliary or an adverb."""
        if self.lowers[token] == "may" and token and self.tags[token - 1] == "IN":  # "a poll conducted in May found"
            return False
        return self.lowers[token] in AUXILIARIES or self.tags[token] == "RB"
