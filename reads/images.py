"""Frames as they are uploaded: looked into once, refused by name with a reason, or described.

Nothing here trusts a file's name or its sender's content type. The picture's size is read from its header
before a pixel is decoded, so memory is bounded by `max_bytes` and `max_pixels`. A file that hides another one
inside a comment or profile is still taken, because the original never reaches a browser: what does is
re-encoded by `reads.derivatives`. A file with another one *behind* the picture is refused, save zeros and the
further pictures that a multi-picture JPEG declares; phones that append their own trailer are refused too,
with the advice to save the picture again.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from reads.derivatives import MAX_PIXELS, crop, decode, derivative, upright
from reads.exif import camera_data
from reads.image_container import Container, ContainerFault, walk

__all__ = ["FrameFile", "FrameRefused", "crop", "derivative", "inspect", "safe_name", "upright"]

MAX_BYTES = 25_000_000
SHORTEST_SIDE = 64
"""Pixels. A plate needs about 60 across to be read, so nothing smaller can hold one."""

LONGEST_NAME = 120
LONGEST_EXTENSION = 10
UNNAMED = "unnamed file"


class FrameRefused(Exception):
    """The file is not taken. `sentence` names it and tells the officer what to do.

    `code` is one of empty, too_large, not_an_image, wrong_format, truncated, too_many_pixels, too_small,
    trailing_data, animated.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class FrameFile:
    """A file that is taken as a frame. Width and height are in pixels of the upright picture.

    Camera time and position are the camera's word (EXIF): the time is naive where the camera gave no offset,
    the position is None where it is no place on earth. `notes` says in sentences what was left out and why.
    """

    sha256: str
    size: int
    format: str
    width: int
    height: int
    camera_time: datetime | None
    latitude: float | None
    longitude: float | None
    notes: tuple[str, ...]
    shown_name: str


def inspect(
    data: bytes | BinaryIO,
    *,
    name: str,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
    shortest_side: int = SHORTEST_SIDE,
) -> FrameFile:
    """Look into one uploaded file; a file object is read from where it stands, never past the limit.

    Raises FrameRefused. The picture is decoded once, and thrown away, to find damage now rather than in a
    worker.
    """
    shown = safe_name(name)
    whole = data if isinstance(data, bytes) else data.read(max_bytes + 1)
    try:
        container = _looked_into(whole, max_bytes, max_pixels, shortest_side)
    except ContainerFault as fault:
        raise FrameRefused(fault.code, f"“{shown}” {fault.reason}") from fault
    camera = camera_data(container.exif)
    width, height = container.width, container.height
    if camera.orientation >= 5:
        width, height = height, width
    notes = camera.notes
    if container.exif_too_long:
        notes = ("The camera's data (EXIF) is too large to be a camera's and was left out.", *notes)
    return FrameFile(
        sha256=hashlib.sha256(whole).hexdigest(),
        size=len(whole),
        format=container.format,
        width=width,
        height=height,
        camera_time=camera.time,
        latitude=camera.latitude,
        longitude=camera.longitude,
        notes=notes,
        shown_name=shown,
    )


def _looked_into(whole: bytes, max_bytes: int, max_pixels: int, shortest_side: int) -> Container:
    if not whole:
        raise ContainerFault("empty", "is empty. Copy it from the camera again, then upload it again.")
    if len(whole) > max_bytes:
        raise ContainerFault(
            "too_large", f"is larger than {max_bytes / 1e6:.0f} MB. Upload a smaller JPEG of the same frame."
        )
    container = walk(whole)
    size = f"{container.width} × {container.height} pixels"
    if container.width * container.height > max_pixels:
        raise ContainerFault(
            "too_many_pixels",
            f"is {size}, more than {max_pixels / 1e6:.0f} megapixels. Set the camera to a lower resolution.",
        )
    if min(container.width, container.height) < shortest_side:
        raise ContainerFault(
            "too_small",
            f"is {size}, too few to read a plate. Upload the whole frame, not a thumbnail.",
        )
    decode(container).close()
    return container


def safe_name(original: str) -> str:
    """The original file name, fit to be shown and for nothing else: a stored file has a name of our own.

    What stands after the last slash of either kind, NFC, without control, format (direction marks, zero
    width) and private characters, at most 120 characters with the extension kept, never empty.
    """
    last = original.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    visible = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", last)
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    name = " ".join(visible.split())
    if not name.strip(". "):
        return UNNAMED
    extension = PurePosixPath(name).suffix
    if len(name) > LONGEST_NAME:
        if len(extension) > LONGEST_EXTENSION:
            extension = ""
        name = name[: LONGEST_NAME - len(extension) - 1].rstrip() + "…" + extension
    return name
