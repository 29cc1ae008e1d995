"""The demonstration's cameras and frames. Frames are drawn, sent in through the real action and read by the
real engine."""

import io
import time
from collections.abc import Callable
from datetime import datetime

from accounts.models import User
from audit.context import Access
from audit.events import Event, SystemActor, record
from audit.system import system_access
from reads.actions.frames import receive
from reads.drawing.catalogue import demo_scenes
from reads.drawing.frame import draw_frame
from reads.models import Camera, Frame

CAMERAS = (
    ("car-12-left", "Car 12, left", Camera.Mount.VEHICLE, "12"),
    ("car-12-right", "Car 12, right", Camera.Mount.VEHICLE, "12"),
    ("car-14-left", "Car 14, left", Camera.Mount.VEHICLE, "14"),
    ("lot-b-fixed", "Lot B, entrance", Camera.Mount.FIXED, ""),
)
LONGEST_WAIT = 600
"""Seconds without a single frame becoming read after which the demonstration stops waiting."""


def seed_cameras() -> None:
    """The four cameras; again, nothing."""
    by = SystemActor("command")
    for code, name, mount, vehicle in CAMERAS:
        camera, new = Camera.objects.get_or_create(
            code=code, defaults={"name": name, "mount": mount, "vehicle": vehicle}
        )
        if new:
            record(Event.CAMERA_CHANGED, target=f"camera:{camera.code}", by=by)


def load_frames(*, by: User, now: datetime, progress: Callable[[int, int], None]) -> int:
    """Send in the demonstration's frames that are not there yet and wait until the worker has read them.

    Returns how many frames are read. `progress(read, total)` is called while waiting.
    """
    cameras = {camera.code: camera for camera in Camera.objects.all()}
    with system_access("command", door="reads.demo", reason="Load the demonstration's frames") as access:
        with access.transaction():
            there = set(Frame.objects.values_list("shown_name", flat=True))
        # By name: a frame drawn again on another day bears another camera time, so its bytes are others.
        for scene in (scene for scene in demo_scenes(now) if f"{scene.slug}.jpg" not in there):
            with access.transaction():
                receive(
                    file=io.BytesIO(draw_frame(scene.scene)),
                    name=f"{scene.slug}.jpg",
                    camera=cameras[scene.camera],
                    by=by,
                    now=now,
                )
        return wait(access, progress)


def wait(access: Access, progress: Callable[[int, int], None]) -> int:
    last, since = -1, time.monotonic()
    while True:
        with access.transaction():
            total = Frame.objects.count()
            read = total - Frame.objects.filter(state__in=Frame.PENDING).count()
        progress(read, total)
        if read == total or time.monotonic() - since > LONGEST_WAIT:
            return read
        if read != last:
            last, since = read, time.monotonic()
        time.sleep(0.5)
