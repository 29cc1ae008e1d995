"""One vehicle on a list."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now, Reverse

from alpr_portal.lib.lookalikes import FOLD_FROM, FOLD_TO
from alpr_portal.lib.plates import LONGEST_PLATE, REGIONS, ledger_plate
from audit.fields import GatedModel, PlateField
from enforcement.models.hotlist import Hotlist


class Translate(models.Func):
    """SQL's translate(text, from, to)."""

    function = "translate"
    arity = 3


class HotlistEntry(GatedModel):
    """What a list says of one vehicle, and for how long.

    An entry never changes but for its end: a changed entry is a removed one and a new one, so that a hit
    always leads to the words it was made from. An empty region means that the source does not say.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    hotlist = models.ForeignKey(Hotlist, on_delete=models.PROTECT, related_name="entries")
    plate = PlateField(max_length=LONGEST_PLATE, db_collation="C")
    region = models.CharField(max_length=10, blank=True)
    # The second half of a number is a beginning here: an index answers "one character off" (ADR 0006).
    plate_reversed = models.GeneratedField(
        expression=Reverse("plate"),
        output_field=models.CharField(max_length=LONGEST_PLATE, db_collation="C"),
        db_persist=True,
    )
    plate_folded = models.GeneratedField(
        expression=Translate("plate", models.Value(FOLD_FROM), models.Value(FOLD_TO)),
        output_field=models.CharField(max_length=LONGEST_PLATE, db_collation="C"),
        db_persist=True,
    )
    reason = models.CharField(max_length=200)
    reference = models.CharField(max_length=60, blank=True, help_text="Case or account number.")
    amount_due = models.DecimalField(max_digits=9, decimal_places=2, null=True, help_text="US dollars.")
    notices = models.PositiveSmallIntegerField(null=True, help_text="Unpaid notices (scofflaw).")
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    added_by_import = models.ForeignKey(
        "enforcement.HotlistImport", on_delete=models.PROTECT, related_name="+", null=True
    )
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    removed_by_import = models.ForeignKey(
        "enforcement.HotlistImport", on_delete=models.PROTECT, related_name="+", null=True
    )
    past_matched_at = models.DateTimeField(
        null=True, help_text="When past reads were last looked through for it."
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            # What stands now, found by a number's beginning, by its end, and by its look-alikes.
            models.Index(
                fields=["plate"],
                include=["hotlist", "region"],
                condition=models.Q(removed_at__isnull=True),
                name="entry_by_plate",
            ),
            models.Index(
                fields=["plate_reversed"],
                include=["hotlist", "plate", "region"],
                condition=models.Q(removed_at__isnull=True),
                name="entry_by_plate_end",
            ),
            models.Index(
                fields=["plate_folded"],
                include=["hotlist", "plate", "region"],
                condition=models.Q(removed_at__isnull=True),
                name="entry_by_look_alike",
            ),
            models.Index(fields=["hotlist", "-id"], name="entry_by_list"),
            models.Index(
                fields=["id"],
                condition=models.Q(removed_at__isnull=True, past_matched_at__isnull=True),
                name="entry_past_to_match",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hotlist", "plate", "region"],
                condition=models.Q(removed_at__isnull=True),
                name="entry_once_on_a_list",
            ),
            models.CheckConstraint(condition=models.Q(plate__regex="^[A-Z0-9]+$"), name="entry_plate_normal"),
            models.CheckConstraint(condition=models.Q(region__in=["", *REGIONS]), name="entry_region_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="entry_says_why"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="entry_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_due__isnull=True) | models.Q(amount_due__gte=0),
                name="entry_amount_is_owed",
            ),
        ]

    def __str__(self) -> str:
        return f"Entry {self.uid}"

    def ledger_name(self) -> str:
        return f"hotlistentry:{self.__dict__.get('uid')}"

    def ledger_plate(self) -> str | None:
        plate = self.__dict__.get("plate")
        return ledger_plate(plate, self.__dict__.get("region", "")) if plate else None
