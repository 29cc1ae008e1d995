"""Days a person may ask about."""

from datetime import date, timedelta

EARLIEST = date(2015, 1, 1)
"""No camera of the division's is older."""


class DayOutOfReach(ValueError):
    """A sentence for whoever typed the day."""


def within_reach(day: date, today: date) -> None:
    """Raises DayOutOfReach for a day that no record can bear; year 1 and year 9999 among them."""
    if not EARLIEST <= day <= today + timedelta(days=366):
        raise DayOutOfReach(f"The year must be between {EARLIEST.year} and next year.")
