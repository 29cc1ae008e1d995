"""Reading lists, their entries and their imports. What lies outside a person's scope is not there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import permissions_of
from alpr_portal.lib.plates import PlatePattern
from enforcement.models import Hotlist, HotlistEntry, HotlistImport, HotlistImportRow
from enforcement.policy.list_keeping import may_add_by_hand
from enforcement.selectors.scope import lists_within, scope_of
from reads.selectors import matching

PAGE = 50
DOWNLOAD = 20_000
"""Rows of one downloaded part: each stands in the ledger as shown."""


@dataclass(frozen=True)
class Page:
    """One page; `next_cursor` is '' on the last one."""

    items: list
    next_cursor: str


def rights_of(person: User, now: datetime) -> frozenset[Permission]:
    """While a request is answered the gate's finding stands."""
    held = person.permissions_held
    if not person.is_active:
        return frozenset()
    return permissions_of(person.roles_in_force(now)) if held is None else held


def hotlists(*, asks: User, now: datetime) -> QuerySet[Hotlist]:
    return Hotlist.objects.filter(lists_within(scope_of(asks, now))).select_related("owner")


def hotlist_by_code(*, asks: User, code: str, now: datetime) -> Hotlist | None:
    return hotlists(asks=asks, now=now).filter(code=code).first()


def lists_to_add_to(*, asks: User, now: datetime) -> list[Hotlist]:
    """The lists on which this person may put a vehicle by hand."""
    rights = rights_of(asks, now)
    return [
        hotlist
        for hotlist in hotlists(asks=asks, now=now)
        if may_add_by_hand(rights, kind=hotlist.kind, is_active=hotlist.is_active).allowed
    ]


def is_fed(*, asks: User, hotlist: Hotlist) -> bool:
    """Whether a file was ever taken over into it."""
    return HotlistImport.objects.filter(hotlist=hotlist, state=HotlistImport.State.APPLIED).exists()


def entries(
    *, asks: User, hotlist: Hotlist, pattern: PlatePattern | None = None, before: int | None = None
) -> Page:
    """Entries that stand, newest first."""
    found = HotlistEntry.objects.filter(hotlist=hotlist, removed_at=None)
    if pattern is not None:
        found = found.filter(matching(pattern))
    if before is not None:
        found = found.filter(pk__lt=before)
    items = list(found.select_related("added_by", "added_by_import").order_by("-id")[:PAGE])
    return Page(items, str(items[-1].pk) if len(items) == PAGE else "")


def entry_by_uid(*, asks: User, hotlist: Hotlist, uid: UUID) -> HotlistEntry | None:
    return HotlistEntry.objects.select_related("hotlist").filter(hotlist=hotlist, uid=uid).first()


def imports(*, asks: User, hotlist: Hotlist, most: int = 20) -> list[HotlistImport]:
    """Newest first."""
    found = HotlistImport.objects.filter(hotlist=hotlist)
    return list(found.select_related("received_by", "decided_by").order_by("-id")[:most])


def import_by_uid(*, asks: User, uid: UUID, now: datetime) -> HotlistImport | None:
    within = hotlists(asks=asks, now=now).values("pk")
    found = HotlistImport.objects.select_related("hotlist", "hotlist__owner", "received_by", "decided_by")
    return found.filter(uid=uid, hotlist__in=within).first()


def import_rows(
    *, asks: User, list_import: HotlistImport, outcome: str, after: int = 0, most: int = PAGE
) -> Page:
    """Rows of a dry run in the file's order, with what stood before."""
    found = HotlistImportRow.objects.filter(list_import=list_import, outcome=outcome, pk__gt=after)
    items = list(found.select_related("entry").order_by("id")[:most])
    return Page(items, str(items[-1].pk) if len(items) == most else "")
