"""Zones' rules in the words of a sign, and where maps take their tiles from."""

from collections.abc import Iterable

from django.conf import settings

from enforcement.models import Hotlist, ZoneRule
from enforcement.policy.hours import days_in_words, length_in_words
from enforcement.policy.lists import ListScope


def shown_rules(rules: Iterable[ZoneRule], scope: ListScope) -> list[dict[str, object]]:
    return [shown_rule(rule, scope) for rule in rules]


def shown_rule(rule: ZoneRule, scope: ListScope) -> dict[str, object]:
    """A restricted permit list is named to nobody outside its scope."""
    long_term = rule.compare == ZoneRule.Compare.LONG_TERM
    if long_term:
        hours = "around the clock, every day"
    elif rule.hours_from == rule.hours_until:
        hours = f"{days_in_words(rule.days)}, 24 hours from {rule.hours_from:%H:%M}"
    else:
        night = " the next day" if rule.hours_until < rule.hours_from else ""
        hours = f"{days_in_words(rule.days)}, {rule.hours_from:%H:%M} to {rule.hours_until:%H:%M}{night}"
    return {
        "rule": rule,
        "limit": "Permit only" if rule.permit_only else length_in_words(rule.limit_minutes),
        "grace": length_in_words(rule.grace_minutes) if rule.grace_minutes else "none",
        "hours": hours,
        "compare": rule.get_compare_display(),
        "tolerance": rule.tolerance_metres
        if rule.compare in (ZoneRule.Compare.SAME_POSITION, ZoneRule.Compare.LONG_TERM)
        else None,
        "permit": permit(rule, scope),
    }


def permit(rule: ZoneRule, scope: ListScope) -> str:
    if rule.permit_list is None:
        return ""
    hidden = rule.permit_list.audience == Hotlist.Audience.RESTRICTED and not scope.restricted
    return "a permit list" if hidden or not scope.division else rule.permit_list.name


def tiles() -> dict[str, object]:
    """Context of components/map.html."""
    box = settings.ALPR_CITY_BOX
    return {
        "tile_url": settings.ALPR_TILE_URL,
        "tile_credit": settings.ALPR_TILE_CREDIT,
        "city_box": f"{box.south},{box.west},{box.north},{box.east}",
    }
