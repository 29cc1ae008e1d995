"""What of a list a read may be: asked of the database by equality alone (ADR 0006)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from alpr_portal.lib.lookalikes import Likeness, compare, fold, numbers_one_off_by_half
from enforcement.models import Hotlist, HotlistEntry
from reads.models import Read

READS_AT_ONCE = 50
"""Of one statement; a frame has at most 20."""

COLUMNS = [
    f"(found.{row}).{field.column}"
    for row, model in (("entry", HotlistEntry), ("list", Hotlist))
    for field in model._meta.concrete_fields
]
# Three indexes are asked for each read, by equality: for the numbers one character off that begin as it does,
# for those that end as it does, and for what looks the same. The function keeps its plan (migration 0008).
MATCHING = f"""
select found.number, {", ".join(COLUMNS)}
from enforcement_entries_like(
    %(plates)s::text[], %(regions)s::text[], %(folded)s::text[],
    %(beginning)s::text[], %(ending)s::text[], %(now)s
) found
"""  # noqa: S608  the columns are those of our models


@dataclass(frozen=True)
class Finding:
    """One read and one entry that it is, or may be."""

    read: Read
    entry: HotlistEntry
    hotlist: Hotlist
    likeness: Likeness


def standing_likenesses(*, reads: Sequence[Read], now: datetime) -> list[Finding]:
    """What stands now on active lists and may be one of these reads, in the order of the entries, so that two
    workers that meet the same entries meet them in the same order.
    """
    found: list[Finding] = []
    for start in range(0, len(reads), READS_AT_ONCE):
        found += likenesses_of(reads[start : start + READS_AT_ONCE], now)
    return sorted(found, key=lambda finding: (finding.entry.pk, finding.read.received_at, finding.read.pk))


def likenesses_of(reads: Sequence[Read], now: datetime) -> list[Finding]:
    found = []
    for read, entry in entries_like(reads, now):
        likeness = compare(read.plate, read.region, entry.plate, entry.region)
        if likeness is not None:
            found.append(Finding(read, entry, entry.hotlist, likeness))
    return found


def entries_like(reads: Sequence[Read], now: datetime) -> list[tuple[Read, HotlistEntry]]:
    """Each read with each entry that it may be, the entry's list beside it, from one statement.

    Built here and not by `raw`, which costs more than the question where nothing is found. `from_db` is what
    writes an entry down as given out, and every one passes through it.
    """
    with connection.cursor() as cursor:
        cursor.execute(MATCHING, question(reads, now))
        rows = cursor.fetchall()
    of_entry = [field.attname for field in HotlistEntry._meta.concrete_fields]
    of_list = [field.attname for field in Hotlist._meta.concrete_fields]
    lists: dict[int, Hotlist] = {}
    found = []
    for number, *values in rows:
        entry = HotlistEntry.from_db(connection.alias, of_entry, values[: len(of_entry)])
        if entry.hotlist_id not in lists:
            lists[entry.hotlist_id] = Hotlist.from_db(connection.alias, of_list, values[len(of_entry) :])
        entry.hotlist = lists[entry.hotlist_id]
        found.append((reads[number], entry))
    return found


def question(reads: Sequence[Read], now: datetime) -> dict[str, object]:
    """The parameters of MATCHING."""
    halves = [numbers_one_off_by_half(read.plate) for read in reads]
    return {
        "plates": [read.plate for read in reads],
        "regions": [read.region for read in reads],
        "folded": [fold(read.plate) for read in reads],
        "beginning": [beginning for beginning, _ in halves],
        "ending": [ending[::-1] for _, ending in halves],
        "now": now,
    }
