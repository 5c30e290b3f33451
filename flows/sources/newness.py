"""Whether what a sitemap says of a page makes it new since it was last taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from transforms.articles.publication import publication_day


@dataclass(frozen=True, slots=True)
class Stated:
    """The last change that a page states: by `at` (UTC without a zone) it was made.

    Of a day alone (`is_day`) that is the day's end, in the last zone of the earth: it may change again until then.
    """

    at: datetime
    is_day: bool = False


_LAST_ZONE = timedelta(hours=12)


def stated_change(*written: str | None) -> Stated | None:
    """The latest change of those that are `written`; null where none can be read."""
    found = [stated for each in written if each and (stated := _stated(each))]
    return max(found, key=lambda stated: stated.at, default=None)


def _stated(written: str) -> Stated | None:
    if "T" in written or ":" in written:
        try:
            at = datetime.fromisoformat(written)
            return Stated(at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at)
        except (ValueError, OverflowError):
            pass
    day = publication_day(written)
    return Stated(datetime.combine(day, time.max) + _LAST_ZONE, is_day=True) if day else None


def is_due(stated: Stated | None, taken_at: datetime | None, now: datetime) -> bool:
    """Whether a page that was taken at `taken_at` (null: never) is to be asked for at `now`.

    One that was taken is due again only if it says that it has changed since: never said, it is read once; and what it
    says of the future it may say every night.  A day's change counts as made when the day is over everywhere.
    """
    if taken_at is None:
        return True
    if stated is None or stated.at > now:
        return False
    return taken_at < stated.at
