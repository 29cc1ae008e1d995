"""How often hits were right, counted by the database: no row leaves it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, Q

from accounts.models import User
from enforcement.models import Hit
from enforcement.selectors.scope import hits_within, scope_of

MISREAD = (Hit.RejectReason.MISREAD, Hit.RejectReason.WRONG_REGION)
DECIDED = ~Q(state=Hit.State.NEW)


@dataclass(frozen=True)
class Line:
    """`misread` are those of the rejected ones whose plate or state was read wrongly."""

    name: str
    second: str
    made: int
    accepted: int
    rejected: int
    misread: int

    @property
    def accepted_share(self) -> float | None:
        """Of the decided ones; None while none was decided."""
        decided = self.accepted + self.rejected
        return self.accepted / decided if decided else None


@dataclass(frozen=True)
class Table:
    title: str
    lines: list[Line]


def tables(*, asks: User, now: datetime) -> list[Table]:
    """By list or kind, by camera, by engine version; of the hits that this person may know of.

    Figures show no vehicle: whoever may see them sees those of the division's own lists, hits or not.
    """
    scope = replace(scope_of(asks, now), division=True)
    within = Hit.objects.filter(hits_within(scope))
    by = {
        "By list": {"name": F("hotlist__name"), "second": F("kind")},
        "By camera": {"name": F("camera__name"), "second": F("camera__code")},
        "By engine": {"name": F("read__engine"), "second": F("read__engine_version")},
    }
    found = []
    for title, names in by.items():
        counted = within.values(**names).annotate(
            made=Count("pk"),
            accepted=Count("pk", filter=DECIDED & ~Q(state=Hit.State.REJECTED)),
            rejected=Count("pk", filter=Q(state=Hit.State.REJECTED)),
            misread=Count("pk", filter=Q(reject_reason__in=MISREAD)),
        )
        lines = [line(title, one) for one in counted.order_by("name", "second")]
        found.append(Table(title, lines))
    return found


def line(title: str, counted: dict[str, object]) -> Line:
    if title == "By list":
        counted["second"] = Hit.Kind(str(counted["second"])).label
        counted["name"] = counted["name"] or counted["second"]
    return Line(**counted)  # type: ignore[arg-type]
