"""Beginning and ending a chalk session, and saying in which zone one is."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from audit.events import Event, record
from enforcement.actions.chalking import chalk
from enforcement.models import ChalkSession, Zone
from enforcement.selectors.chalk_sessions import reads_waiting


class SessionRefused(ValueError):
    """A sentence for the officer."""


@transaction.atomic
def begin(*, vehicle: str, zones: Sequence[Zone], by: User) -> ChalkSession:
    """One open session an officer: the database holds that. Raises SessionRefused."""
    try:
        with transaction.atomic():
            session = ChalkSession.objects.create(officer=by, vehicle=vehicle)
    except IntegrityError:
        raise SessionRefused("You have a session under way; end it first.") from None
    session.zones.set(zones)
    if len(zones) == 1 and zones[0].kind != Zone.Kind.DISTRICT:
        session.zone = zones[0]
        session.save(update_fields=["zone"])
    record(
        Event.CHALK_SESSION_BEGUN,
        target=session.ledger_target,
        by=by,
        vehicle=vehicle,
        zones=", ".join(sorted(zone.code for zone in zones)),
    )
    return session


@transaction.atomic
def end(*, session: ChalkSession, by: User, now: datetime) -> bool:
    """False when it had ended before."""
    ended = ChalkSession.objects.filter(pk=session.pk, ended_at__isnull=True).update(
        ended_at=now, zone_asked=False
    )
    if ended:
        record(Event.CHALK_SESSION_ENDED, target=session.ledger_target, by=by)
    return bool(ended)


@transaction.atomic
def choose_zone(*, session: ChalkSession, zone: Zone, by: User, now: datetime) -> int:
    """The officer says where they are; what waited for that is chalked. How many marks that made.

    In an open access. Raises SessionRefused when the session has ended.
    """
    moved = ChalkSession.objects.filter(pk=session.pk, ended_at__isnull=True).update(
        zone=zone, zone_asked=False
    )
    if not moved:
        raise SessionRefused("This session has ended; begin a new one.")
    session.zone, session.zone_asked = zone, False
    record(Event.CHALK_SESSION_MOVED, target=session.ledger_target, by=by, zone=zone.code, asked=False)
    return len(chalk(reads=reads_waiting(session=session, now=now), by=by, now=now))
