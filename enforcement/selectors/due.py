"""Vehicles whose time is about to run out, or has and nobody has passed since."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from enforcement.models import ChalkMark, ZoneRule
from enforcement.policy.overtime import Finding, findings
from enforcement.rights import look_up
from enforcement.selectors.marks import LOOK_BACK, as_mark
from enforcement.selectors.rules import as_rule, holidays_between

LATELY = timedelta(minutes=60)
"""For how long a vehicle stays on the list whose time ran out since it was last seen."""
MOST = 60


@dataclass(frozen=True)
class Due:
    """One vehicle, by one rule. `mark` is its newest."""

    mark: ChalkMark
    rule: ZoneRule
    finding: Finding
    due_at: datetime
    lines: list[str]

    def minutes_left(self, now: datetime) -> int:
        """Negative where its time has run out."""
        return int((self.due_at - now) // timedelta(minutes=1))


def due_soon(*, asks: User, now: datetime, ahead: timedelta) -> list[Due]:
    """The next to run out first. Vehicles with a permit, a payment or an exemption are left out."""
    rules = list(
        ZoneRule.objects.select_related("zone__district", "permit_list").filter(
            Q(last_day__isnull=True) | Q(last_day__gte=timezone.localdate(now) - timedelta(days=1)),
            first_day__lte=timezone.localdate(now),
            permit_only=False,
            zone__is_active=True,
        )
    )
    begun = first_sightings(rules, now, ahead)
    if not begun:
        return []
    found: list[Due] = []
    for marks in vehicles_marks(begun, now).values():
        found += due_of(marks, rules, now, ahead)
    found.sort(key=lambda due: (due.due_at, due.mark.pk))
    return [kept for due in found[:MOST] if (kept := without_right(due, now)) is not None]


def first_sightings(rules: list[ZoneRule], now: datetime, ahead: timedelta) -> list[ChalkMark]:
    """Marks that a stay would have begun with whose time runs out about now."""
    periods: dict[timedelta, list[ZoneRule]] = defaultdict(list)
    for rule in rules:
        periods[as_rule(rule).period].append(rule)
    asked = Q()
    for period, alike in periods.items():
        areas = [as_rule(rule).area for rule in alike]
        asked |= Q(
            Q(zone__in=areas) | Q(zone__district__in=areas),
            seen_at__gte=now - period - LATELY,
            seen_at__lte=now - period + ahead,
        )
    if not asked:
        return []
    return list(ChalkMark.objects.filter(asked, doubts=[])[:2000])


def vehicles_marks(begun: list[ChalkMark], now: datetime) -> dict[tuple[str, str], list[ChalkMark]]:
    """All usable marks of these vehicles, the very number and state alone."""
    marks = ChalkMark.objects.select_related("zone__district", "read__camera").filter(
        plate__in={mark.plate for mark in begun},
        seen_at__gt=now - LOOK_BACK,
        seen_at__lte=now,
        doubts=[],
    )
    wanted = {(mark.plate, mark.region) for mark in begun}
    found: dict[tuple[str, str], list[ChalkMark]] = defaultdict(list)
    for mark in marks:
        if (mark.plate, mark.region) in wanted:
            found[mark.plate, mark.region].append(mark)
    return found


def due_of(marks: list[ChalkMark], rules: list[ZoneRule], now: datetime, ahead: timedelta) -> list[Due]:
    by_pk = {mark.pk: mark for mark in marks}
    newest = max(marks, key=lambda mark: (mark.seen_at, mark.pk))
    alike = [one for mark in marks if (one := as_mark(mark, mark.plate, mark.region)) is not None]
    today = timezone.localdate(now)
    places = {pk for mark in marks for pk in (mark.zone_id, mark.zone.district_id)}
    own = {rule.pk: rule for rule in rules if as_rule(rule).area in places}
    stays = findings(
        alike,
        [as_rule(rule) for rule in own.values()],
        holidays_between(first=today - LOOK_BACK, last=today),
        timezone.get_default_timezone(),
        now,
    )
    return [
        Due(by_pk[stay.last.pk], own[stay.rule.pk], stay, stay.due_at, [])
        for stay in stays
        if stay.last.pk == newest.pk
        and not stay.over
        and stay.due_at is not None
        and stay.window.holds(now)
        and now - LATELY <= stay.due_at <= now + ahead
    ]


def without_right(due: Due, now: datetime) -> Due | None:
    mark = due.mark
    rights = look_up(plate=mark.plate, region=mark.region, zone=mark.zone, now=now, rule=due.rule)
    if rights.result == "has":
        return None
    lines = rights.lines if rights.result == "unknown" else []
    return Due(mark, due.rule, due.finding, due.due_at, lines)
