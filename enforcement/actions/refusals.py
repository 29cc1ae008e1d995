"""Keeping that a step was refused. The attempt itself has changed nothing."""

from django.db import transaction

from accounts.models import User
from audit.events import Event
from enforcement.actions.hit_events import write_event
from enforcement.models import Check, Hit, HitStep
from enforcement.refused import HitRefused


@transaction.atomic
def note_refusal(*, hit: Hit, refused: HitRefused, by: User) -> HitStep:
    """What was tried is in the access record; here stand the reason, and what the last check found."""
    if refused.again is not None:
        found = refused.again
        Check.objects.create(
            hit=hit,
            kind=Check.Kind.RECHECK,
            result=Check.Result.UNKNOWN if found.result == "unknown" else Check.Result.NOT_CONFIRMED,
            source=found.source,
            answer=found.line[:300],
            plate=hit.plate,
            region=hit.region,
            notices=found.notices,
            amount_due=found.amount_due,
            checked_by=by,
        )
    return write_event(
        hit=hit,
        step=HitStep.Step.REFUSED,
        event=Event.HIT_REFUSED,
        by=by,
        reason=refused.decision.reason,
        code=refused.decision.code,
    )
