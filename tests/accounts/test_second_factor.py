"""The second factor: codes are accepted once, guessing is slowed down, an app is set up by showing its
code."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import second_factor
from tests.factories import accounts as people

pytestmark = pytest.mark.usefixtures("doors")

NOON = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)


def test_a_code_is_accepted_once_and_not_again_in_another_session(client: Client, events: list) -> None:
    officer = people.officer()
    other = Client()
    people.log_in(client, officer, second_factor=False)
    people.log_in(other, officer, second_factor=False)
    with time_machine.travel(NOON.timestamp(), tick=False) as clock:
        people.log_in(client, officer, second_factor=False)
        people.log_in(other, officer, second_factor=False)
        code = people.code_of(officer)
        assert client.post("/account/second-factor", {"code": code}).status_code == 302
        again = other.post("/account/second-factor", {"code": code})
        assert again.status_code == 422
        assert other.get("/tests/record").url.startswith("/account/second-factor")
        clock.shift(timedelta(minutes=1))
        assert other.post("/account/second-factor", {"code": people.code_of(officer)}).status_code == 302
    failed = next(one for one in events if one.event == "login_failed")
    assert (failed.username, failed.detail["step"]) == ("officer", "second_factor")


def test_guessing_codes_is_slowed_down_and_a_right_one_waits_too(client: Client) -> None:
    officer = people.officer()
    with time_machine.travel(NOON, tick=False) as clock:
        people.log_in(client, officer, second_factor=False)
        for _ in range(3):
            wrong = f"{(int(people.code_of(officer)) + 1) % 10**6:06}"
            clock.shift(timedelta(seconds=10))
            assert client.post("/account/second-factor", {"code": wrong}).status_code == 422
        clock.shift(timedelta(seconds=1))
        answer = client.post("/account/second-factor", {"code": people.code_of(officer)})
        assert answer.status_code == 422
        assert b"Try again in" in answer.content


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34 56", "1" * 5000])
def test_what_is_no_code_is_told_so(client: Client, code: str) -> None:
    people.log_in(client, people.officer(), second_factor=False)
    answer = client.post("/account/second-factor", {"code": code})
    assert answer.status_code == 422


def test_an_app_is_set_up_by_showing_its_code(client: Client, events: list) -> None:
    officer = people.officer()
    TOTPDevice.objects.filter(user=officer).delete()
    people.log_in(client, officer)
    page = client.get("/account/second-factor/setup?next=/tests/record")
    assert b'src="data:image/svg+xml' in page.content
    waiting = TOTPDevice.objects.get(user=officer)
    assert not waiting.confirmed
    assert client.get("/account/second-factor/setup").context["secret"] == page.context["secret"]
    assert client.post("/account/second-factor/setup", {"code": "000000"}).status_code == 422
    TOTPDevice.objects.filter(pk=waiting.pk).update(confirmed=True, throttling_failure_count=0)
    code = people.code_of(officer)
    TOTPDevice.objects.filter(pk=waiting.pk).update(confirmed=False)
    answer = client.post("/account/second-factor/setup", {"code": code, "next": "/tests/record"})
    assert answer.url == "/tests/record"
    assert client.get("/tests/record").status_code == 200
    assert [one.event for one in events] == ["login_failed", "second_factor_added"]


def test_whoever_has_an_app_cannot_replace_it_with_the_password_alone(client: Client) -> None:
    people.log_in(client, people.officer(), second_factor=False)
    assert client.get("/account/second-factor/setup").url == "/account/second-factor"
    assert client.post("/account/second-factor/setup", {"code": "123456"}).url == "/account/second-factor"


def test_another_app_ends_the_sessions_opened_with_the_first(client: Client) -> None:
    officer = people.officer()
    elsewhere = people.log_in(Client(), officer)
    people.log_in(client, officer)
    client.get("/account/second-factor/setup")
    first = TOTPDevice.objects.get(user=officer, confirmed=True)
    new = TOTPDevice.objects.get(user=officer, confirmed=False)
    TOTPDevice.objects.filter(pk=first.pk).update(confirmed=False)
    TOTPDevice.objects.filter(pk=new.pk).update(confirmed=True)
    code = people.code_of(officer)
    TOTPDevice.objects.filter(pk=first.pk).update(confirmed=True)
    TOTPDevice.objects.filter(pk=new.pk).update(confirmed=False)
    assert client.post("/account/second-factor/setup", {"code": code}).status_code == 302
    assert TOTPDevice.objects.get(user=officer).pk == new.pk
    assert client.get("/tests/record").status_code == 200
    assert elsewhere.get("/tests/page").url.startswith("/account/")


def test_a_lost_phone_is_released_by_somebody_else_only(events: list) -> None:
    officer, administrator = people.officer(), people.administrator()
    with pytest.raises(PermissionDenied, match="Ask somebody else"):
        second_factor.reset(user=administrator, reason="Lost", by=administrator, now=timezone.now())
    second_factor.reset(user=officer, reason="Lost", by=administrator, now=timezone.now())
    assert not TOTPDevice.objects.filter(user=officer).exists()
    assert [one.event for one in events] == ["second_factor_reset"]
