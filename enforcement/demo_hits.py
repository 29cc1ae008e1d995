"""What the demonstration's officers have done with their hits: one in each state, by the real actions."""

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from audit.system import system_access
from enforcement.actions import checks, decisions, vehicle_actions
from enforcement.models import Check, Hit

REGISTRATION = "Vehicle registration terminal"
CITATIONS = "Citation system"


def decide_hits(*, by: User, now: datetime) -> int:
    """Decide some of the hits that nobody has decided yet; returns how many. Again, it does nothing."""
    with system_access(
        "command", door="enforcement.demo", reason="Decide the demonstration's hits"
    ) as access:
        with access.transaction():
            if Hit.objects.exclude(state=Hit.State.NEW).exists():
                return 0
            certain = Hit.objects.filter(match=Hit.Match.EXACT, kind=Hit.Kind.SCOFFLAW).order_by("id")
            hits = list(certain.select_related("entry")[:5])
            doubtful = Hit.objects.filter(match=Hit.Match.POSSIBLE, kind=Hit.Kind.SCOFFLAW).first()
        # The first stays new; each of the others goes one step further.
        for steps, hit in enumerate(hits):
            with access.transaction():
                take(hit, steps, by, now)
        if doubtful is not None:
            with access.transaction():
                decisions.reject(
                    hit=doubtful,
                    reason=Hit.RejectReason.OTHER_VEHICLE,
                    note="Another make and colour than the account says.",
                    by=by,
                    now=now,
                )
    return len(hits) - 1 + bool(doubtful)


def take(hit: Hit, steps: int, by: User, now: datetime) -> None:
    """0: left as it is; 1: accepted; 2: accepted and released; 3: verified; 4: booted."""
    if steps == 0:
        return
    hit = decisions.confirm(hit=hit, plate=hit.plate, region=hit.region, by=by, now=now)
    if steps == 2:
        vehicle_actions.release(hit=hit, reason="The driver came and paid.", by=by, now=now)
    if steps < 3:
        return
    owed = hit.entry
    confirmed = {"hit": hit, "result": Check.Result.CONFIRMED, "by": by, "now": now}
    checks.record_answer(
        kind=Check.Kind.REGISTRATION, source=REGISTRATION, answer="Registered, plate matches.", **confirmed
    )
    checks.record_answer(
        kind=Check.Kind.PAST_DUE,
        source=CITATIONS,
        answer="Past due.",
        notices=owed.notices if owed else 5,
        amount_due=owed.amount_due if owed else Decimal(0),
        **confirmed,
    )
    if steps == 4:
        vehicle_actions.act(hit=hit, kind="boot", reference="B-0318", note="", by=by, now=now)
