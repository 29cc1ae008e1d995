"""The demonstration's people and cameras."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.demo import seed_people
from reads.demo import seed_cameras
from reviews.demo import seed_reviews


class Command(BaseCommand):
    help = "Creates the demonstration's people and cameras; again, it does nothing."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "Invented people have no place among real ones; this works where ALPR_ENV is demo or test."
            )
        now = timezone.now()
        seed_people(now)
        seed_reviews(now)
        seed_cameras()
        self.stdout.write("People and cameras are there.")
