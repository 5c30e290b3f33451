"""Stretches of one to three sentences, cut out of labelled articles: what a figure means there without the rest.

Made sentences teach denials and doubts, and are short; labelled articles are long.  Without these a reader takes what
is short for a denial.
"""

from __future__ import annotations

import hashlib
import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, Final

from transforms.sentences import split_sentences

SENTENCES: Final = (1, 1, 1, 2, 2, 3)  # how many are cut out, drawn evenly from these
SPOKEN_SHARE: Final = 0.6  # how often a figure is looked for that someone is said to tell: of denials all are
TITLE_SHARE: Final = 0.3
KEPT: Final = ("start", "end", "modality", "measure", "role")  # what the words of a stretch tell without the rest

Article = dict[str, Any]


def stretch_articles(articles: Iterable[Article], share: float = 1.0) -> Iterator[Article]:
    """Of a `share` of the articles one stretch each, with the labels of its figures; the same for the same article."""
    for article in articles:
        draw = random.Random(hashlib.sha256(f"stretch {article['id']}".encode()).digest())
        if article["claims"] and draw.random() < share:
            yield _stretch(article, draw)


def _stretch(article: Article, draw: random.Random) -> Article:
    text, claims = article["text"], article["claims"]
    spoken = [claim for claim in claims if claim.get("speaker")]
    chosen = draw.choice(spoken if spoken and draw.random() < SPOKEN_SHARE else claims)
    sentences = split_sentences(text)
    at = max(0, bisect_right(sentences, chosen["start"], key=lambda sentence: sentence.start) - 1)
    count = draw.choice(SENTENCES)
    first = max(0, at - draw.randrange(count))
    start, end = sentences[first].start, sentences[min(first + count, len(sentences)) - 1].end
    inside = (claim for claim in claims if start <= claim["start"] and claim["end"] <= end)
    shifted = [
        {name: claim[name] - start if name in ("start", "end") else claim[name] for name in KEPT if name in claim}
        for claim in inside
    ]
    title = article.get("title") if draw.random() < TITLE_SHARE else None
    return article | {"id": f"{article['id']}/stretch", "title": title, "text": text[start:end], "claims": shifted}
