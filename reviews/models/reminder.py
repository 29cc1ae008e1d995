"""A reminder that was sent by mail."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Reminder(models.Model):
    """Somebody was told, on this day of city time, what waits for them: once a day at most."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    lines = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.day}"
