"""One review of the accesses of a period."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from reviews.models.plan import ReviewPlan


class Review(models.Model):
    """What was drawn from which accesses, and how far people have come with it (manual, clause 6(c)).

    State machine; a trigger holds it (migration 0002):

        open → submitted     every item has a disposition; `submitted_by` is one of the reviewers
        submitted → open     sent back by the approver, with a reason
        submitted → approved by somebody who reviewed nothing in it and is not the subject of a finding in it

    `population_hash` is the SHA-256 over the hashes of the access records that could be drawn, in the
    ledger's order: with the seed it fixes the sample (`reviews.sampling`). Both are set once.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        SUBMITTED = "submitted", "Waits for approval"
        APPROVED = "approved", "Approved"

    class Kind(models.TextChoices):
        PERIODIC = "periodic", "Of the plan"
        SPECIAL = "special", "Special"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(ReviewPlan, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERIODIC)
    first_day = models.DateField()
    last_day = models.DateField()
    until = models.DateTimeField(help_text="Accesses before this moment could be drawn.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why a special review was opened.")
    seed = models.CharField(max_length=64)
    population_count = models.PositiveIntegerField()
    population_hash = models.CharField(max_length=64)
    left_out = ArrayField(
        models.CharField(max_length=100),
        default=list,
        help_text="Doors that cannot be drawn by chance: a part of pages that can.",
    )
    sample_size = models.PositiveIntegerField()
    flagged_count = models.PositiveIntegerField()
    rules_version = models.PositiveSmallIntegerField()
    notes = ArrayField(models.CharField(max_length=300), default=list)
    due_on = models.DateField()
    keep_until = models.DateField()
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-last_day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first_day"], condition=models.Q(kind="periodic"), name="review_once_a_period"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["periodic", "special"]), name="review_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "submitted", "approved"]), name="review_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="review_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="periodic", reason="")
                | (models.Q(kind="special") & ~models.Q(reason="")),
                name="review_special_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", submitted_at=None, submitted_by=None)
                | models.Q(
                    state__in=["submitted", "approved"],
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                ),
                name="review_submission_is_whole",
            ),
            models.CheckConstraint(
                condition=(~models.Q(state="approved") & models.Q(approved_at=None, approved_by=None))
                | models.Q(state="approved", approved_at__isnull=False, approved_by__isnull=False),
                name="review_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("submitted_by")),
                name="review_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.first_day} to {self.last_day}"

    @property
    def ledger_target(self) -> str:
        return f"review:{self.uid}"

    def is_overdue(self, today: date) -> bool:
        return self.state != self.State.APPROVED and today > self.due_on


class ReviewStep(models.Model):
    """One step of a review: who did what, when. Rows are added and never changed."""

    class Step(models.TextChoices):
        OPENED = "opened", "Opened"
        SHARED_OUT = "shared_out", "Items were given to other reviewers"
        SUBMITTED = "submitted", "Submitted"
        RETURNED = "returned", "Sent back"
        APPROVED = "approved", "Approved"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=Step.choices)
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.step} of {self.review_id}"
