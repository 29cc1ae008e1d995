"""Chalk marks of one vehicle and of those it may be mistaken for."""

from datetime import datetime, timedelta

from django.db.models import Q

from alpr_portal.lib.lookalikes import fold
from enforcement.models import ChalkMark, Zone
from enforcement.policy.likeness import likeness, one_off
from enforcement.policy.overtime import Mark

LOOK_BACK = timedelta(days=30)
"""The longest limit with its grace is two weeks and a day."""
MOST_MARKS = 1000
"""Of one vehicle and its look-alikes; the newest count."""


def marks_like(*, plate: str, region: str, now: datetime) -> list[ChalkMark]:
    """Usable marks of the last weeks that are, or may be, of this vehicle: equality alone, which indexes
    answer (ADR 0003)."""
    found = ChalkMark.objects.filter(
        Q(plate=plate) | Q(plate_folded=fold(plate)) | Q(plate__in=one_off(plate)),
        seen_at__gt=now - LOOK_BACK,
        seen_at__lte=now,
        doubts=[],
    )
    if region:
        found = found.filter(region__in=["", region])
    newest = found.select_related("zone", "read__camera").order_by("-seen_at", "-id")[:MOST_MARKS]
    return list(newest)


def as_mark(mark: ChalkMark, plate: str, region: str) -> Mark | None:
    """None where the numbers are not alike after all."""
    unlike = likeness(plate, region, mark.plate, mark.region)
    if unlike is None or mark.latitude is None or mark.longitude is None:
        return None
    zone = mark.zone
    district = zone.pk if zone.kind == Zone.Kind.DISTRICT else zone.district_id
    camera = mark.read.camera
    return Mark(
        pk=mark.pk,
        at=mark.seen_at,
        zone=zone.pk,
        district=district,
        latitude=mark.latitude,
        longitude=mark.longitude,
        clock=mark.clock,
        vehicle=f"vehicle {camera.vehicle}" if camera.vehicle else camera.name,
        unlike=unlike,
    )
