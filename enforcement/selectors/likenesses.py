"""What of a list a read may be: asked of the database by equality alone (ADR 0006)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alpr_portal.lib.lookalikes import Likeness, compare, fold, numbers_one_off_by_half
from enforcement.models import Hotlist, HotlistEntry
from reads.models import Read

READS_AT_ONCE = 50
"""Of one statement; a frame has at most 20."""

# Entries leave the database as whole rows, which note themselves in the ledger; one that does not match stays
# inside. Each read asks three indexes, by equality: for the numbers one character off that begin as it does,
# for those that end as it does, and for what looks the same. The arrays are built before they meet a row,
# because under row security only what is leakproof may touch one before the policy has (ADR 0003).
MATCHING = """
with seen as materialized (
    select number, plate, region, folded, string_to_array(beginning, ' ') as beginning,
        string_to_array(ending, ' ') as ending
    from unnest(%(numbers)s::int[], %(plates)s::text[], %(regions)s::text[], %(folded)s::text[],
        %(beginning)s::text[], %(ending)s::text[]) as told (number, plate, region, folded, beginning, ending)
)
select found.number, entry.*
from seen
cross join lateral (
    select seen.number, begins.id
    from enforcement_hotlistentry begins
    where begins.removed_at is null and begins.plate = any (seen.beginning)
    union
    select seen.number, ends.id
    from enforcement_hotlistentry ends
    where ends.removed_at is null and ends.plate_reversed = any (seen.ending)
    union
    select seen.number, same.id
    from enforcement_hotlistentry same
    where same.removed_at is null and same.plate_folded = seen.folded
) found
join enforcement_hotlistentry entry on entry.id = found.id
join enforcement_hotlist list on list.id = entry.hotlist_id
where list.is_active and list.kind <> 'permit'
    and (entry.region = seen.region or entry.region = '' or seen.region = '')
    and (entry.valid_from is null or entry.valid_from <= %(now)s)
    and (entry.valid_until is null or entry.valid_until > %(now)s)
    and (
        list.alert_policy <> 'exact_only'
        or (entry.plate = seen.plate and entry.region = seen.region and entry.region <> '')
    )
order by entry.id, found.number
"""


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
    entries = list(HotlistEntry.objects.raw(MATCHING, question(reads, now)))
    lists = Hotlist.objects.in_bulk({entry.hotlist_id for entry in entries}) if entries else {}
    found = []
    for entry in entries:
        read = reads[entry.number]
        likeness = compare(read.plate, read.region, entry.plate, entry.region)
        if likeness is not None:
            found.append(Finding(read, entry, lists[entry.hotlist_id], likeness))
    return found


def question(reads: Sequence[Read], now: datetime) -> dict[str, object]:
    """The parameters of MATCHING."""
    halves = [numbers_one_off_by_half(read.plate) for read in reads]
    return {
        "numbers": list(range(len(reads))),
        "plates": [read.plate for read in reads],
        "regions": [read.region for read in reads],
        "folded": [fold(read.plate) for read in reads],
        "beginning": [" ".join(beginning) for beginning, _ in halves],
        "ending": [" ".join(ending)[::-1] for _, ending in halves],
        "now": now,
    }
