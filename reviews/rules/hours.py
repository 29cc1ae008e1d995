"""Whether somebody was on shift."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True)
class Shift:
    """Days (0 is Monday) on which it begins; `until` before `start` lies on the next day."""

    days: frozenset[int]
    start: time
    until: time

    def covers(self, at: datetime) -> bool:
        """`at` in city time. The minute of `until` belongs to the shift no more."""
        clock = at.time()
        if self.start < self.until:
            return at.weekday() in self.days and self.start <= clock < self.until
        return (at.weekday() in self.days and clock >= self.start) or (
            (at - timedelta(days=1)).weekday() in self.days and clock < self.until
        )


def off_shift(at: datetime, shifts: Sequence[Shift]) -> str:
    """A look at `at` (city time) when no shift was on. Without any shift there is nothing to go by."""
    if not shifts or any(shift.covers(at) for shift in shifts):
        return ""
    return f"Looked on {at:%A}, {at:%B} {at.day}, at {at:%H:%M}, outside the hours that are set for them."
