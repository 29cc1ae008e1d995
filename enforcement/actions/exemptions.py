"""Exempting a vehicle from the division's rules for a time, and ending that."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.events import Event, record
from enforcement.models import Exemption, Zone


class ExemptionRefused(ValueError):
    """A sentence for the person."""


@transaction.atomic
def exempt(
    *,
    plate: str,
    region: str,
    zone: Zone | None,
    reason: str,
    valid_until: datetime,
    by: User,
    now: datetime,
) -> Exemption:
    """In an open access. Raises ExemptionRefused."""
    if valid_until <= now:
        raise ExemptionRefused("The exemption would have ended already; choose a later time.")
    same = Exemption.objects.filter(
        plate=plate, region=region, zone=zone, ended_at__isnull=True, valid_until__gt=now
    )
    if same.exists():
        raise ExemptionRefused("This vehicle is exempt there already; end that exemption first.")
    exemption = Exemption(
        plate=plate, region=region, zone=zone, reason=reason, valid_until=valid_until, made_by=by
    )
    exemption.full_clean(exclude=["made_at", "ended_at", "ended_by"])
    exemption.save()
    record(
        Event.EXEMPTION_MADE,
        target=exemption.ledger_name(),
        by=by,
        zone=zone.code if zone else "",
        reason=reason,
        valid_until=valid_until.isoformat(),
    )
    return exemption


@transaction.atomic
def end(*, exemption: Exemption, by: User, now: datetime) -> bool:
    """False when it had ended before."""
    ended = Exemption.objects.filter(pk=exemption.pk, ended_at__isnull=True).update(ended_at=now, ended_by=by)
    if ended:
        record(Event.EXEMPTION_ENDED, target=exemption.ledger_name(), by=by)
    return bool(ended)
