"""How long a session lasts: thirty minutes without a sign, twelve hours in all."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import SignIn
from tests.factories import accounts as people

pytestmark = pytest.mark.usefixtures("doors")

NOON = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)  # noon in the city


def test_thirty_minutes_without_a_sign_lock_the_session(client: Client, ledger: object) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        people.log_in(client, people.officer())
        clock.shift(timedelta(minutes=30) - timedelta(seconds=1))
        assert client.get("/tests/record").status_code == 200
        clock.shift(timedelta(minutes=31))
        answer = client.get("/tests/record")
    assert answer.url == "/account/unlock?next=%2Ftests%2Frecord"
    assert ledger.last("tests.record").code == "idle"


def test_a_locked_session_opens_with_the_password_and_goes_on_where_it_was(
    client: Client, events: list
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        people.log_in(client, people.officer(), purpose="scofflaw")
        before = client.cookies["sessionid"].value
        clock.shift(timedelta(minutes=31))
        assert b"locked after 30 minutes" in client.get("/account/unlock?next=/tests/record").content
        assert client.get("/tests/page").url.startswith("/account/unlock")
        wrong = client.post("/account/unlock", {"password": "not it", "next": "/tests/record"})
        assert wrong.status_code == 422
        right = client.post("/account/unlock", {"password": people.PASSWORD, "next": "/tests/record"})
        assert right.url == "/tests/record"
        assert client.cookies["sessionid"].value != before
        assert client.get("/tests/record").status_code == 200
    assert [written.event for written in events] == ["login_failed", "session_unlocked"]


def test_a_locked_session_opens_neither_the_second_factor_nor_the_password(client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        people.log_in(client, people.officer())
        clock.shift(timedelta(minutes=31))
        for door in ("second-factor", "second-factor/setup", "password", "purpose", "my-access"):
            assert client.get(f"/account/{door}").url.startswith("/account/unlock"), door


def test_questions_a_page_asks_by_itself_keep_no_session_alive(client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        people.log_in(client, people.officer())
        for _ in range(3):
            clock.shift(timedelta(minutes=10) - timedelta(seconds=1))
            assert client.get("/tests/poll").content == b"still there"
        clock.shift(timedelta(minutes=1))
        assert client.get("/tests/poll").url.startswith("/account/unlock")


def test_twelve_hours_after_the_log_in_everybody_logs_in_again(client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        officer = people.officer()
        people.log_in(client, officer)
        for _ in range(12 * 3 - 1):
            clock.shift(timedelta(minutes=20))
            assert client.get("/tests/record").status_code == 200
        clock.shift(timedelta(minutes=20) - timedelta(seconds=1))
        assert client.get("/tests/record").status_code == 200
        clock.shift(timedelta(seconds=1))
        answer = client.get("/tests/record")
        assert answer.url == "/account/login?next=%2Ftests%2Frecord&ended=expired"
        assert b"Your session ended" in client.get(answer.url).content
        assert SignIn.objects.get(user=officer).ended_at == timezone.now()


def test_a_session_that_no_log_in_began_opens_nothing(client: Client) -> None:
    officer = people.officer()
    people.log_in(client, officer)
    SignIn.objects.filter(user=officer).update(session="0" * 64)
    assert client.get("/tests/page").url.startswith("/account/login")
