"""Start-up checks of the gate's own settings."""

import psycopg
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.db.utils import Error as DatabaseError

from audit.changes import kept_tables

GATE = "audit.gate.AccessGate"


@register
def gate_stands_last(**_: object) -> list[CheckMessage]:
    """Whatever stands after the gate could answer without it."""
    if not settings.MIDDLEWARE or settings.MIDDLEWARE[-1] != GATE:
        return [Error(f"{GATE} must be the last entry of MIDDLEWARE.", id="audit.E001")]
    return []


@register(Tags.database)
def changes_are_kept_of_every_named_table(
    databases: list[str] | None = None, **_: object
) -> list[CheckMessage]:
    """Whoever owns the tables can switch their triggers off: that is not to go unsaid."""
    if not databases or "default" not in databases:
        return []
    try:
        without = tables_without_triggers()
    except (DatabaseError, psycopg.Error) as error:
        return [Error(f"The database cannot be asked: {error}", id="audit.E002")]
    return [
        Error(
            f"Changes of {table} are not kept: its triggers are missing or switched off.",
            hint="Migrate; if that is done, find out who altered the table.",
            id="audit.E003",
        )
        for table in without
    ]


def tables_without_triggers() -> list[str]:
    """Tables named in `audit.changes` on which a trigger is not there, or does not always fire."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text from pg_trigger"
            " where tgname in ('changes_kept', 'emptying_kept') and tgenabled = 'A'"
            " group by tgrelid having count(*) = 2"
        )
        held = {table for (table,) in cursor.fetchall()}
    return sorted(set(kept_tables()) - held)
