"""A hit as the rules see it (enforcement.policy.hits), and who was there first."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from enforcement.models import Check, Hit
from enforcement.policy.hits import CheckFacts, HitFacts
from enforcement.policy.lists import is_stale


def facts_of(*, hit: Hit, now: datetime) -> HitFacts:
    return HitFacts(
        kind=hit.kind,
        match=hit.match,
        state=hit.state,
        plate=hit.plate,
        region=hit.region,
        seen_plate=hit.seen_plate,
        seen_region=hit.seen_region,
        list_is_stale=list_is_stale(hit, now),
        stale_when_made=hit.stale_when_made,
    )


def list_is_stale(hit: Hit, now: datetime) -> bool | None:
    if hit.hotlist is None:
        return None
    return is_stale(hit.hotlist.refreshed_at, hit.hotlist.freshness_hours, now)


def checks_of(*, hit: Hit) -> list[Check]:
    """All answers, oldest first."""
    return list(hit.checks.select_related("checked_by").order_by("id"))


def check_facts(checks: list[Check]) -> list[CheckFacts]:
    return [
        CheckFacts(
            pk=check.pk,
            kind=check.kind,
            result=check.result,
            plate=check.plate,
            region=check.region,
            checked_at=check.checked_at,
            notices=check.notices,
        )
        for check in checks
    ]


def locked_hit(*, hit: Hit) -> Hit:
    """The hit as it is now; whoever comes second waits here for the first."""
    found = Hit.objects.select_related(
        "hotlist", "entry", "zone__district", "rule", "read__camera", "decided_by", "closed_by"
    )
    return found.select_for_update(of=("self",)).get(pk=hit.pk)


def who_was_faster(hit: Hit) -> str:
    """Who decided or closed it, and when, in city time; '' while nobody has."""
    if hit.state in (Hit.State.ACTED, Hit.State.RELEASED):
        done = "acted on" if hit.state == Hit.State.ACTED else "released"
        return sentence(hit.closed_by, f"{done} it", hit.closed_at)
    if hit.state == Hit.State.NEW:
        return ""
    done = "rejected" if hit.state == Hit.State.REJECTED else "confirmed"
    return sentence(hit.decided_by, f"{done} it", hit.decided_at)


def sentence(who: User | None, what: str, when: datetime | None) -> str:
    if who is None or when is None:
        return ""
    return f"{who.full_name} {what} at {timezone.localtime(when):%H:%M:%S}."
