"""The job titles whose holders may use the system."""

from django.db import models


class Designation(models.Model):
    """A job title or other designation, from the list the Parking Manager keeps (Civ. Code
    1798.90.51(b)(2)(B)).
    """

    title = models.CharField(max_length=100, unique=True)
    active = models.BooleanField(
        default=True, help_text="Whether new accounts may be given this designation."
    )

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="designation_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title
