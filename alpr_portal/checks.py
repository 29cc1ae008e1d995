"""Start-up checks of the settings and of the database's roles."""

import psycopg
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.db.utils import Error as DatabaseError


@register(Tags.security, deploy=True)
def production_settings(**_: object) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not settings.DATABASE_URL:
        found.append(Error("DATABASE_URL is empty.", hint="Name the PostgreSQL server.", id="portal.E001"))
    if not settings.ALPR_SECOND_FACTOR:
        found.append(
            Warning(
                "The second factor is off: a stolen password is enough to get in.",
                hint="Set ALPR_SECOND_FACTOR=true (CJIS IA-2).",
                id="portal.W001",
            )
        )
    return found


@register(Tags.database)
def application_role_is_bound(databases: list[str] | None = None, **_: object) -> list[CheckMessage]:
    """Row security does not bind a superuser, a BYPASSRLS role or (unless forced) an owner: refuse to run as
    one."""
    if not databases or "default" not in databases:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "select rolsuper or rolbypassrls, exists (select from pg_class c join pg_namespace n on"
                " n.oid = c.relnamespace where n.nspname = 'public' and c.relowner = r.oid)"
                " from pg_roles r where rolname = current_user"
            )
            too_strong, owns = cursor.fetchone() or (True, True)
    except (DatabaseError, psycopg.Error) as error:
        return [Error(f"The database cannot be asked: {error}", id="portal.E002")]
    if too_strong or owns:
        return [
            Error(
                "The application's role is not bound by row security: it is a superuser, bypasses it,"
                " or owns tables.",
                hint="Let `manage.py prepare_database` make the roles.",
                id="portal.E003",
            )
        ]
    return []
