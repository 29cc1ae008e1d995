"""A vehicle seen in a zone: the electronic chalk on its tyre."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now, Reverse

from alpr_portal.lib.lookalikes import FOLD_FROM, FOLD_TO
from alpr_portal.lib.plates import LONGEST_PLATE, REGIONS, ledger_plate
from audit.fields import GatedModel, PlateField
from enforcement.models.chalk_session import ChalkSession
from enforcement.models.hotlist_entry import Translate
from enforcement.models.zone import Zone
from reads.models import Read


class ChalkMark(GatedModel):
    """One read, placed and timed so that it can be compared with the passes before and after it.

    `seen_at` is the time that counts and `clock` says whose it is: the server's where the frame came at once,
    the camera's where it was uploaded later and can be true (`enforcement.policy.marks`). A mark with
    `doubts` is kept and never used for overtime; they say why.
    """

    class Clock(models.TextChoices):
        SERVER = "server", "The server's clock"
        CAMERA = "camera", "The camera's clock; the frame was uploaded later"

    read = models.OneToOneField(Read, on_delete=models.PROTECT, related_name="chalk_mark")
    session = models.ForeignKey(ChalkSession, on_delete=models.PROTECT, null=True, related_name="marks")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="marks")
    plate = PlateField(max_length=LONGEST_PLATE, db_collation="C")
    region = models.CharField(max_length=10, blank=True)
    plate_reversed = models.GeneratedField(
        expression=Reverse("plate"),
        output_field=models.CharField(max_length=LONGEST_PLATE, db_collation="C"),
        db_persist=True,
    )
    plate_folded = models.GeneratedField(
        expression=Translate("plate", models.Value(FOLD_FROM), models.Value(FOLD_TO)),
        output_field=models.CharField(max_length=LONGEST_PLATE, db_collation="C"),
        db_persist=True,
    )
    seen_at = models.DateTimeField()
    clock = models.CharField(max_length=10, choices=Clock.choices)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    doubts = ArrayField(models.CharField(max_length=60), default=list)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-seen_at", "-id"]
        indexes = [
            models.Index(fields=["zone", "-seen_at"], name="mark_by_zone"),
            models.Index(fields=["plate", "-seen_at"], name="mark_by_plate"),
            models.Index(fields=["plate_reversed", "-seen_at"], name="mark_by_plate_end"),
            models.Index(fields=["plate_folded", "-seen_at"], name="mark_by_look_alike"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(plate__regex="^[A-Z0-9]+$"), name="mark_plate_normal"),
            models.CheckConstraint(condition=models.Q(region__in=["", *REGIONS]), name="mark_region_known"),
            models.CheckConstraint(
                condition=models.Q(clock__in=["server", "camera"]), name="mark_clock_known"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="mark_position_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"Chalk mark {self.pk}"

    def ledger_name(self) -> str:
        return f"chalkmark:{self.__dict__.get('id')}"

    def ledger_plate(self) -> str | None:
        plate = self.__dict__.get("plate")
        return ledger_plate(plate, self.__dict__.get("region", "")) if plate else None
