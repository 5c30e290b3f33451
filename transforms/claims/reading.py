"""One article as the readers of claims see it: its text, sentences, quotations and tagged tokens.

Everything costly is made on first use and kept, so that sentences without a number are never tagged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from transforms.sentences import Quotation, Sentence, find_quotations, split_sentences
from transforms.syntax import Token, tag, tokenize


@dataclass
class ArticleReading:
    """The text of one version of an article (code points) with its title and day of publication."""

    text: str
    title: str | None = None
    published: date | None = None
    _tokens: dict[int, list[Token]] = field(default_factory=dict, repr=False)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order; `sentences[n].no == n`."""
        return split_sentences(self.text)

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The spans between quotation marks, in order."""
        return find_quotations(self.text)

    def sentence_text(self, sentence_no: int) -> str:
        """The characters of one sentence, exactly as in the text."""
        sentence = self.sentences[sentence_no]
        return self.text[sentence.start : sentence.end]

    def tokens(self, sentence_no: int) -> list[Token]:
        """The tagged tokens of one sentence; their offsets count from the sentence's start."""
        tokens = self._tokens.get(sentence_no)
        if tokens is None:
            tokens = tokenize(self.sentence_text(sentence_no))
            tag(tokens)
            self._tokens[sentence_no] = tokens
        return tokens
