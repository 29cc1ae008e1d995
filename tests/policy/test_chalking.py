"""Clause 3, paragraph 1: ALPR is used for electronic chalking, and the time it finds can be trusted."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from enforcement.models import ChalkMark, Hit
from reads.models import Camera
from tests.enforcement.zones.test_chalking import chalked, hits, seen, stay
from tests.factories.enforcement_zones import ExemptionFactory, ZoneFactory, ZoneRuleFactory
from tests.factories.reads import CameraFactory, under_access


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def camera() -> Camera:
    return CameraFactory(vehicle="12")


@pytest.mark.clause("3¶1")
def test_a_vehicle_over_its_time_is_an_allegation_with_both_marks_and_every_step_of_the_reckoning(
    camera: Camera, now: datetime
) -> None:
    ZoneRuleFactory(limit_minutes=120, grace_minutes=5)
    first, last = stay(camera, now, 126, 0)
    (hit,) = hits(kind=Hit.Kind.OVERTIME)
    assert (hit.state, hit.first_mark_id, hit.last_mark_id) == ("new", first.pk, last.pk)
    explained = " ".join(hit.why)
    for said in (
        "First seen",
        "Last seen",
        "Limit 2 h",
        "grace 5 min",
        "metres",
        "server's clock",
        "Plates:",
    ):
        assert said in explained


@pytest.mark.clause("3¶1")
@pytest.mark.parametrize("minutes", [0, 60, 125])
def test_a_vehicle_within_its_time_is_alleged_of_nothing(camera: Camera, now: datetime, minutes: int) -> None:
    ZoneRuleFactory(limit_minutes=120, grace_minutes=5)
    stay(camera, now, minutes, 0)
    assert hits() == []


@pytest.mark.clause("3¶1")
def test_nobody_is_timed_by_what_is_doubtful_by_another_state_or_where_they_are_exempt(
    camera: Camera, now: datetime
) -> None:
    zone = ZoneFactory()
    ZoneRuleFactory(zone=zone, limit_minutes=120)
    ExemptionFactory(plate="7XYZ777", zone=zone)
    when = now - timedelta(minutes=150)
    # A camera whose clock is a day off, the same number of another state, and an exempt vehicle.
    chalked(seen(camera, when, camera_time=when - timedelta(days=1)), now=when)
    stay(camera, now, 0)
    stay(camera, now, 150, plate="6OLD666", region="us-nv")
    stay(camera, now, 0, plate="6OLD666")
    stay(camera, now, 150, 0, plate="7XYZ777")
    assert hits() == []
    with under_access():
        assert ChalkMark.objects.count() == 6, "every mark is kept"
