"""Create the portal's database and its five roles; safe to run again."""

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alpr_portal.database_roles import ROLES, password_of, prepare
from alpr_portal.env import env_secret


class Command(BaseCommand):
    help = "Creates the database and its five roles on the server that DATABASE_URL names."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DATABASE_URL:
            raise CommandError(
                "Set DATABASE_URL to a login that may create roles, for example postgres://admin@db/postgres."
            )
        passwords = {
            role: password_of(role, settings.SECRETS, env_secret(f"ALPR_DB_{role.upper()}_PASSWORD"))
            for role in ROLES
        }
        try:
            prepare(
                settings.DATABASE_URL,
                database=str(settings.DATABASES["default"]["NAME"]),
                passwords=passwords,
            )
        except psycopg.OperationalError as error:
            raise CommandError(f"The database server cannot be reached: {error}") from None
        except psycopg.errors.InsufficientPrivilege as error:
            raise CommandError(
                f"The login in DATABASE_URL may not create roles or databases ({error.diag.message_primary});"
                " use one that may, or have an administrator run deploy/roles.sql."
            ) from None
        self.stdout.write(f"Database {settings.DATABASES['default']['NAME']} and its five roles are ready.")
