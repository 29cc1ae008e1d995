"""Copies of the ledger that leave it. Each is an access of its own, and a change event with the file's
hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
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


def export_lines(*, lines: Iterable[bytes], what: str, form: str, by: Actor) -> tuple[IO[bytes], Exported]:
    """Put a copy into a file without a name, record it, and return the file at its beginning.

    Inside a request: its access stands for the question, this event for the copy. The rows are read
    here, while
    the door to the database is open; only the file's bytes are left to be sent.
    """
    folder = Path(settings.VAR)
    folder.mkdir(parents=True, exist_ok=True)
    file = TemporaryFile(dir=folder)  # noqa: SIM115  the answer closes it
    count, size, digest = 0, 0, sha256()
    try:
        for line in lines:
            file.write(line)
            digest.update(line)
            count, size = count + 1, size + len(line)
        made = Exported(count, digest.hexdigest(), size)
        with transaction.atomic():
            record_export(made, by=by, what=what, form=form)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file, made


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
