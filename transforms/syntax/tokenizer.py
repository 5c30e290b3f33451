"""Cut a sentence into tokens: one compiled expression, one pass, exact offsets, linear time."""

from __future__ import annotations

import re
from typing import Final

from transforms.syntax.tokens import Token

# Letters with any combining marks; digits and "_" are left out so that "500mg" and "7m" can be told from words.
_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_MAIL = r"[\w.+-]{1,64}@\w[\w.-]*"
_PATTERN = r"""
      [A-Za-z]++(?=[ ,])                                        # most words; none of the others is one before these
    | (?:https?://|www\.)\S+                                    # web addresses
    | MAIL
    | (?:[A-Z]\.)+(?:[A-Z]\b|-\w+)?                             # initials: U.S. · U.S · J. · U.S.-led
    | \b(?:Ph|Psy|Ed|Pharm)\.D\b\.?                             # degrees: Ph.D.
    | \b[ap]\.m\b(?:\.(?!\s*$))?                            # a.m. · p.m., but not the full stop of a sentence
    | \d{1,2}:\d\d(?::\d\d)?(?![\d:])                          # clock times: 2:14 · 10:30:05
    | \b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Cpl|Sgt|Sen|Rep|Gov|Rev|Hon|Pres|St|Mt|Inc|Corp|Co|Ltd|Bros|Cos|Jr|Sr
        |No|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mass|Calif|Fla|Ill|Pa|Conn|Wash|Ariz|Tenn|Mich|Minn|Va|Ala
        |Ga|Mo|etc)\.(?=\s|,|$)
    | (?:approx|est|vs|cts|mln|bln|pct|dlrs|ft|lbs|oz|sq|mph)\.(?=\s+[a-z\d])   # units, but not at a sentence's end
    | \d+(?:[.,]\d+)*[^\W\d_]*(?:-[^\W\d_]+)+(?:-\d+)?          # 47-year-old · 20-mile · 3rd-quarter
    | \d+(?:[.,]\d+)*[^\W\d_]*                                  # 1,300 · 3.5 · 7m · 500mg · 1980s · 3rd
    | [A-Z]{1,3}\$                                              # US$ · A$
    | n['’]t\b
    | (?:LETTER)+(?:(?=\d)[\w]*)?(?:(?:[-'’&]|\u2010|\u2011)(?:LETTER|\d)+(?:(?<=\d)\.\d+)?)*   # word · F-16 · AT&T
    | \.{2,} | -{2,}
    | [^\w\s]
    | _+
    """.replace("LETTER", _LETTER)
TOKENS: Final = re.compile(_PATTERN.replace("| MAIL\n", ""), re.VERBOSE)
# Tried at every word, to its end: only where there is a mail address.
_TOKENS_AND_MAIL: Final = re.compile(_PATTERN.replace("MAIL", _MAIL), re.VERBOSE)
_CLITICS: Final = ("'s", "'ll", "'re", "'ve", "'d", "'m", "n't")
_NAME_PREFIXES: Final = ("o'", "d'", "l'", "al'")


def tokenize(sentence: str) -> list[Token]:
    """Return the tokens of `sentence` in order; every character that is not white space is in exactly one of them.

    Contractions are cut as in the Penn Treebank ("do" + "n't", "Syria" + "'s"), numbers keep grouping and decimals
    ("1,300"), a currency sign or "%" stands alone, hyphenated words stay whole ("47-year-old"), "5-7" is three tokens.
    """
    tokens: list[Token] = []
    add = tokens.append
    pattern = _TOKENS_AND_MAIL if "@" in sentence else TOKENS
    for match in pattern.finditer(sentence):
        text = match[0]
        if ("'" in text or "’" in text) and len(text) > 2:
            _add_contraction(tokens, match.start(), text)
        else:
            add(Token(match.start(), match.end(), text, text.lower()))
    return tokens


def _add_contraction(tokens: list[Token], start: int, text: str) -> None:
    """Append a word that holds an apostrophe, cut before a clitic; names like O'Brien stay whole."""
    lower = text.lower().replace("’", "'")
    clitic = next((clitic for clitic in _CLITICS if lower.endswith(clitic)), None)
    cut = len(text) - len(clitic) if clitic and len(lower) == len(text) else 0
    if cut == 0 or lower[:cut] + "'" in _NAME_PREFIXES:
        tokens.append(Token(start, start + len(text), text, lower))
        return
    tokens.append(Token(start, start + cut, text[:cut], lower[:cut]))
    tokens.append(Token(start + cut, start + len(text), text[cut:], lower[cut:]))
