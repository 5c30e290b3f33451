"""The weights that the tagger goes by: learned from tagged sentences, the same from the same, and heeded."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import transforms.lexicons
from transforms.syntax import build_tag_weights, tag, tokenize
from transforms.syntax.lexicon import TagWeights, tag_weights
from transforms.syntax.votes import candidates_of, count

LESSONS = [
    ("The guards fire shots.", ["DT", "NNS", "VBP", "NNS", "."]),
    ("The guards fire rockets.", ["DT", "NNS", "VBP", "NNS", "."]),
    ("The fire burned.", ["DT", "NN", "VBD", "."]),
]


def test_the_same_sentences_teach_the_same_in_any_order() -> None:
    assert build_tag_weights.learn(LESSONS * 9) == build_tag_weights.learn(LESSONS[::-1] * 9) != ""


def test_a_clue_speaks_for_the_tag_that_it_was_met_with() -> None:
    rows = dict(line.split("\t") for line in build_tag_weights.learn(LESSONS * 9).splitlines())
    assert any("VBP=" in votes and "VBP=-" not in votes for clue, votes in rows.items() if clue.startswith("vfire NNS"))


def test_tags_that_do_not_fit_their_sentence_are_refused() -> None:
    with pytest.raises(ValueError, match="2 tags for 3 tokens"):
        build_tag_weights.learn([("It rose.", ["PRP", "VBD"])])


def test_votes_count_for_candidates_alone() -> None:
    candidates, name = candidates_of(("VBD", "VBN"))
    assert (candidates, name) == (("VBD", "VBN"), "VBD/VBN")
    assert candidates_of(("NN", "VB"))[0] == ("NN", "VB", "VBP")
    clue, votes = next((clue, votes) for clue, votes in tag_weights().items() if "NN" in dict(votes))
    assert count(("NN",), (clue, "no such clue")) == {"NN": dict(votes)["NN"]}


def test_sure_votes_overrule_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = tokenize("The old fire burned.")
    monkeypatch.setattr("transforms.syntax.votes.tag_weights", lambda: TagWeights({"wfire": ["VB=99.0"]}))
    tag(tokens)
    assert tokens[2].tag == "VB"
    monkeypatch.setattr("transforms.syntax.votes.tag_weights", lambda: TagWeights({"wfire": ["VB=1.0"]}))
    tag(tokens)
    assert tokens[2].tag == "NN"


def test_the_table_is_packed_without_a_time(tmp_path: Path) -> None:
    build_tag_weights.write(tmp_path / "a.gz", "clue\tNN=1.0\n")
    build_tag_weights.write(tmp_path / "b.gz", "clue\tNN=1.0\n")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    packed = (Path(transforms.lexicons.__file__).parent / "tag_weights.txt.gz").read_bytes()
    assert gzip.decompress(packed).startswith(b"# made by transforms.syntax.build_tag_weights")
