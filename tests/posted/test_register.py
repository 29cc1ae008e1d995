"""The register of designees has neither gap nor overlap, and any past day can be asked about."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from policy.actions import register
from policy.models import Designee, Hearing
from policy.selectors.register import designee_now, designee_on
from tests.factories import accounts as people
from tests.factories import policy as made
from tests.factories.policy import DesigneeFactory

FIRST = date(2024, 1, 1)


def appoint(name: str, starts_on: date, by: object = None) -> Designee:
    return register.appoint(
        title="Parking Manager",
        name=name,
        starts_on=starts_on,
        account=None,
        by=by or made.approver(),
        now=timezone.now(),
    )


def at_commit() -> None:
    """What the database asks when a transaction commits, asked now."""
    connection.cursor().execute("set constraints all immediate")


def test_appointing_ends_the_one_before_on_the_day_before() -> None:
    appoint("Ann", FIRST)
    appoint("Ben", date(2025, 3, 1))
    at_commit()
    assert list(Designee.objects.values_list("name", "starts_on", "ends_on")) == [
        ("Ben", date(2025, 3, 1), None),
        ("Ann", FIRST, date(2025, 2, 28)),
    ]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 12, 31), None),
        (FIRST, "Ann"),
        (date(2025, 2, 28), "Ann"),
        (date(2025, 3, 1), "Ben"),
        (date(2031, 1, 1), "Ben"),
    ],
)
def test_who_it_was_on_any_day_is_answered(day: date, name: str | None) -> None:
    appoint("Ann", FIRST)
    appoint("Ben", date(2025, 3, 1))
    found = designee_on(day)
    assert (found.name if found else None) == name


@pytest.mark.parametrize("starts_on", [FIRST, FIRST - timedelta(days=1)])
def test_a_successor_who_would_begin_before_is_refused_with_a_sentence(starts_on: date) -> None:
    appoint("Ann", FIRST)
    with pytest.raises(ValidationError, match="must lie after the first day"):
        appoint("Ben", starts_on)
    assert designee_now(timezone.now()).name == "Ann"


def add(starts_on: date, ends_on: date | None) -> Designee:
    return DesigneeFactory(name="Cy", starts_on=starts_on, ends_on=ends_on)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda ann: Designee.objects.update(ends_on=date(2025, 1, 1)), "without a successor"),
        (lambda ann: add(date(2025, 1, 1), None), "would overlap"),
        (lambda ann: (close(date(2024, 12, 30)), add(date(2025, 1, 1), None)), "days without a designee"),
        (lambda ann: (close(date(2025, 1, 1)), add(date(2025, 1, 1), None)), "would overlap"),
        (lambda ann: (close(date(2024, 12, 31)), add(date(2025, 1, 1), date(2025, 2, 1))), "successor"),
        (lambda ann: add(date(2020, 1, 1), date(2023, 1, 1)), "days without a designee"),
    ],
)
def test_the_database_refuses_a_gap_and_an_overlap(wrong: Callable[[Designee], object], said: str) -> None:
    ann = appoint("Ann", FIRST)
    at_commit()
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        connection.cursor().execute("set constraints all deferred")
        wrong(ann)
        at_commit()


def close(day: date) -> None:
    Designee.objects.filter(ends_on=None).update(ends_on=day)


def test_what_the_register_says_of_the_past_stays() -> None:
    appoint("Ann", FIRST)
    appoint("Ben", date(2025, 3, 1))
    with pytest.raises(IntegrityError, match="past stays"), transaction.atomic():
        Designee.objects.filter(name="Ann").update(ends_on=date(2024, 6, 1))
    for attack in ("update policy_designee set name = 'Cy'", "delete from policy_designee"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute(attack)


def test_of_two_who_appoint_at_once_one_succeeds(committed: None) -> None:
    from django.db import connections

    approver = made.approver()
    appoint("Ann", FIRST, by=approver)
    answers: list[str] = []
    barrier = threading.Barrier(2)

    def race(name: str, day: date) -> None:
        barrier.wait()
        try:
            appoint(name, day, by=approver)
            answers.append("appointed")
        except ValidationError as refused:
            answers.append(refused.messages[0])
        finally:
            connections.close_all()

    racers = [
        threading.Thread(target=race, args=("Ben", date(2025, 3, 1))),
        threading.Thread(target=race, args=("Cy", date(2025, 4, 1))),
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert "appointed" in answers
    rows = list(Designee.objects.order_by("starts_on"))
    assert rows[-1].ends_on is None
    for before, after in zip(rows, rows[1:], strict=False):
        assert before.ends_on + timedelta(days=1) == after.starts_on
    # One began after the other had ended, or was told that somebody was faster.
    assert len(rows) == 1 + answers.count("appointed")


@pytest.mark.parametrize("make", [people.officer, people.administrator, people.auditor])
def test_only_the_manager_keeps_the_register(make: Callable[[], object]) -> None:
    with pytest.raises(PermissionDenied):
        appoint("Ann", FIRST, by=make())


def test_a_hearing_is_entered_once_it_was_held_and_with_a_safe_link() -> None:
    said = {"body": "City Council", "item": "ALPR", "by": made.approver(), "now": timezone.now()}
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="yet to come"):
        register.record_hearing(held_on=tomorrow, link="https://council.example.org/", **said)
    with pytest.raises(ValidationError):
        register.record_hearing(held_on=FIRST, link="javascript:alert(1)", **said)
    with pytest.raises(ValidationError):
        register.record_hearing(held_on=FIRST, link="http://council.example.org/", **said)
    assert register.record_hearing(held_on=FIRST, link="https://council.example.org/", **said).pk


def test_the_page_appoints_records_and_answers(client: Client) -> None:
    people.log_in(client, people.manager())
    assert b"There is no designee today" in client.get("/policy/register").content
    said = {"title": "Parking Manager", "name": "Ann Ash", "starts_on": "2024-01-01"}
    assert client.post("/policy/register/designee", said).url == "/policy/register"
    page = client.get("/policy/register?on=2024-06-01").content
    assert b"On June 1, 2024 it was" in page
    assert b"Ann Ash" in page
    assert b"had not begun" in client.get("/policy/register?on=2023-06-01").content
    hearing = {"held_on": "2024-01-01", "body": "Council", "item": "ALPR", "link": "https://a.example.org/"}
    assert client.post("/policy/register/hearing", hearing).url == "/policy/register"
    assert Hearing.objects.get().body == "Council"


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": "1999-01-01"},
        {"starts_on": "31.02.2024"},
        {"name": ""},
        {"name": "x" * 300},
        {"account": "999999"},
        {"starts_on": "2023-12-01"},
    ],
)
def test_an_entry_that_is_not_right_is_kept_in_the_form(client: Client, wrong: dict[str, str]) -> None:
    people.log_in(client, people.manager())
    appoint("Ann Ash", FIRST)
    said = {"title": "Deputy of everything", "name": "Ben Birch", "starts_on": "2025-01-01", **wrong}
    answer = client.post("/policy/register/designee", said)
    assert answer.status_code == 422
    assert b"Deputy of everything" in answer.content
    assert Designee.objects.count() == 1


@pytest.mark.parametrize("day", ["", "0000-00-00", "9999-12-31", "x"])
def test_an_odd_day_is_refused_in_the_page(client: Client, day: str) -> None:
    people.log_in(client, people.manager())
    assert client.get("/policy/register", {"on": day}).status_code == 422
