"""The seals on the ledger: which record stands at which position, and the signed checkpoints over them.

Written by the sealer's role alone, and never changed. No record's content is in here: hashes, numbers, times.
"""

from django.db import models


class Source(models.IntegerChoices):
    """In which table a sealed record is. `source` in an export is the member's name in small letters."""

    ACCESS = 1, "Access"
    OUTCOME = 2, "Outcome"
    CHANGE = 3, "Change"


class SealedRecord(models.Model):
    """The leaf at one position of the tree (RFC 6962): the record's own hash, and where the record is."""

    position = models.BigIntegerField(primary_key=True)
    source = models.PositiveSmallIntegerField(choices=Source.choices)
    row_id = models.BigIntegerField()
    leaf = models.BinaryField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "row_id"], name="sealed_once"),
            models.CheckConstraint(condition=models.Q(source__in=[1, 2, 3]), name="sealed_source_known"),
            models.CheckConstraint(condition=models.Q(position__gte=0), name="sealed_position_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.get_source_display()} {self.row_id}"


class Checkpoint(models.Model):
    """A signed statement of what the ledger holds, made for each block of newly sealed records.

    `note` is the exact signed text (docs/ledger.md), the columns say parts of it again. `frontier`: the
    roots of
    the tree's full subtrees, from which the next block goes on.
    """

    number = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField()
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(editable=False)
    frontier = models.BinaryField(editable=False)
    key = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("size"), number__gte=1, first__gte=0),
                name="checkpoint_covers_records",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} over {self.size} records"


class Anchor(models.Model):
    """How far the checkpoints have come to one place that the database's administrator cannot write."""

    name = models.CharField(primary_key=True, max_length=40)
    number = models.BigIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=300, blank=True)
    tried_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"


class LedgerAlarm(models.Model):
    """Something about the ledger that stands until it is mended; told when it begins, and once a day."""

    code = models.CharField(primary_key=True, max_length=60)
    since = models.DateTimeField()
    told_at = models.DateTimeField()
    sentence = models.CharField(max_length=500)

    class Meta:
        ordering = ["since"]

    def __str__(self) -> str:
        return self.sentence
