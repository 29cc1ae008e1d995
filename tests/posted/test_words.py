"""The markup, the canonical text, the changes, and the live lists."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.canonical import canonical_text, sha256_of
from policy.changes import changed_sections, pieces
from policy.markup import blocks, clean
from policy.sections import SECTIONS, missing
from policy.selectors import live
from tests.factories import accounts as people
from tests.factories.policy import WORDS

at_any_speed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_paragraphs_headings_and_lists() -> None:
    text = "One\ntwo\n\n## Head\n- a\nmore\n- b\n\n(a) x\n(b) y\n- c"
    found = blocks(text)
    assert [(block.kind, block.text, block.items) for block in found] == [
        ("paragraph", "One two", []),
        ("heading", "Head", []),
        ("bullets", "", [["", "a more"], ["", "b"]]),
        ("letters", "", [["(a)", "x"], ["(b)", "y"]]),
        ("bullets", "", [["", "c"]]),
    ]


@at_any_speed
@given(st.text(max_size=300))
def test_any_text_is_taken_apart_and_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not set(once) & {"\x00", "\r", "\u202e", "\x1f"}
    words = " ".join(
        part
        for block in blocks(text)
        for part in (block.text, *(item for pair in block.items for item in pair))
    )
    assert not set(once.split()) - set(words.split()) - {"##", "-", "*", "•"}


@at_any_speed
@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.kind != "added") == before
    assert "".join(one.text for one in found if one.kind != "removed") == after


def test_only_sections_that_differ_are_shown_as_changed() -> None:
    changed = changed_sections(WORDS, {**WORDS, "sharing": "Other."})
    assert [one.section.key for one in changed] == ["sharing"]


def test_missing_are_the_sections_that_say_nothing() -> None:
    assert missing(WORDS) == []
    assert [section.key for section in missing({**WORDS, "keeping": " \n "})] == ["keeping"]
    assert len(missing({})) == len(SECTIONS)


def test_the_canonical_text_is_one_form_whatever_was_typed() -> None:
    said = {"city": "Pasadena", "division": "Parking Division", "number": 1, "effective_on": date(2026, 1, 1)}
    one = canonical_text(sections={**WORDS, "scope": "Caf\u00e9\r\nbar"}, lists={}, **said)
    other = canonical_text(sections={**WORDS, "scope": "Cafe\u0301\nbar\n"}, lists={}, **said)
    assert sha256_of(one) == sha256_of(other)
    assert one.endswith("\n")
    assert "\r" not in one


def test_designations_are_those_of_enabled_people_with_a_role(django_assert_num_queries: object) -> None:
    from django.utils import timezone

    now = timezone.now()
    people.officer()
    people.officer(username="second")
    people.person(
        "officer", username="gone", is_active=False, designation=people.DesignationFactory(title="Gone")
    )
    people.stranger()
    people.person(
        "administrator",
        username="tech",
        contractor=True,
        designation=people.DesignationFactory(title="Camera Technician"),
    )
    with django_assert_num_queries(1):
        found = live.designations(now)
    assert [(line.title, line.kind, [role.slug for role in line.roles]) for line in found] == [
        ("Camera Technician", "Independent contractors, Curbside Systems, Inc.", ["administrator"]),
        ("Parking Enforcement Officer", "Employees, Pasadena Parking Division", ["officer"]),
    ]


@pytest.mark.parametrize(
    ("make", "lacking"), [(people.officer, 0), (people.untrained, 1), (people.lapsed, 1)]
)
def test_people_without_training_in_force_are_counted(make: object, lacking: int) -> None:
    from django.utils import timezone

    make()
    assert live.without_training(timezone.now()) == (lacking, 1)
