"""Copies of the ledger that leave it. Each is an access of its own, and a change event with the file's
hash."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from alpr_portal.lib.text import one_line
from audit.actions.verifications import auditors_connection
from audit.events import Actor, Event, record
from audit.sealing.export import whole_ledger
from audit.system import system_access


@dataclass(frozen=True)
class Exported:
    records: int
    sha256: str
    size: int


def export_whole_ledger(*, file: Path, reason: str, by: Actor, now: datetime) -> Exported:
    """Write the whole ledger to a new file, readable by its user only. Outside requests: opens its own
    access."""
    half = file.with_name(file.name + ".part")
    with system_access("command", door="audit.export", reason=one_line(reason)[:150]) as access:
        access.databases = ("auditor",)
        with access.transaction():
            lines, size, digest = 0, 0, sha256()
            half.touch(mode=0o600)
            with half.open("wb") as out:
                for line in whole_ledger(auditors_connection(), made_at=now.isoformat()):
                    out.write(line)
                    digest.update(line)
                    lines, size = lines + 1, size + len(line)
    made = Exported(lines, digest.hexdigest(), size)
    with transaction.atomic():
        record_export(made, by=by, what="whole", form="jsonl", reason=one_line(reason)[:200])
    half.replace(file)
    return made


def record_export(made: Exported, *, by: Actor, what: str, form: str, reason: str = "") -> None:
    """Write down that a copy was made, and which: its hash tells it from every other."""
    record(
        Event.LEDGER_EXPORTED,
        target="ledger",
        by=by,
        what=what,
        form=form,
        lines=made.records,
        size=made.size,
        sha256=made.sha256,
        reason=reason,
    )
