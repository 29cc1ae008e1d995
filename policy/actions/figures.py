"""Figures: publish a finished month."""

from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError

from alpr_portal.lib.figures import SECTIONS, Report, Section
from alpr_portal.lib.suppression import Shown, suppressed
from audit.events import Actor, Event, record
from audit.system import system_access
from policy.models import MonthFigure
from policy.months import span
from policy.selectors.figures import due
from reads.models import Read

ROUNDED_TO = 100


def publish_due(*, by: Actor, now: datetime) -> list[date]:
    """Publish every finished month that is not published yet, oldest first. Run every night."""
    return [month for month in due(now) if publish(month=month, by=by, now=now)]


def publish(*, month: date, by: Actor, now: datetime) -> bool:
    """Count a finished month and keep what the public may see of it. False where it is published already, or
    no camera had seen anything before its end.

    Raises ValidationError for a month that has not ended: figures that grow from day to day would tell the
    small numbers that they withhold.
    """
    start, end = span(month)
    if now < end:
        raise ValidationError("A month is published when it has ended.")
    if MonthFigure.objects.filter(month=month).exists():
        return False
    with (
        system_access(
            "beat",
            door="policy.figures",
            reason="Count a month for the public's figures",
            of_ledger=True,
            month=month.isoformat(),
        ) as access,
        access.transaction(),
    ):
        if not Read.objects.filter(received_at__lt=end).exists():
            return False
        rows = [row for section in SECTIONS.values() for row in rows_of(section, start, end)]
        for position, row in enumerate(rows):
            row.month, row.position, row.threshold = month, position, settings.ALPR_FIGURES_THRESHOLD
        MonthFigure.objects.bulk_create(rows)
        record(Event.FIGURES_PUBLISHED, target=f"month:{month:%Y-%m}", by=by, figures=len(rows))
    return True


def rows_of(section: Section, start: datetime, end: datetime) -> list[MonthFigure]:
    """The section's figures as they are published, in the order in which they are shown."""
    rows: list[MonthFigure] = []
    for source in section.sources:
        rows += published(section.key, source(start, end), settings.ALPR_FIGURES_THRESHOLD)
    if not rows:
        rows = [MonthFigure(section=section.key, key=section.key, label=section.nothing, kind="none")]
    return rows


def published(section: str, report: Report, threshold: int) -> list[MonthFigure]:
    rows: list[MonthFigure] = []
    numbers: dict[str, int] = {}
    said: set[str] = set()
    for group, answers in zip(report.groups, suppressed(report.groups, threshold), strict=True):
        for count, shown in zip((group.total, *group.parts), answers, strict=True):
            number = count.number if shown is Shown.NUMBER else None
            if number is not None:
                numbers[count.key] = number
            if count.key not in said:
                said.add(count.key)
                rows.append(
                    MonthFigure(
                        section=section,
                        key=count.key,
                        label=count.label,
                        kind=shown.value,
                        number=number,
                        is_part=count is not group.total,
                    )
                )
    for share in report.shares:
        if set(share.whole) <= set(numbers):
            whole = sum(numbers[key] for key in share.whole)
            if not whole:
                continue  # nothing of it has happened, so it has no shares
            permille = round(1000 * numbers[share.part] / whole)
            rows.append(
                MonthFigure(section=section, key=share.key, label=share.label, kind="share", number=permille)
            )
        else:
            rows.append(MonthFigure(section=section, key=share.key, label=share.label, kind="withheld"))
    rows += [
        MonthFigure(section=section, key=act.key, label=act.label, kind="exact", number=act.number)
        for act in report.acts
    ]
    for stock in report.stocks:
        rounded = ROUNDED_TO * round(stock.number / ROUNDED_TO)
        rows.append(
            MonthFigure(section=section, key=stock.key, label=stock.label, kind="rounded", number=rounded)
        )
    return rows
