"""Which version of the posted policy is in force, and who has acknowledged it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models.functions import Now

from accounts.models.user import User


class PostedPolicyQuerySet(models.QuerySet["PostedPolicy"]):
    def in_force(self, on: date) -> Self:
        """The versions that have taken effect on this day (city time), the current one first."""
        return self.filter(effective_on__lte=on).order_by("-number")


class PostedPolicy(models.Model):
    """What the gate must know of a version of the posted policy; its text is the app `policy`'s.

    Added when a version is approved, and never changed (migration 0004).
    """

    number = models.PositiveIntegerField(primary_key=True)
    effective_on = models.DateField()
    sha256 = models.CharField(max_length=64)

    objects = PostedPolicyQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="posted_policy_sha256_shape"
            ),
        ]

    def __str__(self) -> str:
        return f"Policy, version {self.number}"


class Acknowledgement(models.Model):
    """A person has read a version of the policy and keeps to it. The database says when (migration 0004)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="acknowledgements")
    policy = models.ForeignKey(PostedPolicy, on_delete=models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-policy", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "policy"], name="acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} by {self.user_id}"
