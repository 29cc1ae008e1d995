"""Passwords: change one's own, give somebody a one-time one."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts.actions.rights import require
from accounts.actions.sign_ins import end_all
from accounts.models import User
from accounts.permissions import Permission
from audit.events import Actor, Event, record


@transaction.atomic
def change(*, password: str, session: str, by: User, now: datetime) -> None:
    """A person changes their own password; their other sessions end. `session`: the fingerprint of the one
    that goes on.
    """
    validate_password(password, by)
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    end_all(user=by, now=now, but=session)
    record(Event.PASSWORD_CHANGED, target=by.ledger_target, by=by)


@transaction.atomic
def replace(*, user: User, password: str, by: Actor, now: datetime) -> None:
    """Give a person who lost theirs a one-time password: they must change it at the next log-in."""
    require(by=by, needs=Permission.MANAGE_PEOPLE, about=user, now=now)
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_all(user=user, now=now)
    record(Event.PASSWORD_CHANGED, target=user.ledger_target, by=by, one_time=True)
