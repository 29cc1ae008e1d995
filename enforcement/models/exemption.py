"""Vehicles that the division exempts from its rules."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from alpr_portal.lib.plates import LONGEST_PLATE, REGIONS, ledger_plate
from audit.fields import GatedModel, PlateField
from enforcement.models.zone import Zone


class Exemption(GatedModel):
    """One vehicle, in one zone or in all, for a reason and until a day. Taken back, it stays."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plate = PlateField(max_length=LONGEST_PLATE, db_collation="C")
    region = models.CharField(max_length=10)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200)
    valid_until = models.DateTimeField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["plate", "region"],
                condition=models.Q(ended_at__isnull=True),
                name="exemption_by_plate",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(plate__regex="^[A-Z0-9]+$"), name="exemption_plate_normal"
            ),
            models.CheckConstraint(condition=models.Q(region__in=[*REGIONS]), name="exemption_region_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="exemption_says_why"),
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("made_at")), name="exemption_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"Exemption {self.uid}"

    def ledger_name(self) -> str:
        return f"exemption:{self.__dict__.get('uid')}"

    def ledger_plate(self) -> str | None:
        plate = self.__dict__.get("plate")
        return ledger_plate(plate, self.__dict__.get("region", "")) if plate else None
