"""Something that a review found, with an owner who puts it right."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from audit.fields import GatedModel
from reviews.models.item import ReviewItem


class Finding(GatedModel):
    """State machine; triggers hold it and who may move it (migration 0002):

    open → resolved      by the owner, who says what was done
    resolved → closed    approved by somebody who neither made, owned nor resolved it and whom it is not
                         about, under whatever account
    resolved → open      not enough was done
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        RESOLVED = "resolved", "Resolved, waits for approval"
        CLOSED = "closed", "Closed"

    class Severity(models.TextChoices):
        MINOR = "minor", "Minor: a slip, no harm"
        SERIOUS = "serious", "Serious: a rule was broken"
        MISUSE = "misuse", "Misuse: data were looked at for no lawful purpose"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="findings")
    severity = models.CharField(max_length=10, choices=Severity.choices)
    summary = models.TextField(max_length=2000)
    # The column's name says that this is nobody's vehicle.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_column="assigned_to_id"
    )
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    resolution = models.TextField(max_length=2000, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "due_on"], name="finding_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "resolved", "closed"]), name="finding_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(severity__in=["minor", "serious", "misuse"]), name="finding_severity_known"
            ),
            models.CheckConstraint(condition=~models.Q(summary=""), name="finding_says_what"),
            models.CheckConstraint(
                condition=models.Q(state="open", resolved_at=None, resolved_by=None)
                | (
                    models.Q(
                        state__in=["resolved", "closed"], resolved_at__isnull=False, resolved_by__isnull=False
                    )
                    & ~models.Q(resolution="")
                ),
                name="finding_resolution_is_whole",
            ),
            models.CheckConstraint(
                condition=(~models.Q(state="closed") & models.Q(closed_at=None, closed_by=None))
                | models.Q(state="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="finding_closing_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by=None)
                | ~(
                    models.Q(closed_by=models.F("made_by"))
                    | models.Q(closed_by=models.F("resolved_by"))
                    | models.Q(closed_by=models.F("owner"))
                ),
                name="finding_closed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Finding {self.pk}"

    def ledger_name(self) -> str:
        return f"finding:{self.__dict__.get('uid')}"

    def is_overdue(self, today: date) -> bool:
        return self.state == self.State.OPEN and today > self.due_on
