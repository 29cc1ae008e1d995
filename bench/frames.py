"""The demonstration's drawn frames, as files that no portal has received before."""

import uuid

from django.utils import timezone

from reads.drawing.catalogue import demo_scenes
from reads.drawing.frame import draw_frame

START = b"\xff\xd8"
COMMENT = b"\xff\xfe"


def drawn_frames(most: int) -> list[bytes]:
    """At most `most` of the catalogue's frames, spread over it."""
    scenes = demo_scenes(timezone.now())
    step = max(1, len(scenes) // most)
    return [draw_frame(scene.scene) for scene in scenes[::step][:most]]


def as_new(frame: bytes) -> bytes:
    """The same picture in other bytes: a comment is put in, since the same bytes twice are one frame."""
    text = uuid.uuid4().hex.encode()
    return START + COMMENT + (len(text) + 2).to_bytes(2, "big") + text + frame.removeprefix(START)
