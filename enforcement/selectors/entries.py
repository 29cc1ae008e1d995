"""What a list says of a vehicle now."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from enforcement.models import Hit, Hotlist, HotlistEntry
from enforcement.selectors.scope import lists_within, scope_of


def standing_entry(*, hit: Hit, now: datetime) -> HotlistEntry | None:
    """The entry of the hit's list for the hit's vehicle; it may have been renewed since the hit was made."""
    current = Q(valid_until__isnull=True) | Q(valid_until__gt=now)
    return HotlistEntry.objects.filter(
        current, hotlist=hit.hotlist_id, plate=hit.plate, region=hit.region, removed_at__isnull=True
    ).first()


def entry_in_scope(*, asks: User, uid: UUID, now: datetime) -> HotlistEntry | None:
    """A standing entry of a list that this person may know of."""
    lists = Hotlist.objects.filter(lists_within(scope_of(asks, now)))
    found = HotlistEntry.objects.select_related("hotlist").filter(uid=uid, removed_at__isnull=True)
    return found.filter(hotlist__in=lists).first()


def entries_to_match(*, now: datetime, most: int) -> list[HotlistEntry]:
    """Standing entries for which nobody has looked through past reads yet, locked; oldest first."""
    current = Q(valid_from__isnull=True) | Q(valid_from__lte=now)
    waiting = HotlistEntry.objects.filter(
        current,
        Q(valid_until__isnull=True) | Q(valid_until__gt=now),
        removed_at__isnull=True,
        past_matched_at__isnull=True,
        hotlist__is_active=True,
    ).exclude(hotlist__kind=Hotlist.Kind.PERMIT)
    locked = waiting.select_related("hotlist").select_for_update(of=("self",), skip_locked=True)
    return list(locked.order_by("id")[:most])
