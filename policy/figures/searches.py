"""Searches for plates, by the purpose that was stated, from the ledger."""

from datetime import datetime

from accounts.purposes import PURPOSES
from alpr_portal.lib.figures import Count, Group, Report, report
from audit.models import AccessRecord

DOORS = ("reads.search", "api.search")


@report("searches")
def searches(start: datetime, end: datetime) -> Report:
    """Searches that were answered. A refused one saw nothing; a system's is no person's."""
    found = AccessRecord.objects.using("auditor").filter(
        at__gte=start,
        at__lt=end,
        actor_kind=AccessRecord.ActorKind.PERSON,
        door__in=DOORS,
        method="POST",
        outcome__result="shown",
    )
    parts = tuple(
        Count(f"searches.{purpose.code}", purpose.label, found.filter(purpose=purpose.code).count())
        for purpose in PURPOSES.values()
    )
    other = found.exclude(purpose__in=list(PURPOSES)).count()
    if other:
        parts += (Count("searches.other", "A purpose that is no longer on the list", other),)
    return Report(groups=(Group(Count("searches", "Searches", found.count()), parts),))
