"""One read that belongs to a hit: a vehicle passes in many frames and is one hit."""

from django.db import models
from django.db.models.functions import Now

from audit.fields import GatedModel
from enforcement.models.hit import Hit
from reads.models import Read


class Sighting(GatedModel):
    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="sightings")
    read = models.ForeignKey(Read, on_delete=models.PROTECT, related_name="sightings")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["hit", "read"], name="sighting_once_a_hit")]

    def __str__(self) -> str:
        return f"Sighting {self.pk} of hit {self.hit_id}"

    def ledger_name(self) -> str:
        return f"sighting:{self.__dict__.get('id')}"
