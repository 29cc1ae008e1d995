"""Reads that the rest of the portal has yet to hear of."""

from django.db import models
from django.db.models.functions import Now

from reads.models.read import Read


class Announcement(models.Model):
    """Written with a read, gone when every receiver of `read_accepted` is through with it.

    What is left after a crash between the two is announced again by the sweeper. Bears no plate.
    """

    read = models.OneToOneField(Read, on_delete=models.PROTECT, primary_key=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="announcement_by_time")]

    def __str__(self) -> str:
        return f"Announcement of read {self.read_id}"
