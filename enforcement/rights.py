"""What may let a vehicle stand where others may not: a permit, a paid session, an exemption.

Asked when a vehicle is found over its time, and again at the moment of enforcement; the answer is kept,
"unknown" included. The caller has an access and its transaction open.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db.models import Q
from django.utils import timezone

from alpr_portal.lib.lookalikes import fold
from alpr_portal.lib.plates import REGIONS
from enforcement.models import Exemption, Hotlist, HotlistEntry, Zone, ZoneRule
from enforcement.payments.base import Paid
from enforcement.payments.configured import paid_sessions
from enforcement.policy.likeness import likeness, one_off
from enforcement.policy.lists import is_stale

Result = Literal["none", "has", "unknown"]


@dataclass(frozen=True)
class RightsAnswer:
    """`none`: no right was found, and everybody who could know was asked. `lines` say who answered what, a
    sentence each, without the plate. `source` names those who were asked. `alike`: permits of look-alikes,
    which are no right of this vehicle's but a reason to look twice."""

    result: Result
    lines: list[str]
    source: str
    alike: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    result: Result
    line: str
    alike: tuple[str, ...] = ()


def look_up(
    *, plate: str, region: str, zone: Zone | None, now: datetime, rule: ZoneRule | None = None
) -> RightsAnswer:
    """`zone` None asks for what holds in every zone. `rule` adds its permit list where it is not in force
    today."""
    places = [place for place in (zone, zone.district if zone else None) if place is not None]
    permits = [permit(listed, plate, region, now) for listed in permit_lists(places, rule, now)]
    payments = paid(plate, region, places, now)
    parts = [*permits, *payments, exempt(plate, region, places, now)]
    asked = [*(["permits"] if permits else []), *(["paid sessions"] if payments else []), "exemptions"]
    results = {part.result for part in parts}
    return RightsAnswer(
        result="has" if "has" in results else "unknown" if "unknown" in results else "none",
        lines=[part.line for part in parts],
        source=", ".join(asked).capitalize(),
        alike=[said for part in parts for said in part.alike],
    )


def permit_lists(places: list[Zone], rule: ZoneRule | None, now: datetime) -> list[Hotlist]:
    """The permit lists of the rules in force today in these zones."""
    today = timezone.localdate(now)
    rules = ZoneRule.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=today),
        zone__in=places,
        first_day__lte=today,
        permit_list__isnull=False,
    ).select_related("permit_list")
    found = {one.permit_list_id: one.permit_list for one in rules}
    if rule is not None and rule.permit_list is not None:
        found[rule.permit_list_id] = rule.permit_list
    return [found[pk] for pk in sorted(found)]


def permit(listed: Hotlist, plate: str, region: str, now: datetime) -> Part:
    """What one permit list says. A permit without a state counts for every state: the doubt is the city's."""
    name = "Permit" if listed.audience == Hotlist.Audience.RESTRICTED else f"Permit, {listed.name}"
    entries = list(
        HotlistEntry.objects.filter(
            Q(plate=plate) | Q(plate_folded=fold(plate)) | Q(plate__in=one_off(plate)),
            Q(valid_from__isnull=True) | Q(valid_from__lte=now),
            Q(valid_until__isnull=True) | Q(valid_until__gt=now),
            hotlist=listed,
            removed_at__isnull=True,
        )
    )
    same = [entry for entry in entries if entry.plate == plate]
    if any(entry.region in ("", region) for entry in same):
        return Part("has", f"{name}: valid.")
    if same and not region:
        states = ", ".join(sorted(REGIONS[entry.region] for entry in same))
        return Part("unknown", f"{name}: unknown: this number of {states} has one; the state was not read.")
    alike = tuple(
        f"{name}: a look-alike has one. {said}"
        for entry in entries
        if entry.plate != plate and (said := likeness(plate, region, entry.plate, entry.region))
    )
    if is_stale(listed.refreshed_at, listed.freshness_hours, now):
        return Part("unknown", f"{name}: unknown: the list is stale.", alike)
    return Part("none", f"{name}: none.", alike)


def paid(plate: str, region: str, places: list[Zone], now: datetime) -> list[Part]:
    source = paid_sessions()
    if source is None:
        return []
    answer = source.ask(plate=plate, region=region, zones=tuple(place.code for place in places), now=now)
    results: dict[Paid, Result] = {Paid.YES: "has", Paid.NO: "none", Paid.UNKNOWN: "unknown"}
    return [Part(results[answer.paid], answer.line)]


def exempt(plate: str, region: str, places: list[Zone], now: datetime) -> Part:
    """Exemptions of this number, here or everywhere."""
    standing = list(
        Exemption.objects.filter(
            Q(zone__isnull=True) | Q(zone__in=places),
            plate=plate,
            ended_at__isnull=True,
            valid_until__gt=now,
        )
    )
    for one in standing:
        if one.region == region:
            until = f"{timezone.localtime(one.valid_until):%Y-%m-%d %H:%M}"
            return Part("has", f"Exemption: until {until}, because: {one.reason}")
    if standing and not region:
        return Part("unknown", "Exemption: unknown: this number is exempt, and the state was not read.")
    return Part("none", "Exemption: none.")
