"""A read that matches a list or breaks a rule: an allegation until a person has verified it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from alpr_portal.lib.plates import LONGEST_PLATE, REGIONS, ledger_plate
from audit.fields import GatedModel, PlateField
from enforcement.models.chalk_mark import ChalkMark
from enforcement.models.hotlist import Hotlist
from enforcement.models.hotlist_entry import HotlistEntry
from enforcement.models.zone import Zone
from enforcement.models.zone_rule import ZoneRule
from reads.models import Camera, Read


class Hit(GatedModel):
    """What a match alleges, and how far a person has come with it.

    State machine; a trigger holds it (migration 0002), every step is an UPDATE … WHERE state = old and leaves
    a `HitStep`:

        new → accepted    an officer saw the same plate and state in the picture, before the reason was shown
            → rejected    `reject_reason` says why
        accepted → verified    what the kind asks for was checked (scofflaw: Veh. Code 22651(i), manual 4(e))
                 → released    nothing is done about it
        verified → acted       a `VehicleAction` is recorded
                 → released

    `match` is exact or possible. A possible hit, and one of a stale list, is never verified: a check
    constraint and the trigger refuse. One vehicle is one hit of an entry for as long as that hit is open.
    """

    class Kind(models.TextChoices):
        SCOFFLAW = "scofflaw", "Scofflaw"
        WANTED = "wanted", "Stolen or wanted"
        PERMIT = "permit", "No permit"
        WATCH = "watch", "Watch list"
        OVERTIME = "overtime", "Overtime"

    class Match(models.TextChoices):
        EXACT = "exact", "Exact"
        POSSIBLE = "possible", "Possible"

    class State(models.TextChoices):
        NEW = "new", "New"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"
        VERIFIED = "verified", "Verified"
        ACTED = "acted", "Acted on"
        RELEASED = "released", "Released"

    class RejectReason(models.TextChoices):
        MISREAD = "misread", "Misread"
        WRONG_REGION = "wrong_region", "Wrong state"
        STALE_LIST = "stale_list", "The list is stale"
        OTHER_VEHICLE = "other_vehicle", "Not the same vehicle"
        EXEMPT = "exempt", "Exempt"

    OPEN = (State.NEW, State.ACCEPTED, State.VERIFIED)
    CLOSED = (State.REJECTED, State.ACTED, State.RELEASED)

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    match = models.CharField(max_length=10, choices=Match.choices)
    hotlist = models.ForeignKey(Hotlist, on_delete=models.PROTECT, null=True, related_name="hits")
    entry = models.ForeignKey(HotlistEntry, on_delete=models.PROTECT, null=True, related_name="hits")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, related_name="hits")
    rule = models.ForeignKey(ZoneRule, on_delete=models.PROTECT, null=True, related_name="+")
    first_mark = models.ForeignKey(ChalkMark, on_delete=models.PROTECT, null=True, related_name="+")
    last_mark = models.ForeignKey(ChalkMark, on_delete=models.PROTECT, null=True, related_name="+")
    read = models.ForeignKey(Read, on_delete=models.PROTECT, related_name="hits")
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="+")
    vehicle = models.CharField(max_length=40, blank=True, help_text="The vehicle that saw it.")
    plate = PlateField(max_length=LONGEST_PLATE, db_collation="C")
    region = models.CharField(max_length=10, blank=True)
    why = models.JSONField(default=list, help_text="The explanation, a sentence a line.")
    restricted = models.BooleanField(default=False, help_text="Of a list that only few may see.")
    silent = models.BooleanField(default=False)
    priority = models.PositiveSmallIntegerField(default=5)
    from_past = models.BooleanField(default=False, help_text="Found among past reads.")
    stale_when_made = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    last_seen_at = models.DateTimeField(help_text="The newest of its sightings.")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    seen_plate = PlateField(max_length=LONGEST_PLATE, db_collation="C", blank=True)
    seen_region = models.CharField(max_length=10, blank=True)
    reject_reason = models.CharField(max_length=15, choices=RejectReason.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["priority", "-id"],
                condition=models.Q(state__in=["new", "accepted", "verified"]),
                name="hit_open",
            ),
            models.Index(fields=["vehicle", "-id"], name="hit_by_vehicle"),
            models.Index(fields=["entry", "-last_seen_at"], name="hit_by_entry"),
            models.Index(fields=["zone", "plate", "-last_seen_at"], name="hit_by_zone_and_plate"),
            models.Index(fields=["hotlist", "-id"], name="hit_by_list"),
            models.Index(fields=["decided_by", "-decided_at"], name="hit_by_decider"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=models.Q(state__in=["new", "accepted", "verified"]),
                name="hit_one_open_an_entry",
            ),
            models.UniqueConstraint(
                fields=["kind", "zone", "plate", "region"],
                condition=models.Q(
                    state__in=["new", "accepted", "verified"], kind__in=["permit", "overtime"]
                ),
                name="hit_one_open_a_zone",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["scofflaw", "wanted", "permit", "watch", "overtime"]),
                name="hit_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(match__in=["exact", "possible"]), name="hit_match_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["new", "accepted", "rejected", "verified", "acted", "released"]
                ),
                name="hit_state_known",
            ),
            models.CheckConstraint(condition=models.Q(plate__regex="^[A-Z0-9]+$"), name="hit_plate_normal"),
            models.CheckConstraint(condition=models.Q(region__in=["", *REGIONS]), name="hit_region_known"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["scofflaw", "wanted", "watch"], entry__isnull=False)
                | models.Q(kind="permit", hotlist__isnull=False, zone__isnull=False)
                | models.Q(
                    kind="overtime",
                    zone__isnull=False,
                    rule__isnull=False,
                    first_mark__isnull=False,
                    last_mark__isnull=False,
                ),
                name="hit_names_what_it_is_of",
            ),
            models.CheckConstraint(
                condition=models.Q(state="rejected", reject_reason__gt="")
                | (~models.Q(state="rejected") & models.Q(reject_reason="")),
                name="hit_rejected_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    reject_reason__in=[
                        "",
                        "misread",
                        "wrong_region",
                        "stale_list",
                        "other_vehicle",
                        "exempt",
                    ]
                ),
                name="hit_reject_reason_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="new", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(state="new") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="hit_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["verified", "acted"], verified_at__isnull=False, verified_by__isnull=False
                )
                | ~models.Q(state__in=["verified", "acted"]),
                name="hit_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["acted", "released"], closed_at__isnull=False, closed_by__isnull=False
                )
                | ~models.Q(state__in=["acted", "released"]),
                name="hit_closed_by_somebody",
            ),
            # A boot or a tow begins here, so nothing doubtful comes this far (manual, clause 4(e)).
            models.CheckConstraint(
                condition=~models.Q(state__in=["verified", "acted"])
                | models.Q(match="exact", stale_when_made=False),
                name="hit_verified_is_exact_and_fresh",
            ),
        ]

    def __str__(self) -> str:
        return f"Hit {self.uid}"

    def ledger_name(self) -> str:
        return f"hit:{self.__dict__.get('uid')}"

    def ledger_plate(self) -> str | None:
        plate = self.__dict__.get("plate")
        return ledger_plate(plate, self.__dict__.get("region", "")) if plate else None

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
