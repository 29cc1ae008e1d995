"""An officer's shift in figures: between two moments, or a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from enforcement.models import ChalkMark, ChalkSession, Hit, HitStep, VehicleAction
from enforcement.selectors.scope import hits_within, scope_of
from reads.models import Camera, Read

MOST_OPEN = 50
DECISIONS = (
    HitStep.Step.CONFIRMED,
    HitStep.Step.REJECTED,
    HitStep.Step.CHECKED,
    HitStep.Step.VERIFIED,
    HitStep.Step.RELEASED,
    HitStep.Step.REFUSED,
)


@dataclass(frozen=True)
class Stay:
    """Time in one vehicle, as far as it lies in the shift."""

    vehicle: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Shift:
    """`outcomes`, `decisions` and `actions` are (label, number), in the order in which they are shown."""

    officer: User
    start: datetime
    end: datetime
    stays: Sequence[Stay]
    reads: int
    marks: int
    minutes: int
    hits: int
    outcomes: Sequence[tuple[str, int]]
    decisions: Sequence[tuple[str, int]]
    actions: Sequence[tuple[str, int]]
    handed_over: int
    still_open: Sequence[Hit]


def day_of(day: date) -> tuple[datetime, datetime]:
    """The day's begin and end in city time; 23 and 25 hours long twice a year."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    return start, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def officers(*, asks: User, now: datetime) -> QuerySet[User]:
    """Whose shift this person may look at: their own, and who reads the ledger everybody's."""
    if asks.has_permission(Permission.VIEW_LEDGER, now):
        return (
            User.objects.filter(Q(pk=asks.pk) | Q(role_grants__role="officer"))
            .distinct()
            .order_by("full_name")
        )
    return User.objects.filter(pk=asks.pk)


def sessions_of(*, asks: User, officer: User, start: datetime, end: datetime) -> list[ChalkSession]:
    """The officer's sessions that lie in the time at least in part, oldest first."""
    found = ChalkSession.objects.filter(officer=officer, started_at__lt=end)
    return list(found.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=start)).order_by("started_at"))


def shift(*, asks: User, officer: User, start: datetime, end: datetime, now: datetime) -> Shift:
    """What the officer did, and what of it this person may know."""
    end = min(end, now)
    sessions = sessions_of(asks=asks, officer=officer, start=start, end=end)
    stays = [Stay(one.vehicle, max(start, one.started_at), min(end, one.ended_at or end)) for one in sessions]
    known = Hit.objects.filter(hits_within(scope_of(asks, now)))
    met = known.filter(seen_during(stays) | Q(decided_by=officer, decided_at__gte=start, decided_at__lt=end))
    steps = HitStep.objects.filter(by=officer, at__gte=start, at__lt=end, hit__in=known)
    acts = VehicleAction.objects.filter(by=officer, at__gte=start, at__lt=end, hit__in=known)
    mine = Q(vehicle__in={stay.vehicle for stay in stays}) | Q(assigned_to=officer)
    return Shift(
        officer=officer,
        start=start,
        end=end,
        stays=stays,
        reads=Read.objects.filter(read_during(stays, officer, start, end)).count(),
        marks=ChalkMark.objects.filter(session__in=sessions, made_at__gte=start, made_at__lt=end).count(),
        minutes=sum(int((stay.end - stay.start) / timedelta(minutes=1)) for stay in stays),
        hits=met.count(),
        outcomes=[(label, met.filter(state=state).count()) for state, label in Hit.State.choices],
        decisions=[(HitStep.Step(step).label, steps.filter(step=step).count()) for step in DECISIONS],
        actions=[(label, acts.filter(kind=kind).count()) for kind, label in VehicleAction.Kind.choices],
        handed_over=steps.filter(step=HitStep.Step.HANDED_OVER).count(),
        still_open=list(
            known.filter(mine, state__in=Hit.OPEN)
            .select_related("assigned_to", "hotlist")
            .order_by("priority", "-id")[:MOST_OPEN]
        ),
    )


def seen_during(stays: Sequence[Stay]) -> Q:
    """A condition on Hit."""
    found = Q(pk__in=[])
    for stay in stays:
        found |= Q(vehicle=stay.vehicle, made_at__gte=stay.start, made_at__lt=stay.end)
    return found


def read_during(stays: Sequence[Stay], officer: User, start: datetime, end: datetime) -> Q:
    """A condition on Read: by the vehicle's cameras while the officer drove it, or sent in by the officer."""
    found = Q(frame__uploaded_by=officer, received_at__gte=start, received_at__lt=end)
    for stay in stays:
        cameras = list(Camera.objects.filter(vehicle=stay.vehicle))
        found |= Q(camera__in=cameras, received_at__gte=stay.start, received_at__lt=stay.end)
    return found
