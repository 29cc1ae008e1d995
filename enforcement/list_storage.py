"""The bytes of received files, kept as they came under names of our own."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

ENDINGS = (".csv", ".txt", ".tsv", ".xlsx")
CHUNK = 2**20


class FileRefused(Exception):
    """A sentence: the file is not even taken in."""


@dataclass(frozen=True)
class Stored:
    """`name` in storage, `sha256` and `size` (bytes) of what was received."""

    name: str
    sha256: str
    size: int


def keep(file: BinaryIO, *, name: str, uid: uuid.UUID, now: datetime) -> Stored:
    """Raises FileRefused; then nothing is kept."""
    ending = PurePosixPath(name.lower()).suffix
    if ending not in ENDINGS:
        raise FileRefused(f"Send a CSV or an XLSX file; “{name}” ends with neither .csv nor .xlsx.")
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while data := file.read(CHUNK):
        digest.update(data)
        size += len(data)
        if size > settings.ALPR_LIST_BYTES:
            raise FileRefused(too_large(name))
    if not size:
        raise FileRefused(f"“{name}” is empty.")
    file.seek(0)
    stored = default_storage.save(f"lists/{now:%Y/%m/%d}/{uid}{ending}", File(file))
    return Stored(stored, digest.hexdigest(), size)


def too_large(name: str) -> str:
    most = settings.ALPR_LIST_BYTES // 2**20
    return f"“{name}” has more than {most} MB. Send it as CSV, or in parts that are not the whole list."


def forget(name: str) -> None:
    default_storage.delete(name)


def opened(name: str) -> File:
    """Raises FileNotFoundError."""
    return default_storage.open(name)
