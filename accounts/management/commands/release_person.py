"""Release a locked account from the command line: for the day when every administrator is locked out."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import accounts
from accounts.selectors import person_named
from audit.acting import acting
from audit.events import SystemActor

COMMAND = SystemActor("command")


class Command(BaseCommand):
    help = "Releases a locked account; the release is written down with the reason given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--reason", required=True, help="How it was made sure that it is the person themselves."
        )

    @acting(COMMAND, through="release_person")
    def handle(self, *args: object, **options: object) -> None:
        user = person_named(str(options["username"]))
        if user is None:
            raise CommandError(f"There is no account {options['username']}.")
        try:
            accounts.release(user=user, reason=str(options["reason"]), by=COMMAND, now=timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"Released {user}.")
