"""The sealer's own connection and role, and what it reads and writes there. No record's content passes
through here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.conf import settings

ONE_SEALER = 0x414C5052_0001
"""Advisory lock of whoever seals; the second one does nothing."""
ONE_PUBLISHER = 0x414C5052_0002

Connection = psycopg.Connection


@dataclass(frozen=True)
class Waiting:
    """A record that no seal covers yet. `leaf` is None where the record is gone although it was written."""

    source: int
    row_id: int
    at: datetime
    leaf: bytes | None


@dataclass(frozen=True)
class Last:
    """The newest checkpoint in the database."""

    number: int
    size: int
    root: bytes
    frontier: bytes
    note: str


@dataclass(frozen=True)
class AnchorState:
    """How far the checkpoints have come to one anchor."""

    number: int = 0
    published_at: datetime | None = None
    tried_at: datetime | None = None
    failing_since: datetime | None = None


@contextmanager
def sealer_connection(**changed: object) -> Iterator[Connection]:
    with psycopg.connect(**{**settings.SEALER_DATABASE, "connect_timeout": 5, **changed}) as connection:
        yield connection


def i_am_the_only_sealer(connection: Connection) -> bool:
    """Until the transaction under way ends."""
    return bool(connection.execute("select pg_try_advisory_xact_lock(%s)", [ONE_SEALER]).fetchone()[0])


def i_am_the_only_publisher(connection: Connection) -> bool:
    """Until the connection is closed."""
    return bool(connection.execute("select pg_try_advisory_lock(%s)", [ONE_PUBLISHER]).fetchone()[0])


def now(connection: Connection) -> datetime:
    return connection.execute("select clock_timestamp()").fetchone()[0]


def last_checkpoint(connection: Connection) -> Last | None:
    row = connection.execute(
        "select number, size, root, frontier, note from audit_checkpoint order by number desc limit 1"
    ).fetchone()
    return Last(*row) if row else None


def note_of(connection: Connection, number: int) -> str | None:
    row = connection.execute("select note from audit_checkpoint where number = %s", [number]).fetchone()
    return row[0] if row else None


def notes_after(connection: Connection, number: int, most: int) -> list[str]:
    rows = connection.execute(
        "select note from audit_checkpoint where number > %s order by number limit %s", [number, most]
    )
    return [row[0] for row in rows]


def take_waiting(connection: Connection, most: int) -> list[Waiting]:
    """Records that are committed and not sealed, off the list for good once the transaction is committed."""
    rows = connection.execute("select source, row_id, at, leaf from alpr_take_unsealed(%s)", [most])
    return sorted((Waiting(*row) for row in rows), key=lambda one: (one.at, one.source, one.row_id))


def already_sealed(connection: Connection, waiting: list[Waiting]) -> set[tuple[int, int]]:
    rows = connection.execute(
        "select source, row_id from audit_sealedrecord where (source, row_id) in"
        " (select * from unnest(%s::smallint[], %s::bigint[]))",
        [[one.source for one in waiting], [one.row_id for one in waiting]],
    )
    return {(source, row_id) for source, row_id in rows}


def add_sealed(connection: Connection, first: int, sealed: list[Waiting]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("copy audit_sealedrecord (position, source, row_id, leaf) from stdin") as copy,
    ):
        for position, one in enumerate(sealed, first):
            copy.write_row((position, one.source, one.row_id, one.leaf))


def add_checkpoint(
    connection: Connection,
    *,
    number: int,
    first: int,
    size: int,
    root: bytes,
    frontier: bytes,
    key: str,
    at: datetime,
    note: str,
) -> None:
    connection.execute(
        "insert into audit_checkpoint (number, first, size, root, frontier, key, made_at, note)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s)",
        [number, first, size, root, frontier, key, at, note],
    )


def anchor_state(connection: Connection, name: str) -> AnchorState:
    row = connection.execute(
        "select number, published_at, tried_at, failing_since from audit_anchor where name = %s", [name]
    ).fetchone()
    return AnchorState(*row) if row else AnchorState()


def anchor_reached(connection: Connection, name: str, number: int, receipt: str) -> None:
    connection.execute(
        "insert into audit_anchor (name, number, published_at, tried_at, receipt, problem)"
        " values (%s, %s, clock_timestamp(), clock_timestamp(), %s, '')"
        " on conflict (name) do update set number = excluded.number, published_at = excluded.published_at,"
        " tried_at = excluded.tried_at, receipt = excluded.receipt, problem = '', failing_since = null",
        [name, number, receipt[:300]],
    )


def anchor_failed(connection: Connection, name: str, problem: str) -> None:
    connection.execute(
        "insert into audit_anchor (name, number, tried_at, failing_since, receipt, problem)"
        " values (%s, 0, clock_timestamp(), clock_timestamp(), '', %s)"
        " on conflict (name) do update set tried_at = excluded.tried_at, problem = excluded.problem,"
        " failing_since = coalesce(audit_anchor.failing_since, excluded.failing_since)",
        [name, problem[:300]],
    )
