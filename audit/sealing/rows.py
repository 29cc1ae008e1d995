"""The sealed ledger as it stands in the database, in pieces: what the verifier and the export both go
through.

The asking role needs an open access record, as for any other look at the ledger. Every column of a
record is put
together to canonical bytes again, by the database, and compared with the bytes that are sealed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg
from psycopg.rows import tuple_row

PIECE = 20_000
TABLES = {
    "access": (1, "audit_accessrecord"),
    "outcome": (2, "audit_accessoutcome"),
    "change": (3, "audit_changeevent"),
}
AT = """to_json(to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))"""


@dataclass(frozen=True)
class Extent:
    """What there is to go through, as one moment saw it."""

    positions: int
    checkpoints: int
    records: int


class Row(NamedTuple):
    """One position. `payload` is None where the record is gone; `columns` is '' unless they differ from
    it."""

    position: int
    row_id: int
    sealed: bytes
    payload: bytes | None
    own_leaf: bytes
    columns: str
    source: str


class Loose(NamedTuple):
    """A record without a seal. `waiting`: it is on the sealer's list."""

    row_id: int
    payload: bytes
    own_leaf: bytes
    waiting: bool
    columns: str
    source: str


class SealedLedger:
    """`connection` is psycopg's, inside a transaction."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.queries = {name: self.query(name) for name in TABLES}
        self.extent = self.measure()

    def measure(self) -> Extent:
        row = self.ask(
            "select coalesce((select max(position) + 1 from audit_sealedrecord), 0),"
            " coalesce((select max(number) from audit_checkpoint), 0),"
            " (select count(*) from audit_sealedrecord)"
        )
        return Extent(*row[0])

    def ask(self, statement: str, *values: object) -> list[Any]:
        # psycopg's own cursor, whichever kind the connection makes: Django's would send texts.
        with psycopg.Cursor(self.connection, row_factory=tuple_row) as cursor:
            return cursor.execute(statement, values, prepare=True, binary=True).fetchall()

    def canonical(self, name: str) -> str:
        """SQL for a record's columns as canonical bytes: what `alpr_canonical` says, without a call for
        each row."""
        table = TABLES[name][1]
        columns = [
            row[0]
            for row in self.ask(
                "select attname::text from pg_attribute where attrelid = %s::text::regclass and attnum > 0"
                " and not attisdropped and attname not in ('payload', 'leaf') order by attname collate \"C\"",
                table,
            )
        ]
        told = [(column, AT if column == "at" else f'to_json(r."{column}")') for column in columns]
        parts = [f"""'"{column}":' || coalesce({value}::text, 'null')""" for column, value in told]
        return "convert_to('{' || " + " || ',' || ".join(parts) + " || '}', 'UTF8')"

    def query(self, name: str) -> str:
        number, table = TABLES[name]
        return (
            f"select s.position, s.row_id, s.leaf, r.payload, r.leaf, {self.canonical(name)} = r.payload"  # noqa: S608
            f" from audit_sealedrecord s left join {table} r on r.id = s.row_id"
            f" where s.source = {number} and s.position >= %s and s.position < %s order by s.position"
        )

    def piece(self, begin: int, end: int) -> list[Row]:
        """The positions from `begin` to `end` - 1 that are there, in their order."""
        found = []
        for name, query in self.queries.items():
            for position, row_id, sealed, payload, leaf, same in self.ask(query, begin, end):
                columns = "" if same or payload is None else self.columns(name, row_id, payload)
                found.append(Row(position, row_id, sealed, payload, leaf or b"", columns, name))
        found.sort(key=lambda row: row.position)
        return found

    def pieces(self) -> Iterator[list[Row]]:
        for begin in range(0, self.extent.positions, PIECE):
            yield self.piece(begin, min(begin + PIECE, self.extent.positions))

    def checkpoints(self, begin: int, end: int) -> list[tuple[int, int, str]]:
        """(number, size, note) of the checkpoints with more than `begin` and at most `end` records."""
        return self.ask(
            "select number, size, note from audit_checkpoint where size > %s and size <= %s and number <= %s"
            " order by number",
            begin,
            end,
            self.extent.checkpoints,
        )

    def columns(self, name: str, row_id: int, payload: bytes) -> str:
        """The columns as canonical JSON where they do not say what `payload` says, else ''.

        A column that came after the record was written is not in its bytes, and must be empty.
        """
        table = TABLES[name][1]
        (found,) = self.ask(
            f"select {self.canonical(name)} from {table} r where r.id = %s",  # noqa: S608
            row_id,
        )
        now = json.loads(bytes(found[0]))
        try:
            sealed = json.loads(payload)
            same = all(
                now[key] == sealed[key] if key in sealed else not value for key, value in now.items()
            ) and not set(sealed) - set(now)
        except (ValueError, TypeError, AttributeError):
            same = False
        return "" if same else bytes(found[0]).decode()

    def loose(self) -> Iterator[Loose]:
        """Every record that stands at no position."""
        for name, (number, table) in TABLES.items():
            with psycopg.ServerCursor(self.connection, f"loose_{name}", row_factory=tuple_row) as cursor:
                cursor.itersize = PIECE
                cursor.execute(
                    "select r.id, r.payload, r.leaf, w.row_id is not null,"  # noqa: S608
                    f" {self.canonical(name)} = r.payload"
                    f" from {table} r left join (select distinct row_id from audit_unsealed"
                    f" where source = {number}) w on w.row_id = r.id"
                    f" where not exists (select from audit_sealedrecord s where s.source = {number}"
                    " and s.row_id = r.id) order by r.id",
                    binary=True,
                )
                for row_id, payload, leaf, waiting, same in cursor:
                    columns = "" if same else self.columns(name, row_id, payload)
                    yield Loose(row_id, payload, leaf, waiting, columns, name)
