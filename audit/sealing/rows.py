"""The sealed ledger as it stands in the database, in pieces: what the verifier and the export both go
through.

The asking role needs an open access record, as for any other look at the ledger. Every column of a
record is put
together to canonical bytes again, by the database, and compared with the bytes that are sealed.
"""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

import psycopg
from psycopg.rows import tuple_row

PIECE = 20_000
TABLES = {
    "access": (1, "audit_accessrecord"),
    "outcome": (2, "audit_accessoutcome"),
    "change": (3, "audit_changeevent"),
}
# Six digits and Z, as the bytes have them; JSON leaves ending zeros out, at a whole second the point too,
# and `to_char` costs three times as much.
POINT = "case when date_trunc('second', r.at) = r.at then '.' else '' end"
AT = f"""rpad(rtrim(to_json(r.at at time zone 'UTC')::text, '"') || {POINT}, 27, '0'), 'Z"'"""


@dataclass(frozen=True)
class Extent:
    """What there is to go through, as one moment saw it."""

    positions: int
    checkpoints: int
    records: int


class Row(NamedTuple):
    """One position. `payload` is None where the record is gone. `odd` is None where all is as it was
    sealed."""

    position: int
    sealed: bytes
    payload: bytes | None
    odd: "Odd | None"
    source: str


@dataclass(frozen=True)
class Odd:
    """What is not as it was sealed: the hash in the record's own row, or columns ('' where they are
    right)."""

    own_leaf: bytes
    columns: str


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
        for setting in ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_index_scan_size"):
            # Putting the columns together is the work: let the database share it out.
            connection.execute("select set_config(%s, '0', true)", [setting])
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
        """SQL for a record's columns as canonical bytes: what `alpr_canonical` says, without a call a row."""
        columns = [
            row[0]
            for row in self.ask(
                "select attname::text from pg_attribute where attrelid = %s::text::regclass and attnum > 0"
                " and not attisdropped and attname not in ('payload', 'leaf') order by attname collate \"C\"",
                TABLES[name][1],
            )
        ]
        told = [
            (column, AT if column == "at" else f"""coalesce(to_json(r."{column}")::text, 'null')""")
            for column in columns
        ]
        parts = ", ',', ".join(f"""'"{column}":', {value}""" for column, value in told)
        return f"convert_to(concat('{{', {parts}, '}}'), 'UTF8')"

    def query(self, name: str) -> str:
        number, table = TABLES[name]
        return (
            f"select s.position, s.leaf, r.payload, r.leaf = s.leaf and {self.canonical(name)} = r.payload"  # noqa: S608
            f" from audit_sealedrecord s left join {table} r"
            " on r.id = s.row_id and r.id >= %s and r.id <= %s"
            f" where s.source = {number} and s.position >= %s and s.position < %s"
        )

    def piece(self, begin: int, end: int) -> list[tuple]:
        """The positions from `begin` to `end` - 1 that are there, in their order."""
        found: list[tuple] = []  # each a `Row`, without the cost of making one
        # Said once more, because these records stand close together: an index leads to them, not the
        # whole table.
        spans = {
            source: (low, high)
            for source, low, high in self.ask(
                "select source, min(row_id), max(row_id) from audit_sealedrecord"
                " where position >= %s and position < %s group by source",
                begin,
                end,
            )
        }
        for name, query in self.queries.items():
            if (span := spans.get(TABLES[name][0])) is None:
                continue
            for position, sealed, payload, right in self.ask(query, *span, begin, end):
                odd = None if right or payload is None else self.odd(name, position)
                found.append((position, sealed, payload, odd, name))
        found.sort(key=itemgetter(0))
        return found

    def odd(self, name: str, position: int) -> "Odd | None":
        """What is wrong with the record at a position; None where it was only written before a column
        was added."""
        ((row_id, sealed, payload, leaf),) = self.ask(
            f"select r.id, s.leaf, r.payload, r.leaf from audit_sealedrecord s"  # noqa: S608
            f" join {TABLES[name][1]} r on r.id = s.row_id where s.position = %s",
            position,
        )
        columns = self.columns(name, row_id, payload)
        return Odd(leaf, columns) if columns or leaf != sealed else None

    def pieces(self) -> Iterator[tuple[list[tuple], list[tuple[int, int, str]]]]:
        """Rows and checkpoints, piece by piece; the database makes the next one ready while one is gone
        through."""
        begins = range(0, self.extent.positions, PIECE)
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self.rows_and_notes, 0) if begins else None
            for begin in begins:
                here = coming.result()  # type: ignore[union-attr]
                if begin + PIECE < self.extent.positions:
                    coming = ahead.submit(self.rows_and_notes, begin + PIECE)
                yield here

    def rows_and_notes(self, begin: int) -> tuple[list[tuple], list[tuple[int, int, str]]]:
        end = min(begin + PIECE, self.extent.positions)
        return self.piece(begin, end), self.checkpoints(begin, end)

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
