"""The register: appoint a designee, record a hearing."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from audit.events import Event
from audit.events import record as write_event
from policy.actions.versions import require
from policy.models import Designee, Hearing
from policy.rules import may_succeed

OVERTAKEN = "Somebody else has just appointed a designee; look at the register."


@transaction.atomic
def appoint(
    *, title: str, name: str, starts_on: date, account: User | None, by: User, now: datetime
) -> Designee:
    """Enter the next designee, and end the one before on the day before: one action, so no day is without.

    Raises ValidationError where the day does not fit, or somebody else has just appointed one.
    """
    require(by=by, needs=Permission.APPROVE_POLICY, now=now)
    current = Designee.objects.select_for_update().filter(ends_on=None).first()
    if current is None and Designee.objects.exists():
        raise ValidationError(OVERTAKEN)
    decision = may_succeed(
        starts_on=starts_on,
        current_starts_on=current.starts_on if current else None,
        today=timezone.localdate(now),
    )
    if not decision.allowed:
        raise ValidationError({"starts_on": decision.reason})
    if current is not None:
        ended = Designee.objects.filter(pk=current.pk, ends_on=None)
        if ended.update(ends_on=starts_on - timedelta(days=1)) != 1:
            raise ValidationError(OVERTAKEN)
    appointed = Designee(title=title, name=name, starts_on=starts_on, account=account, appointed_by=by)
    appointed.full_clean()
    try:
        with transaction.atomic():
            appointed.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"starts_on": "The register has a designee from that day already."}) from None
    write_event(
        Event.DESIGNEE_APPOINTED,
        target=f"designee:{appointed.pk}",
        by=by,
        title=title,
        name=name,
        starts_on=starts_on.isoformat(),
    )
    return appointed


@transaction.atomic
def record_hearing(*, held_on: date, body: str, item: str, link: str, by: User, now: datetime) -> Hearing:
    """Enter a public meeting at which the program was open to comment (Civ. Code 1798.90.55(a))."""
    require(by=by, needs=Permission.APPROVE_POLICY, now=now)
    if held_on > timezone.localdate(now):
        raise ValidationError({"held_on": "Enter a hearing when it has been held: this day is yet to come."})
    hearing = Hearing(held_on=held_on, body=body, item=item, link=link, recorded_by=by)
    hearing.full_clean()
    hearing.save(force_insert=True)
    write_event(
        Event.HEARING_RECORDED,
        target=f"hearing:{hearing.pk}",
        by=by,
        held_on=held_on.isoformat(),
        link=link,
    )
    return hearing
