"""Overtime against a slow, obvious reference, on days machines choose: around both clock changes too."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.policy.overtime import Mark, findings
from enforcement.policy.windows import Rule
from tests.enforcement.zones.slow_overtime import longest_stays, minutes_over

CITY = ZoneInfo("America/Los_Angeles")
# Days around which the clocks go forward, go back, and do nothing.
STARTS = (date(2026, 3, 7), date(2026, 10, 31), date(2026, 6, 10))
CORNER = 34.147

clock = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


@st.composite
def rules(draw: st.DrawFn, start: date) -> Rule:
    return Rule(
        pk=1,
        area=draw(st.sampled_from([1, 9])),
        compare=draw(st.sampled_from(["same_position", "block_face", "district", "long_term"])),
        limit=timedelta(minutes=draw(st.integers(1, 240))),
        grace=timedelta(minutes=draw(st.integers(0, 15))),
        tolerance=15,
        days=frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
        hours_from=draw(clock),
        hours_until=draw(clock),
        on_holidays=draw(st.booleans()),
        most_a_day=draw(st.integers(1, 24)),
        first_day=start - timedelta(days=draw(st.integers(-1, 5))),
        last_day=draw(st.none() | st.just(start + timedelta(days=1))),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Mark], Rule, frozenset[date]]:
    start = draw(st.sampled_from(STARTS))
    midnight = datetime.combine(start, time.min, UTC)
    rule = draw(rules(start))
    minutes = draw(st.lists(st.integers(0, 60 * 60), min_size=1, max_size=8, unique=True))
    marks = [
        Mark(
            pk=number,
            at=midnight + timedelta(minutes=minute),
            zone=draw(st.sampled_from([1, 1, 1, 2, 3])),
            district=9,
            latitude=CORNER + draw(st.sampled_from([0.0, 0.0, 0.0, 5 / 111_195, 40 / 111_195])),
            longitude=-118.144,
        )
        for number, minute in enumerate(minutes)
    ]
    marks = [mark if mark.zone != 3 else elsewhere(mark) for mark in marks]
    holidays = draw(st.sets(st.sampled_from([start, start + timedelta(days=1)])))
    return marks, rule, frozenset(holidays)


def elsewhere(mark: Mark) -> Mark:
    return Mark(mark.pk, mark.at, 3, None, mark.latitude + 0.01, mark.longitude)


@given(cases())
@settings(max_examples=250, deadline=None)
def test_stays_and_their_length_are_those_somebody_with_a_watch_would_find(
    case: tuple[list[Mark], Rule, frozenset[date]],
) -> None:
    marks, rule, holidays = case
    now = max(mark.at for mark in marks)
    found = findings(marks, [rule], holidays, CITY, now)
    assert {(one.first.at, one.last.at) for one in found} == longest_stays(marks, rule, holidays, CITY)
    for one in found:
        assert one.over == (minutes_over(one.first.at, one.last.at, rule) > 0)


@given(cases(), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_the_order_of_uploads_changes_nothing(
    case: tuple[list[Mark], Rule, frozenset[date]], seed: int
) -> None:
    marks, rule, holidays = case
    now = max(mark.at for mark in marks)
    shuffled = list(marks)
    Random(seed).shuffle(shuffled)
    again = [
        Mark(number, mark.at, mark.zone, mark.district, mark.latitude, mark.longitude)
        for number, mark in enumerate(shuffled)
    ]

    def said(found: tuple) -> list[tuple]:
        return [(one.first.at, one.last.at, one.violations, one.due_at, one.lines) for one in found]

    assert said(findings(marks, [rule], holidays, CITY, now)) == said(
        findings(again, [rule], holidays, CITY, now)
    )


@given(cases())
@settings(max_examples=100, deadline=None)
def test_what_lies_in_the_future_says_nothing_and_a_day_has_its_most(
    case: tuple[list[Mark], Rule, frozenset[date]],
) -> None:
    marks, rule, holidays = case
    now = min(mark.at for mark in marks)
    assert findings(marks, [rule], holidays, CITY, now) == findings(
        [mark for mark in marks if mark.at <= now], [rule], holidays, CITY, now
    )
    everything = findings(marks, [rule], holidays, CITY, max(mark.at for mark in marks))
    days = 4
    assert sum(one.violations for one in everything) <= rule.most_a_day * days
    assert all(one.over for one in everything if one.violations)
