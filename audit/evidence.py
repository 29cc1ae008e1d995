"""What the ledger can show of itself on the compliance page. Importing this registers the check."""

from datetime import datetime, timedelta

from django.utils import timezone

from alpr_portal.lib.evidence import Finding, evidence
from audit.events import SystemActor
from audit.models import Verification
from audit.selectors.seals import last_verification

LATELY = timedelta(days=2)
"""A verification is made each night; one may fall out."""
SEALS = "audit:seals"


@evidence("ledger_verified")
def ledger_verified(now: datetime) -> Finding:
    """By the newest verification that has ended: an earlier, sound one does not outweigh it."""
    last = last_verification(asks=SystemActor("compliance"))
    if last is None or last.ended_at is None:
        return Finding(False, "The ledger was never verified.", SEALS)
    ended = timezone.localtime(last.ended_at)
    when = f"{ended:%B} {ended.day}, {ended.year}, {ended:%H:%M}"
    if last.state == Verification.State.BROKEN:
        return Finding(False, f"On {when} the ledger was found not sound.", SEALS)
    if last.state == Verification.State.FAILED:
        return Finding(False, f"On {when} the ledger could not be verified.", SEALS)
    if now - last.ended_at > LATELY:
        return Finding(False, f"Last verified on {when}, over two days ago; it was sound.", SEALS)
    held = "no checkpoint" if last.held_number is None else f"checkpoint {last.held_number}"
    return Finding(True, f"Sound on {when}: {last.records_done} records, held against {held}.")
