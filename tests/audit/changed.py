"""The record of changes as a superuser sees it, from a moment on."""

import json
from dataclasses import dataclass

import psycopg

ROWS = ("row_added", "row_changed", "row_removed", "table_emptied")


@dataclass(frozen=True)
class Change:
    """One row's change, as the database wrote it down."""

    event: str
    target: str
    username: str
    person: str
    access: object
    transaction: str
    said: dict[str, object]

    @property
    def before(self) -> dict[str, object]:
        return self.said["before"]

    @property
    def after(self) -> dict[str, object]:
        return self.said["after"]


class Changes:
    """What was written since this was made, or since `forget`; only what has been committed."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.forget()

    def forget(self) -> None:
        self.start = self.connection.execute("select coalesce(max(id), 0) from audit_changeevent").fetchone()[
            0
        ]

    def of(self, table: str = "") -> list[Change]:
        rows = self.connection.execute(
            "select event, target, username, person, access, transaction, detail from audit_changeevent"
            " where id > %s and event = any(%s) order by id",
            [self.start, list(ROWS)],
        ).fetchall()
        found = [Change(*row[:6], said=json.loads(row[6])) for row in rows]
        return [change for change in found if table in ("", change.said["table"])]

    def only(self, table: str = "") -> Change:
        found = self.of(table)
        assert len(found) == 1, found
        return found[0]

    def bytes(self) -> str:
        """Everything that was written, as it is kept and as it will be sealed."""
        rows = self.connection.execute(
            "select detail, convert_from(payload, 'UTF8') from audit_changeevent where id > %s", [self.start]
        ).fetchall()
        return "\n".join(f"{detail}\n{payload}" for detail, payload in rows)
