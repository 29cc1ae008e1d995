"""Who oversees the ALPR operation, and from when until when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class DesigneeQuerySet(models.QuerySet["Designee"]):
    def on(self, day: date) -> Self:
        """Whoever held the office on this day (city time): one, or none before the register begins."""
        return self.filter(starts_on__lte=day).filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day))


class Designee(models.Model):
    """The official custodian and designee (Civ. Code 1798.90.51(b)(2)(E); manual, clause 3.1(e)).

    The register has no gap and no overlap: each row begins on the day after the last day of the one before,
    and the newest is open. A constraint trigger holds that when a transaction commits (migration 0002), so
    nobody leaves the office without a successor. `ends_on` is the last day.
    """

    title = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    starts_on = models.DateField(unique=True)
    ends_on = models.DateField(null=True, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = DesigneeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title="") & ~models.Q(name=""), name="designee_named"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="designee_ends_after_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"
