"""Learns the concepts of the read quarters: `python -m tests.benchmarks.learn_concepts` (see concept_ranker)."""

from __future__ import annotations

import json
from pathlib import Path

from tests.benchmarks import newsquant
from tests.benchmarks.claims import scorer
from tests.benchmarks.concept_choice import figures_of
from tests.benchmarks.concept_ranker import Example, candidates, cross_validated, learn, shares, write
from tests.benchmarks.quarters import is_unread
from tests.conftest import SHARED
from transforms.quantities.lines import Line


def examples(shared: Path) -> list[Example]:
    """The figures of the read quarters that are labelled and read, each with its candidates and its label."""
    module = scorer(shared, "score_quantities")
    entries = json.loads((shared / "data" / "NewsQuant.json").read_text(encoding="utf-8"))
    entries = [entry for entry in entries if not is_unread(entry["text"])]
    tidied = [newsquant.tidy(entry["text"]) for entry in entries]
    found = []
    for entry, text, claims in zip(entries, tidied, newsquant.claims_of(tidied), strict=True):
        line = Line(text)
        mentions = newsquant.counted(line)
        sentence, figures = figures_of(line, mentions, claims)
        joined = newsquant.joined_from_to(line, mentions)
        kept = [at for at, mention in enumerate(mentions) if id(mention) not in joined]
        told = [newsquant.record(line, mentions[at], mentions, ["-"]) for at in kept]
        labelled, read = module.read_gold(entry, False), module.read_pred({"quantities": told}, True)
        for i, j, _ in module.align(labelled, read):
            label = frozenset(labelled[i].concepts)
            found.append(Example(text, candidates(sentence, figures[kept[j]]), label))
    return found


def main() -> None:
    """Prints what cross-validation gives, and writes the weights."""
    found = examples(SHARED)
    part, whole = shares(cross_validated(found))
    reached = sum(any(words == one.label for words, _ in one.candidates) for one in found) / len(found)
    print(f"{len(found)} figures; label among the candidates {reached:.3f}; in part {part:.3f}, complete {whole:.3f}")
    write(learn(found), len(found), part, whole)


if __name__ == "__main__":
    main()
