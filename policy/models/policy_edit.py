"""Who wrote at a draft."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from policy.models.policy_version import PolicyVersion


class PolicyEdit(models.Model):
    """One saving of a draft. Whoever is named here does not approve the version (migration 0002)."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="edits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.version_id} by {self.by_id}"
