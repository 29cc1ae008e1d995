"""The whole ledger as JSON lines, the exact sealed bytes in each; docs/ledger.md defines the format.

Goes through the database in pieces and yields line by line: its memory does not grow with the ledger.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import psycopg

from audit.sealing.rows import Row, SealedLedger


def line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def whole_ledger(connection: psycopg.Connection, *, made_at: str) -> Iterator[bytes]:
    """Header, records with the checkpoints behind them, records not sealed yet, last line."""
    ledger = SealedLedger(connection)
    digest = sha256()
    records = loose = 0

    def said(value: dict[str, Any]) -> bytes:
        made = line(value)
        digest.update(made)
        return made

    yield said(
        {"alpr_ledger": 1, "selection": "all", "made_at": made_at, "positions": ledger.extent.positions}
    )
    for rows, notes in ledger.pieces():
        for row in map(Row._make, rows):
            while notes and notes[0][1] <= row.position:
                yield said({"note": notes.pop(0)[2]})
            records += 1
            yield said(of_row(row))
        for _, _, note in notes:
            yield said({"note": note})
    for _, _, note in ledger.checkpoints(ledger.extent.positions, 2**62):
        yield said({"note": note})
    for one in ledger.loose():
        loose += 1
        yield said(
            of_record(None, one.source, one.own_leaf, one.payload, one.columns)
            | {"row": one.row_id, "waiting": one.waiting}
        )
    yield line({"end": True, "records": records, "unsealed": loose, "sha256": digest.hexdigest()})


def of_row(row: Row) -> dict[str, Any]:
    said = of_record(row.position, row.source, row.sealed, row.payload, row.odd.columns if row.odd else "")
    if row.odd is not None and row.odd.own_leaf != row.sealed:
        said["row_leaf"] = row.odd.own_leaf.hex()
    return said


def of_record(
    position: int | None, source: str, leaf: bytes, payload: bytes | None, columns: str = ""
) -> dict[str, Any]:
    """`columns` is there only where the table's columns do not say what the sealed bytes say."""
    said: dict[str, Any] = {"position": position, "source": source, "leaf": leaf.hex()}
    said["payload"] = None if payload is None else payload.decode("utf-8", "replace")
    if columns:
        said["columns"] = columns
    return said
