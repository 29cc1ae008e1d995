"""Fill the database with made-up reads, to measure and to try out with."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.selectors import person_named
from reads.generator import AlreadyGenerated, Recipe, generate
from reads.selectors import cameras

MOST = 100_000_000


class Command(BaseCommand):
    help = (
        "Stores made-up frames and reads of the last 24 months, without pictures, in the name of an officer."
        " Works where ALPR_ENV is demo or test, after `manage.py seed_demo`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reads", type=int, default=1_000_000, metavar="N", help="default: 1000000")
        parser.add_argument(
            "--seed",
            type=int,
            default=1,
            metavar="N",
            help="the same seed on the same day gives the same rows",
        )
        parser.add_argument("--officer", default="officer", metavar="NAME", help="who sent the frames in")

    def handle(self, *args: object, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "Made-up reads have no place among real ones; this works where ALPR_ENV is demo or test."
            )
        if not 0 < options["reads"] <= MOST or not 0 <= options["seed"] < 2**20:
            raise CommandError(f"--reads is 1 to {MOST}, --seed is 0 to {2**20 - 1}.")
        officer = person_named(options["officer"])
        from_cameras = list(cameras())
        if officer is None or not from_cameras:
            raise CommandError("Run `manage.py seed_demo` first: it makes the officer and the cameras.")
        recipe = Recipe(
            options["reads"], options["seed"], timezone.localdate(), timezone.get_current_timezone()
        )
        try:
            frames = generate(
                recipe=recipe,
                cameras=from_cameras,
                by=officer,
                progress=lambda stored: self.show(stored, recipe.reads),
            )
        except AlreadyGenerated as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"\r{recipe.reads} made-up reads on {frames} frames are stored.          ")

    def show(self, stored: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{stored} of {total} reads stored", ending="")
            self.stdout.flush()
