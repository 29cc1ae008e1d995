"""Recording what was looked up about a hit's vehicle. Each answer is a row; none is ever changed."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from audit.events import Event
from enforcement import rights
from enforcement.actions.hit_events import write_event
from enforcement.actions.hit_rules import demand
from enforcement.actions.verification import verify_if_complete
from enforcement.models import Check, Hit, HitStep
from enforcement.policy.hits import may_check
from enforcement.rights import RightsAnswer
from enforcement.selectors.hit_facts import facts_of, locked_hit

RESULTS = {
    "none": Check.Result.CONFIRMED,
    "has": Check.Result.NOT_CONFIRMED,
    "unknown": Check.Result.UNKNOWN,
}
"""What an answer about rights means for the hit: confirmed is that nothing lets the vehicle stand there."""


@transaction.atomic
def record_answer(
    *,
    hit: Hit,
    kind: str,
    result: str,
    source: str,
    answer: str,
    by: User,
    now: datetime,
    notices: int | None = None,
    amount_due: Decimal | None = None,
) -> Check:
    """One answer about this hit's plate and state. The last one that is needed verifies the hit.

    Raises HitRefused while the plate is unconfirmed, and when the hit is closed.
    """
    hit = locked_hit(hit=hit)
    demand(may_check(facts_of(hit=hit, now=now)), hit)
    check = Check.objects.create(
        hit=hit,
        kind=kind,
        result=result,
        source=source[:80],
        answer=answer[:300],
        plate=hit.plate,
        region=hit.region,
        notices=notices,
        amount_due=amount_due,
        checked_by=by,
    )
    told = f"{check.get_kind_display()}: {check.get_result_display().lower()} ({check.source})"
    write_event(
        hit=hit,
        step=HitStep.Step.CHECKED,
        event=Event.HIT_CHECKED,
        by=by,
        reason=f"{told}. {check.answer}".strip(),
        kind=kind,
        result=result,
    )
    verify_if_complete(hit=hit, by=by, now=now)
    return check


@transaction.atomic
def look_up_rights(*, hit: Hit, by: User, now: datetime) -> Check:
    """Ask permits, paid sessions and exemptions, and record their answer, "unknown" included."""
    hit = locked_hit(hit=hit)
    demand(may_check(facts_of(hit=hit, now=now)), hit)
    found = rights_of(hit, now)
    return record_answer(
        hit=hit,
        kind=Check.Kind.RIGHTS,
        result=RESULTS[found.result],
        source=found.source,
        answer=" ".join(found.lines),
        by=by,
        now=now,
    )


def rights_of(hit: Hit, now: datetime) -> RightsAnswer:
    return rights.look_up(plate=hit.plate, region=hit.region, zone=hit.zone, now=now, rule=hit.rule)
