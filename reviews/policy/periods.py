"""Which days a period has, and by when its review is due. City days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_TO_SIGN = 7
"""A week's logs are looked through within the week after (CJIS AU-6: weekly)."""
MOST_AT_ONCE = 12
"""Periods that are opened in one go after a long standstill."""


@dataclass(frozen=True)
class Period:
    first: date
    last: date


def period_of(day: date, kind: str) -> Period:
    """The week (Monday to Sunday), month or quarter in which `day` lies."""
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=6))
    months = 1 if kind == "month" else 3
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    later = first.year * 12 + first.month - 1 + months
    return Period(first, date(later // 12, later % 12 + 1, 1) - timedelta(days=1))


def ended_since(day: date, kind: str, today: date) -> Iterator[Period]:
    """Periods that are over, from the one in which `day` lies; at most MOST_AT_ONCE, the newest of them."""
    found: list[Period] = []
    period = period_of(day, kind)
    while period.last < today:
        found.append(period)
        period = period_of(period.last + timedelta(days=1), kind)
    yield from found[-MOST_AT_ONCE:]


def years_later(day: date, years: int) -> date:
    """The same day `years` on; February 29 becomes March 1, so that nothing is kept too short."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
