"""An officer's own chalk session: where it is, what it has marked, and what waits for an answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from enforcement.models import ChalkMark, ChalkSession, Zone, ZoneRule
from enforcement.selectors.places import Ground
from enforcement.selectors.rules import rules_between
from reads.models import Camera, Frame, Read

WAITS = timedelta(minutes=15)
"""For how long reads wait for the officer to say which zone it is."""
SHOWN = 20


@dataclass(frozen=True)
class SessionNow:
    """`among`: the zones at the vehicle's newest position, where the officer is asked which it is. `rules`:
    those of the zone it is in, today.
    """

    session: ChalkSession
    zones: list[Zone]
    among: list[Zone]
    marks: int
    rules: list[ZoneRule]


def open_session(*, asks: User) -> ChalkSession | None:
    return ChalkSession.objects.select_related("zone").filter(officer=asks, ended_at__isnull=True).first()


def session_now(*, asks: User) -> SessionNow | None:
    """None without an open session. In an open access."""
    session = open_session(asks=asks)
    if session is None:
        return None
    zones = list(session.zones.all())
    today = timezone.localdate()
    return SessionNow(
        session=session,
        zones=zones,
        among=zones_in_question(session) if session.zone_asked else [],
        marks=ChalkMark.objects.filter(session=session).count(),
        rules=rules_between(zones=[session.zone_id], first=today, last=today) if session.zone_id else [],
    )


def zones_in_question(session: ChalkSession) -> list[Zone]:
    frame = (
        Frame.objects.filter(camera__vehicle=session.vehicle, latitude__isnull=False).order_by("-id").first()
    )
    if frame is None:
        return []
    here = Ground([(frame.latitude, frame.longitude)]).at(frame.latitude, frame.longitude)
    return [zone for zone in here if zone.kind != Zone.Kind.DISTRICT] or here


def marks_of_session(*, asks: User, session: ChalkSession) -> list[ChalkMark]:
    """The newest marks of one's own session."""
    marks = ChalkMark.objects.select_related("zone", "read").filter(session=session, session__officer=asks)
    return list(marks.order_by("-seen_at", "-id")[:SHOWN])


def reads_waiting(*, session: ChalkSession, now: datetime) -> list[Read]:
    """Reads of this vehicle that were not marked yet, because nobody had said where they are."""
    since = max(session.started_at, now - WAITS)
    found = Read.objects.select_related("frame", "camera").filter(
        camera__vehicle=session.vehicle,
        received_at__gte=since,
        received_at__lte=now,
        chalk_mark__isnull=True,
    )
    return list(found.order_by("received_at", "id"))


def vehicles() -> list[str]:
    """Vehicles that have a camera in service."""
    cameras = Camera.objects.filter(is_active=True).exclude(vehicle="")
    return sorted({camera.vehicle for camera in cameras})
