"""The posted policy at the gate: post a version, acknowledge it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Acknowledgement, PostedPolicy, User
from audit.events import Actor, Event, record


@transaction.atomic
def post(*, number: int, effective_on: date, sha256: str, by: Actor) -> PostedPolicy:
    """Tell the gate of a version that was approved: from its day on, nobody opens a record before they
    acknowledged it.
    """
    posted = PostedPolicy(number=number, effective_on=effective_on, sha256=sha256)
    posted.full_clean()
    posted.save(force_insert=True)
    record(
        Event.POLICY_POSTED,
        target=f"policy:{number}",
        by=by,
        effective_on=effective_on.isoformat(),
        sha256=sha256,
    )
    return posted


@transaction.atomic
def acknowledge(*, number: int, sha256: str, by: User, now: datetime) -> bool:
    """`by` has read this version. False where they had acknowledged it before.

    `sha256` is the text they were shown. Raises ValidationError where that is not the version's text.
    """
    posted = PostedPolicy.objects.filter(number=number).first()
    if posted is None or posted.sha256 != sha256:
        raise ValidationError("Another version is in force than the one you were shown. Read it below.")
    # Two clicks are one acknowledgement.
    _, new = Acknowledgement.objects.get_or_create(user=by, policy=posted)
    if new:
        record(Event.POLICY_ACKNOWLEDGED, target=f"policy:{number}", by=by, sha256=sha256)
    return new
