"""What HTTP/2 would change for a host that is asked one thing at a time: `python -m tests.benchmarks.http_versions`.

One server with TLS on this machine, in a process of its own, gives pages of 60 kB to one connection of httpcore, the
client that the night uses: over HTTP/1.1, over HTTP/2 one after the other, and over HTTP/2 ten at once, which no polite
reader does.  Prints milliseconds of the client's processor and of the clock for a page, and bytes that the client sent.
The certificate is made by `openssl`.
"""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import h2.config
import h2.connection
import h2.events
import httpcore

PAGES: Final = 400
AT_ONCE: Final = 10
LATENCY_S: Final = 0.02
BODY: Final = b"<p>On Monday 300 people came to the harbour, the mayor said.</p>" * 940
SENT: Final = [("User-Agent", "claimwire/0.1 (nightly reader of news; obeys robots.txt)"), ("Accept", "*/*")] + [
    (name, '"0123456789abcdef"') for name in ("If-None-Match", "If-Modified-Since")
]  # fmt: skip


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of localhost, and its key."""
    made = folder / "cert.pem", folder / "key.pem"
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    command = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    subprocess.run(
        [*command, "-days", "2", "-out", made[0], "-keyout", made[1], *subject], check=True, capture_output=True
    )
    return made


def serve(folder: Path) -> None:
    """Serve pages in both versions until the standard input ends; prints the port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    context.set_alpn_protocols(["h2", "http/1.1"])
    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)

    def accept() -> None:
        while True:
            stream = context.wrap_socket(server.accept()[0], server_side=True)
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            speak = speak_2 if stream.selected_alpn_protocol() == "h2" else speak_1
            threading.Thread(target=speak, args=(stream,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


def speak_1(stream: ssl.SSLSocket) -> None:
    """HTTP/1.1."""
    read = b""
    while chunk := stream.recv(65536):
        read += chunk
        while b"\r\n\r\n" in read:
            _, _, read = read.partition(b"\r\n\r\n")
            time.sleep(LATENCY_S)
            stream.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
            )


def speak_2(stream: ssl.SSLSocket) -> None:
    """HTTP/2, a request's answer after LATENCY_S, several at once."""
    state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    state.initiate_connection()
    stream.sendall(state.data_to_send())
    waiting: list[tuple[float, int]] = []
    left: dict[int, int] = {}
    stream.settimeout(0.001)
    while True:
        try:
            chunk = stream.recv(65536)
            if not chunk:
                return
            for event in state.receive_data(chunk):
                if isinstance(event, h2.events.RequestReceived):
                    waiting.append((time.monotonic() + LATENCY_S, event.stream_id))
        except TimeoutError:
            pass
        due = [number for at, number in waiting if at <= time.monotonic()]
        waiting = [(at, number) for at, number in waiting if number not in due]
        for number in due:
            state.send_headers(
                number, [(":status", "200"), ("content-type", "text/html"), ("content-length", str(len(BODY)))]
            )
            left[number] = 0
        for number, at in list(left.items()):
            while at < len(BODY) and (
                room := min(state.local_flow_control_window(number), state.max_outbound_frame_size)
            ):
                part = BODY[at : at + room]
                at += len(part)
                state.send_data(number, part, end_stream=at == len(BODY))
            left[number] = at
            if at == len(BODY):
                del left[number]
        if data := state.data_to_send():
            stream.sendall(data)


class Counted(httpcore.NetworkBackend):
    """Connections whose sent bytes are counted, before TLS."""

    def __init__(self) -> None:
        self.inner, self.sent = httpcore.SyncBackend(), 0

    def connect_tcp(self, *given: Any, **named: Any) -> httpcore.NetworkStream:
        """A connection."""
        return _CountedStream(self.inner.connect_tcp(*given, **named), self)


class _CountedStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, of: Counted) -> None:
        self._inner, self._of = inner, of

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._of.sent += len(buffer)
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, *given: Any, **named: Any) -> httpcore.NetworkStream:
        return _CountedStream(self._inner.start_tls(*given, **named), self._of)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def measure(name: str, url: str, trusted: Path, at_once: int, *, is_2: bool) -> None:
    """Fetch PAGES and print what one took."""
    backend, context = Counted(), ssl.create_default_context(cafile=str(trusted))
    with (
        httpcore.ConnectionPool(ssl_context=context, http1=not is_2, http2=is_2, network_backend=backend) as pool,
        ThreadPoolExecutor(at_once) as threads,
    ):
        pool.request("GET", url, headers=SENT)
        backend.sent, began, processor = 0, time.monotonic(), time.process_time()
        for reply in threads.map(lambda n: pool.request("GET", f"{url}{n}", headers=SENT), range(PAGES)):
            assert (reply.status, len(reply.content)) == (200, len(BODY))
        clock, spent = time.monotonic() - began, time.process_time() - processor
    print(
        f"{name}: {spent / PAGES * 1e3:.2f} ms of the processor, {clock / PAGES * 1e3:.1f} ms by the clock, "
        f"{backend.sent / PAGES:,.0f} bytes sent for a page",
        flush=True,
    )


def main() -> None:
    """Measure three ways, or serve."""
    if len(sys.argv) > 1:
        serve(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        trusted, _ = certificate(Path(folder))
        command = [sys.executable, "-m", "tests.benchmarks.http_versions", folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            url = f"https://localhost:{int(server.stdout.readline())}/"
            measure("HTTP/1.1, one after the other", url, trusted, 1, is_2=False)
            measure("HTTP/2, one after the other", url, trusted, 1, is_2=True)
            measure(f"HTTP/1.1, {AT_ONCE} at once", url, trusted, AT_ONCE, is_2=False)
            measure(f"HTTP/2, {AT_ONCE} at once", url, trusted, AT_ONCE, is_2=True)
            assert server.stdin is not None
            server.stdin.close()


if __name__ == "__main__":
    main()
