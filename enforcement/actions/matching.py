"""Matching reads against the lists. Each read of a match becomes a hit, or joins the one that is there."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from audit.events import SystemActor
from enforcement.actions import hits
from enforcement.models import Exemption, Hit, HotlistEntry
from enforcement.selectors.exempt import exemptions_of
from enforcement.selectors.likenesses import Finding, standing_likenesses
from reads.models import Read


def match(*, reads: Sequence[Read], by: SystemActor, now: datetime) -> list[Hit]:
    """Every hit that these reads make or join. In the caller's access and transaction."""
    found = standing_likenesses(reads=reads, now=now)
    return [alleged(finding, by=by, now=now, from_past=False) for finding in found]


def alleged(finding: Finding, *, by: SystemActor, now: datetime, from_past: bool) -> Hit:
    hit, _ = hits.make_or_join(
        read=finding.read,
        kind=finding.hotlist.kind,
        match=finding.likeness.match,
        why=reasons(finding, exemptions_of(entry=finding.entry, now=now)),
        by=by,
        now=now,
        hotlist=finding.hotlist,
        entry=finding.entry,
        from_past=from_past,
    )
    return hit


def reasons(finding: Finding, exemptions: Sequence[Exemption]) -> list[str]:
    """The explanation, a sentence a line. An exemption hides nothing: it is said."""
    lines = [finding.likeness.why or "The number and the state are those of the list."]
    lines += [exempt_line(exemption, finding.entry) for exemption in exemptions]
    return lines


def exempt_line(exemption: Exemption, entry: HotlistEntry) -> str:
    where = f"in {exemption.zone.name}" if exemption.zone else "everywhere"
    until = f"{timezone.localtime(exemption.valid_until):%-d %B %Y}"
    return f"This vehicle is exempt {where} until {until}: {exemption.reason}"
