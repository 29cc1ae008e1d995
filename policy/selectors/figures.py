"""Reading the published figures."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from alpr_portal.lib.figures import SECTIONS, Section
from policy.models import MonthFigure
from policy.months import last_month, month_of, next_month

CATCH_UP = 24
"""Months: as far back as a portal that stood still catches up."""


@dataclass(frozen=True)
class SectionFigures:
    section: Section
    rows: list[MonthFigure]


@dataclass(frozen=True)
class MonthFigures:
    month: date
    computed_at: datetime
    threshold: int
    sections: list[SectionFigures]


def months() -> list[date]:
    """The months that are published, newest first."""
    return list(MonthFigure.objects.order_by("-month").values_list("month", flat=True).distinct())


def figures_of(month: date) -> MonthFigures | None:
    rows = list(MonthFigure.objects.filter(month=month).order_by("position"))
    if not rows:
        return None
    sections = [
        SectionFigures(SECTIONS[key], list(of_section))
        for key, of_section in groupby(rows, key=lambda row: row.section)
        if key in SECTIONS
    ]
    return MonthFigures(month, rows[0].computed_at, rows[0].threshold, sections)


def due(now: datetime) -> list[date]:
    """Months between the newest published one and this one; the last one alone where none is published."""
    newest = MonthFigure.objects.order_by("-month").values_list("month", flat=True).first()
    this = month_of(now)
    month = next_month(newest) if newest else last_month(this)
    found = []
    while month < this:
        found.append(month)
        month = next_month(month)
    return found[-CATCH_UP:]
