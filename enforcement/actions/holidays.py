"""Holidays: days on which time limits do not count. Those that have passed stay as they were."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from audit.events import Actor, Event, record
from enforcement.models import Holiday


class HolidayRefused(ValueError):
    """A sentence for the person."""


@transaction.atomic
def add(*, day: date, name: str, by: Actor, now: datetime) -> Holiday:
    """Raises HolidayRefused."""
    if day < timezone.localdate(now):
        raise HolidayRefused("This day has passed; what was found on it stays as it was.")
    holiday, is_new = Holiday.objects.get_or_create(day=day, defaults={"name": name})
    if not is_new:
        raise HolidayRefused(f"This day is a holiday already: {holiday.name}.")
    record(Event.HOLIDAYS_CHANGED, target=f"holiday:{day}", by=by, name=name)
    return holiday


@transaction.atomic
def remove(*, holiday: Holiday, by: Actor, now: datetime) -> None:
    """Raises HolidayRefused for a day that has begun."""
    if holiday.day <= timezone.localdate(now):
        raise HolidayRefused("This day has come; what was found on it stays as it was.")
    holiday.delete()
    record(Event.HOLIDAYS_CHANGED, target=f"holiday:{holiday.day}", by=by, removed=True)
