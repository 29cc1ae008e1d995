"""A file of entries on its way into a list: first tried, then taken over whole or not at all."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from alpr_portal.lib.plates import LONGEST_PLATE, ledger_plate
from audit.fields import GatedModel, PlateField
from enforcement.models.hotlist import Hotlist
from enforcement.models.hotlist_entry import HotlistEntry


class HotlistImport(models.Model):
    """One file, where it came from, and what it would change or has changed. Kept for good; bears no plate.

    State machine (`enforcement.actions.imports`, `try_import` and `apply_import` make every step, by UPDATE …
    WHERE state = old):

        waiting → reading → ready      the dry run: its rows say what would be added, changed, gone, refused
                          → failed     the file cannot be read at all; `problem` says why
                          → waiting    its worker died; the sweeper queues it again, three times at most
        ready → applying → applied     one transaction swaps the entries
              → discarded              a person decided against it
              → outdated               the list changed after the dry run; run it again

    `claim` is the turn of the one worker that reads or applies it; `claimed_at` moves on with every batch.
    `notes` are sentences about the file that stop nothing: a column that is not used, a second sheet.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        READING = "reading", "Reading"
        READY = "ready", "Dry run ready"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        DISCARDED = "discarded", "Discarded"
        OUTDATED = "outdated", "Outdated"
        FAILED = "failed", "Failed"

    class Way(models.TextChoices):
        UPLOAD = "upload", "Upload"
        FOLDER = "folder", "Watched folder"
        API = "api", "API"

    PENDING = (State.WAITING, State.READING, State.APPLYING)

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    hotlist = models.ForeignKey(Hotlist, on_delete=models.PROTECT, related_name="imports")
    way = models.CharField(max_length=10, choices=Way.choices)
    whole = models.BooleanField(
        default=True, help_text="The file is the whole list: what it does not name is gone."
    )
    apply_by_itself = models.BooleanField(
        default=False, help_text="Apply after a dry run without a refused row (feeds)."
    )
    file_name = models.CharField(max_length=120)
    stored = models.CharField(max_length=100, help_text="Storage name of the bytes as received.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    list_version = models.PositiveIntegerField(null=True, help_text="The list's version that was compared.")
    problem = models.CharField(max_length=300, blank=True)
    rows_total = models.PositiveIntegerField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField(db_default=Now(), editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    notes = models.JSONField(default=list, blank=True)
    queued_at = models.DateTimeField(db_default=Now(), editable=False)
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["hotlist", "-id"], name="import_by_list")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "waiting",
                        "reading",
                        "ready",
                        "applying",
                        "applied",
                        "discarded",
                        "outdated",
                        "failed",
                    ]
                ),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(way__in=["upload", "folder", "api"]), name="import_way_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(problem=""), name="import_failed_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="import_sha256_shape"
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.uid}"

    @property
    def ledger_target(self) -> str:
        return f"hotlistimport:{self.uid}"

    @property
    def is_pending(self) -> bool:
        return self.state in self.PENDING


class HotlistImportRow(GatedModel):
    """One row of a dry run's outcome. Rows that stay the same are only counted.

    While its import is being read a row stands as `added`; the comparison with the list comes at the end.
    """

    class Outcome(models.TextChoices):
        ADDED = "added", "Added"
        CHANGED = "changed", "Changed"
        SAME = "same", "The same"
        GONE = "gone", "Gone"
        REFUSED = "refused", "Refused"

    list_import = models.ForeignKey(HotlistImport, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(help_text="The row in the file, the header being 1; 0 for gone.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    column = models.CharField(max_length=40, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    entry = models.ForeignKey(
        HotlistEntry, on_delete=models.PROTECT, related_name="+", null=True, help_text="What stood before."
    )
    plate = PlateField(max_length=LONGEST_PLATE, db_collation="C", blank=True)
    region = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    amount_due = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    notices = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["list_import", "outcome", "id"], name="import_row_by_outcome")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["added", "changed", "same", "gone", "refused"]),
                name="import_row_outcome_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="refused") | ~models.Q(problem=""),
                name="import_row_refused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Row {self.number} of import {self.list_import_id}"

    def ledger_name(self) -> str:
        return f"hotlistimportrow:{self.__dict__.get('id')}"

    def ledger_plate(self) -> str | None:
        plate = self.__dict__.get("plate")
        return ledger_plate(plate, self.__dict__.get("region", "")) if plate else None
