"""Findings and who has them."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from audit.events import Actor
from reviews.models import Finding

MOST_LISTED = 200


def findings(*, asks: Actor, state: str = "") -> QuerySet[Finding]:
    """Newest first; `state` of Finding.State, or '' for all that are not closed, or 'all'."""
    found = Finding.objects.select_related(
        "owner", "item", "item__review", "made_by", "resolved_by", "closed_by"
    )
    if state == "all":
        return found[:MOST_LISTED]
    if state:
        return found.filter(state=state)[:MOST_LISTED]
    return found.exclude(state=Finding.State.CLOSED).order_by("due_on", "id")[:MOST_LISTED]


def finding_by_uid(*, asks: Actor, uid: UUID) -> Finding | None:
    return (
        Finding.objects.select_related("owner", "item", "item__review", "made_by", "resolved_by", "closed_by")
        .filter(uid=uid)
        .first()
    )


def overdue_of(*, asks: Actor, user: User, today: date) -> int:
    """Open findings past their day that this person owns."""
    return Finding.objects.filter(Q(owner=user), state=Finding.State.OPEN, due_on__lt=today).count()


def open_of(*, asks: Actor, user: User) -> int:
    return Finding.objects.filter(owner=user, state=Finding.State.OPEN).count()


def waiting_for_approval(*, asks: Actor) -> int:
    return Finding.objects.filter(state=Finding.State.RESOLVED).count()


def all_overdue(*, asks: Actor, today: date) -> int:
    return Finding.objects.filter(state=Finding.State.OPEN, due_on__lt=today).count()
