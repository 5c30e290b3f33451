"""The columns that tell what the pages of one source were like in one run."""

from __future__ import annotations

from typing import Final

from transforms.columns import INT, REAL, Column

DATE_SOURCES: Final = ("given", "feed", "json-ld", "meta tag", "url", "text", "none")
# Of what has a day, the share by where that comes from: source → name of the share.
DATE_SHARES: Final = {
    source: f"date_{source.replace('-', '_').replace(' ', '_')}_share" for source in DATE_SOURCES if source != "none"
}

LAYOUT_COLUMNS: Final[dict[str, Column]] = {
    "page_count": Column(INT, "articles of the source that the run brought"),
    "text_length": Column(REAL, "median length of their texts, in Unicode code points"),
    "dated_share": Column(REAL, "0 to 1: share of them with a day"),
    "titled_share": Column(REAL, "0 to 1: share of them with a title"),
    "repeated_share": Column(REAL, "0 to 1: share of them with a text that another one of the run has"),
    **{
        share: Column(
            REAL,
            f"0 to 1: of those with a day the share whose day comes from: {source}; null where that was not kept",
            nullable=True,
        )
        for source, share in DATE_SHARES.items()
    },
}
