"""Looking through past reads for what came onto a list later. Its hits say that they are of the past."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from audit.events import Event, SystemActor, record
from audit.system import system_access
from enforcement.actions.matching import alleged
from enforcement.models import Hit, Hotlist, HotlistEntry
from enforcement.selectors.entries import entries_to_match
from enforcement.selectors.past_likenesses import past_likenesses

WINDOW = timedelta(days=7)
"""What the timetable looks through for each new entry."""

AT_ONCE = 100
BATCHES = 20
"""Entries of one transaction, and transactions of one run."""


@dataclass(frozen=True)
class PastFound:
    """`hits` are those that the reads made or joined."""

    reads: int
    hits: list[Hit]


@transaction.atomic
def match_past(*, entry: HotlistEntry, since: datetime, reason: str, by: User, now: datetime) -> PastFound:
    """Look through the reads since then for one entry, because a person says why. In their access."""
    found = look_through([entry], since=since, by=by, now=now)
    record(
        Event.PAST_READS_MATCHED,
        target=entry.ledger_name(),
        by=by,
        reason=reason,
        since=since.isoformat(),
        reads=found.reads,
        hits=len(found.hits),
    )
    return found


@transaction.atomic
def match_past_of_list(*, hotlist: Hotlist, reason: str, by: User) -> int:
    """Have the timetable look through past reads for every standing entry again; how many those are."""
    waiting = HotlistEntry.objects.filter(hotlist=hotlist, removed_at__isnull=True).update(
        past_matched_at=None
    )
    record(Event.PAST_READS_MATCHED, target=hotlist.ledger_target, by=by, reason=reason, entries=waiting)
    return waiting


def match_waiting(*, by: SystemActor, now: datetime) -> int:
    """The timetable's run: entries that wait for it, some at a time; how many it looked at."""
    looked_at = 0
    for _ in range(BATCHES):
        with (
            system_access(
                "matcher", door="enforcement.match_past", reason="Match new entries against past reads"
            ) as access,
            access.transaction(),
        ):
            entries = entries_to_match(now=now, most=AT_ONCE)
            if not entries:
                break
            found = look_through(entries, since=now - WINDOW, by=by, now=now)
            record(
                Event.PAST_READS_MATCHED,
                target=entries[0].hotlist.ledger_target,
                by=by,
                entries=len(entries),
                reads=found.reads,
                hits=len(found.hits),
            )
            looked_at += len(entries)
    return looked_at


def look_through(
    entries: list[HotlistEntry], *, since: datetime, by: User | SystemActor, now: datetime
) -> PastFound:
    findings = past_likenesses(entries=entries, since=since, until=now)
    hits = {hit.pk: hit for one in findings for hit in [alleged(one, by=by, now=now, from_past=True)]}
    HotlistEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(past_matched_at=now)
    return PastFound(len(findings), list(hits.values()))
