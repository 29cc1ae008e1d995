"""Days on which time limits do not count."""

from django.db import models


class Holiday(models.Model):
    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["day"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="holiday_has_name")]

    def __str__(self) -> str:
        return f"{self.name}, {self.day:%Y-%m-%d}"
