"""Keeping zones. A zone is never deleted: marks and hits name it; it is taken out of use."""

from collections.abc import Sequence

from django.db import transaction

from alpr_portal.lib.geo import bounds
from audit.events import Actor, Event, record
from enforcement.models import Zone
from enforcement.policy.geojson import ZoneSaid


@transaction.atomic
def save(*, zone: Zone, by: Actor) -> Zone:
    """Keep a new or changed zone with the box of its shape. Raises ValidationError."""
    box = bounds(zone.shape)
    zone.west, zone.south, zone.east, zone.north = box.west, box.south, box.east, box.north
    zone.full_clean(exclude=["created_at"])
    zone.save()
    record(
        Event.ZONE_CHANGED,
        target=zone.ledger_target,
        by=by,
        name=zone.name,
        kind=zone.kind,
        district=zone.district.code if zone.district else "",
        points=sum(len(ring) for polygon in zone.shape for ring in polygon),
        is_active=zone.is_active,
    )
    return zone


@transaction.atomic
def take_over(*, zones: Sequence[ZoneSaid], by: Actor) -> tuple[int, int]:
    """All of a file or nothing: how many zones are new and how many were changed. Raises ValidationError."""
    there = {zone.code: zone for zone in Zone.objects.select_for_update()}
    added = 0
    # Districts first: the others may belong to one of the same file.
    for said in sorted(zones, key=lambda said: said.kind != Zone.Kind.DISTRICT):
        zone = there.get(said.code)
        if zone is None:
            zone = Zone(code=said.code)
            added += 1
        zone.name, zone.kind, zone.shape = said.name, said.kind, said.shape
        zone.district = there[said.district] if said.district else None
        there[said.code] = save(zone=zone, by=by)
    return added, len(zones) - added
