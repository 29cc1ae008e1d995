"""Looks: what somebody meant to see, and what became of it."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from audit.entrance import entrance
from audit.models.ledger_row import LedgerRow

UNFINISHED_AFTER = timedelta(minutes=5)
"""An access that has no outcome after this long is an alarm: nothing the portal does takes longer to say how
it ended."""


class AccessRecord(LedgerRow):
    """One look, as intended: written and committed before anything is shown (Civ. Code 1798.90.52(a))."""

    class ActorKind(models.TextChoices):
        PERSON = "person", "Person"
        SYSTEM = "system", "Part of the portal"

    uid = models.UUIDField(unique=True)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    username = models.CharField(max_length=150)
    person = models.CharField(max_length=36, blank=True)
    full_name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    roles = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=50, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    door = models.CharField(max_length=100)
    method = models.CharField(max_length=10, blank=True)
    query = models.TextField()
    plates_sought = ArrayField(models.CharField(max_length=40), default=list)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    session = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-id"], name="access_by_person"),
            models.Index(fields=["at"], name="access_by_time"),
            models.Index(fields=["purpose", "-id"], name="access_by_purpose"),
            GinIndex(fields=["plates_sought"], name="access_by_plate_sought"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(username=""), name="access_names_who"),
            models.CheckConstraint(condition=~models.Q(door=""), name="access_names_door"),
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=["person", "system"]), name="access_actor_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.username} at {self.door}"

    def ledger_name(self) -> str:
        return f"access:{self.__dict__.get('uid')}"

    @property
    def purpose_label(self) -> str:
        return entrance().purposes().get(self.purpose, self.purpose)

    @property
    def is_under_way(self) -> bool:
        """No outcome yet, and too young for that to be an alarm."""
        return not hasattr(self, "outcome") and timezone.now() - self.at < UNFINISHED_AFTER


class AccessOutcome(LedgerRow):
    """What became of a look. Exactly one closes an access record; from then on that record opens nothing."""

    class Result(models.TextChoices):
        SHOWN = "shown", "Shown"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Failed"
        PARTIAL = "partial", "Broken off"

    access = models.OneToOneField(
        AccessRecord, to_field="uid", on_delete=models.DO_NOTHING, related_name="outcome"
    )
    result = models.CharField(max_length=10, choices=Result.choices)
    status = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=50, blank=True)
    record_count = models.PositiveIntegerField()
    records = ArrayField(models.CharField(max_length=60), default=list)
    plates = ArrayField(models.CharField(max_length=40), default=list)
    size = models.PositiveBigIntegerField()
    ms = models.PositiveIntegerField()

    class Meta:
        indexes = [
            GinIndex(fields=["plates"], name="outcome_by_plate"),
            GinIndex(fields=["records"], name="outcome_by_record"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result__in=["shown", "refused", "failed", "partial"]),
                name="outcome_result_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} ({self.status})"

    def ledger_name(self) -> str:
        return f"access:{self.__dict__.get('access_id')}"
