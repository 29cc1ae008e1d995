"""The demonstration's zones, rules and lists."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.selectors import person_named
from enforcement.demo_lists import seed_lists
from enforcement.demo_vehicles import ENTRIES
from enforcement.demo_zones import seed_zones


class Command(BaseCommand):
    help = "Creates the demonstration's lists, zones and rules; again, it does nothing."

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "Invented lists have no place among real ones; this works where ALPR_ENV is demo or test."
            )
        manager, now = person_named("manager"), timezone.now()
        if manager is None:
            raise CommandError("Run `manage.py seed_demo` first: it makes the people.")
        seed_lists(now, by=manager, entries=ENTRIES)
        seed_zones(now)
        self.stdout.write("Lists, zones and rules are there.")
