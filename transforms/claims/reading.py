"""One article as the readers of claims see it: its text, sentences, quotations and tagged tokens.

Everything costly is made on first use and kept, so that sentences without a number are never tagged.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from transforms.claims.nearness import Nearness
from transforms.quantities.quantity import Quantity
from transforms.sentences import Quotation, Sentence, find_quotations, split_sentences
from transforms.syntax import Token, tag, tokenize
from transforms.syntax.chunks import chunk
from transforms.syntax.clauses import Clauses
from transforms.syntax.wire_signs import without_angles

if TYPE_CHECKING:
    from transforms.claims.dates.placing import Placed
    from transforms.claims.places.names import NamedPlace
    from transforms.claims.speakers.names import NameIndex


@dataclass(frozen=True, slots=True)
class SentenceFailure:
    """A sentence on which a rule broke: its figures are left out, those of the article's other sentences are not."""

    sentence_no: int
    problem: str


@dataclass
class ArticleReading:
    """The text of one version of an article (code points) with its title and day of publication.

    `times`, `places`: sentence number → the calendar's expressions and the places there, filled by transforms.claims as
    they are read; `failures`: the sentences on which a rule broke.
    """

    text: str
    title: str | None = None
    published: date | None = None
    failures: list[SentenceFailure] = field(default_factory=list, repr=False)
    times: dict[int, list[Placed]] = field(default_factory=dict, repr=False)
    places: dict[int, list[NamedPlace]] = field(default_factory=dict, repr=False)
    _tokens: dict[int, list[Token]] = field(default_factory=dict, repr=False)
    _near: dict[int, Nearness] = field(default_factory=dict, repr=False)
    _clauses: dict[int, Clauses] = field(default_factory=dict, repr=False)

    @contextmanager
    def guarded(self, sentence_no: int) -> Iterator[None]:
        """Work on one sentence: a rule that breaks on it costs what the sentence holds, and is noted in `failures`."""
        try:
            yield
        except (OSError, MemoryError):
            raise
        except Exception as error:
            self.failures.append(SentenceFailure(sentence_no, f"{type(error).__name__}: {error}"))

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order; `sentences[n].no == n`."""
        return split_sentences(self.text)

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The spans between quotation marks, in order."""
        return find_quotations(self.text)

    @cached_property
    def names(self) -> NameIndex:
        """Every name of the article, for the fullest form of each."""
        from transforms.claims.speakers.names import NameIndex  # its package imports this module

        return NameIndex(self.text)

    def sentence_text(self, sentence_no: int) -> str:
        """The characters of one sentence, exactly as in the text."""
        sentence = self.sentences[sentence_no]
        return self.text[sentence.start : sentence.end]

    def tokens(self, sentence_no: int) -> list[Token]:
        """The tagged tokens of one sentence; their offsets count from the sentence's start."""
        tokens = self._tokens.get(sentence_no)
        if tokens is None:
            tokens = tokenize(without_angles(self.sentence_text(sentence_no)))
            tag(tokens)
            self._tokens[sentence_no] = tokens
        return tokens

    def near(self, sentence_no: int) -> Nearness:
        """What separates the tokens of one sentence."""
        near = self._near.get(sentence_no)
        if near is None:
            near = self._near[sentence_no] = Nearness(self.tokens(sentence_no))
        return near

    def clauses(self, sentence_no: int, quantities: Sequence[Quantity] = ()) -> Clauses:
        """Chunks and subjects of one sentence; the first call's quantities shape it, later calls get the same."""
        clauses = self._clauses.get(sentence_no)
        if clauses is None:
            tokens = self.tokens(sentence_no)
            clauses = Clauses(tokens, chunk(tokens, token_spans(tokens, quantities)))
            self._clauses[sentence_no] = clauses
        return clauses


def token_spans(tokens: list[Token], quantities: Sequence[Quantity]) -> list[tuple[int, int]]:
    """The (first, last) tokens that each quantity touches."""
    if not tokens:
        return []
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    spans = []
    for quantity in quantities:
        first = min(bisect_right(ends, quantity.start), len(tokens) - 1)
        spans.append((first, max(first, bisect_left(starts, quantity.end) - 1)))
    return spans
