"""Sign-ins: begin, end, note that a log-in failed, unlock."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import SignIn, User
from alpr_portal.lib.text import one_line, storable
from audit.events import Actor, Event, record


@transaction.atomic
def begin(*, session: str, address: str, agent: str, by: User, now: datetime) -> SignIn:
    """A person has logged in. `session` is the fingerprint of the session that begins."""
    sign_in = SignIn.objects.create(
        user=by,
        session=session,
        started_at=now,
        last_seen_at=now,
        address=address,
        agent=storable(one_line(agent), longest=300),
    )
    record(Event.LOGGED_IN, target=by.ledger_target, by=by, session=session, address=address)
    return sign_in


def note_seen(*, session: str, now: datetime) -> None:
    """Not an event: when the person was last there, for the list of their own sessions."""
    SignIn.objects.filter(session=session, ended_at=None).update(last_seen_at=now)


def move(*, before: str, after: str) -> None:
    """The session has got a new key; its sign-in goes on."""
    SignIn.objects.filter(session=before).update(session=after)


@transaction.atomic
def end(*, session: str, by: User, now: datetime) -> None:
    """The person leaves."""
    if SignIn.objects.filter(session=session, user=by, ended_at=None).update(ended_at=now) == 1:
        record(Event.LOGGED_OUT, target=by.ledger_target, by=by, session=session)


@transaction.atomic
def end_one(*, uid: UUID, by: User, now: datetime) -> None:
    """A person ends one of their own sessions, wherever it is."""
    if SignIn.objects.filter(uid=uid, user=by, ended_at=None).update(ended_at=now) != 1:
        raise ValidationError("This session has ended already.")
    record(Event.SESSION_ENDED, target=by.ledger_target, by=by)


def end_all(*, user: User, now: datetime, but: str = "") -> int:
    """End every session of a person, part of disabling an account or changing a secret; returns how many."""
    return SignIn.objects.filter(user=user, ended_at=None).exclude(session=but).update(ended_at=now)


@transaction.atomic
def unlock(*, by: User, now: datetime) -> None:
    """A person has typed their password after leaving the session alone."""
    record(Event.SESSION_UNLOCKED, target=by.ledger_target, by=by)


def note_failure(*, user: User | None, step: str, address: str, by: Actor) -> None:
    """A log-in failed. What was typed as user name is kept only where it names somebody: it may be a
    password.
    """
    target = user.ledger_target if user else "user:unknown"
    record(Event.LOGIN_FAILED, target=target, by=by, step=step, address=address)
