"""What a superuser can do to a ledger, with every trigger off."""

from collections.abc import Callable

import psycopg

from tests.audit.sealing.conftest import Verdict

Ask = Callable[..., Verdict | None]
TABLES = {1: "audit_accessrecord", 2: "audit_accessoutcome", 3: "audit_changeevent"}


def at(connection: psycopg.Connection, position: int) -> tuple[str, int]:
    """(table, id) of the record at a position."""
    source, row_id = connection.execute(
        "select source, row_id from audit_sealedrecord where position = %s", [position]
    ).fetchone()
    return TABLES[source], row_id


def access_near(connection: psycopg.Connection, position: int) -> int:
    """The next position that holds an access record."""
    return connection.execute(
        "select min(position) from audit_sealedrecord where source = 1 and position >= %s", [position]
    ).fetchone()[0]


def size(connection: psycopg.Connection) -> int:
    return connection.execute("select count(*) from audit_sealedrecord").fetchone()[0]


RESEAL_ROW = """
update {table} r set payload = alpr_canonical(
    to_json(r), to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
) where id = %(id)s;
update {table} set leaf = sha256('\\x00'::bytea || payload) where id = %(id)s
"""


def rewrite(connection: psycopg.Connection, position: int, *, seal_too: bool) -> None:
    """Make the record say something else, bytes and hash included; `seal_too`: in the list of leaves as
    well."""
    table, row_id = at(connection, position)
    connection.execute(f"update {table} set username = 'somebody.else' where id = %s", [row_id])
    for statement in RESEAL_ROW.format(table=table).split(";"):
        connection.execute(statement, {"id": row_id})
    if seal_too:
        connection.execute(
            f"update audit_sealedrecord s set leaf = r.leaf from {table} r"
            " where s.position = %s and r.id = %s",
            [position, row_id],
        )


COPIED = (
    "actor_kind, username, person, full_name, organisation, roles, purpose, reference, door, method, query,"
    " plates_sought, address, agent, session"
)
FORGED = f"""
insert into audit_accessrecord (uid, at, payload, leaf, {COPIED})
select gen_random_uuid(), at, payload, leaf, {COPIED} from audit_accessrecord where id = 100 returning id
"""


def forge(connection: psycopg.Connection) -> int:
    row_id = connection.execute(FORGED).fetchone()[0]
    for statement in RESEAL_ROW.format(table="audit_accessrecord").split(";"):
        connection.execute(statement, {"id": row_id})
    return row_id
