"""Deciding a hit from the picture, before its reason is shown."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from alpr_portal.lib.lookalikes import Match, compare
from audit.events import Event
from enforcement.actions.hit_events import write_event
from enforcement.actions.hit_rules import demand, held_by_the_database
from enforcement.actions.hits import become_exact
from enforcement.actions.verification import verify_if_complete
from enforcement.models import Hit, HitStep
from enforcement.policy.hits import judge, may_confirm
from enforcement.selectors.hit_facts import facts_of, locked_hit
from reads.actions import corrections
from reads.actions.corrections import NothingToCorrect
from reads.models import Correction

NOTE = "Seen in the picture when a hit was decided."


@transaction.atomic
def confirm(*, hit: Hit, plate: str, region: str, by: User, now: datetime) -> Hit:
    """Accept the hit, or reject it as what it is, by the plate and the state that the officer saw.

    A read that the officer saw otherwise is corrected, and matched anew once that is committed. Raises
    HitRefused when somebody was faster.
    """
    hit = locked_hit(hit=hit)
    demand(may_confirm(facts_of(hit=hit, now=now)), hit)
    listed = (hit.entry.plate, hit.entry.region) if hit.entry else None
    verdict = judge(match=hit.match, seen=(plate, region), read=(hit.plate, hit.region), listed=listed)
    correct_read(hit, plate=plate, region=region, by=by)
    if verdict.reject_reason:
        close_rejected(
            hit, reason=verdict.reject_reason, by=by, now=now, seen_plate=plate, seen_region=region
        )
        said = hit.get_reject_reason_display()
        write_event(
            hit=hit,
            step=HitStep.Step.REJECTED,
            event=Event.HIT_REJECTED,
            by=by,
            reason=f"{said}: the picture shows {plate}, {region}.",
            why=hit.reject_reason,
        )
        return hit
    hit.state, hit.seen_plate, hit.seen_region = Hit.State.ACCEPTED, plate, region
    hit.decided_at, hit.decided_by, hit.assigned_to = now, by, hit.assigned_to or by
    Hit.objects.filter(pk=hit.pk, state=Hit.State.NEW).update(
        state=hit.state,
        seen_plate=plate,
        seen_region=region,
        decided_at=now,
        decided_by=by,
        assigned_to=hit.assigned_to,
    )
    write_event(hit=hit, step=HitStep.Step.CONFIRMED, event=Event.HIT_CONFIRMED, by=by)
    if is_what_was_looked_for(hit, plate, region):
        sharpen(hit, plate=plate, region=region, by=by)
    verify_if_complete(hit=hit, by=by, now=now)
    return hit


@transaction.atomic
def reject(*, hit: Hit, reason: str, note: str, by: User, now: datetime) -> Hit:
    """Reject a new hit for a reason of the list. Raises HitRefused when somebody was faster."""
    hit = locked_hit(hit=hit)
    demand(may_confirm(facts_of(hit=hit, now=now)), hit)
    close_rejected(hit, reason=reason, by=by, now=now)
    said = hit.get_reject_reason_display()
    write_event(
        hit=hit,
        step=HitStep.Step.REJECTED,
        event=Event.HIT_REJECTED,
        by=by,
        reason=f"{said}: {note}" if note else said,
        why=reason,
    )
    return hit


def close_rejected(hit: Hit, *, reason: str, by: User, now: datetime, **seen: str) -> None:
    hit.state, hit.reject_reason, hit.decided_at, hit.decided_by = Hit.State.REJECTED, reason, now, by
    Hit.objects.filter(pk=hit.pk, state=Hit.State.NEW).update(
        state=hit.state, reject_reason=reason, decided_at=now, decided_by=by, **seen
    )


def correct_read(hit: Hit, *, plate: str, region: str, by: User) -> None:
    """The officer's eyes outdo the engine's; the observation stays beside the correction."""
    number_differs = plate != hit.read.plate
    reason = Correction.Reason.MISREAD if number_differs else Correction.Reason.WRONG_REGION
    try:
        corrections.correct(read=hit.read, plate=plate, region=region, reason=reason, note=NOTE, by=by)
    except NothingToCorrect:
        return
    hit.read.plate, hit.read.region = plate, region


def is_what_was_looked_for(hit: Hit, plate: str, region: str) -> bool:
    """Whether an unsure hit is sure now: the officer saw the very number and state."""
    if (hit.match, hit.region) == (Hit.Match.EXACT, region):
        return False
    if hit.entry is None:
        return True
    likeness = compare(plate, region, hit.entry.plate, hit.entry.region)
    return likeness is not None and likeness.match is Match.EXACT


def sharpen(hit: Hit, *, plate: str, region: str, by: User) -> None:
    with held_by_the_database():
        become_exact(hit, read=hit.read, why=[*hit.why, "The officer saw this number and state."], by=by)
