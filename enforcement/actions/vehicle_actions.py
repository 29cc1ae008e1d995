"""The end of a hit: what was done to the vehicle, or that nothing was."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from alpr_portal.lib.decision import refused
from audit.events import Event
from enforcement import citations
from enforcement.actions.checks import RESULTS, rights_of
from enforcement.actions.hit_events import write_event
from enforcement.actions.hit_rules import demand, held_by_the_database
from enforcement.citations import CitationAnswer
from enforcement.models import Check, Hit, HitStep, VehicleAction
from enforcement.policy.hits import PAST_DUE, REGISTRATION, TAKES_THE_VEHICLE, may_act, may_release, standing
from enforcement.refused import HitRefused
from enforcement.selectors.hit_facts import check_facts, checks_of, facts_of, locked_hit


@transaction.atomic
def act(*, hit: Hit, kind: str, reference: str, note: str, by: User, now: datetime) -> VehicleAction:
    """Record a boot, a tow, a citation, a warning, or that the police were told.

    What lets the vehicle go is asked again now: for a boot or a tow whether the citations are still unpaid
    (manual, clause 4(e)), for a citation whether a permit, a payment or an exemption came meanwhile. Raises
    HitRefused; the database refuses by itself what this would let through.
    """
    hit = locked_hit(hit=hit)
    facts, checks = facts_of(hit=hit, now=now), check_facts(checks_of(hit=hit))
    demand(may_act(facts, kind, checks, now), hit)
    again = check_again(hit, kind=kind, by=by, now=now)
    needed = {name: standing(name, facts, checks, now).newest for name in (REGISTRATION, PAST_DUE)}
    with held_by_the_database():
        action = VehicleAction.objects.create(
            hit=hit,
            kind=kind,
            plate=hit.plate,
            region=hit.region,
            reference=reference,
            registration_check_id=needed[REGISTRATION].pk if needed[REGISTRATION] else None,
            past_due_check_id=needed[PAST_DUE].pk if needed[PAST_DUE] else None,
            recheck=again,
            note=note,
            by=by,
        )
        close(hit, state=Hit.State.ACTED, before=Hit.State.VERIFIED, by=by, now=now)
    told = ", ".join(filter(None, [action.get_kind_display(), reference, note]))
    write_event(
        hit=hit,
        step=HitStep.Step.ACTED,
        event=Event.HIT_ACTED_ON,
        by=by,
        reason=told,
        kind=kind,
        action=str(action.uid),
    )
    return action


@transaction.atomic
def release(*, hit: Hit, reason: str, by: User, now: datetime) -> Hit:
    """Do nothing about a confirmed hit, and say why. Raises HitRefused."""
    hit = locked_hit(hit=hit)
    demand(may_release(facts_of(hit=hit, now=now)), hit)
    close(hit, state=Hit.State.RELEASED, before=hit.state, by=by, now=now)
    write_event(hit=hit, step=HitStep.Step.RELEASED, event=Event.HIT_RELEASED, by=by, reason=reason)
    return hit


def close(hit: Hit, *, state: str, before: str, by: User, now: datetime) -> None:
    Hit.objects.filter(pk=hit.pk, state=before).update(state=state, closed_at=now, closed_by=by)
    hit.state, hit.closed_at, hit.closed_by = state, now, by


def check_again(hit: Hit, *, kind: str, by: User, now: datetime) -> Check | None:
    """The check at the moment of enforcement, kept with what it found. Raises HitRefused."""
    if kind in TAKES_THE_VEHICLE:
        found = citations.ask_again(hit=hit, now=now)
        if found.result == "paid":
            told = f"Not five unpaid notices any more: {found.line}"
            raise HitRefused(refused("paid", told), again=found)
        if found.result == "unknown":
            told = f"Whether the citations are still unpaid is not known: {found.line}"
            raise HitRefused(refused("not_known", told), again=found)
        return keep_recheck(hit, found, Check.Result.CONFIRMED, by)
    if kind == VehicleAction.Kind.CITATION and hit.zone is not None:
        held = rights_of(hit, now)
        line = " ".join(held.lines)
        found = CitationAnswer("paid" if held.result == "has" else "unknown", held.source, line)
        if held.result == "has":
            raise HitRefused(refused("has_a_right", f"The vehicle may stand here: {line}"), again=found)
        return keep_recheck(hit, found, RESULTS[held.result], by)
    return None


def keep_recheck(hit: Hit, found: CitationAnswer, result: str, by: User) -> Check:
    return Check.objects.create(
        hit=hit,
        kind=Check.Kind.RECHECK,
        result=result,
        source=found.source[:80],
        answer=found.line[:300],
        plate=hit.plate,
        region=hit.region,
        notices=found.notices,
        amount_due=found.amount_due,
        checked_by=by,
    )
