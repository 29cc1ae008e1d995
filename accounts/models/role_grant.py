"""A role given to a person for a time."""

from datetime import date
from typing import Self

from django.db import models

from accounts.models.user import User
from accounts.roles import ROLES


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self, on: date) -> Self:
        """Grants that give their role on this day (city time); `ends_on` is the last such day."""
        return self.filter(starts_on__lte=on, revoked_at=None).filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=on)
        )


class RoleGrant(models.Model):
    """Given by another person (CJIS AC-5); `granted_by` is empty only for what the command line granted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=40, choices=[(role.slug, role.name) for role in ROLES.values()])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="The last day. Empty: until it is revoked.")
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(granted_by=None) | ~models.Q(granted_by=models.F("user")),
                name="role_granted_by_another",
                violation_error_message="Nobody gives a role to themselves.",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_by=None)
                | (~models.Q(revoked_by=models.F("user")) & models.Q(revoked_at__isnull=False)),
                name="role_revoked_by_another",
                violation_error_message="Nobody takes a role from themselves.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_ends_after_it_starts",
                violation_error_message="The last day lies before the first.",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "starts_on"],
                condition=models.Q(revoked_at=None),
                name="role_granted_once",
                violation_error_message="This person is given this role from that day already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} for {self.user_id}"
