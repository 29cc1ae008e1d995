"""A training a person has completed."""

from datetime import date
from typing import Self

from django.db import models

from accounts.models.user import User


class TrainingRecordQuerySet(models.QuerySet["TrainingRecord"]):
    def completed_by(self, on: date) -> Self:
        """Trainings that count on this day or counted before it."""
        return self.filter(completed_on__lte=on, withdrawn_at=None)


class TrainingRecord(models.Model):
    """Department-approved training (manual, clauses 4(c) and 8): who completed what, until when it counts,
    who approved.

    A record is not edited: the application's role may only fill the three `withdrawn` columns (migration
    0002). It is in force through the whole of `expires_on`, in city time.
    """

    class Course(models.TextChoices):
        INITIAL = "alpr_use", "ALPR use and privacy"
        REFRESHER = "alpr_refresher", "ALPR yearly refresher"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="trainings")
    course = models.CharField(max_length=40, choices=Course.choices)
    completed_on = models.DateField()
    expires_on = models.DateField(help_text="The last day on which this training counts.")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    note = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    withdrawn_reason = models.CharField(max_length=200, blank=True, editable=False)

    objects = TrainingRecordQuerySet.as_manager()

    class Meta:
        ordering = ["user", "-expires_on", "-id"]
        indexes = [models.Index(fields=["user", "-expires_on"], name="training_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("user")),
                name="training_approved_by_another",
                violation_error_message="Nobody approves their own training.",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__gt=models.F("completed_on")),
                name="training_expires_after_it_is_completed",
                violation_error_message="The training expires before it was completed.",
            ),
            models.CheckConstraint(
                condition=models.Q(course__in=["alpr_use", "alpr_refresher"]), name="training_course_approved"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (
                    models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~models.Q(withdrawn_reason="")
                ),
                name="training_withdrawal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_course_display()}, {self.completed_on}"
