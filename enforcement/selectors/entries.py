"""What a list says of a vehicle now."""

from datetime import datetime

from django.db.models import Q

from enforcement.models import Hit, HotlistEntry


def standing_entry(*, hit: Hit, now: datetime) -> HotlistEntry | None:
    """The entry of the hit's list for the hit's vehicle; it may have been renewed since the hit was made."""
    current = Q(valid_until__isnull=True) | Q(valid_until__gt=now)
    return HotlistEntry.objects.filter(
        current, hotlist=hit.hotlist_id, plate=hit.plate, region=hit.region, removed_at__isnull=True
    ).first()
