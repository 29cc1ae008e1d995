"""The weekly review of the logs (CJIS AU-6)."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class LogReview(models.Model):
    """One week, Monday to Sunday in city time: somebody looked at the alarms and signs for it.

    `counts` are the alarms as they stood when it was signed: kind → how many. A week with an alarm is signed
    with a note that says what came of it. Signed once; nothing of it changes afterwards.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        SIGNED = "signed", "Signed"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    first_day = models.DateField(unique=True)
    due_on = models.DateField()
    keep_until = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    counts = models.JSONField(default=dict)
    note = models.TextField(max_length=2000, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["open", "signed"]), name="log_review_state"),
            models.CheckConstraint(
                condition=models.Q(state="open", signed_at=None, signed_by=None)
                | models.Q(state="signed", signed_at__isnull=False, signed_by__isnull=False),
                name="log_review_signature_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Log review of {self.first_day}"

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=6)

    @property
    def ledger_target(self) -> str:
        return f"log_review:{self.uid}"

    def is_overdue(self, today: date) -> bool:
        return self.state == self.State.OPEN and today > self.due_on
