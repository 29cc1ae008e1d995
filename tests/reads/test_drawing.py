"""The drawn frames of the demonstration: the same every time, true to what they say they show, fit to be
taken in."""

import io
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from alpr_portal.lib.plates import REGIONS
from reads.drawing.catalogue import CITY_TIME, DemoScene, demo_scenes
from reads.drawing.frame import draw_frame, plate_boxes
from reads.drawing.letters import GLYPHS, serial_mask
from reads.drawing.plate import draw_plate
from reads.drawing.plate_styles import STYLES
from reads.drawing.scene import FRAME_HEIGHT, FRAME_WIDTH, Body, Light, Place, Scene, Vehicle
from reads.images import inspect

NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
CAMERAS = {"car-12-left", "car-12-right", "car-14-left", "lot-b-fixed"}
SEEN_TWICE = {"0HMP163", "0TCX849"}
ONE_SEDAN = Scene((Vehicle("0KBD031", "us-ca"),), seed=7)


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(np.float64)


def by_slug(now: datetime = NOW) -> dict[str, DemoScene]:
    return {demo.slug: demo for demo in demo_scenes(now)}


def test_same_scene_is_the_same_file() -> None:
    assert draw_frame(ONE_SEDAN) == draw_frame(ONE_SEDAN)
    assert draw_frame(ONE_SEDAN) != draw_frame(replace(ONE_SEDAN, seed=8))


def test_time_and_place_are_in_the_exif_block_and_nothing_else_is_refused() -> None:
    when = datetime(2026, 3, 1, 21, 4, 5, tzinfo=CITY_TIME)
    scene = replace(ONE_SEDAN, camera_time=when, latitude=34.1470, longitude=-118.1440)
    frame = inspect(draw_frame(scene), name="a.jpg")
    assert (frame.format, frame.width, frame.height, frame.notes) == ("JPEG", FRAME_WIDTH, FRAME_HEIGHT, ())
    assert frame.camera_time == when
    assert (frame.latitude, frame.longitude) == (pytest.approx(34.1470), pytest.approx(-118.1440))


def test_scene_without_time_and_place_has_none_in_its_exif_block() -> None:
    frame = inspect(draw_frame(ONE_SEDAN), name="a.jpg")
    assert (frame.camera_time, frame.latitude, frame.longitude) == (None, None, None)


@pytest.mark.parametrize("body", Body)
def test_every_body_bears_its_plate_inside_the_box(body: Body) -> None:
    scene = Scene((Vehicle("0KBD031", "us-ca", body, (30, 30, 34)),), noise=0, seed=3)
    box = plate_boxes(scene)[0]
    assert box is not None
    x, y, w, h = box
    without = replace(scene, vehicles=(replace(scene.vehicles[0], plate=""),))
    changed = np.abs(pixels(draw_frame(scene)) - pixels(draw_frame(without))).max(axis=2)
    assert changed[y : y + h, x : x + w].mean() > 60
    changed[y - 8 : y + h + 8, x - 8 : x + w + 8] = 0
    assert changed.max() < 30


@pytest.mark.parametrize("light", Light)
@pytest.mark.parametrize("place", Place)
def test_plate_stands_out_in_every_light(light: Light, place: Place) -> None:
    scene = replace(ONE_SEDAN, light=light, place=place)
    box = plate_boxes(scene)[0]
    assert box is not None
    x, y, w, h = box
    plate = pixels(draw_frame(scene)).mean(axis=2)[y : y + h, x : x + w]
    assert np.percentile(plate, 90) - np.percentile(plate, 10) > 90


def test_night_and_infrared_are_dark_and_infrared_is_grey() -> None:
    day, night, infrared = (
        pixels(draw_frame(replace(ONE_SEDAN, light=light)))
        for light in (Light.DAY, Light.NIGHT, Light.INFRARED)
    )
    assert night.mean() < day.mean() * 0.7
    assert infrared.mean() < day.mean() / 2
    assert (infrared.max(axis=2) == infrared.min(axis=2)).all()


def test_plate_outside_the_frame_has_no_box() -> None:
    scene = Scene((Vehicle("0KBD031", "us-ca", x=-9), Vehicle("", "", z=12)))
    assert plate_boxes(scene) == (None, None)


def test_unknown_character_or_region_is_named() -> None:
    with pytest.raises(ValueError, match="No letterform for Ä"):
        serial_mask("0ÄB", width=300, height=100)
    with pytest.raises(ValueError, match="No plate style for 'us-xx'"):
        draw_plate("0KBD031", "us-xx")


def test_letterforms_of_all_letters_and_digits_differ() -> None:
    masks = {char: serial_mask(char, width=80, height=120) for char in GLYPHS if char.isalnum()}
    assert len(masks) == 36
    for first, mask in masks.items():
        assert 0.1 < (mask > 127).mean() < 0.7
        for second, other in masks.items():
            if first != second:
                assert np.abs(mask.astype(int) - other).mean() > 2, (first, second)


def test_every_style_draws_a_plate_with_the_number_on_it() -> None:
    for region in STYLES:
        face = draw_plate("0KBD031", region)
        assert face.shape == (360, 720, 4)
        inked = np.abs(face[:, :, :3].astype(int) - draw_plate("-", region)[:, :, :3]).max(axis=2) > 60
        assert 0.08 < inked.mean() < 0.5


def test_catalogue_has_about_forty_scenes_with_names_of_their_own() -> None:
    demos = demo_scenes(NOW)
    assert 38 <= len(demos) <= 50
    assert len({demo.slug for demo in demos}) == len(demos)
    assert {demo.camera for demo in demos} == CAMERAS
    assert {demo.scene.light for demo in demos} == set(Light)
    assert {vehicle.body for demo in demos for vehicle in demo.scene.vehicles} == set(Body)


def test_every_expected_plate_has_a_known_region_and_is_drawn_inside_its_frame() -> None:
    for demo in demo_scenes(NOW):
        boxes = [box for box in plate_boxes(demo.scene) if box is not None]
        assert len(boxes) == len(demo.expected), demo.slug
        for x, y, w, h in boxes:
            assert x >= 0 and y >= 0 and x + w <= FRAME_WIDTH and y + h <= FRAME_HEIGHT, demo.slug
        for plate in demo.expected:
            assert plate.region in REGIONS
            assert plate.text.isalnum() and plate.text.isupper() and 5 <= len(plate.text) <= 7


def test_no_plate_is_on_two_scenes_but_those_that_are_chalked() -> None:
    seen = Counter((plate.text, plate.region) for demo in demo_scenes(NOW) for plate in demo.expected)
    assert {text for (text, _), count in seen.items() if count > 1} == SEEN_TWICE
    assert max(seen.values()) == 2


def test_every_california_number_begins_where_no_series_does() -> None:
    for demo in demo_scenes(NOW):
        for plate in demo.expected:
            assert plate.region != "us-ca" or plate.text.startswith("0")


def test_one_number_is_seen_from_two_states() -> None:
    regions: dict[str, set[str]] = {}
    for demo in demo_scenes(NOW):
        for plate in demo.expected:
            regions.setdefault(plate.text, set()).add(plate.region)
    assert [text for text, of in regions.items() if len(of) == 2] == ["KLG0952"]


def test_look_alike_pairs_differ_in_one_character() -> None:
    demos = by_slug()
    for first, second in (
        ("look-alike-zero", "look-alike-letter-o"),
        ("look-alike-o-and-d", "look-alike-d-and-o"),
        ("look-alike-1-and-7", "look-alike-7-and-1"),
    ):
        pair = zip(demos[first].expected[0].text, demos[second].expected[0].text, strict=True)
        assert sum(a != b for a, b in pair) == 1


@pytest.mark.parametrize("hour", range(0, 24, 2))
def test_chalked_vehicles_are_seen_again_in_one_place_two_to_three_hours_later(hour: int) -> None:
    demos = by_slug(datetime(2026, 3, 4, hour, 20, tzinfo=CITY_TIME))
    for name in ("grey-sedan", "orange-hatchback"):
        first, second = demos[f"first-pass-{name}"], demos[f"second-pass-{name}"]
        assert first.scene.camera_time and second.scene.camera_time
        assert timedelta(hours=2) < second.scene.camera_time - first.scene.camera_time < timedelta(hours=3)
        assert first.expected == second.expected
        assert first.scene.latitude == second.scene.latitude
        assert abs(first.scene.longitude - second.scene.longitude) * 92_200 < 3


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_every_camera_time_lies_in_the_last_two_days_and_at_its_own_hour(hour: int) -> None:
    now = datetime(2026, 3, 4, hour, 1, tzinfo=UTC)
    for demo in demo_scenes(now):
        when = demo.scene.camera_time
        assert when is not None
        assert now - timedelta(days=2) < when <= now
        if demo.scene.light in (Light.NIGHT, Light.INFRARED):
            assert when.astimezone(CITY_TIME).hour >= 21


def test_command_writes_the_catalogue_and_the_truth(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("draw_frames", str(tmp_path / "frames"), stdout=out)
    truth = json.loads((tmp_path / "frames" / "truth.json").read_text())
    demos = by_slug()
    assert {row["image"] for row in truth} == {f"{slug}.jpg" for slug in demos}
    assert f"{len(demos)} frames" in out.getvalue()
    for row in truth:
        frame = inspect((tmp_path / "frames" / row["image"]).read_bytes(), name=row["image"])
        assert frame.camera_time is not None
        assert frame.latitude is not None
        assert bool(row["plate"]) == (row["box"] is not None)


def test_command_says_which_folder_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="name a folder that can"):
        call_command("draw_frames", str(tmp_path / "file"))
