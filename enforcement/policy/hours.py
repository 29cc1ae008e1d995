"""Whether the hours of two rules meet, and what rules are called in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from enforcement.policy.windows import FAR, LONG_TERM

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEK = 7 * 24 * 60
DAY = 24 * 60


@dataclass(frozen=True)
class Hours:
    """When a rule counts. Long-term rules run beside all others, but not beside another of their kind."""

    compare: str
    days: frozenset[int]
    begins: time
    until: time
    first_day: date
    last_day: date | None = None


def overlap(one: Hours, other: Hours) -> str:
    """The day on which both count at one time, '' where they never do."""
    if max(one.first_day, other.first_day) > min(one.last_day or FAR, other.last_day or FAR):
        return ""
    if (one.compare == LONG_TERM) != (other.compare == LONG_TERM):
        return ""
    if one.compare == LONG_TERM:
        return "every day"
    for begins, ends in minutes(one):
        for other_begins, other_ends in minutes(other):
            for week in (-WEEK, 0, WEEK):
                meets = max(begins, other_begins + week)
                if meets < min(ends, other_ends + week):
                    return DAYS[meets % WEEK // DAY]
    return ""


def minutes(hours: Hours) -> Iterable[tuple[int, int]]:
    """(first, last) minute of the week of each day's hours; past midnight they run on."""
    begins = hours.begins.hour * 60 + hours.begins.minute
    until = hours.until.hour * 60 + hours.until.minute
    length = (until - begins) % DAY or DAY
    for day in sorted(hours.days):
        yield day * DAY + begins, day * DAY + begins + length


def days_in_words(days: Iterable[int]) -> str:
    """`Monday to Friday`, `every day`, `Tuesday, Saturday`."""
    found = sorted(set(days))
    if found == list(range(7)):
        return "every day"
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{DAYS[found[0]]} to {DAYS[found[-1]]}"
    return ", ".join(DAYS[day] for day in found)


def length_in_words(minutes_long: int) -> str:
    """`2 hours`, `72 hours`, `90 minutes`."""
    if minutes_long % 60 == 0 and minutes_long:
        hours = minutes_long // 60
        return f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{minutes_long} minute{'' if minutes_long == 1 else 's'}"
