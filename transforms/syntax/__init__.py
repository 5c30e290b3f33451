"""English below the sentence: tokens, parts of speech, dictionary forms and noun phrases."""

from transforms.syntax.lemmas import lemma, singular
from transforms.syntax.phrases import NounPhrase, noun_phrases
from transforms.syntax.tagger import tag
from transforms.syntax.tokenizer import tokenize
from transforms.syntax.tokens import Token

__all__ = ["NounPhrase", "Token", "lemma", "noun_phrases", "singular", "tag", "tokenize"]
