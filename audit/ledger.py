"""Writing access records, on the gate's own connection and role, each in its own committed transaction.

The application's role cannot write here at all, so a record that the application can see is a record that was
committed. The database says the time, the canonical bytes and their hash (migration 0002).
"""

import logging
import threading
from dataclasses import dataclass, field, fields
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from psycopg import sql

from alpr_portal.lib.text import one_line, storable
from audit.context import Access

alarm = logging.getLogger("audit.alarm")

_local = threading.local()


class LedgerUnavailable(Exception):
    """No access record can be written, so nothing may be shown."""


@dataclass(frozen=True)
class Intent:
    """Who wants to see what, and why. One row of the ledger, written before anything is shown.

    Field for field Civ. Code 1798.90.52(a): time (the database's), query elements, username and organisation,
    purpose.
    """

    actor_kind: str  # person, system
    door: str
    username: str = ""
    person: str = ""  # the user's uid, which outlives renaming
    full_name: str = ""
    organisation: str = ""
    roles: str = ""
    purpose: str = ""
    reference: str = ""
    method: str = ""
    query: str = "{}"  # canonical JSON
    plates_sought: list[str] = field(default_factory=list)
    address: str = ""
    agent: str = ""
    session: str = ""
    uid: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Outcome:
    """What became of it."""

    result: str  # shown, refused, failed, partial
    status: int = 0
    code: str = ""
    records: list[str] = field(default_factory=list)
    plates: list[str] = field(default_factory=list)
    size: int = 0  # bytes of the answer
    ms: int = 0


LONGEST = {
    "door": 100,
    "username": 150,
    "person": 36,
    "full_name": 200,
    "organisation": 200,
    "roles": 200,
    "purpose": 50,
    "reference": 200,
    "method": 10,
    "query": 20_000,
    "address": 45,
    "agent": 300,
    "session": 64,
    "actor_kind": 10,
}


def open_access(intent: Intent, *, databases: tuple[str, ...] = ("default",)) -> Access:
    """Commit the intent and return the access it opens. Raises LedgerUnavailable: then show nothing."""
    row = {}
    for column in fields(intent):
        value = getattr(intent, column.name)
        if isinstance(value, str):
            longest = LONGEST[column.name]
            value = value if column.name == "query" else one_line(value)
            value = storable(value, longest=longest)
        row[column.name] = value
    write("audit_accessrecord", row)
    return Access(intent.uid, databases=databases)


def close_access(uid: UUID, outcome: Outcome) -> None:
    """Write the outcome; from here on the record opens nothing.

    An outcome that cannot be written is not an error for the person: the intent stands without an outcome,
    which is itself an alarm (`audit.selectors.accesses.unfinished`). It may also be lost in a crash of
    the database's
    machine, so it need not wait for the disk.
    """
    row = {
        name: getattr(outcome, name)
        for name in ("result", "status", "code", "records", "plates", "size", "ms")
    }
    row["access_id"] = uid
    row["record_count"] = len(outcome.records)
    try:
        write("audit_accessoutcome", row, wait_for_disk=False)
    except LedgerUnavailable:
        alarm.exception("The outcome of access %s could not be written.", uid)


def refuse(intent: Intent, *, status: int, code: str) -> None:
    """Record a refusal: an intent, closed at once. Raises LedgerUnavailable."""
    open_access(intent)
    close_access(intent.uid, Outcome(result="refused", status=status, code=code))


def write(table: str, row: dict[str, object], *, wait_for_disk: bool = True) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, row))
    values = sql.SQL(", ").join(sql.Placeholder() * len(row))
    statement = sql.SQL("insert into {} ({}) values ({})").format(sql.Identifier(table), columns, values)
    if not wait_for_disk:
        # For this transaction, which is this statement: one round trip instead of four.
        statement += sql.SQL(" returning set_config('synchronous_commit', 'off', true)")
    for last_try in (False, True):
        try:
            connection = gate_connection()
            connection.execute(statement, list(row.values()))
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            # A restarted database leaves dead connections behind: one new one is tried before giving up.
            close_connection()
            if last_try:
                alarm.critical("The access ledger cannot be written: %s", error)
                raise LedgerUnavailable from error
        except psycopg.Error as error:
            alarm.critical("The access ledger refused a record: %s", error)
            raise LedgerUnavailable from error
        else:
            return


def gate_connection() -> psycopg.Connection:
    """This thread's connection as the gate's role; opened when first needed, never shared with the
    application's."""
    connection = getattr(_local, "connection", None)
    if connection is None or connection.closed:
        connection = psycopg.connect(**settings.GATE_DATABASE, autocommit=True, connect_timeout=3)
        _local.connection = connection
    return connection


def close_connection() -> None:
    connection = getattr(_local, "connection", None)
    _local.connection = None
    if connection is not None:
        connection.close()
