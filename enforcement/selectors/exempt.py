"""What the division exempts."""

from datetime import datetime

from enforcement.models import Exemption, HotlistEntry


def exemptions_of(*, entry: HotlistEntry, now: datetime) -> list[Exemption]:
    """Of the vehicle on a list, in force now. A list that names no state names no exempt vehicle."""
    standing = Exemption.objects.select_related("zone").filter(
        plate=entry.plate, region=entry.region, ended_at__isnull=True, valid_until__gt=now
    )
    return list(standing.order_by("id"))
