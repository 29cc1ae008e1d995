"""Going on after the database was restored from an older copy, with what that lost on record."""

from django.db import transaction

from alpr_portal.lib.text import one_line
from audit.events import Actor, Event, record
from audit.sealing.anchors import anchors
from audit.sealing.anchors.file import FileAnchor, number_of


class NothingToSetAside(Exception):
    """No anchor holds checkpoints that could be ahead of the database."""


def go_on_after_restore(*, reason: str, by: Actor) -> list[str]:
    """Set the file anchors' checkpoints aside, so that sealing goes on. Returns where they are kept now.

    A verification with the old files still says what is missing: they are the evidence of it.
    """
    files = [one for one in anchors() if isinstance(one, FileAnchor) and one.path.exists()]
    if not files:
        raise NothingToSetAside(
            "No file with checkpoints is there, so nothing keeps the sealer from going on."
        )
    kept = []
    with transaction.atomic():
        for anchor in files:
            newest = anchor.newest()
            record(
                Event.LEDGER_RESTORED,
                target="ledger",
                by=by,
                reason=one_line(reason),
                held=number_of(newest) if newest else 0,
                checkpoint=newest or "",
            )
        kept = [str(anchor.set_aside()) for anchor in files]
    return kept
