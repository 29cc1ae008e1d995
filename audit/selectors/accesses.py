"""Reading the ledger, on the auditor's own connection: its role can read these three tables and nothing else.

Each query needs an open access record like any other, so whoever reads the ledger stands in it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from alpr_portal.lib.plates import ledger_forms
from audit.models import UNFINISHED_AFTER, AccessRecord

AUDITOR = "auditor"
PAGE = 50
AROUND = 8
ALARM_STANDS_FOR = timedelta(days=7)


class Asker(Protocol):
    """Whoever asks; the gate has checked their right."""


@dataclass(frozen=True)
class LedgerFilter:
    """Which accesses to list. `who` is a part of the username or the full name."""

    who: str = ""
    actor_kind: str = ""
    purpose: str = ""
    door: str = ""
    result: str = ""
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True)
class LedgerPage:
    """One page, newest first. `next_cursor` is '' on the last page."""

    records: list[AccessRecord]
    next_cursor: str


def accesses() -> QuerySet[AccessRecord]:
    return AccessRecord.objects.using(AUDITOR).select_related("outcome").defer("payload", "outcome__payload")


def matching(wanted: LedgerFilter) -> QuerySet[AccessRecord]:
    found = accesses()
    if wanted.who:
        found = found.filter(Q(username__icontains=wanted.who) | Q(full_name__icontains=wanted.who))
    if wanted.actor_kind:
        found = found.filter(actor_kind=wanted.actor_kind)
    if wanted.purpose:
        found = found.filter(purpose=wanted.purpose)
    if wanted.door:
        found = found.filter(door=wanted.door)
    if wanted.result == "unfinished":
        found = found.filter(left_without_outcome(timezone.now()))
    elif wanted.result:
        found = found.filter(outcome__result=wanted.result)
    return within(found, wanted.start, wanted.end)


def within(
    found: QuerySet[AccessRecord], start: datetime | None, end: datetime | None
) -> QuerySet[AccessRecord]:
    if start is not None:
        found = found.filter(at__gte=start)
    if end is not None:
        found = found.filter(at__lt=end)
    return found


def about_plate(
    plate: str, region: str, start: datetime | None = None, end: datetime | None = None
) -> QuerySet[AccessRecord]:
    """Every search for a plate and every showing of it. Without a region, of all regions."""
    # A function of the database's, because under row security its own operators on arrays may use no index.
    looks = RawSQL("select alpr_accesses_with_plates(%s)", [ledger_forms(plate, region)])
    return within(accesses().filter(uid__in=looks), start, end)


def about_record(record: str) -> QuerySet[AccessRecord]:
    """Every showing of one record (`read:<uid>`, `frame:<uid>`)."""
    looks = RawSQL("select alpr_accesses_with_record(%s)", [record])
    return accesses().filter(uid__in=looks)


def by_person(
    person: str, start: datetime | None = None, end: datetime | None = None
) -> QuerySet[AccessRecord]:
    return within(accesses().filter(person=person), start, end)


def list_accesses(*, asks: Asker, wanted: LedgerFilter, before: int | None = None) -> LedgerPage:
    return one_page(matching(wanted), before)


def who_has_seen(
    *,
    asks: Asker,
    plate: str,
    region: str = "",
    start: datetime | None = None,
    end: datetime | None = None,
    before: int | None = None,
) -> LedgerPage:
    """Newest first."""
    return one_page(about_plate(plate, region, start, end), before)


def who_was_shown(*, asks: Asker, record: str, before: int | None = None) -> LedgerPage:
    """Everyone who was given one record, newest first."""
    return one_page(about_record(record), before)


def one_page(found: QuerySet[AccessRecord], before: int | None) -> LedgerPage:
    if before is not None:
        found = found.filter(pk__lt=before)
    records = list(found.order_by("-id")[:PAGE])
    return LedgerPage(records, str(records[-1].pk) if len(records) == PAGE else "")


def access_by_uid(*, asks: Asker, uid: UUID) -> AccessRecord | None:
    return AccessRecord.objects.using(AUDITOR).select_related("outcome").filter(uid=uid).first()


def looks_around(*, asks: Asker, access: AccessRecord, within: timedelta) -> list[AccessRecord]:
    """What the same person did in the same session shortly before and after one look, oldest first."""
    near = accesses().filter(
        person=access.person,
        session=access.session,
        at__gte=access.at - within,
        at__lte=access.at + within,
    )
    before = list(near.filter(pk__lt=access.pk).order_by("-id")[:AROUND])[::-1]
    after = list(near.filter(pk__gt=access.pk).order_by("id")[:AROUND])
    return [*before, *after]


def unfinished(*, asks: Asker, now: datetime) -> QuerySet[AccessRecord]:
    """Intents that never got an outcome: a crash, or somebody who pulled the plug. Each is an alarm."""
    return AccessRecord.objects.using(AUDITOR).filter(left_without_outcome(now)).order_by("-id")


def count_unfinished(*, asks: Asker, now: datetime) -> int:
    """How many there are of the last week: what an auditor is told without asking."""
    return unfinished(asks=asks, now=now).filter(at__gte=now - ALARM_STANDS_FOR).count()


def left_without_outcome(now: datetime) -> Q:
    return Q(outcome__isnull=True, at__lt=now - UNFINISHED_AFTER)
