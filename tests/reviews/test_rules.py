"""Each rule with what it lets pass and what it flags, and the sentence it says."""

from datetime import date, datetime, time

import pytest

from audit.review_facts import DayCount, PlateLooks, ReferenceText, ReferenceUse, SessionSearches
from reviews.references import FormatOnly
from reviews.rules.hours import Shift, off_shift
from reviews.rules.patterns import beyond_norm, never_opens, same_plate
from reviews.rules.references import reference_empty, reference_repeats, reference_unknown
from reviews.rules.thresholds import Thresholds
from reviews.rules.words import prohibited_words, words_sentence

LIMITS = Thresholds()


@pytest.mark.parametrize(("looks", "days", "flagged"), [(7, 2, False), (8, 1, True), (3, 3, True)])
def test_one_plate_again_and_again(looks: int, days: int, flagged: bool) -> None:
    said = same_plate(PlateLooks("p", looks, days, 1), LIMITS)
    assert bool(said) is flagged
    assert not flagged or f"{looks} times on {days} day" in said


@pytest.mark.parametrize(
    ("looks", "earlier", "flagged"),
    [
        (60, [20, 22, 25, 30, 21], False),
        (80, [20, 22, 25, 30, 21], True),
        (40, [1, 1, 1, 1, 1], False),  # never too many, however quiet the person usually is
        (41, [1, 1, 1, 1, 1], True),
        (80, [300], False),  # no norm of their own yet: everybody's is 30
        (91, [300], True),
    ],
)
def test_many_more_looks_than_usual(looks: int, earlier: list[int], flagged: bool) -> None:
    said = beyond_norm(DayCount("p", date(2026, 3, 4), looks, 1), earlier, 30, LIMITS)
    assert bool(said) is flagged
    assert not flagged or f"Made {looks} looks on March 4" in said


@pytest.mark.parametrize(("searches", "flagged"), [(4, False), (5, True)])
def test_a_session_of_searches_that_opens_nothing(searches: int, flagged: bool) -> None:
    assert bool(never_opens(SessionSearches("p", searches, 1), LIMITS)) is flagged


WEEKDAYS = Shift(frozenset(range(5)), time(6), time(18))
NIGHTS = Shift(frozenset({4}), time(22), time(6))


@pytest.mark.parametrize(
    ("at", "flagged"),
    [
        ("2026-03-04T06:00", False),
        ("2026-03-04T17:59", False),
        ("2026-03-04T18:00", True),
        ("2026-03-04T03:00", True),
        ("2026-03-07T12:00", True),  # a Saturday
        ("2026-03-06T23:00", False),  # Friday night
        ("2026-03-07T05:59", False),  # and the morning after
        ("2026-03-07T06:00", True),
        ("2026-03-08T05:00", True),  # no night shift began on Saturday
    ],
)
def test_a_look_off_shift(at: str, flagged: bool) -> None:
    moment = datetime.fromisoformat(at)
    assert bool(off_shift(moment, [WEEKDAYS, NIGHTS])) is flagged
    assert off_shift(moment, []) == ""


def reference(purpose: str, text: str) -> ReferenceText:
    return ReferenceText("p", purpose, text, 3, 1)


@pytest.mark.parametrize(
    ("purpose", "text", "flagged"),
    [
        ("police_request", "26-003712", False),
        ("citation_contest", "PK-2031845", False),
        ("time_limit", "", False),
        ("police_request", "", True),
        ("police_request", "123", True),
        ("police_request", "N/A", True),
        ("police_request", "INVESTIGATION", True),
        ("police_request", "inv", True),
        ("police_request", "INVESTIGATION 1", True),
        ("police_request", "follow up", True),
        ("records_request", "PRR-26-0457", False),
        ("time_limit", "test", True),
    ],
)
def test_a_reference_that_says_nothing(purpose: str, text: str, flagged: bool) -> None:
    assert bool(reference_empty(reference(purpose, text))) is flagged


@pytest.mark.parametrize(
    ("purpose", "text", "flagged"),
    [
        ("police_request", "26-003712", False),
        ("police_request", "CASE OF MINE 7", True),
        ("citation_contest", "PK-2031845", False),
        ("citation_contest", "PK-12", True),
        ("time_limit", "WHATEVER", False),
    ],
)
def test_a_reference_that_cannot_exist(purpose: str, text: str, flagged: bool) -> None:
    assert bool(reference_unknown(reference(purpose, text), FormatOnly())) is flagged


def test_a_citys_own_register_decides_what_exists() -> None:
    class Register:
        says_why = "the court has none"

        def knows(self, *, kind: str, reference: str) -> bool | None:
            return {"26-003712": True, "26-000000": False}.get(reference)

    assert reference_unknown(reference("police_request", "26-003712"), Register()) == ""
    assert reference_unknown(reference("police_request", "whatever"), Register()) == ""
    said = reference_unknown(reference("police_request", "26-000000"), Register())
    assert said == "There is no case number “26-000000”: the court has none."


@pytest.mark.parametrize(("plates", "people", "flagged"), [(2, 2, False), (3, 1, True), (1, 3, True)])
def test_a_reference_that_repeats(plates: int, people: int, flagged: bool) -> None:
    use = ReferenceUse("police_request", "26-003712", plates, people, 1)
    assert bool(reference_repeats(use, LIMITS)) is flagged


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("26-003712 stolen vehicle", ()),
        ("police notice in the office", ()),
        ("ERROR in CITATION", ()),
        ("For ICE", ("ice",)),
        ('{"note":"I.C.E. request, deport"}', ("deport", "i.c.e.")),
        ("CBP/HSI", ("cbp", "hsi")),
        ("287(g) Immigration hold", ("287(g)", "immigration")),
    ],
)
def test_words_that_point_to_a_prohibited_purpose(text: str, words: tuple[str, ...]) -> None:
    assert prohibited_words(text) == words
    assert not words or f"“{words[0]}”" in words_sentence(words, 1)
