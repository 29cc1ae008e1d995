"""The demonstration's zones: two streets, a lot and a district of a city that does not exist.

They lie around the places where its frames were taken (reads.drawing.catalogue).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from alpr_portal.lib.geo import Shape
from audit.events import SystemActor
from enforcement.actions import holidays, zone_rules, zones
from enforcement.models import Holiday, Hotlist, Zone, ZoneRule
from reads.drawing.catalogue import CENTRE

BY = SystemActor("demo")
SINCE = timedelta(days=60)
"""For how long the rules have been in force: the frames of yesterday go by them, too."""
METRES_NORTH, METRES_EAST = 110_900, 92_200
"""A degree, as the catalogue reckons."""

Side = tuple[float, float, float, float]
"""South, west, north, east, in metres from the centre."""


@dataclass(frozen=True)
class DemoZone:
    code: str
    name: str
    kind: str
    sides: tuple[Side, ...]
    district: str = ""


def along_alder(number: int, west: float, district: str) -> DemoZone:
    """A block of the street to the east; its two sides are one face."""
    east = west + 99
    sides = ((-7.0, west, 7.0, east), (8.0, west, 22.0, east))
    return DemoZone(f"alder-{number}", f"Alder Street {number}", Zone.Kind.BLOCK_FACE, sides, district)


def along_birch(number: int, south: float) -> DemoZone:
    """A block of the avenue to the north."""
    sides = ((south, -50.0, south + 99, -37.0), (south, -36.0, south + 99, -23.0))
    return DemoZone(f"birch-{number}", f"Birch Avenue {number}", Zone.Kind.BLOCK_FACE, sides)


ZONES = (
    DemoZone("old-town", "Old Town", Zone.Kind.DISTRICT, ((-20, -12, 215, 400),)),
    *(along_alder(100 * (step + 1), -8 + 100 * step, "old-town") for step in range(4)),
    *(along_alder(100 * (step + 1), -8 + 100 * step, "") for step in range(4, 8)),
    *(along_birch(100 * (step + 1), 270 + 100 * step) for step in range(4)),
    DemoZone("lot-b", "Lot B", Zone.Kind.LOT, ((160, 235, 205, 290),), "old-town"),
)


def seed_zones(now: datetime) -> None:
    """Zones, rules and holidays, through the real actions; again, nothing but what is missing.

    The lot asks for a permit once there is a permit list.
    """
    then = now - SINCE
    with transaction.atomic():
        for demo in ZONES:
            if not Zone.objects.filter(code=demo.code).exists():
                keep(demo)
        for demo in ZONES:
            zone = Zone.objects.get(code=demo.code)
            if not zone.rules.exists() and (rule := rule_of(zone)) is not None:
                zone_rules.add(rule=begun(rule, then), replaces=None, by=BY, now=then)
        for day, name in coming_holidays(timezone.localdate(now)):
            if not Holiday.objects.filter(day=day).exists():
                holidays.add(day=day, name=name, by=BY, now=now)


def keep(demo: DemoZone) -> None:
    district = Zone.objects.get(code=demo.district) if demo.district else None
    shape: Shape = [[ring(side)] for side in demo.sides]
    zones.save(
        zone=Zone(code=demo.code, name=demo.name, kind=demo.kind, district=district, shape=shape), by=BY
    )


def ring(side: Side) -> list[list[float]]:
    south, west, north, east = side
    corners = ((south, west), (south, east), (north, east), (north, west), (south, west))
    return [
        [round(CENTRE[1] + right / METRES_EAST, 7), round(CENTRE[0] + up / METRES_NORTH, 7)]
        for up, right in corners
    ]


def rule_of(zone: Zone) -> ZoneRule | None:
    """Two hours at one place along Alder Street, one hour a block face along Birch Avenue, 72 hours in Old
    Town, permits in the lot."""
    if zone.code == "old-town":
        return ZoneRule(zone=zone, compare=ZoneRule.Compare.LONG_TERM, limit_minutes=72 * 60, **all_day())
    if zone.code == "lot-b":
        listed = Hotlist.objects.filter(kind=Hotlist.Kind.PERMIT, is_active=True).order_by("id").first()
        if listed is None:
            return None
        return ZoneRule(
            zone=zone,
            compare=ZoneRule.Compare.BLOCK_FACE,
            limit_minutes=60,
            permit_list=listed,
            permit_only=True,
            on_holidays=True,
            **all_day(),
        )
    # Day and night, so that the demonstration shows the same whenever it is started.
    hours = {**all_day(), "on_holidays": True, "grace_minutes": 5}
    if zone.code.startswith("birch"):
        return ZoneRule(zone=zone, compare=ZoneRule.Compare.BLOCK_FACE, limit_minutes=60, **hours)
    return ZoneRule(zone=zone, compare=ZoneRule.Compare.SAME_POSITION, limit_minutes=120, **hours)


def all_day() -> dict[str, time]:
    return {"hours_from": time(0), "hours_until": time(0)}


def begun(rule: ZoneRule, then: datetime) -> ZoneRule:
    rule.first_day = timezone.localdate(then)
    return rule


def coming_holidays(today: date) -> list[tuple[date, str]]:
    """The next of each, none before today."""
    fixed = (((1, 1), "New Year's Day"), ((7, 4), "Independence Day"), ((12, 25), "Christmas Day"))
    found = []
    for (month, day), name in fixed:
        this_year = date(today.year, month, day)
        found.append((this_year if this_year >= today else date(today.year + 1, month, day), name))
    return found
