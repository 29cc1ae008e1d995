"""Overtime, case by case: limits to the second, clock changes, midnight, rules and holidays that change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from enforcement.policy.overtime import Finding, Mark, findings
from enforcement.policy.windows import Rule

CITY = ZoneInfo("America/Los_Angeles")
METRE = 1 / 111_195
TWO_HOURS = Rule(
    pk=1,
    area=1,
    compare="same_position",
    limit=timedelta(hours=2),
    grace=timedelta(minutes=5),
    tolerance=15,
    days=frozenset(range(7)),
    hours_from=time(8),
    hours_until=time(18),
    on_holidays=False,
    most_a_day=1,
    first_day=date(2020, 1, 1),
    last_day=None,
)
AROUND_THE_CLOCK = replace(TWO_HOURS, hours_from=time(0), hours_until=time(0))


def at(text: str) -> datetime:
    """City time; an offset may be given where the time comes twice."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=CITY)).astimezone(UTC)


def mark(text: str, *, metres: float = 0, zone: int = 1, district: int | None = None, **more: str) -> Mark:
    return Mark(0, at(text), zone, district, 34.147 + metres * METRE, -118.144, **more)


def found(
    *marks: Mark, rules: tuple[Rule, ...] = (TWO_HOURS,), holidays: tuple[date, ...] = ()
) -> list[Finding]:
    now = max(mark.at for mark in marks)
    return list(findings(marks, rules, frozenset(holidays), CITY, now))


def over(*marks: Mark, **more: object) -> bool:
    return any(finding.over for finding in found(*marks, **more))


@pytest.mark.parametrize(
    ("last", "is_over"),
    [("12:05:00", False), ("12:05:01", True), ("12:04:59", False)],
)
def test_limit_and_grace_must_be_exceeded_and_not_reached(last: str, is_over: bool) -> None:
    finding = found(mark("2026-06-10T10:00:00"), mark(f"2026-06-10T{last}"))[0]
    assert finding.over is is_over
    assert finding.due_at == at("2026-06-10T12:05:00")
    assert bool(finding.violations) is is_over


def test_an_hour_that_comes_twice_is_two_hours() -> None:
    """1 November 2026: at 02:00 PDT the clocks go back to 01:00 PST."""
    first, last = mark("2026-11-01T00:30"), mark("2026-11-01T01:40:00-08:00")
    rules = (AROUND_THE_CLOCK,)
    finding = found(first, last, rules=rules)[0]
    assert finding.elapsed == timedelta(hours=2, minutes=10)
    assert finding.over, "the clock on the wall says one hour and ten minutes"
    assert "PDT" in finding.lines[0]
    assert "PST" in finding.lines[1]
    assert not over(first, mark("2026-11-01T01:40:00-07:00"), rules=rules)


def test_an_hour_that_the_clocks_skip_is_none() -> None:
    """8 March 2026: at 02:00 PST the clocks go forward to 03:00 PDT."""
    first, last = mark("2026-03-08T01:30"), mark("2026-03-08T04:30")
    finding = found(first, last, rules=(AROUND_THE_CLOCK,))[0]
    assert finding.elapsed == timedelta(hours=2)
    assert not finding.over, "the clock on the wall says three hours"


def test_hours_that_begin_in_the_skipped_hour_begin_when_the_clocks_jump() -> None:
    rule = replace(TWO_HOURS, hours_from=time(2, 30), hours_until=time(9))
    early, jump = mark("2026-03-08T01:59"), mark("2026-03-08T03:00")
    finding = found(early, jump, mark("2026-03-08T05:06"), rules=(rule,))[0]
    assert finding.first.at == jump.at
    assert finding.over


def test_hours_may_reach_past_midnight_and_belong_to_the_day_they_began() -> None:
    friday = replace(TWO_HOURS, days=frozenset({4}), hours_from=time(20), hours_until=time(4))
    assert over(mark("2026-06-12T23:00"), mark("2026-06-13T01:30"), rules=(friday,))
    assert not over(mark("2026-06-13T23:00"), mark("2026-06-14T01:30"), rules=(friday,))


def test_around_the_clock_midnight_ends_nothing() -> None:
    assert over(mark("2026-06-12T23:00"), mark("2026-06-13T01:30"), rules=(AROUND_THE_CLOCK,))


def test_the_night_between_two_days_of_hours_does_not_count() -> None:
    evening, morning = mark("2026-06-11T17:00"), mark("2026-06-12T08:30")
    assert not over(evening, morning)
    assert len(found(evening, morning)) == 2
    assert over(evening, morning, mark("2026-06-12T10:36"))


def test_what_was_seen_before_the_hours_starts_nothing() -> None:
    assert not over(mark("2026-06-11T07:30"), mark("2026-06-11T10:06"))


def test_where_the_hours_end_before_nothing_is_due() -> None:
    finding = found(mark("2026-06-11T16:30"))[0]
    assert finding.due_at is None
    assert any("hours end before" in line for line in finding.lines)


def test_holidays_do_not_count_unless_the_rule_says_so() -> None:
    marks = mark("2026-07-03T10:00"), mark("2026-07-03T12:30")
    holiday = (date(2026, 7, 3),)
    assert over(*marks)
    assert not over(*marks, holidays=holiday)
    assert over(*marks, holidays=holiday, rules=(replace(TWO_HOURS, on_holidays=True),))


def test_the_rule_of_that_day_applies_whatever_came_after() -> None:
    old = replace(TWO_HOURS, last_day=date(2026, 6, 10))
    new = replace(TWO_HOURS, pk=2, limit=timedelta(hours=1), first_day=date(2026, 6, 11))
    before, after = ((mark(f"2026-06-{day}T10:00"), mark(f"2026-06-{day}T11:30")) for day in (10, 11))
    assert not over(*before, rules=(old, new))
    later = found(*after, rules=(old, new))
    assert [finding.rule.pk for finding in later if finding.over] == [2]


def test_hours_that_began_under_the_old_rule_end_under_it() -> None:
    night = {"hours_from": time(20), "hours_until": time(4)}
    old = replace(TWO_HOURS, last_day=date(2026, 6, 10), **night)
    new = replace(TWO_HOURS, pk=2, limit=timedelta(minutes=30), first_day=date(2026, 6, 11), **night)
    found_ = found(mark("2026-06-11T01:00"), mark("2026-06-11T02:00"), rules=(old, new))
    assert [finding.rule.pk for finding in found_] == [1]
    assert not found_[0].over


def test_uploads_out_of_order_and_two_cameras_say_the_same_as_in_order_by_one() -> None:
    marks = [
        mark("2026-06-10T10:00", vehicle="car 12"),
        mark("2026-06-10T11:10", vehicle="car 14", clock="camera"),
        mark("2026-06-10T12:30", vehicle="car 12"),
    ]
    forwards, backwards = found(*marks)[0], found(*reversed(marks))[0]
    assert forwards == backwards
    assert forwards.over
    assert "by car 12 and car 14" in forwards.lines[2]


def test_who_left_and_came_back_is_not_over() -> None:
    stood = mark("2026-06-10T10:00"), mark("2026-06-10T12:30")
    assert over(*stood)
    assert not over(*stood, mark("2026-06-10T11:00", zone=2, metres=400))
    assert not over(*stood, mark("2026-06-10T11:00", metres=60)), "a space further on is another place"
    assert over(*stood, mark("2026-06-10T11:00", metres=6))


def test_the_tolerance_is_measured_from_the_first_sighting() -> None:
    creeping = [
        mark("2026-06-10T10:00"),
        mark("2026-06-10T11:00", metres=12),
        mark("2026-06-10T12:30", metres=24),
    ]
    assert not over(*creeping)


def test_a_block_face_is_one_place_with_both_its_sides() -> None:
    rule = replace(TWO_HOURS, compare="block_face")
    finding = found(mark("2026-06-10T10:00"), mark("2026-06-10T12:30", metres=60), rules=(rule,))[0]
    assert finding.over
    assert "60 metres" in finding.lines[4]
    assert not over(mark("2026-06-10T10:00"), mark("2026-06-10T12:30", zone=2), rules=(rule,))


def test_a_district_is_one_place_with_all_its_zones() -> None:
    rule = replace(TWO_HOURS, area=9, compare="district")
    inside = mark("2026-06-10T10:00", district=9), mark("2026-06-10T12:30", zone=2, district=9, metres=300)
    assert over(*inside, rules=(rule,))
    assert not over(*inside, mark("2026-06-10T11:00", zone=3, metres=900), rules=(rule,))


def test_seventy_two_hours_run_around_the_clock_whatever_the_rules_hours_and_holidays() -> None:
    rule = replace(
        TWO_HOURS, compare="long_term", limit=timedelta(hours=72), grace=timedelta(0), days=frozenset({0})
    )
    marks = mark("2026-06-10T10:00"), mark("2026-06-13T10:00:01")
    assert over(*marks, rules=(rule,), holidays=(date(2026, 6, 11),))
    assert not over(marks[0], mark("2026-06-13T10:00:00"), rules=(rule,))
    assert not over(*marks, mark("2026-06-12T03:00", metres=50), rules=(rule,))


def test_a_day_has_no_more_violations_than_the_rule_says() -> None:
    stays = [mark(f"2026-06-10T{clock}") for clock in ("08:00", "10:10", "12:20", "14:30")]
    once, twice = found(*stays)[0], found(*stays, rules=(replace(TWO_HOURS, most_a_day=2),))[0]
    assert (once.violations, twice.violations) == (1, 2)
    again = [mark("2026-06-10T14:40", zone=2), mark("2026-06-10T15:00"), mark("2026-06-10T17:30")]
    second = found(*stays, *again)[-1]
    assert second.over
    assert second.violations == 0
    assert any("reached before" in line for line in second.lines)


def test_the_explanation_says_what_a_hearing_will_ask() -> None:
    finding = found(
        mark("2026-06-10T10:00:12"),
        mark("2026-06-10T12:30:50", metres=3, clock="camera", unlike="Look-alike characters: 8 for B."),
    )[0]
    assert finding.lines == (
        "First seen 2026-06-10 at 10:00:12 PDT, by the server's clock.",
        "Last seen 2026-06-10 at 12:30:50 PDT, by the camera's clock, because the frame was uploaded later.",
        "In between: 2 h 30 min 38 s; seen 2 times.",
        "Limit 2 h, grace 5 min: over by 25 min 38 s.",
        "Same position: 3 metres apart at most; up to 15 metres count as one place.",
        "Plates: Look-alike characters: 8 for B.",
    )
    assert not finding.exact


def test_one_sighting_alone_says_when_its_time_is_up() -> None:
    finding = found(mark("2026-06-10T10:00"))[0]
    assert not finding.over
    assert "over after 2026-06-10 at 12:05:00 PDT" in " ".join(finding.lines)
    assert findings([], [TWO_HOURS], frozenset(), CITY, at("2026-06-10T10:00")) == ()
