"""Notes on a hit, and handing it over to a colleague."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.events import Event
from enforcement.actions.hit_events import write_event
from enforcement.actions.hit_rules import demand
from enforcement.models import Hit, HitStep
from enforcement.policy.hits import may_hand_over
from enforcement.selectors.hit_facts import facts_of, locked_hit


def write_note(*, hit: Hit, text: str, by: User) -> HitStep:
    """Add a line to the hit's history."""
    return write_event(hit=hit, step=HitStep.Step.NOTED, event=Event.HIT_NOTED, by=by, reason=text)


@transaction.atomic
def hand_over(*, hit: Hit, to: User, note: str, by: User, now: datetime) -> Hit:
    """Make somebody else the one who goes on with an open hit. Raises HitRefused."""
    hit = locked_hit(hit=hit)
    demand(may_hand_over(facts_of(hit=hit, now=now)), hit)
    hit.assigned_to = to
    Hit.objects.filter(pk=hit.pk).update(assigned_to=to)
    told = f"To {to.full_name}. {note}".strip()
    write_event(
        hit=hit,
        step=HitStep.Step.HANDED_OVER,
        event=Event.HIT_HANDED_OVER,
        by=by,
        reason=told,
        to=to.ledger_person,
    )
    return hit
