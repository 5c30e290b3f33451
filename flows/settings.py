"""One frozen `Settings`, the only reader of settings files and of the environment.

Read from `claimwire.toml` (``--config``, else ``CLAIMWIRE_CONFIG``, else the working folder's) and then from
``CLAIMWIRE_*``, which wins: ``CLAIMWIRE_HOME`` for a key of the top, ``CLAIMWIRE_WORKERS_COUNT`` for one of a section,
lists separated by commas.  A wrong key, type or value raises SettingsError with its place and the values that would do.
Relative paths in the file count from the file's folder.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from flows.settings_problems import settings_error
from transforms.errors import SettingsError

CONFIG_NAME: Final = "claimwire.toml"
PREFIX: Final = "CLAIMWIRE_"
DEFAULT_HOME: Final = "claimwire-home"

MEBIBYTE: Final = 1 << 20

Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Share = Annotated[float, Field(ge=0, le=1)]
Factor = Annotated[float, Field(gt=1)]


class Section(BaseModel):
    """What all parts of the settings share: frozen, and no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceSettings(Section):
    """One place that documents come from."""

    name: Annotated[str, Field(min_length=1, max_length=200, description="a name for the source")]
    kind: Annotated[Literal["folder", "feed", "pages", "sitemap", "warc"], Field(description="what the place is")]
    place: Annotated[str, Field(min_length=1, description="a path, or an address that begins with http")]
    options: Annotated[
        dict[str, str | int | float | bool], Field(description="a table of options of this kind of source")
    ] = Field(default_factory=dict)


class PublishSettings(Section):
    """One place outside of the home that every night is published to."""

    to: Annotated[
        str, Field(min_length=1, description="as `parquet:DIR`, `ducklake:sqlite:FILE` or `ducklake:postgres:dbname=…`")
    ]
    data: Annotated[
        str | None,
        Field(min_length=1, description="the folder of a new lake's files; else beside the catalogue's file"),
    ] = None


class WorkerSettings(Section):
    """Where the shards of articles are worked on.  The claims do not depend on any of it."""

    kind: Annotated[Literal["threads", "processes", "dask"], Field(description="where shards run")] = "processes"
    count: Annotated[Count, Field(le=1024, description="how many shards run at once")] = max(1, os.cpu_count() or 1)
    dask_address: Annotated[
        str | None, Field(description='the address of a Dask scheduler, as "tcp://host:8786"; else one is started')
    ] = None


class LimitSettings(Section):
    """What is too big or too slow to take in; beyond a limit a document is rejected with the limit's name."""

    document_bytes: Annotated[Count, Field(description="bytes of one document, unpacked")] = 20 * MEBIBYTE
    container_bytes: Annotated[Count, Field(description="bytes of one file of many documents, unpacked")] = (
        8192 * MEBIBYTE
    )
    response_bytes: Annotated[Count, Field(description="bytes of one answer of a server")] = 20 * MEBIBYTE
    unpacked_ratio: Annotated[Count, Field(description="bytes unpacked from one byte packed")] = 200
    connect_s: Annotated[Seconds, Field(description="seconds to wait for a connection")] = 10.0
    read_s: Annotated[Seconds, Field(description="seconds to wait for the next bytes")] = 20.0
    total_s: Annotated[Seconds, Field(description="seconds for one answer in all")] = 60.0
    redirects: Annotated[int, Field(ge=0, le=50, description="redirects that are followed")] = 5
    attempts: Annotated[Count, Field(le=20, description="attempts at one address")] = 3
    entries: Annotated[Count, Field(description="entries read from one feed")] = 1000
    sitemaps: Annotated[Count, Field(description="sitemaps read for one source in a run")] = 200
    sitemap_bytes: Annotated[Count, Field(description="bytes of one sitemap, unpacked")] = 50 * MEBIBYTE
    sitemap_pages: Annotated[Count, Field(description="pages asked for out of the sitemaps of one source in a run")] = (
        5000
    )


class WebSettings(Section):
    """How the web is asked."""

    user_agent: Annotated[str, Field(min_length=1, description="what servers are told of us")] = (
        "claimwire/0.1 (nightly reader of news; obeys robots.txt)"
    )
    seconds_between: Annotated[float, Field(ge=0, le=3600, description="seconds between two requests to a host")] = 1.0
    hosts_at_once: Annotated[int, Field(ge=1, le=256, description="hosts of which an answer is under way at once")] = 32
    allowed_hosts: Annotated[
        tuple[str, ...], Field(description="hosts that may be asked although their address is private or loopback")
    ] = ()


class NotifySettings(Section):
    """Who is told of a night that was held or failed."""

    urls: Annotated[tuple[str, ...], Field(description="notification addresses that Apprise knows")] = ()
    webhook: Annotated[
        str | None, Field(pattern=r"^https?://", description="an http(s) address that takes a JSON POST")
    ] = None
    command: Annotated[tuple[str, ...], Field(description="a program with its arguments; JSON on its input")] = ()


class CheckSettings(Section):
    """Where the checks of a whole batch draw their lines (expectations/limits.py)."""

    critical_quarantined_share: Annotated[Share, Field(description="share of claims set aside that holds a night")] = (
        0.25
    )
    usual_quarantined_limit: Annotated[Share, Field(description="share of claims set aside that is told")] = 0.05
    usual_rejected_limit: Annotated[Share, Field(description="share of documents rejected that is told")] = 0.1
    min_claims: Annotated[Count, Field(description="claims from which shares of claims are judged")] = 40
    min_articles: Annotated[Count, Field(description="articles from which claims an article are judged")] = 20
    min_documents: Annotated[Count, Field(description="documents from which shares of documents are judged")] = 20
    min_pages: Annotated[Count, Field(description="articles of a source from which its layout is looked at")] = 5
    text_factor: Annotated[
        float, Field(gt=1, description="times shorter than usual that the texts of a source may be")
    ] = 3.0
    share_change: Annotated[
        float, Field(gt=0, le=1, description="change of the share of pages with a day, a title or a text of their own")
    ] = 0.5
    min_nights: Annotated[Count, Field(description="nights from which there is a usual")] = 5
    min_flood: Annotated[Count, Field(description="documents from which a source can flood")] = 200
    yield_factor: Annotated[Factor, Field(description="times the usual claims an article")] = 4.0
    volume_factor: Annotated[Factor, Field(description="times the usual documents of a source")] = 10.0
    silence_factor: Annotated[Factor, Field(description="times the usual gap between a source's documents")] = 5.0
    min_silent_days: Annotated[Count, Field(description="days from which a source can be silent")] = 3


class ConventionSettings(Section):
    """Which of the published conventions the words for vague numbers follow."""

    variant: Annotated[
        Literal["claimwire", "acled", "wikimpacts"], Field(description="a variant of the table of hedges")
    ] = "claimwire"


class PrefectSettings(Section):
    """How long to wait for Prefect, and what to keep of it.  Its own settings (PREFECT_API_URL, …) stay its own."""

    startup_s: Annotated[Seconds, Field(description="seconds to wait for the server to start")] = 180.0
    history_days: Annotated[
        Count, Field(le=36_500, description="days that a database of Prefect's in the home keeps a flow run")
    ] = 90


class Settings(Section):
    """All that a run may be told.  Paths are absolute."""

    home: Annotated[Path, Field(description="the folder that a pipeline keeps everything in")] = Path(DEFAULT_HOME)
    sources: Annotated[tuple[SourceSettings, ...], Field(description="one [[sources]] table for each source")] = ()
    publish: Annotated[
        tuple[PublishSettings, ...], Field(description="one [[publish]] table for each place to publish to")
    ] = ()
    workers: WorkerSettings = WorkerSettings()
    limits: LimitSettings = LimitSettings()
    web: WebSettings = WebSettings()
    notify: NotifySettings = NotifySettings()
    checks: CheckSettings = CheckSettings()
    conventions: ConventionSettings = ConventionSettings()
    prefect: PrefectSettings = PrefectSettings()
    _origin: str = PrivateAttr(CONFIG_NAME)

    @property
    def origin(self) -> str:
        """The file that they were read from, for whoever finds something wrong with them later."""
        return self._origin


SECTIONS: Final = {
    name: field.annotation
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
}


def read_settings(
    config: Path | None = None, home: Path | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """The settings of the file, the environment and the command line (`home`), the later ones winning.

    Raises SettingsError for a missing or broken file and for every wrong key, type or value.
    """
    environment = os.environ if environment is None else environment
    path = _config_path(config, environment)
    given = _read_file(path) if path else {}
    base = path.parent if path and "home" in given else Path()
    origins = {"": str(path or CONFIG_NAME)}
    _add_environment(given, environment, origins)
    if home is not None:
        given["home"] = str(home)
        origins["home"] = "--home"
    settings = _validate(given, origins)
    settings._origin = origins[""]
    _check_sources(settings, origins)
    places = _absolute_places(settings, path.parent if path else Path.cwd(), origins)
    settings = settings.model_copy(update={"publish": places})
    return _with_absolute_paths(settings, Path() if "home" in origins else base, path)


def _config_path(config: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = config or (Path(environment[PREFIX + "CONFIG"]) if environment.get(PREFIX + "CONFIG") else None)
    if named is None:
        return Path(CONFIG_NAME).resolve() if Path(CONFIG_NAME).is_file() else None
    if not named.is_file():
        raise SettingsError(str(named), "there is no such settings file", "give the path of a TOML file")
    return named.resolve()


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(str(path), f"not valid TOML: {error}", "mend the line that is named") from error
    except UnicodeDecodeError as error:
        raise SettingsError(str(path), "not UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        raise SettingsError(str(path), error.strerror or str(error), "make the file readable") from error


def _add_environment(given: dict[str, Any], environment: Mapping[str, str], origins: dict[str, str]) -> None:
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name == PREFIX + "CONFIG":
            continue
        section, _, key = name.removeprefix(PREFIX).lower().partition("_")
        if not key and section == "home":
            given["home"], origins["home"] = environment[name], name
        elif section in SECTIONS and key in SECTIONS[section].model_fields:
            annotation = SECTIONS[section].model_fields[key].annotation
            given[section] = {
                **_table(given.get(section), section, origins),
                key: _typed(environment[name], annotation),
            }
            origins[f"{section}.{key}"] = name
        else:
            raise SettingsError(name, "no such setting", _known_variables(name))


def _known_variables(name: str) -> str:
    names = environment_names()
    close = get_close_matches(name, names, n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    return f"{meant}the variables that are read are {', '.join(names)}"


def environment_names() -> list[str]:
    """Every variable of the environment that is read."""
    of_sections = [
        f"{PREFIX}{section}_{key}".upper() for section, kind in SECTIONS.items() for key in kind.model_fields
    ]
    return [PREFIX + "CONFIG", PREFIX + "HOME", *of_sections]


def _table(value: Any, section: str, origins: Mapping[str, str]) -> dict[str, Any]:
    if value is None or isinstance(value, dict):
        return value or {}
    raise SettingsError(f"{origins['']}: {section}", "not a table", f"write its keys under [{section}]")


def _typed(text: str, annotation: Any) -> Any:
    """The text of a variable as TOML would give it; what does not parse is left for the validation to refuse."""
    if annotation == tuple[str, ...]:
        return [part.strip() for part in text.split(",") if part.strip()]
    for kind in (int, float):
        if annotation is kind:
            try:
                return kind(text)
            except ValueError:
                return text
    return text


def _validate(given: dict[str, Any], origins: Mapping[str, str]) -> Settings:
    try:
        # Through JSON, since pydantic's strict mode takes a list for a tuple only from there.
        return Settings.model_validate_json(json.dumps(given, default=str), strict=True)
    except ValidationError as error:
        raise settings_error(error, Settings, origins) from error


def _check_sources(settings: Settings, origins: Mapping[str, str]) -> None:
    names = [source.name for source in settings.sources]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(f"{origins['']}: sources", f"two sources are named {name!r}", "give each its own name")


def _absolute_places(settings: Settings, base: Path, origins: Mapping[str, str]) -> tuple[PublishSettings, ...]:
    """What is published to, checked, and named so that it means the same everywhere."""
    if not settings.publish:
        return ()
    from warehouse.targets import target_of  # it brings DuckDB, which settings without a place do without

    places = []
    for number, each in enumerate(settings.publish, start=1):
        target = target_of(each.to, each.data, base, f"{origins['']}: publish[{number}]")
        places.append(PublishSettings(to=target.to, data=str(target.data) if target.data else None))
    return tuple(places)


def _with_absolute_paths(settings: Settings, base: Path, config: Path | None) -> Settings:
    sources = settings.sources
    if config is not None:
        sources = tuple(
            source if "://" in source.place else source.model_copy(update={"place": str(config.parent / source.place)})
            for source in sources
        )
    home = (base / settings.home.expanduser()).resolve()
    return settings.model_copy(update={"home": home, "sources": sources})
