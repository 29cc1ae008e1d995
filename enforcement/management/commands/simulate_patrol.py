"""Let the demonstration's car drive, so that the patrol screen moves."""

import io
import time
from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.selectors import person_named
from audit.system import system_access
from enforcement.demo_vehicles import LOOKED_FOR
from enforcement.simulation import CAMERA, Stop, patrol, scene
from reads.actions.frames import receive
from reads.drawing.frame import draw_frame
from reads.models import Camera
from reads.selectors import cameras_in_service


class Command(BaseCommand):
    help = (
        "Drives the demonstration's car along a street: draws what its camera sees and sends the frames in."
        " Works where ALPR_ENV is demo or test, after `manage.py seed_demo`. Ctrl-C ends it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--frames", type=int, default=0, metavar="N", help="how many; default: until stopped"
        )
        parser.add_argument("--every", type=float, default=3.0, metavar="SECONDS", help="default: 3")
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="which vehicles are parked")
        parser.add_argument("--officer", default="officer", metavar="NAME", help="who sends the frames in")

    def handle(self, *args: object, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "Drawn frames have no place among real ones; this works where ALPR_ENV is demo or test."
            )
        if options["frames"] < 0 or not 0 <= options["every"] <= 3600:
            raise CommandError("--frames is 0 or more, --every is 0 to 3600 seconds.")
        officer = person_named(options["officer"])
        camera = cameras_in_service().filter(code=CAMERA).first()
        if officer is None or camera is None:
            raise CommandError("Run `manage.py seed_demo` first: it makes the officer and the cameras.")
        stops = patrol(options["seed"], LOOKED_FOR)
        try:
            for stop in islice(stops, options["frames"] or None):
                self.stdout.write(self.take(stop, camera, officer))
                self.stdout.flush()
                time.sleep(options["every"])
        except KeyboardInterrupt:
            self.stdout.write("The car has stopped.")

    def take(self, stop: Stop, camera: Camera, officer: User) -> str:
        """Send one frame in; a line that says what became of it."""
        now = timezone.now()
        name = f"patrol-{stop.lap + 1:02}-{stop.bay + 1:02}.jpg"
        with (
            system_access("command", door="enforcement.simulate", reason="Simulate a patrol") as access,
            access.transaction(),
        ):
            received = receive(
                file=io.BytesIO(draw_frame(scene(stop, now))), name=name, camera=camera, by=officer, now=now
            )
        return f"Lap {stop.lap + 1}, bay {stop.bay + 1}: {received.state} {received.reason}".strip()
