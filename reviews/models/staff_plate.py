"""A plate of somebody who works here, so that looks at it can be told, and kept so that it cannot be read."""

import uuid

from django.conf import settings
from django.db import models


class StaffPlate(models.Model):
    """HMAC-SHA-256 of the plate under a key outside the database (`reviews.staff_plates`): whoever reads this
    table learns that a person has a vehicle, and not which.

    `with_region` is the hash of `us-ca 8ABC123`, `bare` that of the number alone, as searches without a state
    have it. `key_name` names the key; a row under another key than today's can be compared with nothing.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    with_region = models.CharField(max_length=64)
    bare = models.CharField(max_length=64)
    key_name = models.CharField(max_length=8)
    made_at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["person", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "with_region"],
                condition=models.Q(ended_at=None),
                name="staff_plate_kept_once",
            ),
            models.CheckConstraint(
                condition=models.Q(with_region__regex="^[0-9a-f]{64}$", bare__regex="^[0-9a-f]{64}$"),
                name="staff_plate_is_a_hash",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="staff_plate_ends_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"A plate of person {self.person_id}"

    @property
    def ledger_target(self) -> str:
        return f"staff_plate:{self.uid}"
