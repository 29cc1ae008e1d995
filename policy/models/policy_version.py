"""One version of the posted policy."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def posted(self) -> Self:
        """Approved versions, newest first; one may take effect on a day to come."""
        return self.filter(approved_at__isnull=False).order_by("-number")

    def in_force(self, on: date) -> Self:
        """Posted versions that have taken effect on this day (city time), the current one first."""
        return self.posted().filter(effective_on__lte=on)


class PolicyVersion(models.Model):
    """Drafted, approved by somebody who wrote none of it, and from then on never changed.

    draft → approved    by UPDATE … WHERE approved_at IS NULL; a draft may also be deleted

    There is one draft at a time, and its number is the next. A trigger (migration 0002) says the time and the
    hash, and refuses an approver among the authors, a change of what was approved, and its deletion.
    """

    number = models.PositiveIntegerField(unique=True)
    sections = models.JSONField(default=dict, help_text="{key of policy.sections: the text}")
    summary = models.CharField(max_length=500, blank=True, help_text="What is new, for those who look.")
    effective_on = models.DateField(null=True, help_text="The first day on which it is in force.")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(db_default=Now(), editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    approved_at = models.DateTimeField(null=True)
    lists = models.JSONField(default=dict, help_text="The live lists as they were when it was approved.")
    text = models.TextField(blank=True, help_text="The canonical text (policy.canonical).")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the canonical text in UTF-8.")

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="policy_numbered_from_one"),
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(approved_at=None), name="policy_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at=None, approved_by=None, sha256="", text="")
                | (
                    models.Q(approved_at__isnull=False, approved_by__isnull=False, effective_on__isnull=False)
                    & models.Q(sha256__regex="^[0-9a-f]{64}$")
                    & ~models.Q(text="")
                ),
                name="policy_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("drafted_by")),
                name="policy_approved_by_another",
                violation_error_message="Nobody approves their own draft.",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.approved_at is None

    @property
    def ledger_target(self) -> str:
        """How change events name this version."""
        return f"policy:{self.number}"
