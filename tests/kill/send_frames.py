"""`python -m tests.kill.send_frames FIRST COUNT`: take in frames by the portal's own action, a plate each.

A process of its own, because it speaks to the database that the kill tests started, not to the tests' own.
"""

import io
import sys

import cv2
import django
import numpy as np
from django.utils import timezone


def plate_of(number: int) -> str:
    return f"{1 + number % 9}KTR{400 + number}"


def drawn(number: int) -> bytes:
    """A dark street with one pale plate on it."""
    street = np.full((360, 640, 3), (90, 60 + number, 60), np.uint8)
    cv2.rectangle(street, (200, 200), (440, 300), (245, 245, 245), -1)
    cv2.rectangle(street, (200, 200), (440, 300), (20, 20, 20), 2)
    font, ink = cv2.FONT_HERSHEY_DUPLEX, (60, 30, 20)
    cv2.putText(street, plate_of(number), (214, 268), font, 1.6, ink, 3, cv2.LINE_AA)
    return cv2.imencode(".png", street)[1].tobytes()


def main(first: int, count: int) -> None:
    from accounts.models import User
    from audit.system import system_access
    from reads.actions.frames import receive
    from reads.models import Camera
    from tests.factories.accounts import officer

    by = User.objects.filter(username="officer").first() or officer()
    camera, _ = Camera.objects.get_or_create(code="car-12-left", defaults={"name": "Car 12, left"})
    with (
        system_access("command", door="tests.kill", reason="Frames for the kill tests") as access,
        access.transaction(),
    ):
        for number in range(first, first + count):
            file = io.BytesIO(drawn(number))
            receive(file=file, name=f"{plate_of(number)}.png", camera=camera, by=by, now=timezone.now())


if __name__ == "__main__":
    django.setup()
    main(*map(int, sys.argv[1:]))
