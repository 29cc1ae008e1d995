"""A published figure."""

from django.db import models
from django.db.models.functions import Now


class MonthFigure(models.Model):
    """One figure of one finished month, as the public sees it: numbers that were suppressed are not kept.

    A month is published once and stays as it was: who could compare two computations of one month would learn
    the small numbers that both withhold.
    """

    class Kind(models.TextChoices):
        NUMBER = "number", "Shown"
        EXACT = "exact", "Shown, because it is about nobody outside the division"
        SMALL = "small", "Fewer than the threshold"
        WITHHELD = "withheld", "Withheld, because it would reveal a small one"
        ROUNDED = "rounded", "Rounded to hundreds"
        SHARE = "share", "Parts in a thousand"
        NONE = "none", "Nothing is counted"

    month = models.DateField(help_text="Its first day, city time.")
    section = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=150)
    position = models.PositiveSmallIntegerField()
    is_part = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.PositiveBigIntegerField(null=True)
    threshold = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-month", "position"]
        constraints = [
            models.UniqueConstraint(fields=["month", "section", "key"], name="figure_once_a_month"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="figure_month_is_its_first_day"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["small", "withheld", "none"], number=None)
                | models.Q(kind__in=["number", "exact", "rounded", "share"], number__isnull=False),
                name="figure_keeps_no_suppressed_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="number")
                | models.Q(number=0)
                | models.Q(number__gte=models.F("threshold")),
                name="figure_small_numbers_suppressed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.section} {self.key}"

    @property
    def words(self) -> str:
        """As the page shows it."""
        if self.kind == self.Kind.SMALL:
            return f"fewer than {self.threshold}"
        if self.kind == self.Kind.WITHHELD:
            return "withheld"
        if self.kind == self.Kind.ROUNDED:
            return f"about {self.number:,}" if self.number else "fewer than 50"
        if self.kind == self.Kind.SHARE:
            return f"{self.number / 10:.1f} %"
        return "" if self.number is None else f"{self.number:,}"
