"""Other machines, other sites, and paths that lead out: refused."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from flows.cli import main
from flows.explore.guards import POLICY
from flows.home import Home

LINK = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1", "127.0.0.1:80", "evil.example:8321", "127.0.0.1:8321.evil.example", ""]
)
def test_a_host_that_is_not_ours_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/search", headers={"host": host})
    assert answer.status_code == 421
    assert "127.0.0.1:8321" in answer.text


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {"origin": "https://example.org"}, 403),
        ("/", {"origin": "null"}, 403),
        ("/search?format=json", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ("/", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}, 403),
        ("/search", {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, 403),
        ("/ask?sql=FROM+claims", {"sec-fetch-site": "cross-site", **LINK}, 403),
        ("/search", {"sec-fetch-site": "cross-site", **LINK}, 200),
        ("/search", {"sec-fetch-site": "same-origin"}, 200),
        ("/search", {"sec-fetch-site": "none", **LINK}, 200),
        ("/search", {"origin": "http://localhost:8321", "host": "localhost:8321"}, 200),
    ],
)
def test_only_our_own_pages_and_links_that_were_followed_pass(
    client: TestClient, path: str, headers: dict[str, str], status: int
) -> None:
    assert client.get(path, headers=headers).status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    assert client.request(method, "/ask").status_code == 405


def test_every_answer_has_the_policy_and_no_page_a_script_of_its_own(client: TestClient) -> None:
    for path in ("/", "/none", "/search?sure=9", "/style.css", "/article/evil"):
        answer = client.get(path)
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert " style=" not in answer.text
    assert "unsafe" not in POLICY
    report = client.get("/reports/index.html")
    assert report.status_code == 200
    assert "script" not in report.headers["content-security-policy"]
    assert client.get(f"/search?q={'a' * 50_000}").status_code == 414


@pytest.mark.parametrize(
    "path",
    [
        "/reports/../secret.txt",
        "/reports/%2e%2e/secret.txt",
        "/reports/..%2fsecret.txt",
        "/reports//etc/passwd",
        "/ask?saved=../secret",
        "/article/..%2f..%2fsecret.txt",
    ],
)
def test_no_path_leads_out(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "a secret" not in answer.text


def told_by(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["explore", "--no-open", "--port", "0", *arguments])
    return done.exit_code, done.output


def test_what_stands_in_the_way_is_told_with_what_to_do(tmp_path: Path, home: Home) -> None:
    code, told = told_by("--home", str(tmp_path / "none"))
    assert code == 1
    assert "there is no such database yet; run `claimwire nightly` first" in told
    (tmp_path / "claims.duckdb").write_text("no database")
    code, told = told_by("--home", str(tmp_path))
    assert code == 1
    assert "can't be opened" in told
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, told = told_by("--home", str(home.root), "--port", str(port))
    assert code == 2
    assert f"--port {port}: another program listens there; choose another" in told
