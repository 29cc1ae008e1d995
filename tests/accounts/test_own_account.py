"""What people do to their own account: the password, the sessions."""

from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from accounts.actions import passwords
from accounts.models import SignIn, User
from tests.factories import accounts as people


def test_changing_the_password_ends_the_other_sessions(client: Client, events: list) -> None:
    officer = people.officer()
    elsewhere = people.log_in(Client(), officer)
    people.log_in(client, officer)
    new = "copper-meadow-thistle-71"
    wrong = client.post(
        "/account/password", {"old_password": "wrong", "new_password1": new, "new_password2": new}
    )
    assert wrong.status_code == 422
    assert b"not your present password" in wrong.content
    same = {
        "old_password": people.PASSWORD,
        "new_password1": people.PASSWORD,
        "new_password2": people.PASSWORD,
    }
    assert b"choose another" in client.post("/account/password", same).content
    answer = client.post(
        "/account/password", {"old_password": people.PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.url == "/account/my-access"
    assert client.get("/account/my-access").status_code == 200
    assert elsewhere.get("/account/my-access").url.startswith("/account/login")
    assert [one.event for one in events] == ["login_failed", "password_changed"]


def test_a_one_time_password_must_be_changed_before_anything_else(client: Client) -> None:
    officer = people.officer()
    passwords.replace(
        user=officer, password="amber-kettle-willow-3382", by=people.administrator(), now=timezone.now()
    )
    people.log_in(client, User.objects.get(pk=officer.pk))
    assert client.get("/account/my-access").url == "/account/password?next=%2Faccount%2Fmy-access"
    new = "copper-meadow-thistle-71"
    client.post(
        "/account/password",
        {"old_password": "amber-kettle-willow-3382", "new_password1": new, "new_password2": new},
    )
    assert client.get("/account/my-access").status_code == 200


def test_a_person_ends_their_own_sessions_and_nobody_elses(client: Client, events: list) -> None:
    officer, other = people.officer(), people.manager()
    elsewhere = people.log_in(Client(), officer)
    people.log_in(Client(), other)
    people.log_in(client, officer)
    mine = SignIn.objects.filter(user=officer).order_by("pk").first()
    theirs = SignIn.objects.get(user=other)
    assert str(mine.uid) in client.get("/account/my-access").content.decode()
    client.post(f"/account/sessions/{mine.uid}/end")
    client.post(f"/account/sessions/{theirs.uid}/end")
    assert elsewhere.get("/account/my-access").url.startswith("/account/login")
    assert SignIn.objects.get(pk=theirs.pk).ended_at is None
    assert [one.event for one in events] == ["session_ended"]


def test_a_failed_change_leaves_no_password_in_the_database(client: Client) -> None:
    people.log_in(client, people.officer())
    sent = {
        "old_password": "wrong-old-secret",
        "new_password1": "new-secret-1",
        "new_password2": "new-secret-1",
    }
    assert client.post("/account/password", sent).status_code == 422
    client.post("/account/login", {"username": "officer", "password": "third-secret", "acknowledged": "on"})
    assert AccessAttempt.objects.exists()
    for attempt in AccessAttempt.objects.values():
        assert "secret" not in str(attempt)
