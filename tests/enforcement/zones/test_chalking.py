"""From reads to marks and hits, on the real database."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from audit.events import SystemActor
from enforcement.actions.chalking import chalk
from enforcement.models import ChalkMark, ChalkSession, Hit, Sighting, Zone, ZoneRule
from reads.models import Camera, Read
from tests.factories.accounts import UserFactory
from tests.factories.enforcement_zones import (
    ExemptionFactory,
    PermitFactory,
    PermitListFactory,
    ZoneFactory,
    ZoneRuleFactory,
    place,
)
from tests.factories.reads import CameraFactory, FrameFactory, ReadFactory, under_access

BY = SystemActor("matcher")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def camera() -> Camera:
    return CameraFactory(vehicle="12")


@pytest.fixture
def zone() -> Zone:
    return ZoneFactory()


def seen(
    camera: Camera,
    when: datetime,
    *,
    at: tuple[float, float] | None = (0, 0),
    plate: str = "8ABC123",
    region: str = "us-ca",
    **frame: object,
) -> Read:
    """A read of a frame that the server received at that moment, at metres north and east of the centre."""
    latitude, longitude = place(*at) if at else (None, None)
    received = {
        "received_at": when,
        "latitude": latitude,
        "longitude": longitude,
        "state": "read",
        "read_at": when,
    }
    made = FrameFactory(camera=camera, **received | frame)
    return ReadFactory(frame=made, camera=camera, plate=plate, region=region, received_at=when)


def chalked(*reads: Read, now: datetime) -> list[ChalkMark]:
    with under_access():
        fresh = list(
            Read.objects.select_related("frame", "camera")
            .filter(pk__in=[read.pk for read in reads])
            .order_by("pk")
        )
        return chalk(reads=fresh, by=BY, now=now)


def hits(**wanted: object) -> list[Hit]:
    with under_access():
        return list(Hit.objects.select_related("first_mark", "last_mark").filter(**wanted).order_by("pk"))


def stay(camera: Camera, now: datetime, *minutes_ago: int, **more: object) -> list[ChalkMark]:
    """One pass after another, each chalked when it comes."""
    marks: list[ChalkMark] = []
    for minutes in minutes_ago:
        when = now - timedelta(minutes=minutes)
        marks += chalked(seen(camera, when, **more), now=when)
    return marks


def test_a_read_in_a_zone_is_marked_once_however_often_it_is_announced(
    camera: Camera, zone: Zone, now: datetime
) -> None:
    read = seen(camera, now)
    (mark,) = chalked(read, now=now)
    (again,) = chalked(read, now=now)
    assert mark.pk == again.pk
    assert (mark.zone, mark.seen_at, mark.clock, mark.doubts) == (zone, now, "server", [])


def test_a_read_outside_all_zones_makes_no_mark(camera: Camera, zone: Zone, now: datetime) -> None:
    assert chalked(seen(camera, now, at=(500, 0)), now=now) == []
    assert chalked(seen(camera, now, at=None), now=now) == []
    zone.is_active = False
    zone.save()
    assert chalked(seen(camera, now), now=now) == []


def test_a_mark_follows_the_correction_of_its_read(camera: Camera, zone: Zone, now: datetime) -> None:
    read = seen(camera, now)
    chalked(read, now=now)
    with under_access():
        Read.objects.filter(pk=read.pk).update(plate="8ABC128", region="us-nv")
    (mark,) = chalked(read, now=now)
    assert (mark.plate, mark.region) == ("8ABC128", "us-nv")
    with under_access():
        assert ChalkMark.objects.get().plate == "8ABC128"


def test_standing_too_long_makes_one_exact_hit_that_explains_itself(camera: Camera, now: datetime) -> None:
    rule = ZoneRuleFactory(limit_minutes=120)
    stay(camera, now, 150, 60, 0)
    (hit,) = hits(kind="overtime")
    assert (hit.match, hit.zone_id, hit.rule_id, hit.plate) == ("exact", rule.zone_id, rule.pk, "8ABC123")
    assert hit.first_mark.seen_at == now - timedelta(minutes=150)
    assert hit.last_mark.seen_at == now
    assert "First seen" in hit.why[0]
    assert any("over by 30 min" in line for line in hit.why)
    assert hit.why[-1] == "Exemption: none."


def test_the_limit_reached_exactly_makes_no_hit(camera: Camera, now: datetime) -> None:
    ZoneRuleFactory(limit_minutes=120, grace_minutes=5)
    stay(camera, now, 125, 0)
    assert hits() == []


def test_uploaded_in_the_other_order_it_is_the_same_hit(camera: Camera, now: datetime) -> None:
    rule = ZoneRuleFactory(limit_minutes=120)
    chalked(seen(camera, now), now=now)
    late = seen(camera, now, camera_time=now - timedelta(minutes=150))
    (mark,) = chalked(late, now=now)
    assert (mark.clock, mark.seen_at) == ("camera", now - timedelta(minutes=150))
    (hit,) = hits()
    assert (hit.rule_id, hit.first_mark_id) == (rule.pk, mark.pk)
    assert any("camera's clock" in line for line in hit.why)
    earlier = seen(camera, now, camera_time=now - timedelta(minutes=170))
    chalked(earlier, now=now)
    (hit,) = hits()
    assert hit.first_mark.seen_at == now - timedelta(minutes=170)


def test_two_cameras_chalk_together(camera: Camera, now: datetime) -> None:
    ZoneRuleFactory(limit_minutes=120)
    other = CameraFactory(vehicle="14")
    stay(camera, now, 150)
    stay(other, now, 0)
    (hit,) = hits()
    assert any("vehicle 12 and vehicle 14" in line for line in hit.why)


def test_who_left_and_came_back_makes_no_hit(camera: Camera, now: datetime) -> None:
    ZoneRuleFactory(limit_minutes=120)
    ZoneFactory(metres=(200, -50, 220, 50))
    stay(camera, now, 150)
    stay(camera, now, 75, at=(210, 0))
    stay(camera, now, 0)
    assert hits() == []


def test_the_same_number_of_another_state_is_another_vehicle(camera: Camera, now: datetime) -> None:
    ZoneRuleFactory(limit_minutes=120)
    stay(camera, now, 150)
    stay(camera, now, 0, region="us-nv")
    assert hits() == []


@pytest.mark.parametrize(
    ("plate", "region", "said"),
    [
        ("8A8C123", "us-ca", "8 for B"),
        ("8ABC124", "us-ca", "One character differs."),
        ("8ABC123", "", "state was read once only"),
    ],
)
def test_a_likeness_is_enough_for_a_possible_hit_and_says_how(
    camera: Camera, now: datetime, plate: str, region: str, said: str
) -> None:
    ZoneRuleFactory(limit_minutes=120)
    stay(camera, now, 150, plate=plate, region=region)
    stay(camera, now, 0)
    (hit,) = hits()
    assert hit.match == "possible"
    assert any(said in line.replace("B for 8", "8 for B") for line in hit.why)


def test_short_numbers_are_alike_by_chance_and_make_no_hit(camera: Camera, now: datetime) -> None:
    ZoneRuleFactory(limit_minutes=120)
    stay(camera, now, 150, plate="ABC12")
    stay(camera, now, 0, plate="ABC14")
    assert hits() == []


def test_a_look_alike_seen_elsewhere_in_between_leaves_it_possible(camera: Camera, now: datetime) -> None:
    ZoneRuleFactory(limit_minutes=120)
    ZoneFactory(metres=(200, -50, 220, 50))
    stay(camera, now, 150)
    stay(camera, now, 75, at=(210, 0), plate="8A8C123")
    stay(camera, now, 0)
    (hit,) = hits()
    assert hit.match == "possible"
    assert any("elsewhere" in line for line in hit.why)


@pytest.mark.parametrize(
    "odd",
    [
        {"camera_time": timedelta(days=1)},
        {"camera_time": timedelta(days=-1)},
        {"latitude": 37.0, "longitude": -122.0},
        {"latitude": None, "longitude": None},
    ],
)
def test_what_is_doubtful_is_kept_flagged_and_never_used(
    camera: Camera, zone: Zone, now: datetime, odd: dict[str, object]
) -> None:
    ZoneRuleFactory(zone=zone, limit_minutes=120)
    session = ChalkSession.objects.create(officer=UserFactory(), vehicle="12", zone=zone)
    session.zones.add(zone)
    ChalkSession.objects.update(started_at=now - timedelta(hours=8))
    when = now - timedelta(minutes=150)
    if isinstance(behind := odd.get("camera_time"), timedelta):
        odd = {"camera_time": when - behind}
    (mark,) = chalked(seen(camera, when, **odd), now=when)
    assert mark.doubts != []
    stay(camera, now, 0)
    assert hits() == []


def test_holders_of_a_permit_or_an_exemption_make_no_hit(camera: Camera, now: datetime) -> None:
    rule = ZoneRuleFactory(limit_minutes=120, permit_list=PermitListFactory())
    PermitFactory(hotlist=rule.permit_list)
    ExemptionFactory(plate="7XYZ777", zone=rule.zone)
    for plate in ("8ABC123", "7XYZ777", "6OLD666"):
        stay(camera, now, 150, 0, plate=plate)
    assert [hit.plate for hit in hits()] == ["6OLD666"]


def test_a_place_for_permit_holders_makes_a_hit_of_everybody_else(camera: Camera, now: datetime) -> None:
    rule = ZoneRuleFactory(permit_list=PermitListFactory(), permit_only=True)
    PermitFactory(hotlist=rule.permit_list)
    ExemptionFactory(plate="7XYZ777")
    stay(camera, now, 0)
    stay(camera, now, 0, plate="7XYZ777")
    stay(camera, now, 0, plate="6OLD666")
    stay(camera, now, 0, plate="8A8C123")
    stay(camera, now, 0, plate="5NEW555", region="")
    found = {hit.plate: hit for hit in hits(kind="permit")}
    assert {plate: hit.match for plate, hit in found.items()} == {
        "6OLD666": "exact",
        "8A8C123": "possible",
        "5NEW555": "possible",
    }
    assert found["6OLD666"].hotlist == rule.permit_list
    assert any("look-alike has one" in line for line in found["8A8C123"].why)
    assert hits(kind="overtime") == []


def test_a_day_makes_no_more_hits_of_a_vehicle_than_the_rule_says(camera: Camera, now: datetime) -> None:
    ZoneRuleFactory(limit_minutes=10)
    stay(camera, now, 60, 45)
    (hit,) = hits()
    officer = UserFactory()
    with under_access():
        Hit.objects.filter(pk=hit.pk).update(
            state="rejected", reject_reason="other_vehicle", decided_by=officer, decided_at=now
        )
    stay(camera, now, 30, 0)
    assert len(hits()) == 1


def test_a_second_period_is_a_second_violation_where_the_rule_lets_it(camera: Camera, now: datetime) -> None:
    ZoneRuleFactory(limit_minutes=10, most_a_day=24)
    stay(camera, now, 60, 45)
    officer = UserFactory()
    with under_access():
        Hit.objects.update(
            state="rejected", reject_reason="other_vehicle", decided_by=officer, decided_at=now
        )
    stay(camera, now, 15)
    assert len(hits()) == 2


def test_the_rule_of_the_district_counts_in_its_zones(camera: Camera, now: datetime) -> None:
    district = ZoneFactory(kind=Zone.Kind.DISTRICT, metres=(-300, -300, 300, 300))
    ZoneFactory(district=district)
    ZoneFactory(district=district, metres=(100, -50, 120, 50))
    rule = ZoneRuleFactory(zone=district, compare=ZoneRule.Compare.DISTRICT, limit_minutes=60)
    stay(camera, now, 90)
    stay(camera, now, 0, at=(110, 0))
    (hit,) = hits()
    assert (hit.zone, hit.rule) == (district, rule)


def test_the_session_follows_the_vehicle_and_asks_where_zones_overlap(camera: Camera, now: datetime) -> None:
    first, second = ZoneFactory(), ZoneFactory(metres=(-10, 20, 10, 150))
    session = ChalkSession.objects.create(officer=UserFactory(), vehicle="12")
    session.zones.set([first, second])
    ChalkSession.objects.update(started_at=now - timedelta(hours=1))
    assert chalked(seen(camera, now, at=(0, 30)), now=now) == []
    session.refresh_from_db()
    assert (session.zone, session.zone_asked) == (None, True)
    (mark,) = chalked(seen(camera, now, at=(0, -20)), now=now)
    session.refresh_from_db()
    assert (mark.zone, mark.session, session.zone, session.zone_asked) == (first, session, first, False)
    (mark,) = chalked(seen(camera, now, at=(0, 30)), now=now)
    assert mark.zone == first
    (mark,) = chalked(seen(camera, now, at=(0, 120)), now=now)
    assert mark.zone == second


def test_a_session_without_zones_chalks_nothing(camera: Camera, zone: Zone, now: datetime) -> None:
    ChalkSession.objects.create(officer=UserFactory(), vehicle="12")
    ChalkSession.objects.update(started_at=now - timedelta(hours=1))
    assert chalked(seen(camera, now), now=now) == []
    assert len(chalked(seen(CameraFactory(vehicle=""), now), now=now)) == 1


def test_the_last_sighting_is_that_of_the_hit(camera: Camera, now: datetime) -> None:
    ZoneRuleFactory(limit_minutes=120)
    marks = stay(camera, now, 150, 0)
    (hit,) = hits()
    with under_access():
        assert [sighting.read_id for sighting in Sighting.objects.filter(hit=hit)] == [marks[-1].read_id]
