"""The demonstration's posted policy."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policy.demo import seed_policy


class Command(BaseCommand):
    help = "Posts the demonstration's policy, with a designee, a hearing and figures; again, it does nothing."

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "An invented policy has no place on a real page; this works where ALPR_ENV is demo or test."
            )
        seed_policy(timezone.now())
        self.stdout.write("The policy is posted.")
