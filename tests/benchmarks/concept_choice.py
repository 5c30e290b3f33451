"""The concepts of a sentence's quantities as NewsQuant would have them: what rules, reader and ranker make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.benchmarks.concept_features import Figure, lowered
from tests.benchmarks.concept_phrases import Sentence, Span
from tests.benchmarks.concept_ranker import candidates, choose, learned
from tests.benchmarks.concepts import Reader, concepts_of, span_of
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.syntax import tag, tokenize

Claim = Mapping[str, Any]


def figures_of(line: Line, mentions: list[Mention], claims: Sequence[Claim]) -> tuple[Sentence, list[Figure]]:
    """The sentence and its figures, each with what the rules and the claims of its article say of it."""
    tokens = tokenize(line.text)
    tag(tokens)
    offsets = [span_of(line, mention) for mention in mentions]
    reader = Reader(tokens, offsets)
    spans: list[Span | None] = []
    for start, end in offsets:
        inside = [at for at, token in enumerate(tokens) if token.start < end and token.end > start]
        spans.append((inside[0], inside[-1]) if inside else None)
    figures = []
    for mention, (start, end), span in zip(mentions, offsets, spans, strict=True):
        is_count = mention.noun is not None
        ruled = [word for word in concepts_of(line, mention, mentions) if word != "-"]
        claim = next((one for one in claims if one["start"] < end and one["end"] > start), {})
        parts = {} if span is None else reader.parts(span[0], span[1] + 1, is_count, mention.kind == "age")
        figures.append(
            Figure(
                span, is_count, mention.form, mention.set_aside, lowered(ruled),
                {name: lowered(words) for name, words in {**parts, "ruled": ruled}.items()},
                claim.get("item"), claim.get("actor"),
            )
        )  # fmt: skip
    return Sentence(tokens, spans), figures


def concepts(line: Line, mentions: list[Mention], claims: Sequence[Claim]) -> list[list[str]]:
    """The concept of each mention as words in lower case, ["-"] for none."""
    sentence, figures = figures_of(line, mentions, claims)
    return [sorted(choose(candidates(sentence, figure), learned())) for figure in figures]
