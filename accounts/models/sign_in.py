"""One log-in and the session it began."""

import uuid

from django.db import models

from accounts.models.user import User


class SignIn(models.Model):
    """A session opens doors only while its sign-in is open, so ending the sign-in ends the session at once.

    `session` is the SHA-256 of the session's key: the same value the access ledger keeps, and no way into the
    session.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_ins")
    session = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["user", "-started_at"], name="sign_in_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")),
                name="sign_in_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} from {self.started_at:%Y-%m-%d %H:%M}"
