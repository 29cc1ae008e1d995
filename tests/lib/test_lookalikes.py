"""Plates a camera could take for one another, in words, and none that it could not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_portal.lib.lookalikes import FOLD_FROM, FOLD_TO, Match, compare, fold

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
plates = st.text(ALPHABET, min_size=1, max_size=8)


def said(plate: str, listed: str) -> str | None:
    """The explanation of a comparison within one state; None where they are two vehicles."""
    likeness = compare(plate, "us-ca", listed, "us-ca")
    return None if likeness is None else likeness.why


def edits(one: str, other: str) -> int:
    """Levenshtein's distance, as the textbook has it."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]


def test_the_same_number_and_state_is_exact_and_needs_no_words() -> None:
    likeness = compare("8ABC123", "us-ca", "8ABC123", "us-ca")
    assert likeness is not None
    assert (likeness.match, likeness.why) == (Match.EXACT, "")


@pytest.mark.parametrize(
    ("plate", "listed", "why"),
    [
        ("8ABCO23", "8ABC023", "O read where the list has 0."),
        ("8A8C1Z3", "8ABC123", "8 read where the list has B, Z read where the list has 2."),
        ("8ABC723", "8ABC123", "7 read where the list has 1."),
        ("8ABC12", "8ABC123", "The list has one more character: 3, in place 7."),
        ("ABC123", "8ABC123", "The list has one more character: 8, in place 1."),
        ("8ABCC123", "8ABC123", "One more character was read than the list has: C, in place 5."),
    ],
)
def test_what_may_be_the_listed_vehicle_says_where_the_numbers_differ(
    plate: str, listed: str, why: str
) -> None:
    likeness = compare(plate, "us-ca", listed, "us-ca")
    assert likeness is not None
    assert (likeness.match, likeness.why) == (Match.POSSIBLE, why)


@pytest.mark.parametrize(("plate", "listed"), [("8ABC777", "8ABC123"), ("8ABC7", "8ABC123"), ("AB", "CD")])
def test_two_differences_are_another_vehicle(plate: str, listed: str) -> None:
    assert said(plate, listed) is None


def test_the_same_number_of_another_state_is_another_vehicle() -> None:
    assert compare("8ABC123", "us-ca", "8ABC123", "us-nv") is None
    assert compare("8ABC123", "us-ca", "8A8C123", "us-nv") is None


@pytest.mark.parametrize(
    ("region", "listed", "why"),
    [
        ("", "us-ca", "The state was not read; the list has California."),
        ("us-ca", "", "The list does not say which state; California was read."),
        ("", "", "Neither the read nor the list has a state."),
    ],
)
def test_a_state_that_one_side_does_not_know_makes_it_possible(region: str, listed: str, why: str) -> None:
    likeness = compare("8ABC123", region, "8ABC123", listed)
    assert likeness is not None
    assert (likeness.match, likeness.why) == (Match.POSSIBLE, why)


@given(plates, plates)
def test_alike_is_what_the_textbook_says(one: str, other: str) -> None:
    alike = fold(one) == fold(other) or edits(one, other) <= 1
    assert (said(one, other) is not None) == alike


@given(plates, st.data())
def test_one_edit_away_is_always_found_and_explained(plate: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(plate)))
    character = data.draw(st.sampled_from(ALPHABET))
    for other in (
        plate[:place] + character + plate[place:],
        plate[:place] + character + plate[place + 1 :],
        plate[:place] + plate[place + 1 :],
    ):
        why = said(plate, other)
        assert why is not None
        assert bool(why) == (plate != other)


@given(plates, plates)
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    assert (said(one, other) is None) == (said(other, one) is None)


def test_folding_writes_each_group_as_its_digit() -> None:
    assert len(FOLD_FROM) == len(FOLD_TO)
    assert fold("ODQ0I1Z2S5B8G6") == "00001122558866"
    assert fold(fold("OD8B")) == fold("OD8B")
