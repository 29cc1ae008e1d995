"""One uploaded image."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from audit.fields import GatedModel
from reads.models.camera import Camera


class Frame(GatedModel):
    """An image as a camera sent it. The bytes are kept as they came; what came with them is kept beside, not
    trusted.

    State machine (`reads.actions.recognise` makes every step, by UPDATE … WHERE state = old):

        queued → reading → read            at least one plate found
                         → nothing_found
                         → queued          given back: the engine is missing, or the worker died (at most 3
                         attempts) → failed          `failure` says why failed → queued                    a
                         person asked for another try
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        READING = "reading", "Reading"
        READ = "read", "Read"
        NOTHING_FOUND = "nothing_found", "Nothing found"
        FAILED = "failed", "Failed"

    PENDING = (State.QUEUED, State.READING)

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="frames")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(db_default=Now(), editable=False)

    original = models.CharField(max_length=100, help_text="Storage name of the bytes as received.")
    shown_name = models.CharField(max_length=120, help_text="The sender's file name, for display only.")
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField(help_text="Pixels, upright.")
    height = models.PositiveIntegerField(help_text="Pixels, upright.")

    camera_time = models.DateTimeField(null=True, help_text="The camera's own clock; never decides anything.")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    notes = ArrayField(
        models.CharField(max_length=200), default=list, help_text="What was odd about the file."
    )

    state = models.CharField(max_length=15, choices=State.choices, default=State.QUEUED)
    claim = models.UUIDField(null=True, help_text="Whose turn it is: only the holder may store a result.")
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(db_default=Now())
    failure = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)
    engine = models.CharField(max_length=40, blank=True)
    engine_version = models.CharField(max_length=80, blank=True)
    read_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            # The sweeper's queue: only what still waits is in it.
            models.Index(
                fields=["queued_at"],
                name="frame_waiting",
                condition=models.Q(state__in=["queued", "reading"]),
            ),
            models.Index(fields=["camera", "-id"], name="frame_by_camera"),
            models.Index(fields=["state", "-id"], name="frame_by_state"),
            models.Index(fields=["uploaded_by", "-id"], name="frame_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "reading", "read", "nothing_found", "failed"]),
                name="frame_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="reading", claim__isnull=False, claimed_at__isnull=False)
                | (~models.Q(state="reading") & models.Q(claim__isnull=True, claimed_at__isnull=True)),
                name="frame_claimed_while_reading",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(failure=""), name="frame_failed_says_why"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["read", "nothing_found"]) | models.Q(read_at__isnull=False),
                name="frame_read_says_when",
            ),
            models.CheckConstraint(condition=models.Q(format__in=["JPEG", "PNG"]), name="frame_format_known"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="frame_sha256_shape"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="frame_position_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"Frame {self.uid}"

    def ledger_name(self) -> str:
        return f"frame:{self.__dict__.get('uid')}"

    @property
    def is_pending(self) -> bool:
        return self.state in self.PENDING
