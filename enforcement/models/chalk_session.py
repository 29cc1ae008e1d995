"""An officer's time on patrol with a vehicle."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from enforcement.models.zone import Zone


class ChalkSession(models.Model):
    """Who drives which vehicle, from when to when, and in which zones passing vehicles are chalked.

    `zone` is where the vehicle is now: it follows the position of its frames, and is asked of the officer
    where zones overlap (`zone_asked`). Without zones the officer patrols and chalks nothing.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="chalk_sessions"
    )
    vehicle = models.CharField(max_length=40, help_text="The vehicle's own number, as its cameras have it.")
    zones = models.ManyToManyField(Zone, related_name="+", blank=True)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, related_name="+")
    zone_asked = models.BooleanField(default=False)
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["vehicle", "-id"], name="chalk_session_by_vehicle")]
        constraints = [
            models.UniqueConstraint(
                fields=["officer"],
                condition=models.Q(ended_at__isnull=True),
                name="chalk_session_one_open_an_officer",
            ),
            models.CheckConstraint(condition=~models.Q(vehicle=""), name="chalk_session_names_vehicle"),
        ]

    def __str__(self) -> str:
        return f"Chalk session {self.uid}"

    @property
    def ledger_target(self) -> str:
        return f"chalksession:{self.uid}"
