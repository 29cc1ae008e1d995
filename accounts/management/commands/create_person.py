"""Create a person from the command line: the first ones of a new installation, who then create the others."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.actions import accounts, roles
from accounts.divisions import own_division
from accounts.models import Designation
from accounts.passwords import one_time_password
from accounts.roles import ROLES
from audit.acting import acting
from audit.events import SystemActor

COMMAND = SystemActor("command")


class Command(BaseCommand):
    help = (
        "Creates a person with a one-time password and the roles given. A new installation needs two: nobody"
        " approves their own training or gives a role to themselves."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--full-name", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--designation", required=True, metavar="TITLE", help="The job title.")
        parser.add_argument(
            "--role", action="append", default=[], choices=sorted(ROLES), help="May be repeated."
        )

    @acting(COMMAND, through="create_person")
    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        password = one_time_password()
        try:
            user = accounts.create(
                username=str(options["username"]),
                full_name=str(options["full_name"]),
                email=str(options["email"]),
                designation=Designation.objects.get_or_create(title=str(options["designation"]).strip())[0],
                organisation=own_division(),
                password=password,
                by=COMMAND,
                now=now,
            )
            for slug in dict.fromkeys(options["role"]):
                roles.grant(
                    user=user, role=ROLES[slug], starts_on=timezone.localdate(now), by=COMMAND, now=now
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(
            f"Created {user}.\nOne-time password: {password}\nIt must be changed at the first log-in."
        )
