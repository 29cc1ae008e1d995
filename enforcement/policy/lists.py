"""Who may see which list, and whether a list is fresh enough to act on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.permissions import Permission


@dataclass(frozen=True)
class ListScope:
    """Which lists, and hits of them, a person may know of. What lies outside does not exist for them.

    Manual, clause 4(d): nobody sees department, state or federal data (`wanted`) without the right to.
    """

    division: bool
    wanted: bool
    restricted: bool


NOTHING = ListScope(division=False, wanted=False, restricted=False)


def lists_open_to(permissions: frozenset[Permission]) -> ListScope:
    return ListScope(
        division=bool({Permission.VIEW_HITS, Permission.VIEW_LISTS} & permissions),
        wanted=Permission.VIEW_WANTED in permissions,
        restricted=Permission.VIEW_RESTRICTED in permissions,
    )


def is_stale(refreshed_at: datetime | None, freshness_hours: int, now: datetime) -> bool:
    """Past its limit, or never filled. The database holds the same (`enforcement_list_is_fresh`)."""
    return refreshed_at is None or now - refreshed_at >= timedelta(hours=freshness_hours)
