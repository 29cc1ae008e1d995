"""When a role, or one person, is on shift."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.roles import ROLES

WEEKDAYS = (
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
)


class WorkingHours(models.Model):
    """Hours of a role, or of one person instead of their roles'. City time; `until` before `start` means that
    the shift goes on into the next day. Nobody's hours say: the rule has nothing to go by and flags nothing.
    """

    role = models.CharField(
        max_length=40, blank=True, choices=[(role.slug, role.name) for role in ROLES.values()]
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    days = ArrayField(models.PositiveSmallIntegerField(choices=WEEKDAYS))
    start = models.TimeField()
    until = models.TimeField()
    made_at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["role", "user", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(role="") & models.Q(user__isnull=False))
                | (~models.Q(role="") & models.Q(user=None)),
                name="hours_of_a_role_or_a_person",
                violation_error_message="Choose a role or a person, not both.",
            ),
            models.CheckConstraint(
                condition=models.Q(days__len__gte=1) & models.Q(days__contained_by=list(range(7))),
                name="hours_name_days",
            ),
            models.CheckConstraint(
                condition=~models.Q(start=models.F("until")),
                name="hours_last_a_while",
                violation_error_message="The shift ends when it begins.",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="hours_end_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role or self.user_id}, {self.start:%H:%M}–{self.until:%H:%M}"

    @property
    def day_names(self) -> str:
        return ", ".join(name[:3] for number, name in WEEKDAYS if number in self.days)
