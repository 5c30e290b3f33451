"""Makes common_words.txt.gz: `python -m transforms.lexicons.build_common_words ARTICLES.jsonl.gz`.

The words that stand in more than three of a hundred of the articles (JSON lines with `text`), as traits spell them.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from transforms.ledger.traits import words_in
from transforms.lexicons.tables import FOLDER

SHARE = 0.03
HEAD = "# Words that stand in more than 3 of 100 articles; NOTICE.md tells of which.\n"


def main(source: Path) -> None:
    """Count and write."""
    counted: Counter[str] = Counter()
    article_count = 0
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            counted.update({word for word, _ in words_in(json.loads(line)["text"])})
            article_count += 1
    words = sorted(word for word, count in counted.items() if count > SHARE * article_count)
    text = HEAD + "".join(f"{word}\n" for word in words)
    (FOLDER / "common_words.txt.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
