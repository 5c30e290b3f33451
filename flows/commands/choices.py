"""How each field of a claim was chosen: by the reader or by rules, how surely, and what came next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from transforms.claims.assembly import Proposals, choices_of, propose
from transforms.claims.measure_words import settled_measure
from transforms.claims.reading import ArticleReading
from transforms.reader.figures import Choices, Chosen, Span
from transforms.syntax.lemmas import lemma

Row = Mapping[str, Any]
# Each field, what the reader calls it, and the column that shows whose answer stands.
FIELDS: Final = {
    "item": ("item", "item"), "actor": ("actor", "actor"), "predicate": ("predicate", "predicate"),
    "speaker": ("speaker", "speaker"), "as of": ("date", "time_text"), "place": ("place", "place"),
}  # fmt: skip


class ChoicesOf:
    """What rules and reader say of each figure of an article, by its span; read when made, beside the extraction."""

    def __init__(self, reading: ArticleReading, conventions: str) -> None:
        self._reading = reading
        proposals: Proposals = propose(reading, range(len(reading.sentences)), conventions)
        told = zip(proposals.rows, choices_of(reading, proposals), strict=True)
        self._of: dict[Span, tuple[Row, Choices]] = {(row["start"], row["end"]): (row, says) for row, says in told}

    def of(self, row: Row) -> Iterator[str]:
        """A line for each field of the claim `row` (frames.CLAIMS) on which reader and rules had a choice.

        There is none where the figure is no claim any more: older rules may have read the row.
        """
        if (row["start"], row["end"]) not in self._of:
            return
        proposed, choices = self._of[row["start"], row["end"]]
        for field, (slot, column) in FIELDS.items():
            tidied = _verb if field == "predicate" else _same
            line = self._line(row[column], proposed[column], choices.slots[slot], tidied)
            if line:
                yield f"{field}: {line}"
        said, probability = choices.modality
        yield f"modality: {row['modality']} by {_whose(row['modality'], proposed['modality'], said)} {probability:.2f}"
        fields = {name: row[name] for name in ("item", "predicate")}
        measure, likely = settled_measure({**proposed, **fields}, choices.measures)
        whose = f"the reader and the words {likely:.2f}" if measure == row["measure"] else "its unit"
        yield f"measure: {row['measure'] or 'none'} by {whose}"
        yield f"role: {choices.role[0]} by the reader {choices.role[1]:.2f}"
        yield f"a claim at all: {choices.is_claim:.2f}"

    def _line(
        self, settled: str | None, of_rules: str | None, chosen: Chosen, tidied: Callable[[str | None], str | None]
    ) -> str:
        """What stands and by whom, then the reader's runner-up, and the other side's answer where it is another."""
        told, second = tidied(self._words(chosen.span)), tidied(self._words(chosen.second))
        if chosen.is_of_rules:
            told = of_rules
        if settled is None and of_rules is None and told is None and second is None:
            return ""
        whose = _whose(settled, of_rules, told)
        parts = [f"{_quoted(settled)} by {whose}" + (f" {chosen.probability:.2f}" if "reader" in whose else "")]
        if "reader" not in whose:
            parts.append(f"the reader had {_quoted(told)} {chosen.probability:.2f}")
        elif whose == "the reader":
            parts.append(f"the rules had {_quoted(of_rules)}")
        return "; ".join([*parts, f"next {_quoted(second)} {chosen.second_probability:.2f}"])

    def _words(self, span: Span | None) -> str | None:
        return None if span is None else " ".join(self._reading.text[span[0] : span[1]].split())


def _whose(settled: str | None, of_rules: str | None, of_reader: str | None) -> str:
    """Whose answer stands: of the rules where the reader's is another and not sure enough, of a later rule else."""
    is_of_rules, is_of_reader = settled == of_rules, _is_same(settled, of_reader)
    if is_of_rules and is_of_reader:
        return "the reader and the rules"
    if is_of_reader:
        return "the reader"
    return "the rules" if is_of_rules else "a later rule"


def _is_same(settled: str | None, told: str | None) -> bool:
    """Whether what stands is what was told, but for an article before it or more of a name."""
    if settled is None or told is None:
        return settled is told
    one, other = set(settled.lower().split()), set(told.lower().split())
    return one <= other or other <= one


def _verb(words: str | None) -> str | None:
    return None if words is None else lemma(words, "VERB")


def _same(words: str | None) -> str | None:
    return words


def _quoted(words: str | None) -> str:
    return "none" if words is None else f"“{words}”"
