"""Checking the ledger in the database, with the offline verifier's own rules
(`audit.offline.verify_ledger`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings

from audit.offline.verify_ledger import Check, Finding, Key, Note, Unusable, read_held, read_keys
from audit.sealing.rows import SealedLedger

Tell = Callable[[int, int], None]


class CannotVerify(Exception):
    """Keys or held checkpoints are missing or odd. Says what to do."""


@dataclass(frozen=True)
class Answer:
    """`findings` is empty for a sound ledger. `held` is the newest held checkpoint that it agrees with."""

    records: int
    unsealed: int
    findings: list[Finding]
    held: int | None

    @property
    def sound(self) -> bool:
        return not self.findings


def trusted_keys(files: Iterable[Path] = ()) -> list[Key]:
    """The public keys from outside the database. Raises CannotVerify."""
    paths = list(files) or [Path(settings.LEDGER_PUBLIC_KEYS)]
    try:
        keys = list(read_keys(paths))
    except (OSError, Unusable) as error:
        raise CannotVerify(f"The ledger's public key cannot be read: {error}") from None
    if not keys:
        raise CannotVerify(f"No public key is in {paths[0]}.")
    return keys


def held_checkpoints(keys: list[Key], files: Iterable[Path] = ()) -> list[Note]:
    """Checkpoints from outside the database: those in the file anchors, and in `files`. Raises
    CannotVerify."""
    known = [Path(str(one["path"])) for one in settings.LEDGER_ANCHORS if "path" in one]
    try:
        return read_held([*(path for path in known if path.exists()), *files], keys)
    except OSError as error:
        raise CannotVerify(f"The held checkpoints cannot be read: {error}") from None


def verify(
    connection: psycopg.Connection,
    *,
    keys: list[Key],
    held: list[Note],
    tell: Tell = lambda done, total: None,
) -> Answer:
    """Go through the whole ledger. `tell(done, total)` is called after each piece."""
    check = Check(keys=keys, held=held)
    ledger = SealedLedger(connection)
    done = 0
    for rows, notes in ledger.pieces():
        feed(check, rows, notes)
        done += len(rows)
        tell(done, ledger.extent.records)
    for _, _, note in ledger.checkpoints(ledger.extent.positions, 2**62):
        check.checkpoint(note)
    for row_id, payload, leaf, waiting, columns, source in ledger.loose():
        check.unsealed(source, row_id, payload, leaf, not columns, waiting)
    findings = check.finish()
    matched = check.outside.matched
    return Answer(check.size, check.loose, findings, matched.number if matched else None)


def feed(check: Check, rows: list, notes: list[tuple[int, int, str]]) -> None:
    """Records and checkpoints of one piece: each checkpoint right behind the last record it covers."""
    record, at = check.record, 0
    sizes = [size for _, size, _ in notes]
    next_size = sizes[0] if sizes else -1
    for position, sealed, payload, odd, source in rows:
        while next_size != -1 and next_size <= position:
            check.checkpoint(notes[at][2])
            at += 1
            next_size = sizes[at] if at < len(sizes) else -1
        if odd is None:
            record(position, source, sealed, payload, sealed)
        else:
            record(position, source, sealed, payload, odd.own_leaf, not odd.columns)
    for _, _, note in notes[at:]:
        check.checkpoint(note)
