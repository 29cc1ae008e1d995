"""The door for workers, commands and beat: the same record, with a named system actor."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from alpr_portal.lib.text import canonical_json
from audit.acting import Acting, acting_as
from audit.context import Access
from audit.ledger import Intent, Outcome, close_access, open_access


@contextmanager
def system_access(
    actor: str, *, door: str, reason: str, of_ledger: bool = False, **query: str | int | list[str]
) -> Iterator[Access]:
    """Open an access as a part of the portal (`worker`, `beat`, `command`); write the outcome at the end.

    `of_ledger`: whether the ledger itself is read too, on the auditor's connection.

    Long work (recognition) must not hold a transaction, so the caller opens one or several itself:

        with system_access("worker", door="reads.recognise", reason="Recognise a frame", frame=uid) as access:
            with access.transaction():
                ...
    """
    started = time.monotonic()
    access = open_access(
        Intent(
            actor_kind="system",
            door=door,
            username=f"system:{actor}",
            full_name=f"The portal's {actor}",
            purpose="system",
            reference=reason,
            query=canonical_json(query),
        ),
        databases=("default", "auditor") if of_ledger else ("default",),
    )
    result = "failed"
    try:
        with acting_as(Acting(f"system:{actor}", through=door)):
            yield access
        result = "shown"
    finally:
        close_access(
            access.uid,
            Outcome(
                result=result,
                records=list(access.records),
                plates=access.plates_given_out(),
                ms=int(1000 * (time.monotonic() - started)),
            ),
        )
