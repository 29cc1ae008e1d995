"""From marks to hits: over its time in a zone, or without the permit that the zone asks for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from audit.events import Actor, Event, record
from enforcement.actions.hits import make_or_join
from enforcement.models import ChalkMark, Hit, HitStep, ZoneRule
from enforcement.policy.overtime import Finding, Mark, findings
from enforcement.policy.verdicts import Verdict, verdict
from enforcement.policy.windows import windows
from enforcement.rights import look_up
from enforcement.selectors.marks import LOOK_BACK, as_mark, marks_like
from enforcement.selectors.rules import as_rule, holidays_between, rules_between

PAST = timedelta(minutes=30)
"""A stay that ended longer ago was found among past reads: nobody stands before the vehicle."""


def allege(*, mark: ChalkMark, by: Actor, now: datetime) -> list[Hit]:
    """The hits that this mark makes or joins. In the caller's access and transaction, the vehicle locked."""
    if mark.doubts:
        return []
    places = {pk for pk in (mark.zone_id, mark.zone.district_id) if pk is not None}
    first = timezone.localdate(now - LOOK_BACK)
    rules = rules_between(zones=places, first=first, last=timezone.localdate(now))
    holidays = holidays_between(first=first - timedelta(days=1), last=timezone.localdate(now))
    city = timezone.get_default_timezone()
    made = [
        without_permit(mark, rule, by, now)
        for rule in rules
        if rule.permit_only
        and any(
            window.holds(mark.seen_at)
            for window in windows(as_rule(rule), holidays, city, mark.seen_at, mark.seen_at)
        )
    ]
    timed = {rule.pk: rule for rule in rules if not rule.permit_only}
    known = marks_like(plate=mark.plate, region=mark.region, now=now) if timed else []
    alike = [one for found in known if (one := as_mark(found, mark.plate, mark.region)) is not None]
    by_pk = {found.pk: found for found in known}

    def stays(marks: Sequence[Mark]) -> tuple[Finding, ...]:
        return findings(marks, [as_rule(rule) for rule in timed.values()], holidays, city, now)

    for found in verdict(mark.pk, alike, stays):
        made.append(over_time(found, timed[found.finding.rule.pk], by_pk, by, now))
    return [hit for hit in made if hit is not None]


def without_permit(mark: ChalkMark, rule: ZoneRule, by: Actor, now: datetime) -> Hit | None:
    """None where a right was found, or it was said as often today as the rule lets count. A look-alike on the
    list, or an answer that is missing, leaves it possible."""
    today = permit_hits_today(rule, mark, now)
    if len(today) >= rule.most_a_day and not any(hit.is_open for hit in today):
        return None
    rights = look_up(plate=mark.plate, region=mark.region, zone=mark.zone, now=now, rule=rule)
    if rights.result == "has":
        return None
    sure = bool(mark.region) and rights.result == "none" and not rights.alike
    hit, _ = make_or_join(
        read=mark.read,
        kind=Hit.Kind.PERMIT,
        match=Hit.Match.EXACT if sure else Hit.Match.POSSIBLE,
        why=[
            f"{rule.zone.name} is for holders of a permit only.",
            *([] if mark.region else ["The state was not read."]),
            *rights.lines,
            *rights.alike,
        ],
        by=by,
        now=now,
        hotlist=rule.permit_list,
        zone=rule.zone,
        rule=rule,
        last_mark=mark,
        from_past=now - mark.seen_at > PAST,
    )
    return hit


def permit_hits_today(rule: ZoneRule, mark: ChalkMark, now: datetime) -> list[Hit]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    same = Hit.objects.filter(kind=Hit.Kind.PERMIT, zone=rule.zone, plate=mark.plate, region=mark.region)
    return list(same.filter(made_at__gte=midnight))


def over_time(
    found: Verdict, rule: ZoneRule, marks: dict[int, ChalkMark], by: Actor, now: datetime
) -> Hit | None:
    """None where a right was found, or as many hits were made of this stay as the rule lets count."""
    finding = found.finding
    first, last = marks[finding.first.pk], marks[finding.last.pk]
    before = list(
        Hit.objects.filter(kind=Hit.Kind.OVERTIME, rule=rule, first_mark__in=[m.pk for m in finding.marks])
    )
    if len(before) >= finding.violations and not any(hit.is_open for hit in before):
        return None
    rights = look_up(plate=last.plate, region=last.region, zone=last.zone, now=now, rule=rule)
    if rights.result == "has":
        return None
    hit, is_new = make_or_join(
        read=last.read,
        kind=Hit.Kind.OVERTIME,
        match=Hit.Match.EXACT if found.exact else Hit.Match.POSSIBLE,
        why=[*finding.lines, *found.doubts, *rights.lines],
        by=by,
        now=now,
        zone=rule.zone,
        rule=rule,
        first_mark=first,
        last_mark=last,
        from_past=now - last.seen_at > PAST,
    )
    if not is_new and hit.first_mark_id != first.pk:
        follow_stay(hit, rule, first, by)
    return hit


def follow_stay(hit: Hit, rule: ZoneRule, first: ChalkMark, by: Actor) -> None:
    """A hit nobody has looked at yet tells of the vehicle's newest stay, and of all of it: an earlier
    sighting may have been uploaded later."""
    moved = Hit.objects.filter(pk=hit.pk, state=Hit.State.NEW).update(first_mark=first, rule=rule)
    if moved:
        hit.first_mark, hit.rule = first, rule
        reason = "What it says of the vehicle's time begins with another sighting now."
        HitStep.objects.create(hit=hit, step=HitStep.Step.NOTED, state=hit.state, reason=reason)
        record(Event.HIT_NOTED, target=hit.ledger_name(), by=by, first_mark=first.pk)
