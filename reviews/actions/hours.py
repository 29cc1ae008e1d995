"""Working hours of roles and people: added and ended."""

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from audit.events import Event, record
from reviews.models import WorkingHours
from reviews.refusals import Refused, require


@transaction.atomic
def add(
    *,
    role: str,
    user: User | None,
    days: Sequence[int],
    start: time,
    until: time,
    by: User,
    now: datetime,
) -> WorkingHours:
    """Hours of a role or of one person. Nobody sets their own (CJIS AC-5)."""
    require(by=by, needs=Permission.MANAGE_REVIEW_PLAN, now=now)
    if user is not None and user.pk == by.pk:
        raise Refused("themselves", "Ask somebody else: nobody sets their own hours.")
    hours = WorkingHours(
        role=role, user=user, days=sorted(set(days)), start=start, until=until, made_at=now, made_by=by
    )
    hours.full_clean(exclude=["ended_at", "ended_by"])
    hours.save()
    record(
        Event.WORKING_HOURS_CHANGED,
        target=f"working_hours:{hours.pk}",
        by=by,
        role=role,
        person=user.ledger_person if user else "",
        hours=f"{hours.day_names} {start:%H:%M}-{until:%H:%M}",
    )
    return hours


@transaction.atomic
def end(*, hours: WorkingHours, by: User, now: datetime) -> bool:
    """Take hours out. False where somebody else was faster."""
    require(by=by, needs=Permission.MANAGE_REVIEW_PLAN, now=now)
    if hours.user_id == by.pk:
        raise Refused("themselves", "Ask somebody else: nobody sets their own hours.")
    if WorkingHours.objects.filter(pk=hours.pk, ended_at=None).update(ended_at=now, ended_by=by) != 1:
        return False
    record(Event.WORKING_HOURS_CHANGED, target=f"working_hours:{hours.pk}", by=by, ended=True)
    return True
