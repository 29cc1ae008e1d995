"""Logging in and out: the notice, the password, the lock, the second factor."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.actions import accounts
from accounts.models import SignIn, User
from accounts.passwords import PUBLISHED_PASSWORD
from tests.factories import accounts as people

pytestmark = pytest.mark.usefixtures("doors")

NOON = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)


def try_to_log_in(client: Client, username: str, password: str = people.PASSWORD, **more: str) -> object:
    return client.post(
        "/account/login", {"username": username, "password": password, "acknowledged": "on"} | more
    )


def test_the_login_page_shows_the_four_statements_and_asks_for_them_to_be_acknowledged(
    client: Client,
) -> None:
    officer = people.officer()
    page = client.get("/account/login").content.decode()
    for statement in ("restricted information system", "monitored", "penalties", "consent"):
        assert statement in page
    refused = client.post("/account/login", {"username": "officer", "password": people.PASSWORD})
    assert refused.status_code == 422
    assert b"Read the notice and tick the box" in refused.content
    assert not SignIn.objects.filter(user=officer).exists()
    assert not AccessAttempt.objects.exists()


def test_logging_in_gives_a_new_session_and_leaves_an_event(client: Client, events: list) -> None:
    officer = people.officer()
    client.get("/account/theme")
    session = client.session
    session["before"] = "login"
    session.save()
    before = session.session_key
    answer = try_to_log_in(client, "OFFICER ", next="/tests/record")
    assert answer.url == "/tests/record"
    assert client.cookies["sessionid"].value != before
    assert [(one.event, one.username, one.target) for one in events] == [
        ("logged_in", "officer", f"user:{officer.uid}")
    ]
    assert SignIn.objects.get(user=officer).address == "127.0.0.1"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "/" * 3 + "evil.example",
        "\t//evil.example",
        "evil.example",
        "/" + "a" * 2000,
    ],
)
def test_a_next_that_leads_away_is_not_followed(client: Client, target: str) -> None:
    people.officer()
    assert try_to_log_in(client, "officer", next=target).url == "/home"


def test_unknown_names_and_wrong_passwords_are_told_the_same(client: Client, events: list) -> None:
    officer = people.officer()
    unknown = try_to_log_in(client, "nobody")
    wrong = try_to_log_in(client, "officer", "not the password")
    for answer in (unknown, wrong):
        assert answer.status_code == 422
        assert b"open no account" in answer.content
    assert [(one.event, one.target) for one in events] == [
        ("login_failed", "user:unknown"),
        ("login_failed", f"user:{officer.uid}"),
    ]
    assert "nobody" not in str(events), "what was typed may have been a password"


def test_a_disabled_account_is_told_the_same_as_a_wrong_password(client: Client) -> None:
    people.officer(is_active=False)
    answer = try_to_log_in(client, "officer")
    assert answer.status_code == 422
    assert b"open no account" in answer.content


def test_five_failures_lock_the_account_until_another_person_releases_it(
    client: Client, events: list
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        officer, administrator = people.officer(), people.administrator()
        for attempt in range(4):
            assert try_to_log_in(client, "officer", f"wrong-{attempt}").status_code == 422
        # In other letters and from elsewhere, the same account.
        fifth = Client(REMOTE_ADDR="198.51.100.9").post(
            "/account/login", {"username": " Officer", "password": "wrong", "acknowledged": "on"}
        )
        assert fifth.status_code == 403
        assert b"This account is locked" in fifth.content
        assert User.objects.get(pk=officer.pk).locked_at == NOON
        assert try_to_log_in(client, "officer").status_code == 403
        clock.shift(timedelta(hours=3))
        late = try_to_log_in(client, "officer")
        assert late.status_code == 422
        assert b"open no account" in late.content, "nothing tells that the password was right"
        with pytest.raises(PermissionDenied, match="Ask somebody else"):
            people.RoleGrantFactory(user=officer, role="administrator")
            accounts.release(user=officer, reason="Me", by=officer, now=timezone.now())
        accounts.release(user=officer, reason="Called back", by=administrator, now=timezone.now())
        assert try_to_log_in(client, "officer").url == "/home"
    kinds = [one.event for one in events]
    assert kinds.count("account_locked") == 1
    assert kinds[-2:] == ["account_released", "logged_in"]
    assert next(one for one in events if one.event == "account_released").username == "administrator"


def test_a_name_that_does_not_exist_is_shut_out_in_the_same_way(client: Client) -> None:
    for _ in range(4):
        assert try_to_log_in(client, "nobody").status_code == 422
    assert b"This account is locked" in try_to_log_in(client, "nobody").content


def test_failures_with_more_than_fifteen_minutes_between_them_do_not_lock(client: Client) -> None:
    officer = people.officer()
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(6):
            assert try_to_log_in(client, "officer", "wrong").status_code == 422
            clock.shift(timedelta(minutes=15, seconds=1))
    assert User.objects.get(pk=officer.pk).locked_at is None


def test_wrong_passwords_at_a_locked_session_count_as_failed_log_ins(client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        officer = people.officer()
        people.log_in(client, officer)
        clock.shift(timedelta(minutes=31))
        answers = [client.post("/account/unlock", {"password": "wrong"}).status_code for _ in range(5)]
        assert answers == [422] * 4 + [403]
        assert client.get("/tests/page").url.startswith("/account/login")
    assert User.objects.get(pk=officer.pk).locked_at is not None


def test_the_command_line_releases_when_everybody_is_locked_out(events: list) -> None:
    people.administrator(locked=True)
    call_command("release_person", "Administrator", reason="Seen in person", verbosity=0)
    assert User.objects.get(username="administrator").locked_at is None
    assert [(one.event, one.username) for one in events] == [("account_released", "system:command")]


def test_logging_out_ends_the_session_on_the_server_and_clears_the_browser(
    client: Client, events: list
) -> None:
    people.log_in(client, people.officer())
    cookie = client.cookies["sessionid"].value
    assert client.get("/account/logout").status_code == 405
    answer = client.post("/account/logout")
    assert answer.url == "/account/login"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["sessionid"] = cookie
    assert client.get("/tests/page").url.startswith("/account/login")
    assert [one.event for one in events] == ["logged_out"]


def test_the_whole_way_in_ends_where_it_began(client: Client, events: list) -> None:
    officer = people.officer()
    there = client.get("/tests/record?page=2")
    there = try_to_log_in(
        client,
        "officer",
        next=re.search("next=(.*)", there.url)[1].replace("%2F", "/").replace("%3F", "?").replace("%3D", "="),
    )
    there = client.get(there.url)
    assert there.url.startswith("/account/second-factor?next=")
    there = client.post(there.url, {"code": people.code_of(officer)})
    there = client.get(there.url)
    assert there.url.startswith("/account/purpose?next=")
    there = client.post(there.url, {"purpose": "time_limit"})
    assert there.url == "/tests/record?page=2"
    assert client.get(there.url).content == b"opened"
    assert [one.event for one in events] == ["logged_in", "purpose_chosen"]


def test_the_demonstrations_password_opens_nothing_in_production(client: Client, settings: object) -> None:
    people.officer(password=PUBLISHED_PASSWORD)
    assert try_to_log_in(Client(), "officer", PUBLISHED_PASSWORD).status_code == 302
    settings.PRODUCTION = True
    assert try_to_log_in(client, "officer", PUBLISHED_PASSWORD).status_code == 422


def test_the_page_says_so_where_the_second_factor_is_off(client: Client, settings: object) -> None:
    assert b"without a second factor" not in client.get("/account/login").content
    settings.ALPR_SECOND_FACTOR = False
    assert b"without a second factor" in client.get("/account/login").content


@pytest.mark.parametrize("username", ["\x00", "o" * 5000, "' or 1=1 --", "офицер", "officer\u202e"])
def test_odd_user_names_are_answered_like_any_other(client: Client, username: str) -> None:
    assert try_to_log_in(client, username).status_code == 422


def test_a_theme_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post("/account/theme", {"theme": "dark", "next": "/account/login"})
    assert answer.url == "/account/login"
    assert client.cookies["theme"].value == "dark"
    assert b'data-theme="dark"' in client.get("/account/login").content
    client.post("/account/theme", {"theme": "'><script>"})
    assert client.cookies["theme"].value == ""


def test_guesses_made_at_the_same_moment_are_all_counted(committed: None) -> None:
    officer = people.officer()

    def guess(number: int) -> int:
        try:
            return try_to_log_in(Client(), "officer", f"wrong-{number}").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(8)))
    assert 403 in answers
    assert User.objects.get(pk=officer.pk).locked_at is not None
    assert try_to_log_in(Client(), "officer").status_code == 403
