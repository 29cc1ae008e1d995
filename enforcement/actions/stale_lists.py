"""Telling owners that their lists are past their freshness limit: once for each time that it happens."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from audit.events import Event, SystemActor, record
from enforcement.list_mail import tell_stale
from enforcement.models import Hotlist
from enforcement.policy.lists import is_stale

log = logging.getLogger("enforcement.stale_lists")


def tell_owners(*, by: SystemActor, now: datetime) -> list[str]:
    """Tell the owner of each list in service that has become stale; returns the lists' codes.

    A letter that does not leave leaves no trace either, and is tried again at the next turn. A new list has
    its first hours in which to be filled.
    """
    told = []
    for hotlist in Hotlist.objects.filter(is_active=True, stale_told_at=None):
        since = hotlist.refreshed_at or hotlist.created_at
        if not is_stale(since, hotlist.freshness_hours, now):
            continue
        try:
            if _tell(hotlist, by, now, since):
                told.append(hotlist.code)
        except OSError as error:
            log.error("The owner of list %s could not be told: %s", hotlist.code, error)
    return told


@transaction.atomic
def _tell(hotlist: Hotlist, by: SystemActor, now: datetime, since: datetime) -> bool:
    first = Hotlist.objects.filter(pk=hotlist.pk, stale_told_at=None, refreshed_at=hotlist.refreshed_at)
    if not first.update(stale_told_at=now):
        return False
    record(
        Event.HOTLIST_STALE,
        target=hotlist.ledger_target,
        by=by,
        hours=int((now - since) / timedelta(hours=1)),
        limit=hotlist.freshness_hours,
    )
    # Sent before the commit: told twice after a crash is better than never.
    tell_stale(hotlist)
    return True
