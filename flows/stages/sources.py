"""Which sources a night asks: those named on the command line, else those of the settings."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import SecretStr

from flows.settings import Settings, SourceSettings
from flows.sources import check_source, recognise
from transforms.articles.urls import shown_url
from transforms.errors import SettingsError


def sources_of(settings: Settings, places: Sequence[str]) -> tuple[SourceSettings, ...]:
    """The sources of a night, ordered by name; raises SettingsError where one will not do, or two share a name."""
    sources = tuple(recognise(place) for place in places) or settings.sources
    if not sources:
        remedy = "name a file, a folder or an address on the command line, or add a [[sources]] table"
        raise SettingsError("sources", "there is none", remedy)
    by_name: dict[str, SourceSettings] = {}
    for source in sources:
        _check(source, "" if places else f"{settings.origin}: ")
        twin = by_name.setdefault(source.name, source)
        if twin.place != source.place:
            remedy = "name them apart in [[sources]] of the settings"
            places_shown = " and ".join(_shown(each.place) for each in (twin, source))
            raise SettingsError("sources", f"{places_shown} would both be named {source.name!r}", remedy)
    return tuple(by_name[name] for name in sorted(by_name))


def _check(source: SourceSettings, file: str) -> None:
    """Raise SettingsError, naming the settings' file, where the source will not do."""
    try:
        check_source(source)
    except SettingsError as error:
        raise SettingsError(f"{file}{error.where}", error.problem, error.remedy) from None


def _shown(place: str) -> str:
    """A place as people may see it: an address without its secrets."""
    return shown_url(place) if "://" in place else place


def wrapped(place: str) -> str | SecretStr:
    """A place as it may be handed to Prefect: wrapped where its address holds a secret."""
    return place if _shown(place) == place else SecretStr(place)


def opened(place: object) -> str:
    """The place that `wrapped` was given."""
    return place.get_secret_value() if isinstance(place, SecretStr) else str(place)
