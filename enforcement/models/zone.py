"""A place with rules: a block face, a lot, or a district of several."""

from django.db import models
from django.db.models.functions import Now


class Zone(models.Model):
    """`shape` is a GeoJSON MultiPolygon's coordinates ([[[[lon, lat], …]]], WGS 84).

    A block face's polygons are its one or two sides of the street; together they are one face. The box is
    what an index looks up; `enforcement.geometry` decides within it. Bears no plate.
    """

    class Kind(models.TextChoices):
        BLOCK_FACE = "block_face", "Block face"
        LOT = "lot", "Lot"
        DISTRICT = "district", "District"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    district = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        limit_choices_to={"kind": "district"},
        help_text="The district that this block face or lot belongs to.",
    )
    shape = models.JSONField()
    west = models.FloatField(editable=False)
    south = models.FloatField(editable=False)
    east = models.FloatField(editable=False)
    north = models.FloatField(editable=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["west", "east", "south", "north"], name="zone_by_box")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["block_face", "lot", "district"]), name="zone_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="zone_has_name"),
            models.CheckConstraint(
                condition=models.Q(
                    west__gte=-180,
                    east__lte=180,
                    south__gte=-90,
                    north__lte=90,
                    west__lt=models.F("east"),
                    south__lt=models.F("north"),
                ),
                name="zone_box_on_earth",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="district") | models.Q(district__isnull=True),
                name="zone_district_in_no_other",
                violation_error_message="A district is part of no other district.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_target(self) -> str:
        return f"zone:{self.code}"
