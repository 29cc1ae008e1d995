"""What a reviewer decided about one access."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from audit.fields import GatedModel
from reviews.models.item import ReviewItem


class Disposition(GatedModel):
    """Rows are added and never changed; the newest counts. Only the item's reviewer adds one, and only while
    the review is open (trigger, migration 0002). The time is the database's.
    """

    class Verdict(models.TextChoices):
        IN_ORDER = "in_order", "In order"
        EXPLAINED = "explained", "Odd, and explained"
        FINDING = "finding", "A finding"

    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="dispositions")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    note = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict__in=["in_order", "explained", "finding"]),
                name="disposition_verdict_known",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="in_order") | ~models.Q(note=""),
                name="disposition_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} for item {self.item_id}"

    def ledger_name(self) -> str:
        return f"disposition:{self.__dict__.get('id')}"
