"""Rules about reads, as pure functions."""

from datetime import datetime, timedelta

from alpr_portal.lib.decision import ALLOWED, Decision, refused
from alpr_portal.lib.plates import PlatePattern

LONGEST_OPEN_WINDOW = timedelta(days=31)
FEWEST_CHARACTERS = 1


def may_search_window(
    pattern: PlatePattern | None, start: datetime | None, end: datetime | None, now: datetime
) -> Decision:
    """A search must be one the database can answer from an index, whatever the table holds.

    The beginning or the end of the number is such an index, and so is a window of at most 31 days. Anything
    else would read every row of two years, for one person's question.
    """
    if pattern is not None and (
        pattern.is_exact or len(max(pattern.head, pattern.tail, key=len)) >= FEWEST_CHARACTERS
    ):
        return ALLOWED
    if start is not None and (end or now) - start <= LONGEST_OPEN_WINDOW:
        return ALLOWED
    if pattern is None:
        return refused("window", "Give a plate, or a time window of at most 31 days.")
    return refused(
        "window",
        "Give a character at the beginning or the end of the plate, or a time window of at most 31 days.",
    )
