"""The second factor: add, reset."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions.rights import require
from accounts.actions.sign_ins import end_all
from accounts.models import User
from accounts.permissions import Permission
from audit.events import Actor, Event, record


@transaction.atomic
def add(*, device: TOTPDevice, session: str, by: User, now: datetime) -> None:
    """The person's new authenticator app, once it has shown a right code. It replaces the one before.

    Other sessions end: they were opened with another factor. `session`: the fingerprint of the one that goes
    on.
    """
    replaced = TOTPDevice.objects.filter(user=by).exclude(pk=device.pk).delete()[0] > 0
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    end_all(user=by, now=now, but=session)
    record(Event.SECOND_FACTOR_ADDED, target=by.ledger_target, by=by, replaced=replaced)


@transaction.atomic
def reset(*, user: User, reason: str, by: Actor, now: datetime) -> None:
    """Release a person whose phone is lost: at the next log-in they set up a new app. Never done by
    themselves.
    """
    require(by=by, needs=Permission.RELEASE_ACCOUNTS, about=user, now=now)
    if TOTPDevice.objects.filter(user=user).delete()[0] == 0:
        raise ValidationError("This person has no second factor to release.")
    end_all(user=user, now=now)
    record(Event.SECOND_FACTOR_RESET, target=user.ledger_target, by=by, reason=reason)
