"""A real web server, and a screen that listens to its stream: byte by byte, as a browser would."""

import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from accounts.models import User
from alpr_portal.embedded.demo import answers, web_server
from tests.factories.accounts import log_in

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 30
"""Seconds; only a limit against hanging."""
CSRF = "c" * 32


def wait_until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"Waited in vain for {what}."
        time.sleep(0.05)


class Server:
    """uvicorn on loopback, with its own log."""

    def __init__(self, port: int, log: Path, **environment: str) -> None:
        self.port = port
        self.log = log
        self.environment = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                web_server(self.port), cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        wait_until(lambda: answers(f"http://127.0.0.1:{self.port}/health"), "the web server")

    def stop(self) -> bool:
        """Whether it ended by itself when it was told to, having closed what it had open."""
        assert self.process is not None
        self.process.terminate()
        status = self.process.wait(timeout=PATIENCE)
        return status in (0, -signal.SIGTERM) and "Finished server process" in self.log.read_text()


@dataclass(frozen=True)
class Told:
    """One event of the stream."""

    event: str
    data: str
    id: str


class Person:
    """Somebody with a session, at the server."""

    def __init__(self, server: Server, user: User) -> None:
        self.server = server
        key = log_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={CSRF}",
            "X-CSRFToken": CSRF,
        }

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        connection = self.connection()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, self.headers | named)
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def send_read(self, image: bytes, plate: str, *, camera: str = "car-12-left") -> str:
        """A frame with one ready read; the read's id."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        reads = [{"plate": plate, "region": "us-ca", "confidence": 0.9, "box": [10, 10, 100, 50]}]
        fields = {
            "camera": camera,
            "reads": json.dumps(reads),
            "image": SimpleUploadedFile("street.jpg", image, content_type="image/jpeg"),
        }
        answer = self.ask(
            "POST", "/api/v1/reads", encode_multipart(BOUNDARY, fields), Content_Type=MULTIPART_CONTENT
        )
        assert answer.status == 201, answer.body
        return json.loads(answer.body)["reads"][0]["id"]

    def listen(self, *, vehicle: str = "Car 12", after: str = "", last: str = "") -> "Screen":
        return Screen(self, vehicle, after, last)


class Screen:
    """An open stream. `next` gives its events in order; `open` and `beat` are passed over."""

    def __init__(self, person: Person, vehicle: str, after: str, last: str) -> None:
        self.told: queue.Queue[Told | None] = queue.Queue()
        self.connection = person.connection()
        query = urlencode({"vehicle": vehicle} | ({"after": after} if after else {}))
        headers = person.headers | {"Accept": "text/event-stream"} | ({"Last-Event-ID": last} if last else {})
        self.connection.request("GET", f"/patrol/live?{query}", headers=headers)
        self.answer = self.connection.getresponse()
        self.last_id = last or after
        if self.answer.status == 200:
            self.reader = threading.Thread(target=self.read, daemon=True)
            self.reader.start()
            assert self.told.get(timeout=PATIENCE).event == "open"

    def read(self) -> None:
        event, data, id = "", [], ""
        try:
            for raw in self.answer:
                line = raw.decode().rstrip("\n")
                word, _, value = line.partition(": ")
                if not line:
                    self.told.put(Told(event, "\n".join(data), id))
                    event, data, id = "", [], ""
                elif word == "event":
                    event = value
                elif word == "id":
                    id = value
                elif word.rstrip(":") == "data":
                    data.append(value)
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass
        self.told.put(None)

    def next(self) -> Told | None:
        """The next event, or None at the stream's end."""
        while True:
            told = self.told.get(timeout=PATIENCE)
            if told is None:
                return None
            self.last_id = told.id or self.last_id
            if told.event != "beat":
                return told

    def cards_until(self, *uids: str) -> str:
        """Everything pushed until all of these have been."""
        pushed = ""
        while not all(uid in pushed for uid in uids):
            told = self.next()
            assert told is not None and told.event == "cards", told
            pushed += told.data
        return pushed

    def close(self) -> None:
        if self.connection.sock is not None:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.reader.join(PATIENCE)
        self.answer.close()
        self.connection.close()
