"""Where frames come from."""

from django.db import models


class Camera(models.Model):
    """A camera on an enforcement vehicle or on a post. Not ALPR data: it shows no plate and no place of a
    vehicle."""

    class Mount(models.TextChoices):
        VEHICLE = "vehicle", "On a vehicle"
        FIXED = "fixed", "Fixed"
        HANDHELD = "handheld", "Handheld"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    mount = models.CharField(max_length=10, choices=Mount.choices, default=Mount.VEHICLE)
    vehicle = models.CharField(
        max_length=40, blank=True, help_text="The vehicle's own number, where it is on one."
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="camera_has_name"),
            models.CheckConstraint(
                condition=models.Q(mount__in=["vehicle", "fixed", "handheld"]), name="camera_mount_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
