"""What lets a vehicle stand: permits, paid sessions, exemptions; and what nobody could say."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from enforcement.models import Zone, ZoneRule
from enforcement.rights import RightsAnswer, look_up
from tests.factories.enforcement_zones import (
    ExemptionFactory,
    PermitFactory,
    PermitListFactory,
    ZoneFactory,
    ZoneRuleFactory,
)
from tests.factories.reads import under_access

HEADER = "plate,region,zone,from,until\n"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def rule() -> ZoneRule:
    return ZoneRuleFactory(permit_list=PermitListFactory())


@pytest.fixture
def feed(tmp_path: Path, settings: object, now: datetime) -> object:
    """Writes the feed's file, so many minutes ago."""
    path = tmp_path / "paid.csv"
    settings.ALPR_PAID_SESSIONS_FILE = str(path)

    def write(rows: str | bytes, minutes_ago: float = 1) -> None:
        path.write_bytes(rows if isinstance(rows, bytes) else (HEADER + rows).encode())
        when = (now - timedelta(minutes=minutes_ago)).timestamp()
        os.utime(path, (when, when))

    return write


def asked(
    zone: Zone | None, now: datetime, plate: str = "8ABC123", region: str = "us-ca", **more: object
) -> RightsAnswer:
    with under_access():
        return look_up(plate=plate, region=region, zone=zone, now=now, **more)


def row(zone: Zone, now: datetime, plate: str = "8ABC123", region: str = "us-ca", minutes: int = 30) -> str:
    begin, end = now - timedelta(minutes=5), now + timedelta(minutes=minutes)
    return f"{plate},{region},{zone.code},{begin.isoformat()},{end.isoformat()}\n"


def test_nothing_found_is_said_by_everybody_who_was_asked(rule: ZoneRule, now: datetime) -> None:
    answer = asked(rule.zone, now)
    assert answer.result == "none"
    assert answer.lines == ["Permit, Residents: none.", "Exemption: none."]
    assert answer.source == "Permits, exemptions"


def test_a_permit_of_the_rules_list_is_a_right(rule: ZoneRule, now: datetime) -> None:
    PermitFactory(hotlist=rule.permit_list)
    assert asked(rule.zone, now).result == "has"
    assert asked(rule.zone, now, region="us-nv").result == "none", "another state is another vehicle"
    assert asked(ZoneFactory(), now).result == "none", "another zone asks for no such permit"


def test_a_permit_that_is_over_or_has_not_begun_is_none(rule: ZoneRule, now: datetime) -> None:
    PermitFactory(hotlist=rule.permit_list, valid_until=now - timedelta(minutes=1))
    PermitFactory(hotlist=rule.permit_list, plate="8ABC124", valid_from=now + timedelta(minutes=1))
    assert asked(rule.zone, now).result == "none"
    assert asked(rule.zone, now, plate="8ABC124").result == "none"


def test_a_permit_of_the_district_counts_in_its_parts(now: datetime) -> None:
    district = ZoneFactory(kind=Zone.Kind.DISTRICT)
    rule = ZoneRuleFactory(zone=district, permit_list=PermitListFactory())
    PermitFactory(hotlist=rule.permit_list)
    assert asked(ZoneFactory(district=district), now).result == "has"


def test_a_permit_without_a_state_counts_and_a_plate_without_one_is_unknown(
    rule: ZoneRule, now: datetime
) -> None:
    PermitFactory(hotlist=rule.permit_list, region="")
    PermitFactory(hotlist=rule.permit_list, plate="7XYZ777")
    assert asked(rule.zone, now).result == "has"
    unknown = asked(rule.zone, now, plate="7XYZ777", region="")
    assert unknown.result == "unknown"
    assert "California" in unknown.lines[0]


def test_a_look_alike_on_the_list_is_no_right_and_is_named(rule: ZoneRule, now: datetime) -> None:
    PermitFactory(hotlist=rule.permit_list, plate="8A8C123")
    PermitFactory(hotlist=rule.permit_list, plate="8ABC12")
    PermitFactory(hotlist=rule.permit_list, plate="8ABC999")
    answer = asked(rule.zone, now)
    assert answer.result == "none"
    assert len(answer.alike) == 2
    assert any("8 for B" in said for said in answer.alike)


def test_a_stale_permit_list_that_has_nothing_is_unknown(now: datetime) -> None:
    listed = PermitListFactory(refreshed_at=now - timedelta(hours=25))
    rule = ZoneRuleFactory(permit_list=listed)
    answer = asked(rule.zone, now)
    assert answer.result == "unknown"
    assert "the list is stale" in answer.lines[0]
    PermitFactory(hotlist=listed)
    assert asked(rule.zone, now).result == "has"


def test_the_rule_of_the_violation_is_asked_even_when_it_has_ended(now: datetime) -> None:
    ended = ZoneRuleFactory(
        permit_list=PermitListFactory(), last_day=timezone.localdate(now) - timedelta(days=1)
    )
    PermitFactory(hotlist=ended.permit_list)
    assert asked(ended.zone, now).result == "none"
    assert asked(ended.zone, now, rule=ended).result == "has"


def test_an_exemption_counts_here_or_everywhere_until_it_ends(now: datetime) -> None:
    here, elsewhere = ZoneFactory(), ZoneFactory()
    ExemptionFactory(zone=here)
    ExemptionFactory(plate="7XYZ777")
    ExemptionFactory(plate="6OLD666", valid_until=now + timedelta(seconds=5))
    ExemptionFactory(plate="5END555", ended_at=now)
    assert asked(here, now).result == "has"
    assert asked(elsewhere, now).result == "none"
    assert asked(None, now).result == "none"
    assert asked(None, now, plate="7XYZ777").result == "has"
    assert asked(None, now, plate="7XYZ777", region="us-nv").result == "none"
    assert asked(None, now, plate="7XYZ777", region="").result == "unknown"
    assert asked(None, now + timedelta(seconds=6), plate="6OLD666").result == "none"
    assert asked(None, now, plate="5END555").result == "none"


def test_a_running_paid_session_is_a_right(feed: object, now: datetime) -> None:
    zone, other = ZoneFactory(), ZoneFactory()
    feed(row(zone, now))
    answer = asked(zone, now)
    assert answer.result == "has"
    assert answer.source == "Paid sessions, exemptions"
    assert "paid until" in answer.lines[0]
    assert asked(other, now).result == "none"
    assert asked(zone, now + timedelta(minutes=31)).result == "unknown", "by then the feed is old"


def test_who_pays_between_the_chalk_and_the_enforcement_is_found_when_asked_again(
    feed: object, now: datetime
) -> None:
    zone = ZoneFactory()
    feed("", minutes_ago=2)
    assert asked(zone, now).result == "none"
    feed(row(zone, now), minutes_ago=0)
    assert asked(zone, now).result == "has"


def test_an_old_feed_answers_unknown_with_its_age(feed: object, now: datetime) -> None:
    zone = ZoneFactory()
    feed(row(zone, now), minutes_ago=14)
    assert asked(zone, now, plate="7XYZ777").lines[0] == "Paid sessions: unknown: feed 14 minutes old."
    assert asked(zone, now, plate="7XYZ777").result == "unknown"
    assert asked(zone, now).result == "has", "a payment stays one"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"plate,region,zone,from\n", "no column until"),
        (b"", "no column plate"),
        (b'plate,region,zone,from,until\n"8ABC', "no table"),
    ],
)
def test_a_feed_that_cannot_be_read_is_unknown_and_says_why(
    feed: object, now: datetime, file: bytes, said: str
) -> None:
    feed(file)
    answer = asked(ZoneFactory(), now)
    assert answer.result == "unknown"
    assert said in answer.lines[0]


def test_a_bad_row_makes_the_feed_unsure_and_takes_nobodys_payment_away(feed: object, now: datetime) -> None:
    zone = ZoneFactory()
    feed(
        row(zone, now)
        + "8ABC???,us-ca,,2026-01-01,2026-01-02\n"
        + "8ABC124,us-xx,,2026-01-01,2026-01-02\n"
        + "8ABC125,us-ca,,soon,later\n"
        + "8ABC126,us-ca\n"
    )
    assert asked(zone, now).result == "has"
    assert "4 rows" in asked(zone, now, plate="7XYZ777").lines[0]


def test_a_feed_that_is_not_there_is_unknown(settings: object, tmp_path: Path, now: datetime) -> None:
    settings.ALPR_PAID_SESSIONS_FILE = str(tmp_path / "nowhere.csv")
    assert "cannot be opened" in asked(ZoneFactory(), now).lines[0]


def test_a_city_that_sells_no_sessions_is_not_asked_for_any(settings: object, now: datetime) -> None:
    settings.ALPR_PAID_SESSIONS_FILE = ""
    assert asked(ZoneFactory(), now).lines == ["Exemption: none."]
