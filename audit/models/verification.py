"""Verifications of the ledger: who asked, how far one is, and what it found."""

import json
from datetime import timedelta
from typing import Any

from django.db import models

GIVEN_UP_AFTER = timedelta(minutes=10)
"""A verification that has not said anything for this long belongs to a dead worker."""


class Verification(models.Model):
    """waiting → running → sound | broken | failed. One at a time (migration 0006)."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for a worker"
        RUNNING = "running", "Under way"
        SOUND = "sound", "Sound"
        BROKEN = "broken", "Not sound"
        FAILED = "failed", "Could not be done"

    UNDER_WAY = (State.WAITING, State.RUNNING)

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    records_total = models.BigIntegerField(default=0)
    records_done = models.BigIntegerField(default=0)
    unsealed = models.BigIntegerField(default=0)
    held_number = models.BigIntegerField(null=True)
    findings = models.TextField(default="[]")
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "sound", "broken", "failed"]),
                name="verification_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, asked by {self.asked_by}"

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def percent(self) -> int:
        return min(100, 100 * self.records_done // self.records_total) if self.records_total else 0

    @property
    def found(self) -> list[dict[str, Any]]:
        """The findings, first bad position first: {position, until, kind, detail}."""
        return json.loads(self.findings)
