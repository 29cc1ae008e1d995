"""Rules of zones. None is ever changed: a new one begins on a day, and the one it replaces ends before it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from audit.events import Actor, Event, record
from enforcement.models import Zone, ZoneRule
from enforcement.policy.hours import Hours, overlap


class RuleRefused(ValueError):
    """`field` is the form's, `sentence` is for the person."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


@transaction.atomic
def add(*, rule: ZoneRule, replaces: ZoneRule | None, by: Actor, now: datetime) -> ZoneRule:
    """Begin a rule on its first day. Raises RuleRefused; ValidationError for what the database would refuse.

    It may not count at the same time as another rule of the zone, nor begin before today: what was seen goes
    by the rules of its own day.
    """
    today = timezone.localdate(now)
    if rule.first_day < today:
        raise RuleRefused("first_day", "A rule begins today at the earliest; the past keeps its own rules.")
    # Locked: two people cannot add rules that overlap at the same moment.
    Zone.objects.select_for_update().get(pk=rule.zone_id)
    if replaces is not None:
        end_before(replaces, rule.first_day, today)
    others = ZoneRule.objects.filter(zone=rule.zone_id).exclude(pk=replaces.pk if replaces else None)
    for other in others:
        if day := overlap(hours_of(rule), hours_of(other)):
            raise RuleRefused(
                "hours_from",
                f"These hours overlap those of “{other}” ({day}). Choose it under “In place of”,"
                " or change the hours or days.",
            )
    rule.full_clean(exclude=["created_at", "created_by"])
    rule.save()
    changed(rule, by)
    return rule


def end_before(rule: ZoneRule, first_day: date, today: date) -> None:
    last_day = first_day - timedelta(days=1)
    if last_day < rule.first_day:
        raise RuleRefused(
            "first_day", f"The rule it replaces begins on {rule.first_day}; choose a later first day."
        )
    if last_day < today and rule.first_day <= today:
        raise RuleRefused("first_day", "The rule it replaces holds today; begin tomorrow at the earliest.")
    if rule.last_day is not None and rule.last_day < first_day:
        return
    ZoneRule.objects.filter(pk=rule.pk).update(last_day=last_day)


@transaction.atomic
def end(*, rule: ZoneRule, last_day: date, by: Actor, now: datetime) -> ZoneRule:
    """Say which day is the rule's last. Raises RuleRefused."""
    if last_day < timezone.localdate(now):
        raise RuleRefused("last_day", "The last day is today at the earliest; the past keeps its own rules.")
    if last_day < rule.first_day:
        raise RuleRefused("last_day", f"The rule begins on {rule.first_day} only.")
    Zone.objects.select_for_update().get(pk=rule.zone_id)
    if rule.last_day is not None and rule.last_day < last_day:
        raise RuleRefused("last_day", f"The rule ends on {rule.last_day} already; add a new one instead.")
    rule.last_day = last_day
    ZoneRule.objects.filter(pk=rule.pk).update(last_day=last_day)
    changed(rule, by)
    return rule


def hours_of(rule: ZoneRule) -> Hours:
    return Hours(
        rule.compare,
        frozenset(rule.days),
        rule.hours_from,
        rule.hours_until,
        rule.first_day,
        rule.last_day,
    )


def changed(rule: ZoneRule, by: Actor) -> None:
    record(
        Event.ZONE_RULE_CHANGED,
        target=rule.zone.ledger_target,
        by=by,
        rule=rule.pk,
        compare=rule.compare,
        limit_minutes=rule.limit_minutes,
        grace_minutes=rule.grace_minutes,
        first_day=str(rule.first_day),
        last_day=str(rule.last_day or ""),
    )
