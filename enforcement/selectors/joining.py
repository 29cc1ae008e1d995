"""Which hit a sighting belongs to, if one is there."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from enforcement.models import Hit, HotlistEntry, Zone
from reads.models import Correction, Read

SAME_PASS = timedelta(minutes=10)
"""A closed hit takes in the vehicle's other frames for so long after its newest sighting."""


def hits_of_the_same(
    *, kind: str, entry: HotlistEntry | None, zone: Zone | None, plate: str, region: str
) -> QuerySet[Hit]:
    """Of the same vehicle on the same list, though its entry was renewed meanwhile; or in the same zone."""
    if entry is None:
        return Hit.objects.filter(kind=kind, zone=zone, plate=plate, region=region)
    renewed = Q(hotlist=entry.hotlist_id, entry__plate=entry.plate, entry__region=entry.region)
    return Hit.objects.filter(Q(entry=entry) | renewed)


def open_hit(same: QuerySet[Hit]) -> Hit | None:
    """Locked, so that nobody decides it while it is joined."""
    return same.filter(state__in=Hit.OPEN).select_for_update(of=("self",)).first()


def hit_that_has_seen(same: QuerySet[Hit], *, read: Read) -> Hit | None:
    """The newest closed hit that this very read belongs to: a read may be announced twice."""
    return same.filter(state__in=Hit.CLOSED, sightings__read=read).first()


def hit_of_the_pass(same: QuerySet[Hit], *, seen_at: datetime) -> Hit | None:
    """The newest closed hit of the same pass, or of a later one."""
    return same.filter(state__in=Hit.CLOSED, last_seen_at__gte=seen_at - SAME_PASS).first()


def corrected_since(*, read: Read, moment: datetime | None) -> bool:
    """Whether somebody said after this moment what the plate really is, or took that back."""
    if moment is None:
        return False
    return Correction.objects.filter(Q(made_at__gt=moment) | Q(undone_at__gt=moment), read=read).exists()
