"""Which clock counts, and what makes a mark doubtful; and in which zone a position lies."""

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alpr_portal.lib.geo import Box, distance, position_doubt
from enforcement.policy.marks import Seen, seen
from enforcement.policy.placing import Choice, Place, Session, choose

CITY = Box(34.05, -118.25, 34.27, -118.03)
TIME = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 6, 10, 20, tzinfo=UTC)
A, B, LOT, DISTRICT = (
    Place(1, 9, False, 2.0),
    Place(2, 9, False, 1.0),
    Place(3, None, False, 5.0),
    Place(9, None, True, 50.0),
)


def sighting(
    behind: timedelta | None, latitude: float | None = 34.147, longitude: float | None = -118.144
) -> Seen:
    return seen(
        received_at=NOW,
        camera_time=None if behind is None else NOW - behind,
        latitude=latitude,
        longitude=longitude,
        city=CITY,
        city_time=TIME,
    )


@pytest.mark.parametrize("behind", [None, timedelta(0), timedelta(minutes=2), timedelta(minutes=-2)])
def test_a_frame_that_comes_at_once_counts_by_the_servers_clock(behind: timedelta | None) -> None:
    assert sighting(behind) == Seen(NOW, "server")


@pytest.mark.parametrize("behind", [timedelta(minutes=2, seconds=1), timedelta(hours=12)])
def test_a_frame_that_was_uploaded_later_counts_by_its_cameras_clock(behind: timedelta) -> None:
    assert sighting(behind) == Seen(NOW - behind, "camera")


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        (timedelta(days=1), "over 12 hours"),
        (timedelta(hours=12, seconds=1), "over 12 hours"),
        (timedelta(days=-1), "ahead"),
        (timedelta(minutes=-3), "ahead"),
    ],
)
def test_a_clock_that_cannot_be_right_makes_the_mark_doubtful(behind: timedelta, said: str) -> None:
    found = sighting(behind)
    assert (found.at, found.clock) == (NOW, "server")
    assert said in found.doubts[0]
    assert len(found.doubts[0]) <= 60


def test_a_camera_time_in_the_hour_that_came_twice_is_doubtful() -> None:
    received = datetime(2026, 11, 1, 12, tzinfo=UTC)
    found = seen(
        received_at=received,
        camera_time=datetime(2026, 11, 1, 1, 30, tzinfo=TIME),
        latitude=34.147,
        longitude=-118.144,
        city=CITY,
        city_time=TIME,
    )
    assert "came twice" in found.clock_doubt


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        (None, None, "no position"),
        (0.0, 0.0, "0, 0"),
        (math.nan, -118.1, "not a number"),
        (math.inf, -118.1, "not a number"),
        (-118.144, 34.147, "swapped"),
        (95.0, -118.1, "no place on earth"),
        (37.77, -122.42, "outside the city"),
    ],
)
def test_a_position_that_cannot_be_right_is_named(
    latitude: float | None, longitude: float | None, said: str
) -> None:
    assert said in position_doubt(latitude, longitude, CITY)
    assert said in sighting(None, latitude, longitude).place_doubt


def test_a_good_position_is_not_doubted_and_metres_are_metres() -> None:
    assert position_doubt(34.147, -118.144, CITY) == ""
    assert distance(34.147, -118.144, 34.148, -118.144) == pytest.approx(111.2, abs=0.1)
    assert distance(34.147, -118.144, 34.147, -118.145) == pytest.approx(92.0, abs=0.3)


@pytest.mark.parametrize(
    ("places", "session", "choice"),
    [
        ([], None, Choice()),
        ([A], None, Choice(1)),
        ([A, DISTRICT], None, Choice(1)),
        ([DISTRICT], None, Choice(9)),
        ([A, B], None, Choice(2)),
        ([A], Session(frozenset(), None), Choice()),
        ([A], Session({3}, None), Choice(1)),
        ([A, LOT], Session({3}, None), Choice(3)),
        ([A, LOT], Session({9}, None), Choice(1)),
        ([A, B], Session({1, 2}, None), Choice(ask=True, among=(1, 2))),
        ([A, B], Session({1, 2}, 1), Choice(1)),
        ([A, B], Session({3}, 3), Choice(ask=True, among=(1, 2))),
    ],
)
def test_the_zone_follows_the_position_and_is_asked_where_that_leaves_a_choice(
    places: list[Place], session: Session | None, choice: Choice
) -> None:
    assert choose(places, session) == choice
