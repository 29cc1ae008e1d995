"""What was done to a vehicle: booted, towed, cited, warned, or left to the police."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from alpr_portal.lib.plates import LONGEST_PLATE, ledger_plate
from audit.fields import GatedModel, PlateField
from enforcement.models.check import Check
from enforcement.models.hit import Hit


class VehicleAction(GatedModel):
    """The end of a verified hit; one a hit, so of two officers one wins.

    A trigger (migration 0002) refuses a boot or a tow unless the hit is a verified, exact scofflaw hit of a
    fresh list, its entry still stands with five notices or more (Veh. Code 22651(i)), and registration,
    past-due status and the check at the moment of enforcement were confirmed for this plate and region
    within 30 minutes (manual, clause 4(e)). Every other action needs a verified hit. The time is the
    database's; rows are never changed.
    """

    class Kind(models.TextChoices):
        BOOT = "boot", "Boot"
        TOW = "tow", "Tow"
        CITATION = "citation", "Citation"
        WARNING = "warning", "Warning"
        POLICE_TOLD = "police_told", "Police told"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    hit = models.OneToOneField(Hit, on_delete=models.PROTECT, related_name="action")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    plate = PlateField(max_length=LONGEST_PLATE, db_collation="C")
    region = models.CharField(max_length=10)
    reference = models.CharField(max_length=60, blank=True, help_text="Boot, tow or citation number.")
    registration_check = models.ForeignKey(Check, on_delete=models.PROTECT, null=True, related_name="+")
    past_due_check = models.ForeignKey(Check, on_delete=models.PROTECT, null=True, related_name="+")
    recheck = models.ForeignKey(Check, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["boot", "tow", "citation", "warning", "police_told"]),
                name="vehicle_action_kind_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["boot", "tow"])
                | models.Q(
                    registration_check__isnull=False, past_due_check__isnull=False, recheck__isnull=False
                ),
                name="boot_or_tow_names_its_checks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    def ledger_name(self) -> str:
        return f"vehicleaction:{self.__dict__.get('uid')}"

    def ledger_plate(self) -> str | None:
        plate = self.__dict__.get("plate")
        return ledger_plate(plate, self.__dict__.get("region", "")) if plate else None
