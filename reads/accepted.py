"""How the rest of the portal hears of reads: one signal, sent when they are committed.

Whoever stores or corrects reads calls `announce` in the same transaction. What a crash leaves between the
commit and the receivers is announced again by the sweeper, so a receiver may hear of a read twice.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.dispatch import Signal

from reads.models import Announcement, Read

log = logging.getLogger("reads.accepted")

read_accepted = Signal()
"""Sent with `read_ids` (list of int). No transaction and no access is open: a receiver opens its own."""

LEFT_BEHIND = timedelta(seconds=30)
MOST_AT_ONCE = 500


def announce(reads: Sequence[Read]) -> None:
    """Tell the receivers of `read_accepted` once the transaction under way is committed."""
    ids = [read.pk for read in reads]
    if not ids:
        return
    Announcement.objects.bulk_create([Announcement(read_id=pk) for pk in ids], ignore_conflicts=True)
    transaction.on_commit(lambda: deliver(ids), robust=True)


def deliver(read_ids: list[int]) -> None:
    """Call the receivers; what all of them are through with is not announced again."""
    answers = read_accepted.send_robust(sender=None, read_ids=read_ids)
    failed = [(receiver, answer) for receiver, answer in answers if isinstance(answer, Exception)]
    for receiver, error in failed:
        log.error("%s could not take reads %s; the sweeper tries again.", receiver, read_ids, exc_info=error)
    if not failed:
        Announcement.objects.filter(pk__in=read_ids).delete()


def left_behind(now: datetime) -> list[int]:
    """Reads whose announcement was lost, oldest first; their time begins anew."""
    lost = Announcement.objects.filter(made_at__lt=now - LEFT_BEHIND).order_by("made_at")
    ids = [announcement.pk for announcement in lost[:MOST_AT_ONCE]]
    Announcement.objects.filter(pk__in=ids).update(made_at=now)
    return ids
