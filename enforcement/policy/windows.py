"""When a rule counts: its hours on its days, in city time, as stretches of real time.

A stretch begins the first time the city's clocks reach the hour and ends the first time they reach the other;
an hour that the clocks skip is reached when they jump. Hours that touch (around the clock) are one stretch.
"""

from bisect import bisect
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

LONG_TERM = "long_term"
FAR = date(9000, 1, 1)
A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Rule:
    """What a `ZoneRule` says, for pure functions. `area` is the zone or district whose marks it looks at."""

    pk: int
    area: int
    compare: str
    limit: timedelta
    grace: timedelta
    tolerance: int
    days: frozenset[int]
    hours_from: time
    hours_until: time
    on_holidays: bool
    most_a_day: int
    first_day: date
    last_day: date | None

    @property
    def period(self) -> timedelta:
        return self.limit + self.grace

    def in_force(self, day: date) -> bool:
        return self.first_day <= day <= (self.last_day or FAR)


@dataclass(frozen=True)
class Window:
    """From `begins` on, before `ends` (UTC)."""

    begins: datetime
    ends: datetime

    def holds(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends


def windows(
    rule: Rule, holidays: frozenset[date], city: tzinfo, first: datetime, last: datetime
) -> list[Window]:
    """The stretches that a moment from `first` to `last` can lie in, in order."""
    if rule.compare == LONG_TERM:
        begins = instant(datetime.combine(rule.first_day, time.min), city)
        ends = instant(datetime.combine(min(rule.last_day or FAR, FAR) + A_DAY, time.min), city)
        return [Window(begins, ends)]
    found: list[Window] = []
    day = first.astimezone(city).date() - A_DAY
    while day <= last.astimezone(city).date():
        window = window_of(rule, holidays, city, day)
        if window is not None and found and found[-1].ends == window.begins:
            found[-1] = Window(found[-1].begins, window.ends)
        elif window is not None:
            found.append(window)
        day += A_DAY
    return found


def window_of(rule: Rule, holidays: frozenset[date], city: tzinfo, day: date) -> Window | None:
    """The hours that begin on this day; after midnight they are still this day's."""
    if not rule.in_force(day) or day.weekday() not in rule.days:
        return None
    if day in holidays and not rule.on_holidays:
        return None
    until = day if rule.hours_until > rule.hours_from else day + A_DAY
    begins = instant(datetime.combine(day, rule.hours_from), city)
    ends = instant(datetime.combine(until, rule.hours_until), city)
    return Window(begins, ends) if begins < ends else None


def instant(clock: datetime, city: tzinfo) -> datetime:
    """The first moment at which the city's clocks show `clock` (naive) or are past it."""
    found = clock.replace(tzinfo=city, fold=0).astimezone(UTC)
    if shows(found, city) == clock:
        return found
    # The clocks jump over it: one reading of a skipped time lies before the jump, the other after it.
    before, after = clock.replace(tzinfo=city, fold=1).astimezone(UTC), found
    minutes = range(int((after - before) / A_MINUTE) + 1)
    reached = bisect(minutes, False, key=lambda m: shows(before + m * A_MINUTE, city) >= clock)
    return before + reached * A_MINUTE


def shows(moment: datetime, city: tzinfo) -> datetime:
    """What the city's clocks show, naive."""
    return moment.astimezone(city).replace(tzinfo=None)
