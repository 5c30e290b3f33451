"""Make the table of weights that the tagger goes by; run only to renew it.

    python -m transforms.syntax.build_tag_weights TAGGED FOLDER

TAGGED has one JSON object a line: `text`, a sentence, and `tags`, the Penn Treebank tags of its tokens as `tokenize`
cuts them; NOTICE.md of the lexicons says whose.  FOLDER gets tag_weights.txt.gz: an averaged perceptron (Collins 2002)
over the tagger's own walk, so that it learns from the tags that it would have given; the same from the same source.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from transforms.syntax import tagger
from transforms.syntax.tokenizer import tokenize
from transforms.syntax.votes import candidates_of
from transforms.syntax.words import Tags

Sentence = tuple[str, list[str]]
ROUNDS: Final = 4
SEED: Final = 1
# Weights nearer to 0, and clues met less often, are left out: the table halves and hardly any tag changes.
LEAST_WEIGHT: Final = 0.6
LEAST_OFTEN: Final = 4
# What the source tells apart and the word list does not, or the other way round.
_SAME: Final = {"NNP": "NN", "NNPS": "NNS", "NN": "NNP", "NNS": "NNPS", "RBR": "RB", "RP": "IN", "PDT": "DT"}


def main() -> None:
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    lines = source.read_text(encoding="utf-8").splitlines()
    sentences = [(row["text"], row["tags"]) for row in map(json.loads, lines)]
    write(folder / "tag_weights.txt.gz", learn(sentences))


def learn(sentences: Iterable[Sentence], rounds: int = ROUNDS) -> str:
    """The table of weights that these tagged sentences teach: a line for each clue, in the order of the alphabet."""
    table = Perceptron()
    order = sorted(sentences)
    for number in range(rounds):
        random.Random(SEED + number).shuffle(order)  # noqa: S311  # an order, no secret
        for text, tags in order:
            _Lesson(text, tags, table).run()
    lines = []
    for clue, weights in sorted(table.averages().items()):
        kept = {tag: weight for tag, weight in sorted(weights.items()) if abs(weight) >= LEAST_WEIGHT}
        if kept and table.met[clue] >= LEAST_OFTEN * rounds:
            lines.append(f"{clue}\t{' '.join(f'{tag}={weight:.1f}' for tag, weight in kept.items())}\n")
    return "".join(lines)


class Perceptron:
    """Weights by clue and tag; `met`: how often each clue was met."""

    def __init__(self) -> None:
        self.weights: dict[str, dict[str, float]] = defaultdict(dict)
        self.met: Counter[str] = Counter()
        self.steps = 0
        self._sums: dict[tuple[str, str], float] = defaultdict(float)
        self._since: dict[tuple[str, str], int] = defaultdict(int)

    def best(self, candidates: Tags, clues: tuple[str, ...]) -> str:
        scores = {tag: sum(self.weights.get(clue, {}).get(tag, 0.0) for clue in clues) for tag in candidates}
        return max(candidates, key=lambda tag: (scores[tag], tag))

    def correct(self, clues: tuple[str, ...], wanted: str, given: str) -> None:
        for clue in clues:
            for tag, change in ((wanted, 1.0), (given, -1.0)):
                self._settle(clue, tag)
                self.weights[clue][tag] = self.weights[clue].get(tag, 0.0) + change

    def averages(self) -> dict[str, dict[str, float]]:
        for clue, weights in self.weights.items():
            for tag in weights:
                self._settle(clue, tag)
        steps = max(1, self.steps)
        return {clue: {tag: self._sums[clue, tag] / steps for tag in row} for clue, row in self.weights.items()}

    def _settle(self, clue: str, tag: str) -> None:
        """Add what a weight was worth since it last changed."""
        key = (clue, tag)
        self._sums[key] += (self.steps - self._since[key]) * self.weights[clue].get(tag, 0.0)
        self._since[key] = self.steps


class _Lesson(tagger.Walk):
    """A walk that knows the right tags and corrects the weights where they would have missed one."""

    def __init__(self, text: str, tags: Sequence[str], table: Perceptron) -> None:
        super().__init__(tokenize(text))
        if len(self.tokens) != len(tags):
            raise ValueError(f"{len(tags)} tags for {len(self.tokens)} tokens: {text!r}")
        self.right = tags
        self.table = table

    def overruled(self, proposed: str, options: Tags) -> str:
        candidates, name = candidates_of(options)
        if len(candidates) == 1:
            return proposed
        table = self.table
        clues = self.ballot.clues(self.at, self.previous, ("F" if self.finite else "f") + self.aux, name)
        table.met.update(clues)
        table.steps += 1
        chosen, wanted = table.best(candidates, clues), self.right[self.at]
        if wanted not in candidates:
            wanted = _SAME.get(wanted, "")
        if wanted in candidates and wanted != chosen:
            table.correct(clues, wanted, chosen)
        return chosen


def write(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(("# made by transforms.syntax.build_tag_weights\n" + text).encode(), mtime=0))


if __name__ == "__main__":
    main()
