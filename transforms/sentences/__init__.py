"""Sentences and quotations of an article's text, as spans of code points."""

from __future__ import annotations

from transforms.sentences.quotations import Quotation, find_quotations
from transforms.sentences.splitting import Sentence, split_sentences

__all__ = ["Quotation", "Sentence", "find_quotations", "split_sentences"]
