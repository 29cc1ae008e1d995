"""For how long one may stand in a zone, and when that counts."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from enforcement.models.hotlist import Hotlist
from enforcement.models.zone import Zone

ALL_DAYS = [0, 1, 2, 3, 4, 5, 6]


def every_day() -> list[int]:
    return list(ALL_DAYS)


class ZoneRule(models.Model):
    """A rule never changes but for its last day, so that what a hit says goes by the rule of its own day.

    `compare` says when two sightings are of one stay. Hours are city time; `until` before `from` reaches past
    midnight, equal means the whole day. `days` are 0 Monday to 6 Sunday: the day the hours begin on.
    """

    class Compare(models.TextChoices):
        SAME_POSITION = "same_position", "Same position"
        BLOCK_FACE = "block_face", "Same block face"
        DISTRICT = "district", "Same district"
        LONG_TERM = "long_term", "Long term: same position, around the clock"

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="rules")
    compare = models.CharField(max_length=15, choices=Compare.choices)
    limit_minutes = models.PositiveIntegerField(help_text="72 hours are 4320 minutes.")
    grace_minutes = models.PositiveIntegerField(default=0)
    tolerance_metres = models.PositiveSmallIntegerField(
        default=15, help_text="Positions this close are the same."
    )
    days = ArrayField(models.PositiveSmallIntegerField(), default=every_day)
    hours_from = models.TimeField()
    hours_until = models.TimeField()
    on_holidays = models.BooleanField(default=False, help_text="Counts on holidays too.")
    permit_list = models.ForeignKey(
        Hotlist,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "permit"},
        help_text="Holders of these permits are exempt from the limit.",
    )
    permit_only = models.BooleanField(
        default=False, help_text="Only holders of the permit may stand here at all."
    )
    most_a_day = models.PositiveSmallIntegerField(
        default=1, help_text="Violations of one vehicle in one day, at most."
    )
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    class Meta:
        ordering = ["zone", "first_day", "hours_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(compare__in=["same_position", "block_face", "district", "long_term"]),
                name="rule_compare_known",
            ),
            models.CheckConstraint(
                condition=models.Q(limit_minutes__range=(1, 20160)),
                name="rule_limit_a_minute_to_two_weeks",
                violation_error_message="The limit is 1 minute to 20160 minutes (two weeks).",
            ),
            models.CheckConstraint(
                condition=models.Q(grace_minutes__range=(0, 1440)),
                name="rule_grace_a_day_at_most",
                violation_error_message="The grace is 0 to 1440 minutes.",
            ),
            models.CheckConstraint(
                condition=models.Q(tolerance_metres__range=(1, 200)),
                name="rule_tolerance_one_to_200_metres",
                violation_error_message="The tolerance is 1 to 200 metres.",
            ),
            models.CheckConstraint(
                condition=models.Q(most_a_day__range=(1, 24)),
                name="rule_violations_one_to_24",
                violation_error_message="A vehicle can be cited 1 to 24 times a day.",
            ),
            models.CheckConstraint(
                condition=models.Q(days__contained_by=ALL_DAYS, days__len__gt=0),
                name="rule_days_of_the_week",
                violation_error_message="Choose at least one day of the week.",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True) | models.Q(last_day__gte=models.F("first_day")),
                name="rule_ends_after_it_begins",
                violation_error_message="The last day lies before the first.",
            ),
            models.CheckConstraint(
                condition=models.Q(permit_only=False) | models.Q(permit_list__isnull=False),
                name="rule_permit_only_names_the_list",
                violation_error_message="Name the permit list of a place for permit holders only.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limit_minutes} minutes, {self.get_compare_display().lower()}"
