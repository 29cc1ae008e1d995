"""From accepted to verified: when all that the hit's kind asks for is confirmed."""

from datetime import datetime

from accounts.models import User
from audit.events import Event
from enforcement.actions.hit_events import write_event
from enforcement.actions.hit_rules import held_by_the_database
from enforcement.models import Hit, HitStep
from enforcement.policy.hits import may_verify
from enforcement.selectors.hit_facts import check_facts, checks_of, facts_of


def verify_if_complete(*, hit: Hit, by: User, now: datetime) -> bool:
    """A step of the action that confirmed the last of it. The database asks all of it again."""
    if not may_verify(facts_of(hit=hit, now=now), check_facts(checks_of(hit=hit)), now).allowed:
        return False
    with held_by_the_database():
        moved = Hit.objects.filter(pk=hit.pk, state=Hit.State.ACCEPTED).update(
            state=Hit.State.VERIFIED, verified_at=now, verified_by=by
        )
    if moved:
        hit.state, hit.verified_at, hit.verified_by = Hit.State.VERIFIED, now, by
        write_event(hit=hit, step=HitStep.Step.VERIFIED, event=Event.HIT_VERIFIED, by=by)
    return bool(moved)
