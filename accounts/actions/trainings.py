"""Trainings: record, withdraw."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actions.rights import require
from accounts.models import TrainingRecord, User
from accounts.permissions import Permission
from audit.events import Event
from audit.events import record as write_event

COUNTS_FOR = timedelta(days=365)  # CJIS AT-2: before access, and every year


@transaction.atomic
def record(
    *,
    user: User,
    course: str,
    completed_on: date,
    by: User,
    now: datetime,
    expires_on: date | None = None,
    note: str = "",
) -> TrainingRecord:
    """Approve and record a training (manual, clause 8). `by` approves, and is somebody else; a year is the
    default.
    """
    require(by=by, needs=Permission.RECORD_TRAINING, about=user, now=now)
    if completed_on > timezone.localdate(now):
        raise ValidationError(
            {"completed_on": "Record a training when it has been completed: this day is yet to come."}
        )
    training = TrainingRecord(
        user=user,
        course=course,
        completed_on=completed_on,
        expires_on=expires_on or completed_on + COUNTS_FOR,
        approved_by=by,
        note=note.strip(),
    )
    training.full_clean()
    training.save()
    write_event(
        Event.TRAINING_RECORDED,
        target=user.ledger_target,
        by=by,
        course=training.course,
        completed_on=training.completed_on.isoformat(),
        expires_on=training.expires_on.isoformat(),
    )
    return training


@transaction.atomic
def withdraw(*, training: TrainingRecord, reason: str, by: User, now: datetime) -> None:
    """Take back a training that was recorded wrongly; in force from the person's next request."""
    require(by=by, needs=Permission.RECORD_TRAINING, about=training.user, now=now)
    if not reason.strip():
        raise ValidationError("Say why the training is withdrawn.")
    standing = TrainingRecord.objects.filter(pk=training.pk, withdrawn_at=None)
    if standing.update(withdrawn_at=now, withdrawn_by=by, withdrawn_reason=reason.strip()[:200]) != 1:
        raise ValidationError("This training was withdrawn already.")
    write_event(Event.TRAINING_WITHDRAWN, target=training.user.ledger_target, by=by, course=training.course)
