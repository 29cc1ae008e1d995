"""One access that is reviewed, and why it was drawn."""

import uuid

from django.conf import settings
from django.db import models

from audit.fields import GatedModel
from reviews.models.review import Review


class ReviewItem(GatedModel):
    """Points to an access record; what was looked at stays in the ledger and is copied nowhere.

    `subject` is the person whose access it is, as the ledger names them (a user's uid). `reviewer` is never
    that person, under whatever account, and None while everybody who could review it is that person or has
    left: triggers hold it (migration 0002).
    """

    class Drawn(models.TextChoices):
        SAMPLE = "sample", "By chance"
        RULE = "rule", "By a rule"
        BOTH = "both", "By chance and by a rule"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    access = models.UUIDField()
    subject = models.CharField(max_length=36)
    drawn = models.CharField(max_length=10, choices=Drawn.choices)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["review", "position"]
        indexes = [models.Index(fields=["reviewer", "review"], name="item_by_reviewer")]
        constraints = [
            models.UniqueConstraint(fields=["review", "access"], name="item_once_a_review"),
            models.UniqueConstraint(fields=["review", "position"], name="item_has_a_place"),
            models.CheckConstraint(
                condition=models.Q(drawn__in=["sample", "rule", "both"]), name="item_drawn_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Item {self.position} of review {self.review_id}"

    def ledger_name(self) -> str:
        return f"reviewitem:{self.__dict__.get('uid')}"


class ItemReason(GatedModel):
    """What a rule says about an item, in a sentence that bears no plate. Added with it, never changed."""

    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="reasons")
    rule = models.CharField(max_length=40)
    sentence = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(sentence=""), name="item_reason_is_said"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} of item {self.item_id}"

    def ledger_name(self) -> str:
        return f"itemreason:{self.__dict__.get('id')}"
