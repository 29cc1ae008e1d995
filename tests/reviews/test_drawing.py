"""The ledger's facts through chance and rules: what is drawn of a day, and why."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest

from accounts.models import User
from audit.review_facts import Span
from reviews.drawing import Draw, Drawn, Shifts, StaffHash, draw_review
from reviews.rules.catalogue import RULES
from reviews.rules.hours import Shift
from reviews.rules.thresholds import Thresholds
from reviews.staff_plates import hashes
from tests.factories import accounts as people
from tests.factories.reviews import look, noon, quiet_day, reading_the_ledger


@pytest.fixture
def day() -> date:
    return quiet_day()


@pytest.fixture
def officer() -> User:
    return people.officer()


@pytest.fixture
def looked(day: date, admin_connection: psycopg.Connection) -> Callable[..., UUID]:
    """One look on that day."""

    def make(by: User, *, hour: int = 12, minute: int = 0, later: int = 0, **said: object) -> UUID:
        return look(
            by, at=noon(day + timedelta(days=later), hour, minute), connection=admin_connection, **said
        )

    return make


def drawn(day: date, *, size: int = 1000, days: int = 1, seed: str = "5eed", **more: object) -> Draw:
    with reading_the_ledger():
        return draw_review(
            **{
                "span": Span(noon(day, 0), noon(day + timedelta(days=days), 0)),
                "seed": seed,
                "size": size,
                "rules": frozenset(RULES),
                "limits": Thresholds(),
                "shifts": Shifts(),
                "staff": [],
            }
            | more
        )


def flagged(found: Draw, rule: str) -> list[Drawn]:
    return [one for one in found.items if rule in dict(one.reasons)]


def test_looks_and_refused_looks_are_drawn_and_pictures_inside_pages_are_not(
    day: date, officer: User, looked: Callable[..., UUID]
) -> None:
    read = looked(officer)
    refused = looked(officer, door="reads.search", result="refused")
    looked(officer, door="reads.crop")
    looked(officer, door="reads.frame_thumbnail")
    found = drawn(day)
    assert [one.access for one in found.items] == [read, refused]
    assert {one.subject for one in found.items} == {str(officer.uid)}
    assert (found.population_count, found.sample_size) == (2, 2)
    assert all(one.in_sample for one in found.items)


def test_the_same_seed_draws_the_same_again_and_the_hash_names_the_population(
    day: date, officer: User, looked: Callable[..., UUID]
) -> None:
    for minute in range(12):
        looked(officer, minute=minute)
    one, two, other = (drawn(day, size=4, seed=seed) for seed in ("5eed", "5eed", "another"))
    assert [item.access for item in one.items] == [item.access for item in two.items]
    assert [item.access for item in one.items] != [item.access for item in other.items]
    assert one.population_hash == other.population_hash
    looked(officer)
    assert drawn(day, size=4).population_hash != one.population_hash


def test_a_period_without_looks_draws_nothing(day: date) -> None:
    found = drawn(day)
    assert (found.items, found.population_count, found.sample_size) == ([], 0, 0)


def test_what_a_rule_flags_is_drawn_beside_the_sample(
    day: date, officer: User, looked: Callable[..., UUID]
) -> None:
    for minute in range(30):
        looked(officer, minute=minute)
    odd = looked(officer, purpose="police_request", reference="INVESTIGATION")
    found = drawn(day, size=2)
    (one,) = flagged(found, "reference_empty")
    assert one.access == odd
    assert len(found.items) == 2 + (not one.in_sample)
    assert flagged(drawn(day, size=2, rules=frozenset()), "reference_empty") == []


def test_one_plate_often_is_one_item_and_its_sentence_bears_no_plate(
    day: date, officer: User, looked: Callable[..., UUID]
) -> None:
    other = people.administrator()
    for minute in range(7):
        looked(officer, minute=minute, door="reads.search", plates_sought=["us-ca 7QRS901"])
        looked(other, minute=minute, plates=[f"us-ca 7QRT90{minute}"])
    assert flagged(drawn(day), "same_plate") == []
    last = looked(officer, minute=59, plates=["us-ca 7QRS901"])
    # A list on which the plate stands among others is no look at it.
    looked(officer, minute=59, plates=["us-ca 7QRS901", "us-ca 7QRS902"])
    (one,) = flagged(drawn(day), "same_plate")
    assert one.access == last
    assert "8 times" in dict(one.reasons)["same_plate"]
    assert "7QRS901" not in str(one.reasons)


def test_looks_beyond_a_persons_own_norm(day: date, officer: User, looked: Callable[..., UUID]) -> None:
    limits = Thresholds(norm_least=3, norm_factor=2)
    for earlier in range(1, 7):
        looked(officer, later=-earlier)
    for minute in range(3):
        looked(officer, minute=minute)
    assert flagged(drawn(day, limits=limits), "beyond_norm") == []
    last = looked(officer, minute=50)
    (one,) = flagged(drawn(day, limits=limits), "beyond_norm")
    assert one.access == last


def test_off_shift_is_one_item_a_day_and_a_persons_hours_take_the_place_of_their_roles(
    day: date, officer: User, looked: Callable[..., UUID]
) -> None:
    office = Shift(frozenset(range(7)), noon(day, 8).time(), noon(day, 17).time())
    looked(officer, hour=12)
    by_role = Shifts(of_roles={"officer": [office]})
    assert flagged(drawn(day, shifts=by_role), "off_shift") == []
    first = looked(officer, hour=3)
    looked(officer, hour=4)
    (one,) = flagged(drawn(day, shifts=by_role), "off_shift")
    assert one.access == first
    assert "03:00" in dict(one.reasons)["off_shift"]
    assert "2 looks" in dict(one.reasons)["off_shift"]
    nights = Shift(frozenset(range(7)), noon(day, 0).time(), noon(day, 23).time())
    own = Shifts(of_people={str(officer.uid): [nights]}, of_roles={"officer": [office]})
    assert flagged(drawn(day, shifts=own), "off_shift") == []
    assert flagged(drawn(day), "off_shift") == []


def test_a_reference_that_opens_many_plates(day: date, officer: User, looked: Callable[..., UUID]) -> None:
    def search(plate: str) -> UUID:
        return looked(
            officer,
            door="reads.search",
            purpose="police_request",
            reference="26-003712",
            plates_sought=[f"us-ca {plate}"],
        )

    search("7QAA001"), search("7QAA001"), search("7QAA002")
    assert flagged(drawn(day), "reference_repeats") == []
    last = search("7QAA003")
    (one,) = flagged(drawn(day), "reference_repeats")
    assert one.access == last
    assert "3 different plates by 1 person" in dict(one.reasons)["reference_repeats"]


def test_a_reference_without_the_form_of_one(day: date, officer: User, looked: Callable[..., UUID]) -> None:
    looked(officer, purpose="citation_contest", reference="PK-2031845")
    odd = looked(officer, purpose="citation_contest", reference="CAR 7 OF MINE 2")
    (one,) = flagged(drawn(day), "reference_unknown")
    assert one.access == odd


def test_prohibited_words_in_the_reference_and_in_what_was_typed(
    day: date, officer: User, looked: Callable[..., UUID]
) -> None:
    looked(officer, purpose="police_request", reference="26-003712", query='{"note":"police notice"}')
    assert flagged(drawn(day), "prohibited_words") == []
    one = looked(officer, purpose="police_request", reference="26-003713 ICE")
    two = looked(officer, query='{"note":"for Immigration"}')
    assert {found.access for found in flagged(drawn(day), "prohibited_words")} == {one, two}


def test_searches_that_never_open_anything(day: date, officer: User, looked: Callable[..., UUID]) -> None:
    for minute in range(5):
        last = looked(
            officer, minute=minute, door="reads.search", session="a", records=["read:1"], plates=["7QBB001"]
        )
        looked(officer, minute=minute, door="reads.search", session="b", records=["read:1"])
    looked(officer, door="reads.read", session="b", records=["read:1"])
    (one,) = flagged(drawn(day), "never_opens")
    assert one.access == last


def test_own_and_colleagues_plates_are_told_by_their_hashes(
    day: date, officer: User, looked: Callable[..., UUID]
) -> None:
    colleague = people.administrator()
    staff = [
        StaffHash(str(officer.uid), officer.full_name, *hashes("7QOWN01", "us-ca")),
        StaffHash(str(colleague.uid), colleague.full_name, *hashes("7QCOL01", "us-ca")),
    ]
    looked(officer, plates_sought=["us-ca 7QZZ001"], door="reads.search")
    looked(officer, plates_sought=["us-nv 7QOWN01"], door="reads.search")  # another state, another vehicle
    assert flagged(drawn(day, staff=staff), "staff_plate") == []
    own = looked(officer, plates_sought=["7QOWN01"], door="reads.search")  # without a state it may be theirs
    other = looked(officer, plates=["us-ca 7QCOL01"])
    said = {
        one.access: dict(one.reasons)["staff_plate"]
        for one in flagged(drawn(day, staff=staff), "staff_plate")
    }
    assert said == {
        own: "Looked up their own plate once in the period.",
        other: "Looked up a plate of their colleague Ada Quill once in the period.",
    }


def test_without_a_key_the_review_says_that_staff_plates_were_not_compared(
    day: date, officer: User, looked: Callable[..., UUID], settings: object
) -> None:
    staff = [StaffHash(str(officer.uid), officer.full_name, *hashes("7QOWN01", "us-ca"))]
    looked(officer, plates_sought=["us-ca 7QOWN01"], door="reads.search")
    settings.ALPR_STAFF_PLATE_KEY = ""
    (note,) = drawn(day, staff=staff).notes
    assert "Staff plates were not compared" in note
