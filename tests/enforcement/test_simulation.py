"""A car that drives through the demonstration's street."""

import io
from datetime import datetime
from itertools import islice

import pytest
from django.core.management import CommandError, call_command

from alpr_portal.lib.plates import REGIONS, normalise
from enforcement.demo_vehicles import LOOKED_FOR, PERMITS, RESTRICTED, SCOFFLAW, WANTED, WATCH
from enforcement.simulation import BAYS, CAMERA, patrol, scene
from reads.drawing.catalogue import CITY_TIME
from reads.drawing.scene import Light
from reads.models import Frame
from tests.factories import accounts as people
from tests.factories.reads import CameraFactory, under_access


def test_the_same_seed_parks_the_same_vehicles() -> None:
    assert list(islice(patrol(1), 60)) == list(islice(patrol(1), 60))
    assert list(islice(patrol(1), 60)) != list(islice(patrol(2), 60))


def test_most_vehicles_are_still_there_a_lap_later_and_some_are_not() -> None:
    stops = list(islice(patrol(1), 2 * BAYS))
    stayed = sum(stops[bay].vehicle == stops[bay + BAYS].vehicle for bay in range(BAYS))
    assert BAYS / 2 < stayed < BAYS
    assert all(stops[bay].place == stops[bay + BAYS].place for bay in range(BAYS))


def test_a_patrol_meets_what_lists_look_for() -> None:
    met = {(one.vehicle.plate, one.vehicle.region) for one in islice(patrol(1, LOOKED_FOR), 4 * BAYS)}
    assert met & set(LOOKED_FOR)


@pytest.mark.parametrize(("hour", "light"), [(10, Light.DAY), (18, Light.DUSK), (2, Light.NIGHT)])
def test_a_picture_has_the_light_of_its_hour_and_its_place(hour: int, light: Light) -> None:
    now = datetime(2026, 3, 4, hour, 30, tzinfo=CITY_TIME)
    stop = next(patrol(1))
    made = scene(stop, now)
    assert (made.light, made.camera_time) == (light, now)
    assert (made.latitude, made.longitude) == stop.place


def test_the_car_sends_its_frames_in() -> None:
    people.officer()
    CameraFactory(code=CAMERA, vehicle="12")
    out = io.StringIO()
    call_command("simulate_patrol", frames=2, every=0, stdout=out)
    assert out.getvalue().count("accepted") == 2
    with under_access():
        frames = list(Frame.objects.filter(camera__code=CAMERA))
    assert len(frames) == 2
    assert all(frame.latitude and frame.camera_time for frame in frames)


@pytest.mark.parametrize(("option", "value"), [("frames", -1), ("every", -1), ("every", 1e9)])
def test_odd_options_are_refused(option: str, value: float) -> None:
    with pytest.raises(CommandError, match="--frames is 0 or more"):
        call_command("simulate_patrol", **{option: value})


def test_nothing_drives_where_data_are_real(settings: object) -> None:
    settings.PRODUCTION = True
    for command in ("simulate_patrol", "seed_demo_lists", "decide_demo_hits"):
        with pytest.raises(CommandError, match="real"):
            call_command(command)


def test_the_demonstrations_entries_are_invented() -> None:
    for one in (*SCOFFLAW, *WANTED, *WATCH, *PERMITS, *RESTRICTED):
        assert one.plate == normalise(one.plate)
        assert one.region in REGIONS
        assert one.region != "us-ca" or one.plate.startswith("0")
    assert all((one.notices or 0) >= 5 for one in SCOFFLAW)
