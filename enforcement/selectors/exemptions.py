"""Exemptions, newest first."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from enforcement.models import Exemption
from reads.selectors import PAGE, Page


def exemptions(*, asks: User, now: datetime, standing: bool, before: int | None = None) -> Page:
    """Those in force, or those that have ended."""
    in_force = Q(ended_at__isnull=True, valid_until__gt=now)
    found = Exemption.objects.select_related("zone", "made_by", "ended_by")
    found = found.filter(in_force) if standing else found.exclude(in_force)
    if before is not None:
        found = found.filter(pk__lt=before)
    items = list(found.order_by("-id")[:PAGE])
    return Page(items, str(items[-1].pk) if len(items) == PAGE else "")


def exemption_by_uid(*, asks: User, uid: UUID) -> Exemption | None:
    return Exemption.objects.filter(uid=uid).first()
