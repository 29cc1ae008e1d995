"""Print whom one can be in the demonstration."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import PEOPLE
from accounts.passwords import PUBLISHED_PASSWORD


class Command(BaseCommand):
    help = "Prints the demonstration's log-ins."

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("There are no demonstration log-ins in production.")
        width = max(len(person.username) for person in PEOPLE)
        self.stdout.write(f"Log in as one of these; the password is always {PUBLISHED_PASSWORD}\n\n")
        for person in PEOPLE:
            self.stdout.write(f"  {person.username:<{width}}  {person.full_name:<16}  {person.about}")
