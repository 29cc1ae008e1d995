"""Lists and imports as their pages show them: what a template should not work out by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from enforcement.models import Hotlist, HotlistImport, HotlistImportRow
from enforcement.policy.lists import is_stale

CHANGEABLE = (
    ("reason", "Reason"),
    ("reference", "Reference"),
    ("amount_due", "Amount due"),
    ("notices", "Notices"),
    ("valid_from", "Valid from"),
    ("valid_until", "Valid until"),
)


@dataclass(frozen=True)
class Freshness:
    """What components/freshness.html shows: whether the list may be acted on, and until when."""

    stale: bool
    refreshed_at: datetime | None
    ends_at: datetime | None
    limit_hours: int


def freshness(hotlist: Hotlist, now: datetime) -> Freshness:
    limit = hotlist.freshness_hours
    return Freshness(
        stale=is_stale(hotlist.refreshed_at, limit, now),
        refreshed_at=hotlist.refreshed_at,
        ends_at=hotlist.refreshed_at + timedelta(hours=limit) if hotlist.refreshed_at else None,
        limit_hours=limit,
    )


@dataclass(frozen=True)
class ShownList:
    hotlist: Hotlist
    freshness: Freshness


def shown_lists(hotlists: Iterable[Hotlist], now: datetime) -> list[ShownList]:
    return [ShownList(hotlist, freshness(hotlist, now)) for hotlist in hotlists]


@dataclass(frozen=True)
class Change:
    """One value of a row: `before` is '' where there was none."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    row: HotlistImportRow
    changes: list[Change]


def shown_rows(rows: Iterable[HotlistImportRow]) -> list[ShownRow]:
    return [ShownRow(row, changes_of(row)) for row in rows]


def changes_of(row: HotlistImportRow) -> list[Change]:
    """What differs from the entry that stands; of a row that only comes or goes, what it says."""
    changed = row.outcome == HotlistImportRow.Outcome.CHANGED
    found = []
    for name, title in CHANGEABLE:
        after = getattr(row, name)
        before = getattr(row.entry, name) if changed and row.entry else None
        if (changed and before != after) or (not changed and after not in (None, "")):
            found.append(Change(title, words(before), words(after)))
    return found


def words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value)


DOWNLOAD_HEADER = (
    "row",
    "outcome",
    "column",
    "why refused",
    "plate",
    "state",
    *(title.lower() for _, title in CHANGEABLE),
    *(f"{title.lower()} before" for _, title in CHANGEABLE),
)


def download_line(row: HotlistImportRow) -> list[object]:
    changed = row.outcome == HotlistImportRow.Outcome.CHANGED
    return [
        row.number or "",
        row.get_outcome_display(),
        row.column,
        row.problem,
        row.plate,
        row.region,
        *(words(getattr(row, name)) for name, _ in CHANGEABLE),
        *(words(getattr(row.entry, name)) if changed and row.entry else "" for name, _ in CHANGEABLE),
    ]


def counts_of(list_import: HotlistImport) -> list[dict[str, object]]:
    """The tabs of a dry run: those with rows to show, then how many stay the same."""
    return [
        {"outcome": outcome.value, "label": outcome.label, "count": getattr(list_import, outcome.value)}
        for outcome in HotlistImportRow.Outcome
    ]
