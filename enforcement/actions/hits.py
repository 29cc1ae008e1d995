"""From a match to a hit: a vehicle that passes in many frames is one hit."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from audit.events import Actor, Event, record
from enforcement import live
from enforcement.models import ChalkMark, Hit, HitStep, Hotlist, HotlistEntry, Sighting, Zone, ZoneRule
from enforcement.policy.lists import is_stale
from enforcement.selectors.joining import (
    corrected_since,
    hit_of_the_pass,
    hit_that_has_seen,
    hits_of_the_same,
    open_hit,
)
from reads.models import Read

TRIES = 3
ZONE_PRIORITY = 5
MISTAKES = (Hit.RejectReason.MISREAD, Hit.RejectReason.WRONG_REGION)


def make_or_join(
    *,
    read: Read,
    kind: str,
    match: str,
    why: list[str],
    by: Actor,
    now: datetime,
    hotlist: Hotlist | None = None,
    entry: HotlistEntry | None = None,
    zone: Zone | None = None,
    rule: ZoneRule | None = None,
    first_mark: ChalkMark | None = None,
    last_mark: ChalkMark | None = None,
    from_past: bool = False,
) -> tuple[Hit, bool]:
    """The hit that this sighting belongs to, and whether it was made just now.

    It joins the open hit of the same entry (kinds permit and overtime: of the same zone, plate and region),
    or one that was closed within the same pass. An exact sighting makes a possible hit exact. Of two workers
    one makes the hit and the other joins it. In the caller's access and transaction.
    """
    same = hits_of_the_same(kind=kind, entry=entry, zone=zone, plate=read.plate, region=read.region)
    for _ in range(TRIES):
        hit = hit_to_join(same, read=read, match=match)
        if hit is not None:
            return join(hit, read=read, match=match, why=why, last_mark=last_mark, by=by), False
        try:
            with transaction.atomic():
                hit = Hit.objects.create(
                    kind=kind,
                    match=match,
                    hotlist=hotlist,
                    entry=entry,
                    zone=zone,
                    rule=rule,
                    first_mark=first_mark,
                    last_mark=last_mark,
                    read=read,
                    camera_id=read.camera_id,
                    vehicle=read.camera.vehicle,
                    plate=read.plate,
                    region=read.region,
                    why=why,
                    last_seen_at=read.received_at,
                    from_past=from_past,
                    **manner_of(hotlist, now),
                )
        except IntegrityError as error:
            if not lost_the_race(error):
                raise
        else:
            return begin(hit, by=by), True
    raise RuntimeError("A hit is closed and opened faster than a sighting can join it.")


def hit_to_join(same: QuerySet[Hit], *, read: Read, match: str) -> Hit | None:
    """None where the sighting makes a hit of its own."""
    if hit := open_hit(same):
        return hit
    if hit := hit_that_has_seen(same, read=read):
        # Decided on a mistake that was mended since: the same read is a new allegation.
        mended = hit.reject_reason in MISTAKES and corrected_since(read=read, moment=hit.decided_at)
        return None if match == Hit.Match.EXACT and mended else hit
    hit = hit_of_the_pass(same, seen_at=read.received_at)
    if hit is not None and (hit.match, match) == (Hit.Match.POSSIBLE, Hit.Match.EXACT):
        return None  # what was decided of a look-alike says nothing of the vehicle itself
    return hit


def manner_of(hotlist: Hotlist | None, now: datetime) -> dict[str, object]:
    """What a hit takes over from its list."""
    if hotlist is None:
        return {"priority": ZONE_PRIORITY}
    return {
        "priority": hotlist.priority,
        "restricted": hotlist.audience == Hotlist.Audience.RESTRICTED,
        "silent": hotlist.alert_policy == Hotlist.AlertPolicy.SILENT,
        "stale_when_made": is_stale(hotlist.refreshed_at, hotlist.freshness_hours, now),
    }


def lost_the_race(error: IntegrityError) -> bool:
    """Whether another worker made this vehicle's hit in between."""
    return any(name in str(error) for name in ("hit_one_open_an_entry", "hit_one_open_a_zone"))


def begin(hit: Hit, *, by: Actor) -> Hit:
    Sighting.objects.create(hit=hit, read=hit.read)
    HitStep.objects.create(hit=hit, step=HitStep.Step.MADE, state=hit.state, reason=" ".join(hit.why)[:300])
    record(
        Event.HIT_MADE,
        target=hit.ledger_name(),
        by=by,
        kind=hit.kind,
        match=hit.match,
        from_past=hit.from_past,
    )
    live.publish("hit", hit.uid, hit.vehicle)
    return hit


def join(hit: Hit, *, read: Read, match: str, why: list[str], last_mark: ChalkMark | None, by: Actor) -> Hit:
    """Add the sighting. Patrol screens are told when it changes what they show."""
    _, is_new = Sighting.objects.get_or_create(hit=hit, read=read)
    hit.last_seen_at = max(hit.last_seen_at, read.received_at)
    changed = {"last_seen_at": hit.last_seen_at}
    if hit.is_open and last_mark is not None and hit.last_mark_id != last_mark.pk:
        hit.last_mark, hit.why = last_mark, why
        changed |= {"last_mark": last_mark, "why": why}
    Hit.objects.filter(pk=hit.pk).update(**changed)
    if hit.is_open and (hit.match, match) == (Hit.Match.POSSIBLE, Hit.Match.EXACT):
        become_exact(hit, read=read, why=why, by=by)
    elif is_new and hit.is_open:
        for vehicle in sorted({hit.vehicle, read.camera.vehicle}):
            live.publish("hit", hit.uid, vehicle)
    return hit


def become_exact(hit: Hit, *, read: Read, why: list[str], by: Actor) -> Hit:
    """A sharper sighting, or a correction, shows the very number and state that is looked for."""
    hit.match, hit.read, hit.plate, hit.region, hit.why = Hit.Match.EXACT, read, read.plate, read.region, why
    Hit.objects.filter(pk=hit.pk).update(
        match=hit.match, read=read, plate=hit.plate, region=hit.region, why=why
    )
    HitStep.objects.create(
        hit=hit,
        step=HitStep.Step.BECAME_EXACT,
        state=hit.state,
        by=by if isinstance(by, User) else None,
        reason=" ".join(why)[:300],
    )
    record(Event.HIT_BECAME_EXACT, target=hit.ledger_name(), by=by, read=str(read.uid))
    for vehicle in sorted({hit.vehicle, read.camera.vehicle}):
        live.publish("hit", hit.uid, vehicle)
    return hit
