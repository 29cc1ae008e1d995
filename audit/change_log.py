"""Reading changes, on the auditor's own connection and under an access record like all of the ledger.

What people read is a line: what an action says it did, with the before and after of the rows it changed. Both
stand in the ledger as events of their own, of one transaction; an action's event stands after its rows. Rows
that no action's event follows are a line by themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from audit.changes import RowEvent
from audit.models import ChangeEvent
from audit.selectors.accesses import AUDITOR, Asker

LINES = 50
ROWS = 200
"""So many rows are read for one page; a change of more rows goes on over the next."""
MOST_OF_ONE_TRANSACTION = 2000


@dataclass(frozen=True)
class ChangeFilter:
    """Which changes to list. `who` is a part of the user name; `table`: of whose rows; `by_hand`: those that
    somebody typed in SQL."""

    who: str = ""
    table: str = ""
    target: str = ""
    by_hand: bool = False
    start: datetime | None = None
    end: datetime | None = None


@dataclass
class Line:
    """`event`: what an action said, if one did; `rows`: what the database saw, oldest first."""

    event: ChangeEvent | None = None
    rows: list[ChangeEvent] = field(default_factory=list)

    @property
    def shown_by(self) -> ChangeEvent:
        return self.event or self.rows[-1]


@dataclass(frozen=True)
class ChangePage:
    """One page, newest first. `next_cursor` is '' on the last page."""

    lines: list[Line]
    next_cursor: str


def changes() -> QuerySet[ChangeEvent]:
    return ChangeEvent.objects.using(AUDITOR).defer("payload", "leaf")


def list_changes(*, asks: Asker, wanted: ChangeFilter, before: int | None = None) -> ChangePage:
    """Changes of configuration, as lines."""
    found = changes().filter(event__in=list(RowEvent))
    if wanted.who:
        found = found.filter(username__icontains=wanted.who)
    if wanted.by_hand:
        found = found.filter(username__startswith="direct SQL by ")
    if wanted.table:
        found = found.filter(detail__contains=f'"table": "{wanted.table}"')
    if wanted.target:
        found = found.filter(target=wanted.target)
    if wanted.start is not None:
        found = found.filter(at__gte=wanted.start)
    if wanted.end is not None:
        found = found.filter(at__lt=wanted.end)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-id")[:ROWS])
    said = (
        changes().filter(transaction__in={row.transaction for row in rows}).exclude(event__in=list(RowEvent))
    )
    lines = as_lines([*rows, *said.order_by("id")] if rows else [])
    lines = [line for line in lines if line.rows]
    more = len(rows) == ROWS
    if more and len(lines) > 1:
        lines = lines[:-1]  # its other rows may be on the next page
    if len(lines) > LINES:
        lines, more = lines[:LINES], True
    last = min((row.pk for line in lines for row in line.rows), default=0)
    return ChangePage(lines, str(last) if more else "")


def line_of(*, asks: Asker, number: int) -> Line | None:
    """The line in which a change stands, by the number of its event or of one of its rows."""
    found = changes().filter(pk=number).first()
    if found is None:
        return None
    if not found.transaction:
        return Line(event=found)
    together = changes().filter(transaction=found.transaction).order_by("id")[:MOST_OF_ONE_TRANSACTION]
    for line in as_lines(together):
        if number in {one.pk for one in [line.event, *line.rows] if one is not None}:
            return line
    return Line(event=found)


def lines_under(*, asks: Asker, uid: UUID) -> list[Line]:
    """What was changed in the course of one access, oldest first."""
    return as_lines(changes().filter(access=uid).order_by("id"))[::-1]


def as_lines(found: Iterable[ChangeEvent]) -> list[Line]:
    """Put together what belongs together, newest first: rows with the next event of their transaction."""
    waiting: dict[str, Line] = {}
    lines: list[Line] = []
    for change in sorted(found, key=lambda one: one.pk):
        line = waiting.get(change.transaction) if change.transaction else None
        if line is None:
            line = Line()
            lines.append(line)
        if change.event in list(RowEvent):
            line.rows.append(change)
            waiting[change.transaction] = line
        else:
            line.event = change
            waiting.pop(change.transaction, None)
    return sorted(lines, key=lambda line: -line.shown_by.pk)
