"""A list of vehicles to look for, or of vehicles that may stand where others may not."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Hotlist(models.Model):
    """A list's own settings; the plates are in its entries. It bears no plate, so it is not behind the gate.

    `version` grows with every change of the entries: an import that was tried against an older version is
    refused. `refreshed_at` is when its source was last taken over whole; past `freshness_hours` the list is
    stale: its hits lead to no boot and no tow, and its owner is told (`stale_told_at`). `standing` is the
    number of its entries, counted whenever they change.
    """

    class Kind(models.TextChoices):
        SCOFFLAW = "scofflaw", "Scofflaw"
        WANTED = "wanted", "Stolen or wanted"
        PERMIT = "permit", "Permit"
        WATCH = "watch", "Watch list"

    class Audience(models.TextChoices):
        DIVISION = "division", "Everybody who sees hits"
        RESTRICTED = "restricted", "Restricted: only those with the right"

    class AlertPolicy(models.TextChoices):
        ALERT = "alert", "Exact and possible hits, with sound"
        EXACT_ONLY = "exact_only", "Exact hits only"
        SILENT = "silent", "No sound: hits wait in the list"

    class Colour(models.TextChoices):
        RED = "red", "Red"
        ORANGE = "orange", "Orange"
        YELLOW = "yellow", "Yellow"
        GREEN = "green", "Green"
        BLUE = "blue", "Blue"
        VIOLET = "violet", "Violet"

    class Sound(models.TextChoices):
        ALARM = "alarm", "Alarm"
        DOUBLE = "double", "Double tone"
        CHIME = "chime", "Chime"
        NONE = "none", "None"

    code = models.SlugField(
        max_length=40,
        unique=True,
        # The same words for every code that cannot be had: they do not say whether a hidden list has it.
        error_messages={"unique": "This code cannot be used; choose another one."},
    )
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who answers for the list and is told when it is stale.",
    )
    source = models.CharField(max_length=200, help_text="Where the entries come from.")
    legal_basis = models.CharField(max_length=200, help_text="For example Veh. Code 22651(i).")
    freshness_hours = models.PositiveIntegerField(
        default=24, help_text="After this many hours without a new import the list is stale."
    )
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.DIVISION)
    colour = models.CharField(max_length=10, choices=Colour.choices, default=Colour.RED)
    sound = models.CharField(max_length=10, choices=Sound.choices, default=Sound.CHIME)
    priority = models.PositiveSmallIntegerField(default=5, help_text="1 is shown first, 9 last.")
    alert_policy = models.CharField(max_length=10, choices=AlertPolicy.choices, default=AlertPolicy.ALERT)
    is_active = models.BooleanField(default=True, help_text="An inactive list makes no hits; it stays.")
    version = models.PositiveIntegerField(default=0, editable=False)
    standing = models.PositiveIntegerField(default=0, editable=False)
    refreshed_at = models.DateTimeField(null=True, editable=False)
    stale_told_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["priority", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["scofflaw", "wanted", "permit", "watch"]),
                name="hotlist_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=["division", "restricted"]), name="hotlist_audience_known"
            ),
            models.CheckConstraint(
                condition=models.Q(alert_policy__in=["alert", "exact_only", "silent"]),
                name="hotlist_alert_policy_known",
            ),
            models.CheckConstraint(
                condition=models.Q(colour__in=["red", "orange", "yellow", "green", "blue", "violet"]),
                name="hotlist_colour_known",
            ),
            models.CheckConstraint(
                condition=models.Q(sound__in=["alarm", "double", "chime", "none"]), name="hotlist_sound_known"
            ),
            models.CheckConstraint(
                condition=models.Q(priority__range=(1, 9)),
                name="hotlist_priority_one_to_nine",
                violation_error_message="The priority is 1 to 9.",
            ),
            models.CheckConstraint(
                condition=models.Q(freshness_hours__range=(1, 8784)),
                name="hotlist_freshness_an_hour_to_a_year",
                violation_error_message="A list stays fresh for one hour at least and a year at most.",
            ),
            models.CheckConstraint(
                condition=~models.Q(source="") & ~models.Q(legal_basis="") & ~models.Q(name=""),
                name="hotlist_says_where_from_and_on_what_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_target(self) -> str:
        return f"hotlist:{self.code}"

    @property
    def hits_when_listed(self) -> bool:
        """A permit list is the other way round: a vehicle that is not on it makes the hit."""
        return self.kind != self.Kind.PERMIT
