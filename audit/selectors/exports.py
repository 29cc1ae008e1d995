"""Accesses as lines of a file, in bounded memory: bare values, because the copy as a whole is what is
recorded."""

from collections.abc import Iterator, Mapping
from datetime import UTC
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from alpr_portal.lib.spreadsheets import csv_lines
from alpr_portal.lib.text import one_line
from audit.models import AccessRecord
from audit.sealing.export import line, of_record
from audit.selectors.accesses import Asker

AT_ONCE = 1000
COLUMNS = {
    "uid": "Record",
    "at": "Time (UTC)",
    "actor_kind": "Kind",
    "username": "Username",
    "full_name": "Name",
    "organisation": "Organisation",
    "roles": "Roles",
    "purpose": "Purpose",
    "reference": "Reference",
    "door": "Door",
    "method": "Method",
    "query": "Asked for",
    "plates_sought": "Plates sought",
    "address": "Address",
    "agent": "Browser",
    "outcome__result": "Result",
    "outcome__status": "Status",
    "outcome__at": "Ended (UTC)",
    "outcome__record_count": "Records shown",
    "outcome__records": "Which records",
    "outcome__plates": "Plates shown",
    "outcome__size": "Bytes",
    "outcome__leaf": "Outcome hash",
    "leaf": "Hash",
}
EXACT = ("leaf", "payload", "outcome__id", "outcome__leaf", "outcome__payload")


def as_csv(*, asks: Asker, found: QuerySet[AccessRecord]) -> Iterator[bytes]:
    """One access a line, oldest first, safe for spreadsheets."""
    rows = found.order_by("id").values_list(*COLUMNS).iterator(chunk_size=AT_ONCE)
    return csv_lines(["City time", *COLUMNS.values()], (cells(row) for row in rows))


def cells(row: tuple[Any, ...]) -> list[str]:
    at = timezone.localtime(row[1])
    return [at.strftime("%Y-%m-%d %H:%M:%S %Z"), *(cell(value) for value in row)]


def cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, list):
        return " | ".join(map(one_line, value))
    if hasattr(value, "astimezone"):
        return value.astimezone(UTC).isoformat()
    return one_line(str(value))


def as_json_lines(
    *, asks: Asker, found: QuerySet[AccessRecord], selection: Mapping[str, object], made_at: str
) -> Iterator[bytes]:
    """The exact bytes of each access and of its outcome, oldest first (docs/ledger.md, a selection)."""
    digest, records = sha256(), 0

    def said(value: dict[str, Any]) -> bytes:
        made = line(value)
        digest.update(made)
        return made

    yield said({"alpr_ledger": 1, "selection": dict(selection), "made_at": made_at})
    rows = found.order_by("id").values_list(*EXACT).iterator(chunk_size=AT_ONCE)
    for leaf, payload, outcome_id, outcome_leaf, outcome_payload in rows:
        records += 1
        yield said(of_record(None, "access", bytes(leaf), bytes(payload)))
        if outcome_id is not None:
            records += 1
            yield said(of_record(None, "outcome", bytes(outcome_leaf), bytes(outcome_payload)))
    yield line({"end": True, "records": records, "unsealed": 0, "sha256": digest.hexdigest()})
