"""The packed word lists can be made again, to the byte, from their sources."""

from __future__ import annotations

from pathlib import Path

import transforms.lexicons
from transforms.syntax import build_lexicon

LEXICONS = Path(transforms.lexicons.__file__).parent


def test_the_lemmas_are_those_of_the_inflection_table(tmp_path: Path) -> None:
    build_lexicon.write(tmp_path / "lemmas.txt.gz", build_lexicon.group_lemmas())
    assert (tmp_path / "lemmas.txt.gz").read_bytes() == (LEXICONS / "lemmas.txt.gz").read_bytes()


def test_likeliest_tags_keep_words_of_letters_only(tmp_path: Path) -> None:
    source = tmp_path / "lexicon.txt"
    source.write_text(";;; comment\nfire NN\ncut VB\n#win NN\n'25 CD\nU.S. NNP\nodd XX\n", encoding="utf-8")
    assert build_lexicon.read_likeliest(source) == {"fire": "NN", "cut": "VB", "U.S.": "NNP"}


def test_a_word_keeps_its_likeliest_tag_first() -> None:
    assert build_lexicon.merge("VB", ["NN", "VBD", "VB"]) == ["VB", "NN", "VBD"]
    assert build_lexicon.merge(None, ["VB", "NN"]) == ["NN", "VB"]
