"""One sentence as the finders of statements look at it: its tokens, its clauses' verbs, its commas and quotations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from transforms.claims.reading import ArticleReading
from transforms.claims.speakers.words import AUXILIARIES, TIME_WORDS, verbs

FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
NOUN_STARTS = NOUNS | {"DT", "PDT", "JJ", "JJR", "JJS", "CD", "PRP", "PRP$", "EX", "$"}
CLAUSE_STARTS = frozenset(("DT", "PRP", "PRP$", "EX", "CD", "$", "NNP", "NNPS", "IN", "JJR", "WRB"))
QUOTE_MARKS = frozenset('"“”„‟«»″＂')
STOPS = frozenset(".!?;:")
SHORTEST_QUOTATION = 4  # words; shorter ones ("so-called") are read as part of the sentence


class SentenceView:
    """Tokens of one sentence with constant-time answers about stretches of them (half-open token ranges)."""

    def __init__(self, reading: ArticleReading, sentence_no: int) -> None:
        self.sentence_no = sentence_no
        self.offset = reading.sentences[sentence_no].start
        self.tokens = reading.tokens(sentence_no)
        self.lowers = [token.lower.replace("’", "'") for token in self.tokens]
        self.tags = [token.tag for token in self.tokens]
        self._mend_tags()
        self.quote_of = self._quotes(reading)
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
        return self.lowers[token].rstrip(".") in TIME_WORDS

    def _mend_tags(self) -> None:
        """Call "studies show that", "officials estimate." verbs where the tagger took them for nouns."""
        for i, lower in enumerate(self.lowers):
            if self.tags[i] not in ("NN", "NNS") or i == 0 or lower not in verbs():
                continue
            before = self.tags[i - 1]
            is_third_person = lower.endswith("s")
            agrees = before in (("NN", "NNP", "NNPS") if is_third_person else ("NNS", "NNPS"))
            if agrees and self._opens_clause(i + 1):
                self.tags[i] = "VBZ" if is_third_person else "VBP"

    def _opens_clause(self, i: int) -> bool:
        if i >= len(self.tokens):
            return True
        return self.lowers[i] in (".", ":", "that") or self.tags[i] in CLAUSE_STARTS - {"IN", "NNPS", "WRB"}

    def _quotes(self, reading: ArticleReading) -> list[int]:
        """For each token the number of the quotation it stands in, or -1; very short quotations are left out."""
        quotations = reading.quotations
        quote_of = [-1] * len(self.tokens)
        if not quotations or not self.tokens:
            return quote_of
        starts = [token.start + self.offset for token in self.tokens]
        first = bisect_right(quotations, starts[0], key=lambda quotation: quotation.end)
        for number in range(first, len(quotations)):
            quotation = quotations[number]
            if quotation.start > starts[-1]:
                break
            begin, end = bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)
            is_whole = end - begin >= SHORTEST_QUOTATION or quotation.start < self.offset
            if is_whole or (begin and self.lowers[begin - 1] in QUOTE_MARKS and self._stands_alone(begin, end)):
                quote_of[begin:end] = [number] * (end - begin)
        return quote_of

    def _stands_alone(self, begin: int, end: int) -> bool:
        """A short quotation counts as speech where it ends in a comma or stop: "Yes," he said."""
        return end > begin and self.lowers[end - 1] in (",", ".", "!", "?")

    def _clauses(self) -> tuple[list[int], list[int]]:
        """For each token the first token of its clause and the token after the last; semicolons part clauses.

        Inside a quotation clauses end with it; outside, quotations are part of the clause around them.
        """
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
            if self.lowers[i] == ";":
                inner = i + order.step
                outer = inner if number < 0 else outer
        return edges

    def _run_ends(self) -> list[int]:
        """For each token the token after the stretch of one quotation (or of none) that it stands in."""
        ends = [self.count] * self.count
        for i in range(self.count - 2, -1, -1):
            ends[i] = ends[i + 1] if self.quote_of[i] == self.quote_of[i + 1] else i + 1
        return ends

    def is_mark(self, token: int) -> bool:
        """Whether a token is a quotation mark or a dash around speech."""
        return self.lowers[token] in QUOTE_MARKS or self.lowers[token] in ("''", "``", "--", "—", "–", "'", "‘", "’")

    def is_auxiliary(self, token: int) -> bool:
        """Whether a token belongs to the verb group: an auxiliary or an adverb."""
        return self.lowers[token] in AUXILIARIES or self.tags[token] == "RB"
