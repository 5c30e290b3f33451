"""Telling someone of a night that was held, failed or not published: a webhook, a command, or what Apprise knows."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, dataclass

from flows.http_logs import keep_still
from flows.settings import NotifySettings

WAIT_S = 30.0
ENDINGS = {"held": "was held", "failed": "failed", "unpublished": "was loaded, but could not be published"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told: which run, how it ended (a key of ENDINGS), and why; the report's path."""

    run_id: str
    outcome: str
    message: str
    report: str

    @property
    def title(self) -> str:
        """One line that says it all."""
        return f"claimwire: the night {self.run_id} {ENDINGS[self.outcome]}"


def tell(notice: Notice, settings: NotifySettings) -> list[str]:
    """Send `notice` to all that the settings name; a line for each that could not be reached, without its secrets."""
    keep_still()
    failures = []
    for name, send, is_set in (
        ("webhook", _post, settings.webhook is not None),
        ("command", _run, bool(settings.command)),
        ("urls", _apprise, bool(settings.urls)),
    ):
        if is_set:
            try:
                send(notice, settings)
            except Exception as error:  # whatever goes wrong here must not hide how the night ended
                failures.append(f"notify.{name}: not delivered ({type(error).__name__}); check it in the settings")
    return failures


def _post(notice: Notice, settings: NotifySettings) -> None:
    import httpx

    assert settings.webhook is not None
    body = {"title": notice.title, **asdict(notice)}
    httpx.post(settings.webhook, json=body, timeout=WAIT_S).raise_for_status()


def _run(notice: Notice, settings: NotifySettings) -> None:
    body = json.dumps({"title": notice.title, **asdict(notice)})
    subprocess.run(settings.command, input=body, text=True, timeout=WAIT_S, check=True, stdout=subprocess.DEVNULL)


def _apprise(notice: Notice, settings: NotifySettings) -> None:
    import apprise

    messenger = apprise.Apprise()
    for url in settings.urls:
        if not messenger.add(url):
            raise ValueError("an address that Apprise does not know")
    if not messenger.notify(title=notice.title, body=f"{notice.message}\n{notice.report}"):
        raise ConnectionError("not delivered")
