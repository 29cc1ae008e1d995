"""Where the public was heard."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Hearing(models.Model):
    """A regularly scheduled public meeting at which the program could be commented on before it began
    (Civ. Code 1798.90.55(a)).
    """

    held_on = models.DateField()
    body = models.CharField(max_length=150, help_text="Who met, for example the City Council.")
    item = models.CharField(max_length=200, help_text="What was on the agenda.")
    link = models.URLField(max_length=500, help_text="The agenda or the minutes.")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["held_on", "link"], name="hearing_once"),
            models.CheckConstraint(
                condition=models.Q(link__startswith="https://"), name="hearing_link_https"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.held_on}"
