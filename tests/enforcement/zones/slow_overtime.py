"""Overtime again, slowly and obviously: minute by minute, as somebody with a watch would do it.

Shares no code with `enforcement.policy.windows` or `enforcement.policy.overtime`. Marks lie on whole minutes.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from enforcement.policy.overtime import Mark
from enforcement.policy.windows import Rule

MINUTE = timedelta(minutes=1)


def open_minutes(
    rule: Rule, holidays: frozenset[date], city: ZoneInfo, first: datetime, last: datetime
) -> set[datetime]:
    """Every minute (UTC) at which the rule counts: somebody looks at the city's clock each minute."""
    found = set()
    closing: datetime | None = None  # the wall-clock time at which what is open closes
    begun: set[date] = set()
    now = first.astimezone(UTC) - timedelta(days=2)
    while now <= last:
        wall = now.astimezone(city).replace(tzinfo=None)
        if rule.compare == "long_term":
            if rule.first_day <= wall.date() and (rule.last_day is None or wall.date() <= rule.last_day):
                found.add(now)
            now += MINUTE
            continue
        if closing is not None and wall >= closing:
            closing = None
        day = wall.date()
        counts = (
            rule.first_day <= day
            and (rule.last_day is None or day <= rule.last_day)
            and day.weekday() in rule.days
            and (rule.on_holidays or day not in holidays)
        )
        if counts and day not in begun and wall.time() >= rule.hours_from:
            begun.add(day)
            ends_on = day if rule.hours_until > rule.hours_from else day + timedelta(days=1)
            closing = datetime.combine(ends_on, rule.hours_until)
            if wall >= closing:
                closing = None
        if closing is not None:
            found.add(now)
        now += MINUTE
    return found


def longest_stays(
    marks: list[Mark], rule: Rule, holidays: frozenset[date], city: ZoneInfo
) -> set[tuple[datetime, datetime]]:
    """(first, last) of every stay. Two sightings are of one when every minute between them counted and no
    sighting in between was of another place."""
    ordered = sorted(marks, key=lambda mark: mark.at)
    open_ = open_minutes(rule, holidays, city, ordered[0].at, ordered[-1].at)
    found = set()
    start: Mark | None = None
    end: Mark | None = None
    for mark in ordered:
        joined = (
            start is not None
            and end is not None
            and here(mark, rule)
            and all_open(end.at, mark.at, open_)
            and same_place(start, mark, rule)
        )
        if joined:
            end = mark
            continue
        if start is not None and end is not None:
            found.add((start.at, end.at))
        start = end = mark if here(mark, rule) and mark.at in open_ else None
    if start is not None and end is not None:
        found.add((start.at, end.at))
    return found


def all_open(first: datetime, last: datetime, open_: set[datetime]) -> bool:
    now = first
    while now <= last:
        if now not in open_:
            return False
        now += MINUTE
    return True


def here(mark: Mark, rule: Rule) -> bool:
    return rule.area == mark.zone or rule.area == mark.district


def same_place(one: Mark, other: Mark, rule: Rule) -> bool:
    if rule.compare in ("same_position", "long_term"):
        # The tests' places lie along one meridian; a degree of latitude is 111.195 km on the mean sphere.
        return abs(one.latitude - other.latitude) * 111_195 <= rule.tolerance
    return rule.compare == "district" or one.zone == other.zone


def minutes_over(first: datetime, last: datetime, rule: Rule) -> int:
    """How many of the minutes between came after limit and grace."""
    allowed = int(rule.period / MINUTE)
    count = 0
    now = first
    while now < last:
        now += MINUTE
        allowed -= 1
        if allowed < 0:
            count += 1
    return count
