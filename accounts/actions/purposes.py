"""Purposes: choose."""

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import sessions
from accounts.models import User
from accounts.policy import may_state
from accounts.purposes import PURPOSES, BadReference, Purpose, checked_reference
from accounts.roles import purposes_of
from audit.events import Event, record


@transaction.atomic
def choose(*, code: str, reference: str, session: SessionBase, by: User, now: datetime) -> Purpose:
    """State why one looks from now on. Raises ValidationError naming the field `purpose` or `reference`."""
    decision = may_state(purposes_of(by.roles_in_force(now)), code)
    if not decision.allowed:
        raise ValidationError({"purpose": decision.reason})
    purpose = PURPOSES[code]
    try:
        kept = checked_reference(purpose, reference)
    except BadReference as error:
        raise ValidationError({"reference": str(error)}) from None
    sessions.state_purpose(session, purpose, kept, now)
    record(
        Event.PURPOSE_CHOSEN,
        target=by.ledger_target,
        by=by,
        purpose=purpose.code,
        version=purpose.version,
        reference=kept,
    )
    return purpose
