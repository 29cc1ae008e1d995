"""Past reads that may be what a list has: the other way round of `likenesses`, through the reads' indexes."""

from collections.abc import Sequence
from datetime import datetime

from alpr_portal.lib.lookalikes import FOLD_FROM, FOLD_TO, beginnings_alike, compare, fold, numbers_one_off
from enforcement.models import Hotlist, HotlistEntry
from enforcement.selectors.likenesses import Finding
from reads.models import Read

MOST_READS = 100
"""Of one entry, the newest: the hit is one, and nobody looks at more."""

# Equality and comparison only, as in `likenesses`; what looks alike is a range by its first half, and
# translate() decides among what the range leaves.
PAST = """
with wanted as materialized (
    select number, plate, region, folded, exact_only, string_to_array(alike, ' ') as alike,
        string_to_array(begins, ' ') as begins, string_to_array(ends, ' ') as ends
    from unnest(%(numbers)s::int[], %(plates)s::text[], %(regions)s::text[], %(folded)s::text[],
        %(exact_only)s::bool[], %(alike)s::text[], %(begins)s::text[], %(ends)s::text[])
        as told (number, plate, region, folded, exact_only, alike, begins, ends)
)
select found.number, past.*
from wanted
cross join lateral (
    select wanted.number, near.id, near.received_at
    from reads_read near
    where near.plate = any (wanted.alike) and near.received_at >= %(since)s and near.received_at < %(until)s
        and (near.region = wanted.region or near.region = '' or wanted.region = '')
        and (not wanted.exact_only or (near.plate = wanted.plate and near.region = wanted.region
            and near.region <> ''))
    union
    select wanted.number, same.id, same.received_at
    from unnest(wanted.begins, wanted.ends) as range (low, high)
    join reads_read same on same.plate >= range.low and same.plate < range.high
    where same.received_at >= %(since)s and same.received_at < %(until)s
        and translate(same.plate, %(from)s, %(to)s) = wanted.folded
        and (same.region = wanted.region or same.region = '' or wanted.region = '')
        and not wanted.exact_only
    order by received_at desc
    limit %(most)s
) found
join reads_read past on past.id = found.id
order by found.number, past.received_at desc, past.id desc
"""


def past_likenesses(*, entries: Sequence[HotlistEntry], since: datetime, until: datetime) -> list[Finding]:
    """By entry, exact ones first, the newest first."""
    reads = list(Read.objects.raw(PAST, question(entries, since, until)))
    cameras = (
        {
            read.pk: read
            for read in Read.objects.select_related("camera").filter(pk__in=[read.pk for read in reads])
        }
        if reads
        else {}
    )
    found = []
    for read in reads:
        entry = entries[read.number]
        likeness = compare(read.plate, read.region, entry.plate, entry.region)
        if likeness is not None:
            found.append(Finding(cameras[read.pk], entry, entry.hotlist, likeness))
    return sorted(found, key=lambda one: (one.entry.pk, one.likeness.match != "exact"))


def question(entries: Sequence[HotlistEntry], since: datetime, until: datetime) -> dict[str, object]:
    begins = [beginnings_alike(entry.plate) for entry in entries]
    return {
        "numbers": list(range(len(entries))),
        "plates": [entry.plate for entry in entries],
        "regions": [entry.region for entry in entries],
        "folded": [fold(entry.plate) for entry in entries],
        "exact_only": [entry.hotlist.alert_policy == Hotlist.AlertPolicy.EXACT_ONLY for entry in entries],
        "alike": [" ".join(sorted(numbers_one_off(entry.plate))) for entry in entries],
        "begins": [" ".join(forms) for forms in begins],
        "ends": [" ".join(form[:-1] + chr(ord(form[-1]) + 1) for form in forms) for forms in begins],
        "since": since,
        "until": until,
        "from": FOLD_FROM,
        "to": FOLD_TO,
        "most": MOST_READS,
    }
