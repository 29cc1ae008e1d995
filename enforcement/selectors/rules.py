"""Rules and holidays, as the pure functions want them."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q

from enforcement.models import Holiday, Zone, ZoneRule
from enforcement.policy.windows import Rule


def rules_between(*, zones: Collection[int], first: date, last: date) -> list[ZoneRule]:
    """The rules of these zones that were in force on any of the days."""
    found = ZoneRule.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=first), zone__in=zones, first_day__lte=last
    )
    return list(found.select_related("zone__district", "permit_list").order_by("id"))


def holidays_between(*, first: date, last: date) -> frozenset[date]:
    days = Holiday.objects.filter(day__gte=first, day__lte=last)
    return frozenset(holiday.day for holiday in days)


def as_rule(rule: ZoneRule) -> Rule:
    """A rule that compares by district looks at the whole district of its zone."""
    zone = rule.zone
    area = zone.pk
    if rule.compare == ZoneRule.Compare.DISTRICT and zone.kind != Zone.Kind.DISTRICT:
        area = zone.district_id or zone.pk
    return Rule(
        pk=rule.pk,
        area=area,
        compare=rule.compare,
        limit=timedelta(minutes=rule.limit_minutes),
        grace=timedelta(minutes=rule.grace_minutes),
        tolerance=rule.tolerance_metres,
        days=frozenset(rule.days),
        hours_from=rule.hours_from,
        hours_until=rule.hours_until,
        on_holidays=rule.on_holidays,
        most_a_day=rule.most_a_day,
        first_day=rule.first_day,
        last_day=rule.last_day,
    )
