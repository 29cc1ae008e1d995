"""A real web server, and a client that keeps its connection and its session as a browser does."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from alpr_portal.embedded.demo import answers
from alpr_portal.embedded.demo import web_server as command_of
from alpr_portal.embedded.errors import EmbeddedError
from bench.house import House

HOST = "127.0.0.1"
READY_SECONDS = 60
CSRF = "b" * 32


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def web_server(house: House, name: str, *, settings: str = "alpr_portal.settings") -> Iterator[int]:
    """The web server as the portal starts it; gives its port. Raises EmbeddedError."""
    port = free_port()
    server = house.child(name, *command_of(port), DJANGO_SETTINGS_MODULE=settings)
    try:
        server.start()
        end = time.monotonic() + READY_SECONDS
        while not answers(f"http://{HOST}:{port}/health"):
            if time.monotonic() > end or not server.alive():
                raise EmbeddedError(f"The web server {name} does not answer; see {server.log}.")
            time.sleep(0.1)
        yield port
    finally:
        server.stop()


class Browser:
    """One person at one server."""

    def __init__(self, port: int, session: str, cookie: str) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.headers = {"Cookie": f"{cookie}={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        """The body of a 200; anything else is a mistake of the bench and ends it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self.connection.request(method, path, body, self.headers | named)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server closes a connection that was idle for some seconds.
            self.connection.close()
            self.connection.request(method, path, body, self.headers | named)
            answer = self.connection.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{method} {path} answered {answer.status}: {text[:300]!r}")
        return text

    def get(self, path: str) -> bytes:
        return self.ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> bytes:
        form = urlencode(fields).encode()
        return self.ask("POST", path, form, Content_Type="application/x-www-form-urlencoded")

    def send_frame(self, path: str, data: bytes, fields: dict[str, str]) -> bytes:
        """One file as the upload page's script sends it."""
        edge = "bench-frame-edge"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        parts.append(
            f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="frame.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n".encode()
        )
        body = b"".join(parts) + data + f"\r\n--{edge}--\r\n".encode()
        return self.ask(
            "POST",
            path,
            body,
            Content_Type=f"multipart/form-data; boundary={edge}",
            Accept="application/json",
        )
