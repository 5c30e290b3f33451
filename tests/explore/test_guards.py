"""Other machines, other sites, and paths that lead out: refused."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from flows.cli import main
from flows.commands.explore import to_whom
from flows.explore.app import make_app
from flows.explore.guards import POLICY
from flows.explore.listening import LOOPBACK, OWN_NAMES, bound, is_open, names_of
from flows.home import Home
from warehouse.published import Published

LINK = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}

pytestmark = pytest.mark.lasting


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
        ("/figure/x/why", {"sec-fetch-site": "cross-site", **LINK}, 403),
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


def test_it_listens_on_this_machine_alone_and_says_where_it_does_not() -> None:
    with bound(LOOPBACK, 0) as listener:
        assert not is_open(listener)
        assert names_of(listener, LOOPBACK) == OWN_NAMES
    with bound("127.0.0.2", 0) as listener:
        assert not is_open(listener)
        assert names_of(listener, "127.0.0.2") == (*OWN_NAMES, "127.0.0.2")
    with bound("0.0.0.0", 0) as listener:
        assert is_open(listener)
        names = names_of(listener, "0.0.0.0")
    assert set(OWN_NAMES) < set(names)
    assert socket.gethostname().lower() in names
    assert "0.0.0.0" not in names
    assert "this machine alone" in to_whom(is_open=False)
    assert "everyone" in to_whom(is_open=True)
    assert "without a password" in to_whom(is_open=True)


def test_where_it_listens_for_others_only_the_names_of_the_machine_pass(home: Home) -> None:
    app = make_app(home, Published(home.published), 8321, (*OWN_NAMES, "desk.example.org"))
    with TestClient(app, base_url="http://desk.example.org:8321") as client:
        assert client.get("/search").status_code == 200
        assert client.get("/search", headers={"host": "rebound.example.org:8321"}).status_code == 421
        assert client.get("/search", headers={"origin": "http://desk.example.org:8321"}).status_code == 200


ASKED = "/ask?sql=SELECT+40%2B2+AS+answer"
SAVED = "/ask?saved=tolls"


@pytest.mark.parametrize("path", [ASKED, SAVED])
@pytest.mark.parametrize(
    ("host", "headers", "is_run"),
    [
        ("desk.example.org:8321", {}, False),
        ("desk.example.org:8321", {"referer": "http://evil.example/"}, False),
        ("desk.example.org:8321", {"referer": "http://desk.example.org:8321.evil.example/"}, False),
        ("desk.example.org:8321", {"referer": "http://desk.example.org:8321/ask"}, True),
        ("desk.example.org:8321", {"sec-fetch-site": "none"}, True),
        ("127.0.0.1:8321", {}, True),
        ("localhost:8321", {}, True),
    ],
)
def test_at_an_outer_name_a_question_is_run_only_from_our_own_pages(
    home: Home, path: str, host: str, headers: dict[str, str], is_run: bool
) -> None:
    """Over plain HTTP a browser does not say which site asks, except at the machine's own loopback names."""
    app = make_app(home, Published(home.published), 8321, (*OWN_NAMES, "desk.example.org"))
    with TestClient(app, base_url=f"http://{host}", headers=headers) as client:
        page = client.get(path)
        assert page.status_code == 200
        assert ("<th scope" in page.text) == is_run
        assert ("Press Ask" in page.text) != is_run
        assert "SELECT" in page.text
        assert page.headers["referrer-policy"] == "same-origin"
        assert '<meta name="referrer" content="same-origin">' in page.text
        assert client.get(f"{path}&format=csv").status_code == (200 if is_run else 403)


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
    for host, problem in (
        ("192.0.2.1", "this machine has no such address"),
        ("no such host", "--host no such host: "),
        ("desk..example", "this is no name of a machine"),
        ("a" * 64, "this is no name of a machine"),
    ):
        code, told = told_by("--home", str(home.root), "--host", host)
        assert code == 2
        assert problem in told
        assert "leave --host out" in told
