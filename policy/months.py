"""Months of the city's calendar."""

from datetime import date, datetime, time

from django.utils import timezone


def month_of(now: datetime) -> date:
    """The first day of the month in which `now` lies, city time."""
    return timezone.localdate(now).replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def last_month(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def span(month: date) -> tuple[datetime, datetime]:
    """The month's first moment, and the next month's."""
    return midnight(month), midnight(next_month(month))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))  # noqa: DTZ001  made aware right here
