"""The bodies whose members use the system."""

from django.db import models


class Organisation(models.Model):
    """Whose member a person is; the access ledger names it with every look (Civ. Code 1798.90.52(a)(3))."""

    class Kind(models.TextChoices):
        DIVISION = "division", "The parking division"
        POLICE = "police", "Police department"
        CITY = "city", "Another part of the city"
        CONTRACTOR = "contractor", "Independent contractor"

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["division", "police", "city", "contractor"]),
                name="organisation_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name
