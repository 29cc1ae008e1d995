"""What was done with a hit, step by step."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from audit.fields import GatedModel
from enforcement.models.hit import Hit


class HitStep(GatedModel):
    """Who did what with a hit, when and why. Rows are added and never changed; the time is the database's."""

    class Step(models.TextChoices):
        MADE = "made", "Made"
        CONFIRMED = "confirmed", "Plate and state confirmed from the picture"
        REJECTED = "rejected", "Rejected"
        CHECKED = "checked", "Checked"
        VERIFIED = "verified", "Verified"
        ACTED = "acted", "Acted on"
        RELEASED = "released", "Released"
        REFUSED = "refused", "Refused"
        NOTED = "noted", "Note"
        HANDED_OVER = "handed_over", "Handed over"
        BECAME_EXACT = "became_exact", "Became exact: a sharper sighting"

    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=15, choices=Step.choices)
    state = models.CharField(max_length=10, help_text="The hit's state after it.")
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    step__in=[
                        "made",
                        "confirmed",
                        "rejected",
                        "checked",
                        "verified",
                        "acted",
                        "released",
                        "refused",
                        "noted",
                        "handed_over",
                        "became_exact",
                    ]
                ),
                name="hit_step_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} of hit {self.hit_id}"

    def ledger_name(self) -> str:
        return f"hitstep:{self.__dict__.get('id')}"
