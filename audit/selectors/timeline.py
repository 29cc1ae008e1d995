"""One person's looks and changes in the order of time."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from audit.models import AccessRecord, ChangeEvent
from audit.selectors.accesses import AUDITOR, PAGE, Asker, by_person


@dataclass(frozen=True)
class Moment:
    """A look or a change; the other one is None."""

    at: datetime
    look: AccessRecord | None = None
    change: ChangeEvent | None = None


@dataclass(frozen=True)
class Timeline:
    """One page, newest first. `names`: every name the person has had in it. `next_cursor` is '' at its
    end."""

    moments: list[Moment]
    names: list[str]
    next_cursor: str


def timeline(
    *, asks: Asker, person: str, start: datetime | None, end: datetime | None, before: datetime | None
) -> Timeline:
    looks = by_person(person, start, end)
    changes = ChangeEvent.objects.using(AUDITOR).defer("payload").filter(person=person)
    if start is not None:
        changes = changes.filter(at__gte=start)
    if end is not None:
        changes = changes.filter(at__lt=end)
    if before is not None:
        looks, changes = looks.filter(at__lt=before), changes.filter(at__lt=before)
    moments = [Moment(one.at, look=one) for one in looks.order_by("-at", "-id")[:PAGE]]
    moments += [Moment(one.at, change=one) for one in changes.order_by("-at", "-id")[:PAGE]]
    moments.sort(key=lambda one: one.at, reverse=True)
    page = list(islice(moments, PAGE))
    names = {one.look.username for one in page if one.look} | {
        one.change.username for one in page if one.change
    }
    more = len(moments) > len(page) or len(page) == PAGE
    return Timeline(page, sorted(names), page[-1].at.isoformat() if page and more else "")
