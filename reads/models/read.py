"""One plate found in a frame."""

import uuid

from django.db import models
from django.db.models.functions import Reverse

from alpr_portal.lib.plates import LONGEST_PLATE, REGIONS, ledger_plate
from audit.fields import GatedModel, PlateField
from reads.models.camera import Camera
from reads.models.frame import Frame

LONGEST_OBSERVED = 40


class Read(GatedModel):
    """What an engine saw, and what the plate is taken to be now.

    `observed`, `plate_read` and `region_read` are the observation: the application's role may not change them
    (migration 0002). `plate` and `region` start as the observation and follow the latest correction that
    stands.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="reads")
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(help_text="When the server received the frame.")

    observed = PlateField(max_length=LONGEST_OBSERVED, help_text="The text as the engine saw it.")
    plate_read = PlateField(max_length=LONGEST_PLATE, db_collation="C")
    region_read = models.CharField(max_length=10, blank=True)
    plate = PlateField(max_length=LONGEST_PLATE, db_collation="C")
    region = models.CharField(max_length=10, blank=True)
    # For patterns that begin with a wildcard: their end is a beginning here. (LIKE itself may not use an
    # index under row security, because it is not leakproof; comparison is. See ADR 0003.)
    plate_reversed = models.GeneratedField(
        expression=Reverse("plate"),
        output_field=models.CharField(max_length=LONGEST_PLATE, db_collation="C"),
        db_persist=True,
    )

    confidence = models.FloatField()
    box_x = models.PositiveIntegerField(help_text="Pixels of the upright frame.")
    box_y = models.PositiveIntegerField()
    box_w = models.PositiveIntegerField()
    box_h = models.PositiveIntegerField()
    characters = models.JSONField(default=list, help_text='[{"text": "8", "confidence": 0.99}, …]')
    candidates = models.JSONField(
        default=list, help_text='[{"plate", "confidence", "region"}, …], best first'
    )
    engine = models.CharField(max_length=40)
    engine_version = models.CharField(max_length=80)
    crop = models.CharField(max_length=100, help_text="Storage name of the re-encoded picture of the plate.")

    class Meta:
        ordering = ["-received_at", "-id"]
        # Everything a search asks for is in each index, so that it finds its page there and goes to the table
        # for that page alone (reads.selectors).
        indexes = [
            models.Index(
                fields=["plate", "-received_at", "-id"],
                include=["region", "camera", "confidence"],
                name="read_by_plate",
            ),
            models.Index(
                fields=["plate_reversed", "-received_at", "-id"],
                include=["region", "camera", "confidence"],
                name="read_by_plate_end",
            ),
            models.Index(
                fields=["-received_at", "-id"],
                include=["plate", "plate_reversed", "region", "camera", "confidence"],
                name="read_by_time",
            ),
            models.Index(
                fields=["camera", "-received_at", "-id"],
                include=["plate", "plate_reversed", "region", "confidence"],
                name="read_by_camera",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(plate__regex="^[A-Z0-9]+$"), name="read_plate_normal"),
            models.CheckConstraint(
                condition=models.Q(plate_read__regex="^[A-Z0-9]+$"), name="read_observation_normal"
            ),
            models.CheckConstraint(condition=models.Q(region__in=["", *REGIONS]), name="read_region_known"),
            models.CheckConstraint(
                condition=models.Q(confidence__range=(0, 1)), name="read_confidence_is_a_share"
            ),
            models.CheckConstraint(condition=models.Q(box_w__gt=0, box_h__gt=0), name="read_box_has_area"),
        ]

    def __str__(self) -> str:
        return f"Read {self.uid}"

    def ledger_name(self) -> str:
        return f"read:{self.__dict__.get('uid')}"

    def ledger_plate(self) -> str | None:
        # Deferred columns stay deferred: asking for them here would be a query inside a query.
        plate = self.__dict__.get("plate")
        return ledger_plate(plate, self.__dict__.get("region", "")) if plate else None

    @property
    def is_corrected(self) -> bool:
        return (self.plate, self.region) != (self.plate_read, self.region_read)
