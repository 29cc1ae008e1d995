"""Zones with their rules, for pages and maps. They bear no plate."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from enforcement.models import Holiday, Zone, ZoneRule

HOLIDAYS_BACK = timedelta(days=400)


@dataclass(frozen=True)
class RulesOf:
    """A zone's rules on a day, those before it and those to come."""

    now: list[ZoneRule]
    past: list[ZoneRule]
    to_come: list[ZoneRule]


def zones(*, active_only: bool = False) -> QuerySet[Zone]:
    found = Zone.objects.select_related("district").order_by("kind", "name")
    return found.filter(is_active=True) if active_only else found


def zones_with_rules(*, today: date) -> list[tuple[Zone, RulesOf]]:
    rules = ZoneRule.objects.order_by("hours_from", "id")
    found = zones().prefetch_related(Prefetch("rules", queryset=rules))
    return [(zone, parted(list(zone.rules.all()), today)) for zone in found]


def zone_by_code(*, code: str) -> Zone | None:
    return Zone.objects.select_related("district").filter(code=code).first()


def rules_of(*, zone: Zone, today: date) -> RulesOf:
    rules = ZoneRule.objects.filter(zone=zone).select_related("permit_list", "created_by", "zone")
    return parted(list(rules.order_by("first_day", "hours_from", "id")), today)


def rule_of(*, zone: Zone, pk: int) -> ZoneRule | None:
    return ZoneRule.objects.select_related("zone").filter(zone=zone, pk=pk).first()


def rules_to_replace(*, zone: Zone, today: date) -> QuerySet[ZoneRule]:
    """Rules that are in force or to come, and have no last day before today."""
    return ZoneRule.objects.filter(zone=zone).exclude(last_day__lt=today).order_by("first_day", "id")


def parted(rules: list[ZoneRule], today: date) -> RulesOf:
    ended = [rule for rule in rules if rule.last_day is not None and rule.last_day < today]
    to_come = [rule for rule in rules if rule.first_day > today]
    return RulesOf([rule for rule in rules if rule not in ended and rule not in to_come], ended, to_come)


def holidays(*, today: date) -> QuerySet[Holiday]:
    return Holiday.objects.filter(day__gte=today - HOLIDAYS_BACK).order_by("day")


def holiday_by_pk(*, pk: int) -> Holiday | None:
    return Holiday.objects.filter(pk=pk).first()


def kinds_of_zones() -> dict[str, str]:
    return {zone.code: zone.kind for zone in Zone.objects.all()}


def features(found: list[Zone]) -> dict[str, object]:
    """A GeoJSON FeatureCollection of zones, as maps draw it."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": zone.code, "name": zone.name, "kind": zone.kind},
                "geometry": {"type": "MultiPolygon", "coordinates": zone.shape},
            }
            for zone in found
        ],
    }
