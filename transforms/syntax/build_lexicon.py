"""Make the packed word lists of `transforms/lexicons` from two published ones; run only to renew them.

    python -m transforms.syntax.build_lexicon EN_LEXICON FOLDER

EN_LEXICON is `textblob/en/en-lexicon.txt` of the package textblob: Eric Brill's lexicon (1993, MIT licence; the
likeliest Penn Treebank tag of 94,000 words) with words of CMU's annotated tweets (CC BY 3.0).  The inflections come
from the package lemminflect (MIT licence), whose tables are from the NIH SPECIALIST lexicon.  FOLDER gets
word_tags.txt.gz and lemmas.txt.gz: deterministic, the same from the same sources.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Final

from transforms.syntax import lemmas, lexicon

_WORD: Final = re.compile(r"[A-Za-z](?:[A-Za-z]|['.-](?=[A-Za-z]))*\.?")
# The order of lemminflect's columns for each part of speech.
_FORMS: Final = {"noun": ("NNS",), "verb": ("VBD", "VBN", "VBG", "VBZ"), "adj": ("JJR", "JJS"), "adv": ("RBR", "RBS")}
_BASE: Final = {"noun": "NN", "verb": "VB", "adj": "JJ", "adv": "RB"}
_KEPT: Final = frozenset(
    [
        "IN",
        "DT",
        "CC",
        "MD",
        "PRP",
        "PRP$",
        "WDT",
        "WP",
        "WP$",
        "WRB",
        "CD",
        "EX",
        "RP",
        "TO",
        "UH",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "VB",
        "VBD",
        "VBN",
        "VBG",
        "VBZ",
        "VBP",
        "JJ",
        "JJR",
        "JJS",
        "RB",
        "RBR",
        "RBS",
    ]
)


def main() -> None:
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    likeliest = read_likeliest(source)
    options = read_options()
    tags = {word: merge(likeliest.get(word), options.get(word, ())) for word in likeliest.keys() | options.keys()}
    write(folder / "word_tags.txt.gz", group({word: " ".join(found) for word, found in tags.items()}))
    lexicon.word_tags.cache_clear()
    write(folder / "lemmas.txt.gz", group_lemmas())


def read_likeliest(source: Path) -> dict[str, str]:
    """Word -> likeliest tag, for words made of letters."""
    found = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        word, _, tag = line.partition(" ")
        tag = tag.split("|")[0].strip()
        if _WORD.fullmatch(word) and tag in _KEPT and not (word.endswith(".") and len(word) < 3):
            found[word] = tag
    return found


def inflections() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(lemma, part of speech, [(tag, form)]) for every entry of lemminflect's table that is one word of letters."""
    packed = files("lemminflect").joinpath("resources/infl_lu.csv.gz").read_bytes()
    rows = []
    for base, pos, *columns in csv.reader(io.StringIO(gzip.decompress(packed).decode())):
        if pos in _FORMS and _WORD.fullmatch(base):
            forms = [
                (tag, form)
                for tag, column in zip(_FORMS[pos], columns, strict=False)
                for form in column.split("/")
                if form
            ]
            if pos == "verb" and len(columns) > 1 and not columns[1]:
                forms += [("VBN", form) for form in columns[0].split("/")]
            rows.append((base, pos, forms))
    return rows


def read_options() -> dict[str, list[str]]:
    """Word -> every tag that its inflections allow."""
    options: dict[str, list[str]] = defaultdict(list)
    for base, pos, forms in inflections():
        for tag, form in [(_BASE[pos], base), *forms]:
            if base[0].isupper():
                tag = {"NN": "NNP", "NNS": "NNPS"}.get(tag, tag)
            is_same_plural = tag.startswith("NNS") and form == base
            if _WORD.fullmatch(form) and tag not in options[form] and not is_same_plural:
                options[form].append(tag)
    return options


def merge(best: str | None, options: list[str] | tuple[str, ...]) -> list[str]:
    rest = [tag for tag in options if tag != best]
    return [best, *sorted(rest)] if best else sorted(rest)


def group(keys: dict[str, str]) -> str:
    by_key: dict[str, list[str]] = defaultdict(list)
    for word, key in keys.items():
        by_key[key].append(word)
    return "".join(f"{key}\t{' '.join(sorted(by_key[key]))}\n" for key in sorted(by_key))


def group_lemmas() -> str:
    """The forms whose dictionary form the rules of `lemmas` miss."""
    irregular: dict[str, dict[str, str]] = {"NOUN": {}, "VERB": {}}
    for base, pos, forms in inflections():
        if pos not in ("noun", "verb") or base[0].isupper():
            continue
        name, rule = ("NOUN", lemmas.regular_noun) if pos == "noun" else ("VERB", lemmas.regular_verb)
        for _, form in [("", base), *forms]:
            if form.islower() and _WORD.fullmatch(form) and rule(form) != base and ("-" in form) == ("-" in base):
                irregular[name].setdefault(form, base)
    for (
        base,
        pos,
        _,
    ) in inflections():  # a word that is itself a dictionary form stays: "saw" (tool), "found" (to establish)
        if pos == "noun" and base in irregular["NOUN"]:
            irregular["NOUN"][base] = base
    return "".join(
        f"{name}\t{' '.join(f'{form}={base}' for form, base in sorted(forms.items()))}\n"
        for name, forms in irregular.items()
    )


def write(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(("# made by transforms.syntax.build_lexicon\n" + text).encode(), mtime=0))


if __name__ == "__main__":
    main()
