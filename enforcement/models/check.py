"""What was looked up about a vehicle before anything is done to it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from alpr_portal.lib.plates import LONGEST_PLATE, REGIONS, ledger_plate
from audit.fields import GatedModel, PlateField
from enforcement.models.hit import Hit


class Check(GatedModel):
    """One question put to one source, with its answer, about this plate and region and no other.

    Counts for 30 minutes (`enforcement.policy.hits.CHECK_COUNTS_FOR`; the database holds the same, migration
    0002). Rows are added and never changed; the time is the database's.
    """

    class Kind(models.TextChoices):
        REGISTRATION = "registration", "Registration"
        PAST_DUE = "past_due", "Past-due citations"
        DISPATCH = "dispatch", "Confirmed by dispatch"
        RECHECK = "recheck", "Again, at the moment of enforcement"
        RIGHTS = "rights", "Permit, payment and exemption"

    class Result(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        NOT_CONFIRMED = "not_confirmed", "Not confirmed"
        UNKNOWN = "unknown", "Unknown: the source did not answer"

    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    result = models.CharField(max_length=15, choices=Result.choices)
    source = models.CharField(max_length=80, help_text="Which system or person answered.")
    answer = models.CharField(max_length=300, blank=True, help_text="In its words.")
    plate = PlateField(max_length=LONGEST_PLATE, db_collation="C")
    region = models.CharField(max_length=10)
    notices = models.PositiveSmallIntegerField(null=True, help_text="Unpaid notices (past due).")
    amount_due = models.DecimalField(max_digits=9, decimal_places=2, null=True, help_text="US dollars.")
    checked_at = models.DateTimeField(db_default=Now(), editable=False)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["registration", "past_due", "dispatch", "recheck", "rights"]),
                name="check_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(result__in=["confirmed", "not_confirmed", "unknown"]),
                name="check_result_known",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="check_names_its_source"),
            models.CheckConstraint(condition=models.Q(plate__regex="^[A-Z0-9]+$"), name="check_plate_normal"),
            models.CheckConstraint(condition=models.Q(region__in=["", *REGIONS]), name="check_region_known"),
            models.CheckConstraint(
                condition=~models.Q(kind="past_due", result="confirmed") | models.Q(notices__isnull=False),
                name="check_past_due_counts_notices",
            ),
        ]

    def __str__(self) -> str:
        return f"Check {self.pk} of hit {self.hit_id}"

    def ledger_name(self) -> str:
        return f"check:{self.__dict__.get('id')}"

    def ledger_plate(self) -> str | None:
        plate = self.__dict__.get("plate")
        return ledger_plate(plate, self.__dict__.get("region", "")) if plate else None
