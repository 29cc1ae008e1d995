"""Geometry of text boxes: the pieces of one serial, and the plate around it."""

import math

import numpy as np
import pytest

from reads.recognition.lines import TextBox, could_be_serial, join, plate_box


def box(x: float, y: float, length: float, height: float, degrees: float = 0) -> TextBox:
    return TextBox(x, y, length, height, math.radians(degrees), 0.9)


def test_two_groups_with_a_gap_become_one_line() -> None:
    joined = join(box(100, 100, 60, 24), box(190, 101, 70, 24))
    assert joined is not None
    assert joined.length == pytest.approx(155, abs=2)
    assert joined.x == pytest.approx(147.5, abs=2)


def test_groups_of_a_tilted_plate_are_joined_along_its_tilt() -> None:
    turn = math.radians(15)
    other = box(100 + 90 * math.cos(turn), 100 + 90 * math.sin(turn), 70, 24, 15)
    joined = join(box(100, 100, 60, 24, 15), other)
    assert joined is not None
    assert math.degrees(joined.angle) == pytest.approx(15, abs=1)
    assert joined.height == pytest.approx(24, abs=1)


def test_order_does_not_matter_when_joining() -> None:
    a, b = box(100, 100, 60, 24), box(190, 101, 70, 24)
    assert join(a, b) == join(b, a)


@pytest.mark.parametrize(
    "other",
    [box(100, 130, 60, 24), box(190, 100, 70, 10), box(300, 100, 70, 24), box(190, 100, 70, 24, 30)],
    ids=["below", "much smaller", "far off", "otherwise tilted"],
)
def test_what_is_not_beside_it_in_the_same_size_is_not_joined(other: TextBox) -> None:
    assert join(box(100, 100, 60, 24), other) is None


def test_corners_come_back_as_the_box_they_were_made_of() -> None:
    for degrees in (-40, -10, 0, 10, 40):
        again = TextBox.from_corners(box(50, 60, 80, 20, degrees).corners(), 0.9)
        assert again.length == pytest.approx(80, abs=0.1)
        assert math.degrees(again.angle) == pytest.approx(degrees, abs=0.1)


def test_the_plate_is_twice_as_wide_as_high_and_holds_the_serial() -> None:
    x, y, w, h = plate_box(box(300, 200, 140, 40), 7, 720, 1280)
    assert w == pytest.approx(2 * h, abs=1)
    assert x < 230 and x + w > 370
    assert y < 180 and y + h > 220


def test_a_short_serial_does_not_fill_its_plate() -> None:
    _, _, short, _ = plate_box(box(300, 200, 80, 40), 4, 720, 1280)
    assert short == pytest.approx(150, abs=2)


def test_a_plate_at_the_edge_is_cut_off_there() -> None:
    x, y, w, h = plate_box(box(5, 5, 140, 40), 7, 100, 60)
    assert (x, y) == (0, 0)
    assert w <= 60 and h <= 100


def test_part_of_a_line_keeps_its_tilt() -> None:
    half = box(100, 100, 80, 20, 90).between(0.5, 1)
    assert (half.x, half.y, half.length) == pytest.approx((100, 120, 40))


@pytest.mark.parametrize(
    ("candidate", "possible"),
    [
        (box(300, 200, 100, 30), True),
        (box(300, 200, 100, 30, 50), False),
        (box(300, 200, 10, 5), False),
        (box(300, 200, 600, 30), False),
        (box(300, 200, 300, 400), False),
    ],
)
def test_proportions_decide_what_may_be_a_serial(candidate: TextBox, possible: bool) -> None:
    assert could_be_serial(candidate, 720, 1280) is possible


def test_boxes_work_on_plain_arrays() -> None:
    corners = np.array([[0, 0], [10, 0], [10, 4], [0, 4]], np.float32)
    assert TextBox.from_corners(corners, 1.0).length == pytest.approx(10)
