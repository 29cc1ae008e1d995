"""Sending frames the way a browser does, file names and all: Django's own test client tidies names first."""

from dataclasses import dataclass
from pathlib import Path

import redis
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from reads.models import Frame
from tests.factories.reads import under_access
from tests.reads.picture_files import png

BOUNDARY = "a-boundary-of-the-tests"
PAGE, API = "/frames/upload", "/api/v1/frames"


@dataclass(frozen=True)
class Sent:
    """One file of an upload."""

    name: str
    data: bytes


def numbered(number: int, name: str = "") -> Sent:
    """A small good frame that differs from every other number's."""
    colour = (number % 256, number // 256 % 256, 77)
    return Sent(name or f"frame {number}.png", png(Image.new("RGB", (64, 64), colour)))


def body(files: list[Sent], **fields: str) -> bytes:
    parts = []
    for name, value in fields.items():
        parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value.encode())
    for file in files:
        shown = file.name.replace("\\", "\\\\").replace('"', '\\"')
        head = f'Content-Disposition: form-data; name="files"; filename="{shown}"\r\n'
        head += "Content-Type: image/jpeg\r\n\r\n"
        parts.append(head.encode() + file.data)
    opening = f"--{BOUNDARY}\r\n".encode()
    return b"".join(opening + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()


def send(client: Client, *files: Sent, camera: str, to: str = PAGE, **headers: str) -> HttpResponse:
    fields = {"camera": camera} if camera else {}
    return client.post(
        to,
        body(list(files), **fields),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        headers=headers,
    )


def send_with_script(client: Client, *files: Sent, camera: str) -> list[dict[str, str]]:
    """What the upload page's own script is told, file by file."""
    answer = send(client, *files, camera=camera, accept="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()["files"]


def frames() -> list[Frame]:
    """All frames, oldest first."""
    with under_access():
        return list(Frame.objects.order_by("id"))


def original_of(frame: Frame) -> bytes:
    with default_storage.open(frame.original) as file:
        return file.read()


def stored_files() -> list[Path]:
    """Every file in the test's storage."""
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return sorted(path for path in folder.rglob("*") if path.is_file())


class Queue:
    """The real queue, emptied first."""

    def __init__(self) -> None:
        self.redis = redis.Redis.from_url(settings.REDIS_URL)
        self.redis.delete("celery")

    def messages(self) -> list[bytes]:
        return self.redis.lrange("celery", 0, -1)
