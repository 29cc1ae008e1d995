"""Hits, what became of them, and how many were misreads."""

from datetime import datetime

from django.db.models import Q, QuerySet

from alpr_portal.lib.figures import Count, Group, Report, Share, report
from enforcement.models import Hit

MISREAD = Q(state=Hit.State.REJECTED, reject_reason=Hit.RejectReason.MISREAD)
OUTCOMES = (
    ("waiting", "not decided yet", Q(state=Hit.State.NEW)),
    ("misread", "rejected, because the plate was misread", MISREAD),
    ("rejected", "rejected for another reason", Q(state=Hit.State.REJECTED) & ~MISREAD),
    ("confirmed", "confirmed, not closed yet", Q(state__in=[Hit.State.ACCEPTED, Hit.State.VERIFIED])),
    ("acted", "confirmed and acted on", Q(state=Hit.State.ACTED)),
    ("released", "confirmed, and nothing done", Q(state=Hit.State.RELEASED)),
)
"""Every hit is one of these: what was decided about it by the day on which the month is counted."""


@report("hits")
def hits(start: datetime, end: datetime) -> Report:
    made = Hit.objects.filter(made_at__gte=start, made_at__lt=end)
    total = Count("hits", "Hits", made.count())
    decided = tuple(f"hits.{key}" for key, _, _ in OUTCOMES if key != "waiting")
    return Report(
        groups=(Group(total, by_kind(made)), Group(total, by_outcome(made))),
        shares=(Share("misread_rate", "Misread, of the hits that were decided", "hits.misread", decided),),
    )


def by_kind(made: QuerySet[Hit]) -> tuple[Count, ...]:
    return tuple(
        Count(f"hits.{kind}", f"Kind: {kind.label.lower()}", made.filter(kind=kind).count())
        for kind in Hit.Kind
    )


def by_outcome(made: QuerySet[Hit]) -> tuple[Count, ...]:
    return tuple(
        Count(f"hits.{key}", f"Outcome: {label}", made.filter(which).count())
        for key, label, which in OUTCOMES
    )
