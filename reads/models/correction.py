"""What a person says a plate really is."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from alpr_portal.lib.plates import LONGEST_PLATE, REGIONS, ledger_plate
from audit.fields import GatedModel, PlateField
from reads.models.read import Read


class Correction(GatedModel):
    """A new row beside the observation, with author and reason (Civ. Code 1798.90.51(b)(2)(F)). Undone, it
    stays."""

    class Reason(models.TextChoices):
        MISREAD = "misread", "A character was misread"
        WRONG_REGION = "wrong_region", "The state is wrong"
        INCOMPLETE = "incomplete", "Characters are missing"
        NOT_PART = "not_part", "Text that is not the number was read with it"

    read = models.ForeignKey(Read, on_delete=models.PROTECT, related_name="corrections")
    plate = PlateField(max_length=LONGEST_PLATE, db_collation="C")
    region = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=15, choices=Reason.choices)
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(plate__regex="^[A-Z0-9]+$"), name="correction_plate_normal"
            ),
            models.CheckConstraint(
                condition=models.Q(region__in=["", *REGIONS]), name="correction_region_known"
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=["misread", "wrong_region", "incomplete", "not_part"]),
                name="correction_reason_known",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="correction_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Correction {self.pk} of read {self.read_id}"

    def ledger_name(self) -> str:
        return f"correction:{self.__dict__.get('id')}"

    def ledger_plate(self) -> str | None:
        plate = self.__dict__.get("plate")
        return ledger_plate(plate, self.__dict__.get("region", "")) if plate else None

    @property
    def by_name(self) -> str:
        return self.made_by.full_name
