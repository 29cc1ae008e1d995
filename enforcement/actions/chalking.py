"""Chalking: marks of vehicles seen in zones, and what they tell about their time."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from audit.events import Actor, Event, record
from enforcement.models import ChalkMark
from reads.models import Read


@transaction.atomic
def chalk(*, reads: Sequence[Read], by: Actor, now: datetime) -> list[ChalkMark]:
    """Mark these reads where they lie in a zone, and make hits of what is over its time there.

    Inside the caller's open access and transaction. Again, for the same reads, it changes nothing; for a read
    that was corrected since, the mark follows.
    """
    marks: list[ChalkMark] = []
    if marks:
        record(Event.READS_CHALKED, target="reads", by=by, marks=len(marks))
    return marks
