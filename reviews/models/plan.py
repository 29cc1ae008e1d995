"""How accesses are reviewed: how often, how many, by which rules, by whom, and for how long it is kept."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now

from reviews.rules.catalogue import RULES


def between(least: int, most: int) -> list[object]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class ReviewPlan(models.Model):
    """One version of the plan (State Auditor 2019-118, recommendation 25). The newest is in force.

    Rows are added and never changed: a review goes on naming the version under which it was drawn.
    """

    class Period(models.TextChoices):
        WEEK = "week", "Every week"
        MONTH = "month", "Every month"
        QUARTER = "quarter", "Every quarter"

    period = models.CharField(max_length=10, choices=Period.choices, default=Period.MONTH)
    sample_size = models.PositiveSmallIntegerField(
        default=40, validators=between(1, 1000), help_text="Accesses drawn at random, beside what rules flag."
    )
    rules = ArrayField(
        models.CharField(max_length=40), default=list, help_text="Codes of the rules that are applied."
    )
    due_days = models.PositiveSmallIntegerField(
        "days to finish", default=21, validators=between(1, 90), help_text="After the period's last day."
    )
    keep_years = models.PositiveSmallIntegerField(
        "years to keep", default=5, validators=between(2, 25), help_text="Two at least (Gov. Code 34090)."
    )
    same_plate_looks = models.PositiveSmallIntegerField(
        "looks at one plate", default=8, validators=between(2, 1000), help_text="By one person in the period."
    )
    same_plate_days = models.PositiveSmallIntegerField(
        "days with one plate", default=3, validators=between(2, 90), help_text="On which one person looked."
    )
    norm_factor = models.PositiveSmallIntegerField(
        "times the usual number",
        default=3,
        validators=between(2, 50),
        help_text="A person's looks in one day.",
    )
    norm_least = models.PositiveSmallIntegerField(
        "never too many in a day", default=40, validators=between(1, 5000)
    )
    reference_plates = models.PositiveSmallIntegerField(
        "plates under one reference", default=3, validators=between(2, 100)
    )
    reference_people = models.PositiveSmallIntegerField(
        "people under one reference", default=3, validators=between(2, 100)
    )
    unopened_searches = models.PositiveSmallIntegerField(
        "searches that open nothing", default=5, validators=between(2, 1000), help_text="In one session."
    )
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    reason = models.CharField(max_length=300, help_text="Why the plan is as it is from now on.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period__in=["week", "month", "quarter"]), name="plan_period_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sample_size__gte=1, sample_size__lte=1000), name="plan_draws_somebody"
            ),
            models.CheckConstraint(condition=models.Q(keep_years__gte=2), name="plan_keeps_two_years"),
            models.CheckConstraint(
                condition=models.Q(due_days__gte=1, due_days__lte=90), name="plan_due_in_time"
            ),
            models.CheckConstraint(
                condition=models.Q(rules__contained_by=list(RULES)), name="plan_rules_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="plan_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Plan {self.pk}"

    @property
    def ledger_target(self) -> str:
        return f"review_plan:{self.pk}"


class PlanDuty(models.Model):
    """Who does what under one version of the plan. Nobody both reviews and approves."""

    class Duty(models.TextChoices):
        REVIEWER = "reviewer", "Reviews"
        APPROVER = "approver", "Approves"

    plan = models.ForeignKey(ReviewPlan, on_delete=models.PROTECT, related_name="duties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=10, choices=Duty.choices)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "user"], name="plan_one_duty_a_person"),
            models.CheckConstraint(
                condition=models.Q(duty__in=["reviewer", "approver"]), name="plan_duty_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.duty}"
