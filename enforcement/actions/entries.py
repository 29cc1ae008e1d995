"""Putting one vehicle on a list, and taking one off."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F

from accounts.models import User
from audit.events import Event, record
from enforcement.models import Hotlist, HotlistEntry
from enforcement.policy.list_keeping import may_add_by_hand, may_remove
from enforcement.selectors.lists import rights_of

LONGEST = timedelta(days=100)
BUSY = "A file is being taken over into this list right now. Try again in a minute."
ALREADY_THERE = "This vehicle is on the list already. Take that entry off first, or leave it."


@transaction.atomic
def add(
    *,
    hotlist: Hotlist,
    plate: str,
    region: str,
    reason: str,
    reference: str,
    lasts: timedelta,
    by: User,
    now: datetime,
) -> HotlistEntry:
    """Put a vehicle on a list for a time of at most 100 days.

    Raises PermissionDenied, or ValidationError where it stands there already. An entry whose time is over
    makes room.
    """
    decision = may_add_by_hand(rights_of(by, now), kind=hotlist.kind, is_active=hotlist.is_active)
    if not decision.allowed:
        raise PermissionDenied(decision.reason)
    if not timedelta(0) < lasts <= LONGEST:
        raise ValidationError("Choose how long the entry stands: 100 days at most.")
    _lock(hotlist)
    over = HotlistEntry.objects.filter(
        hotlist=hotlist, plate=plate, region=region, removed_at=None, valid_until__lte=now
    ).update(removed_at=now, removed_by=by)
    try:
        with transaction.atomic():
            entry = HotlistEntry.objects.create(
                hotlist=hotlist,
                plate=plate,
                region=region,
                reason=reason,
                reference=reference,
                valid_from=now,
                valid_until=now + lasts,
                added_by=by,
            )
    except IntegrityError:
        raise ValidationError(ALREADY_THERE) from None
    _count(hotlist, 1 - over)
    record(
        Event.ENTRY_ADDED,
        target=entry.ledger_name(),
        by=by,
        list=hotlist.code,
        days=lasts.days,
        replaces_ended=over,
    )
    return entry


@transaction.atomic
def remove(*, entry: HotlistEntry, reason: str, by: User, now: datetime) -> bool:
    """Take a vehicle off a list; the entry stays in the history. False when somebody else already did.

    Raises PermissionDenied and ValidationError.
    """
    decision = may_remove(rights_of(by, now), own=entry.added_by_id == by.pk)
    if not decision.allowed:
        raise PermissionDenied(decision.reason)
    _lock(entry.hotlist)
    removed = HotlistEntry.objects.filter(pk=entry.pk, removed_at=None).update(removed_at=now, removed_by=by)
    if removed:
        _count(entry.hotlist, -1)
        record(Event.ENTRY_REMOVED, target=entry.ledger_name(), by=by, list=entry.hotlist.code, reason=reason)
    return bool(removed)


def _lock(hotlist: Hotlist) -> None:
    """Entries and files change a list one after the other; hits, which only refer to it, go on.

    A large file takes longer than anybody should wait: raises ValidationError.
    """
    try:
        with transaction.atomic():
            Hotlist.objects.select_for_update(no_key=True, nowait=True).get(pk=hotlist.pk)
    except OperationalError:
        raise ValidationError(BUSY) from None


def _count(hotlist: Hotlist, more: int) -> None:
    Hotlist.objects.filter(pk=hotlist.pk).update(version=F("version") + 1, standing=F("standing") + more)
