"""Where pictures are kept, under names of our own, and how they come back.

Originals are kept byte for byte; what a browser gets is a re-encoded derivative, made when it is first
needed.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from reads.images import derivative

EXTENSIONS = {"JPEG": "jpg", "PNG": "png"}
SIZES = {"image": 1600, "thumbnail": 320}
"""Longest side in pixels of each derivative of a frame."""


class PictureDamaged(Exception):
    """The stored bytes are not those that were received."""


def original_name(uid: UUID, format: str, now: datetime) -> str:
    return f"originals/{now:%Y/%m/%d}/{uid}.{EXTENSIONS[format]}"


def derived_name(uid: UUID, kind: str) -> str:
    return f"derived/{str(uid)[:2]}/{uid}-{kind}.jpg"


def keep(name: str, data: bytes) -> str:
    """Store bytes under a name that must be free; returns the name."""
    if default_storage.exists(name):
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(data))


def forget(name: str) -> None:
    default_storage.delete(name)


def original_bytes(name: str, sha256: str) -> bytes:
    """The bytes as received. Raises FileNotFoundError, or PictureDamaged where the disk has others."""
    with default_storage.open(name) as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise PictureDamaged(f"The stored file {name} is not the one that was received.")
    return data


def derived_picture(original: str, sha256: str, uid: UUID, kind: str) -> File:
    """An open file with the derivative of a frame: `image` or `thumbnail`."""
    name = derived_name(uid, kind)
    if not default_storage.exists(name):
        keep(name, derivative(original_bytes(original, sha256), longest=SIZES[kind]))
    return default_storage.open(name)


def open_picture(name: str) -> File:
    return default_storage.open(name)
