"""Chalking: marks of vehicles seen in zones, and hits of those that are over their time there."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit.events import Actor, Event, record
from enforcement.actions.overtime_hits import allege
from enforcement.locks import lock_vehicles
from enforcement.models import ChalkMark, ChalkSession, Zone
from enforcement.policy.marks import Seen, seen
from enforcement.policy.placing import Choice, Session, choose
from enforcement.selectors.places import Ground, as_place
from reads.models import Read


def chalk(*, reads: Sequence[Read], by: Actor, now: datetime) -> list[ChalkMark]:
    """Mark these reads where they lie in a zone, and make hits of what is over its time there.

    Inside the caller's open access and transaction. Again, for the same reads, it changes nothing; for a read
    that was corrected since, the mark follows. Reads outside all zones make no mark.
    """
    if not reads:
        return []
    with transaction.atomic():
        lock_vehicles({read.plate for read in reads})
        ground = Ground((read.frame.latitude, read.frame.longitude) for read in reads)
        marks, changed = [], []
        for read in reads:
            mark, is_changed = mark_of(read, ground, by)
            if mark is not None:
                marks.append(mark)
            if mark is not None and is_changed:
                changed.append(mark)
        for mark in changed:
            allege(mark=mark, by=by, now=now)
        if changed:
            record(Event.READS_CHALKED, target=reads[0].ledger_name(), by=by, marks=len(changed))
    return marks


def mark_of(read: Read, ground: Ground, by: Actor) -> tuple[ChalkMark | None, bool]:
    """The read's mark, and whether it is new or says something else than before."""
    there = ChalkMark.objects.select_related("zone__district").filter(read=read).first()
    if there is not None:
        there.read = read
        return there, follow_correction(there, read)
    frame = read.frame
    found = seen(
        received_at=frame.received_at,
        camera_time=frame.camera_time,
        latitude=frame.latitude,
        longitude=frame.longitude,
        city=settings.ALPR_CITY_BOX,
        city_time=timezone.get_default_timezone(),
    )
    session = session_at(read, found)
    zone = zone_of(read, found, ground, session, by)
    if zone is None:
        return None, False
    # Two workers with one read: one makes the mark, the other finds it.
    return ChalkMark.objects.get_or_create(
        read=read,
        defaults={
            "session": session,
            "zone": zone,
            "plate": read.plate,
            "region": read.region,
            "seen_at": found.at,
            "clock": found.clock,
            "latitude": frame.latitude,
            "longitude": frame.longitude,
            "doubts": found.doubts,
        },
    )


def follow_correction(mark: ChalkMark, read: Read) -> bool:
    if (mark.plate, mark.region) == (read.plate, read.region):
        return False
    mark.plate, mark.region = read.plate, read.region
    mark.save(update_fields=["plate", "region"])
    return True


def session_at(read: Read, found: Seen) -> ChalkSession | None:
    """The session of the vehicle at the time it saw this."""
    vehicle = read.camera.vehicle
    if not vehicle:
        return None
    return (
        ChalkSession.objects.select_related("zone__district")
        .filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=found.at), vehicle=vehicle, started_at__lte=found.at
        )
        .order_by("-id")
        .first()
    )


def zone_of(read: Read, found: Seen, ground: Ground, session: ChalkSession | None, by: Actor) -> Zone | None:
    """By position. Where that is doubtful, the zone the vehicle was in last: the mark is for the record."""
    if found.place_doubt:
        return session.zone if session is not None else None
    here = ground.at(read.frame.latitude, read.frame.longitude)
    asked = None
    if session is not None:
        zones = frozenset(zone.pk for zone in session.zones.all())
        asked = Session(zones, session.zone_id)
    choice = choose([as_place(zone) for zone in here], asked)
    if session is not None and session.ended_at is None and not found.doubts and found.clock == "server":
        move(session, choice, by)
    return ground.zones[choice.zone] if choice.zone is not None else None


def move(session: ChalkSession, choice: Choice, by: Actor) -> None:
    """The session follows the vehicle; where it cannot tell, it asks."""
    if (session.zone_id, session.zone_asked) == (choice.zone, choice.ask):
        return
    session.zone_id, session.zone_asked = choice.zone, choice.ask
    session.save(update_fields=["zone", "zone_asked"])
    zone = session.zone
    record(
        Event.CHALK_SESSION_MOVED,
        target=session.ledger_target,
        by=by,
        zone=zone.code if zone else "",
        asked=choice.ask,
    )
