"""Notices reach a webhook, a command and an address of Apprise, and a failure of theirs hides nothing."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.http_logs import LIBRARIES
from flows.notify import Notice, tell
from flows.settings import NotifySettings

NOTICE = Notice("run1", "held", "critical: half of the claims fail", "/home/reports/index.html")


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent."""

    received: list[dict[str, object]]

    def do_POST(self) -> None:
        self.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """An address on this machine, and what was sent to it."""
    Receiver.received = []
    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}", Receiver.received
        server.shutdown()
        thread.join()


def test_a_webhook_gets_json(receiver: tuple[str, list[dict[str, object]]]) -> None:
    address, received = receiver
    assert tell(NOTICE, NotifySettings(webhook=f"http://{address}/hook?token=hunter2")) == []
    assert received[0]["run_id"] == "run1"
    assert received[0]["outcome"] == "held"


def test_a_command_gets_json_on_its_input(tmp_path: Path) -> None:
    copy = f"import sys, pathlib; pathlib.Path({str(tmp_path / 'got')!r}).write_text(sys.stdin.read())"
    assert tell(NOTICE, NotifySettings(command=(sys.executable, "-c", copy))) == []
    assert json.loads((tmp_path / "got").read_text())["message"] == NOTICE.message


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Apprise's own
def test_an_address_of_apprise_is_told(receiver: tuple[str, list[dict[str, object]]]) -> None:
    address, received = receiver
    assert tell(NOTICE, NotifySettings(urls=(f"json://{address}",))) == []
    assert "half of the claims" in str(received[0]["message"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Apprise's own
def test_what_can_not_be_reached_is_told_without_its_secret() -> None:
    settings = NotifySettings(
        webhook="http://127.0.0.1:9/hunter2", command=("no-such-program", "hunter2"), urls=("nosuch://hunter2",)
    )
    failures = tell(NOTICE, settings)
    assert [failure.partition(":")[0] for failure in failures] == ["notify.webhook", "notify.command", "notify.urls"]
    assert "hunter2" not in "".join(failures)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Apprise's own
def test_no_log_holds_an_address_that_was_told(
    receiver: tuple[str, list[dict[str, object]]], caplog: pytest.LogCaptureFixture
) -> None:
    address, received = receiver
    for name in LIBRARIES:  # as if nothing had been said of them yet
        logging.getLogger(name).setLevel(logging.NOTSET)
    caplog.set_level(logging.DEBUG)
    settings = NotifySettings(webhook=f"http://{address}/hunter2", urls=(f"json://me:hunter2@{address}/hunter2",))
    assert tell(NOTICE, settings) == []
    assert len(received) == 2
    assert "hunter2" not in caplog.text


def test_nobody_is_told_where_nothing_is_set() -> None:
    assert tell(NOTICE, NotifySettings()) == []
