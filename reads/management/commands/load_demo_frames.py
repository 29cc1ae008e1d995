"""Draw the demonstration's frames, send them in, and wait until the worker has read them."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from reads.demo import load_frames


class Command(BaseCommand):
    help = "Loads the demonstration's frames once; again, it does nothing."

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "Drawn frames have no place among real ones; this works where ALPR_ENV is demo or test."
            )
        officer = User.objects.filter(username="officer").first()
        if officer is None:
            raise CommandError(
                "Run `manage.py seed_demo` first: the frames are sent in by one of its officers."
            )
        read = load_frames(by=officer, now=timezone.now(), progress=self.show)
        self.say(f"{read} frames are read.          ")
        self.stdout.write("")

    def show(self, read: int, total: int) -> None:
        if self.stdout.isatty():
            self.say(f"{read} of {total} frames read")

    def say(self, words: str) -> None:
        """On a terminal one line that changes."""
        self.stdout.write(f"\r      {words}" if self.stdout.isatty() else f"      {words}", ending="")
        self.stdout.flush()
