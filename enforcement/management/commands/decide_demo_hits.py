"""Leave a hit in each state, as a shift of the demonstration's officer would."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.selectors import person_named
from enforcement.demo_hits import decide_hits


class Command(BaseCommand):
    help = "Decides some of the demonstration's hits; again, it does nothing."

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("Nobody decides real hits like this; it works where ALPR_ENV is demo or test.")
        officer = person_named("officer")
        if officer is None:
            raise CommandError("Run `manage.py seed_demo` first: it makes the officer.")
        self.stdout.write(f"{decide_hits(by=officer, now=timezone.now())} hits were decided.")
