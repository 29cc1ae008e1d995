"""Words that stand on plates and around them but are not serials."""

import pytest

from reads.recognition.wording import is_wording, region_of


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("California", "us-ca"), ("CALIFORN1A", "us-ca"), ("Californla", "us-ca"), ("TEXAS", "us-tx"),
        ("NEW YORK", "us-ny"), ("NEWYORK", "us-ny"), ("The Lone Star State", "us-tx"),
        ("dmv.ca.gov", "us-ca"), ("WEST VIRGINIA", "us-wv"), ("VIRGINIA", "us-va"),
        ("North Carolina", "us-nc"), ("South Carolina", "us-sc"), ("Arkansas", "us-ar"), ("Kansas", "us-ks"),
        ("Sunshine State", "us-fl"), ("Washington DC", "us-dc"),
    ],
)  # fmt: skip
def test_a_state_or_its_slogan_tells_the_region(text: str, region: str) -> None:
    assert region_of(text) == region


@pytest.mark.parametrize("text", ["", "CAL", "7XYZ123", "ABC1234", "SUNSET MOTORS", "ЖЖЖЖЖЖ", "12345678"])
def test_other_text_tells_no_region(text: str) -> None:
    assert region_of(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "California", "LOUISIANA", "FAMOUS POTATOES", "LAND OF LINCOLN", "TOYOTA", "T0YOTA",
        "SILVERADO", "NO PARKING", "www.sunsetmotors.com", "(626) 555-0134",
        "626-555-0134", "555-0134", "2031-04-17",
        "2031=04-", "04/17/2031", "VALLEY AUTO GROUP", "SPEED",
    ],
)  # fmt: skip
def test_frames_badges_signs_numbers_and_dates_are_wording(text: str) -> None:
    assert is_wording(text)


@pytest.mark.parametrize(
    "text", ["7XYZ123", "ABC-1234", "ABC 123", "123·ABC", "12345A6", "AB1-C2D", "HIMOM", "A12 BCD"]
)
def test_serials_are_not_wording(text: str) -> None:
    assert not is_wording(text)
