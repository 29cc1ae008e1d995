"""What lies where: zones at a position. Zones bear no plate, so anybody's work may ask."""

from collections.abc import Iterable

from django.db.models import Q

from alpr_portal.lib.geo import contains
from enforcement.models import Zone
from enforcement.policy.placing import Place


class Ground:
    """The zones around some positions, asked of the database once."""

    def __init__(self, positions: Iterable[tuple[float | None, float | None]]) -> None:
        boxes = Q()
        for latitude, longitude in set(positions):
            if latitude is not None and longitude is not None:
                boxes |= Q(west__lte=longitude, east__gte=longitude, south__lte=latitude, north__gte=latitude)
        near = Zone.objects.select_related("district").filter(boxes, is_active=True) if boxes else ()
        self.zones = {zone.pk: zone for zone in near}

    def at(self, latitude: float | None, longitude: float | None) -> list[Zone]:
        """The zones that hold this position, smallest first."""
        if latitude is None or longitude is None:
            return []
        found = [
            zone
            for zone in self.zones.values()
            if contains(zone.shape, latitude=latitude, longitude=longitude)
        ]
        return sorted(found, key=lambda zone: (size(zone), zone.pk))


def size(zone: Zone) -> float:
    return (zone.east - zone.west) * (zone.north - zone.south)


def as_place(zone: Zone) -> Place:
    return Place(zone.pk, zone.district_id, zone.kind == Zone.Kind.DISTRICT, size(zone))
