"""Everybody acknowledges a new version before their next record."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from accounts.actions import acknowledgements
from accounts.models import Acknowledgement
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories import policy as made
from tests.factories.reads import ReadFactory


def acknowledge(client: Client, **said: str) -> object:
    form = client.get("/policy/acknowledge").context["form"]
    return client.post(
        "/policy/acknowledge", {"sha256": form["sha256"].value(), "acknowledged": "on", **said}
    )


def test_the_next_record_is_refused_until_the_new_version_is_acknowledged(
    client: Client, ledger: Ledger
) -> None:
    read = ReadFactory(plate="7POL482")
    people.log_in(client, people.officer())
    page = f"/reads/{read.uid}"
    assert client.get(page).status_code == 200
    made.posted()
    answer = client.get(page)
    assert answer.url == f"/policy/acknowledge?next=%2Freads%2F{read.uid}"
    assert b"7POL482" not in answer.content
    assert (ledger.last("reads.read").result, ledger.last("reads.read").code) == (
        "refused",
        "acknowledgement",
    )
    assert acknowledge(client, next=page).url == page
    assert client.get(page).status_code == 200
    made.posted(scope="New words.")
    assert client.get(page).status_code == 302
    shown = client.get("/policy/acknowledge").content.decode()
    assert "Changed since version 1" in shown
    assert "words." in shown


def test_programs_are_told_in_problem_json(client: Client) -> None:
    people.log_in(client, people.officer())
    made.posted()
    answer = client.post("/api/v1/reads/search", {"plate": "7POL482"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "acknowledgement")
    assert "Version 1" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("make", "place"),
    [(people.auditor, "/ledger/"), (people.manager, "/home"), (people.detective, "/reads/")],
)
def test_nobody_is_excepted(client: Client, make: Callable[[], object], place: str) -> None:
    people.log_in(client, make())
    made.posted()
    assert client.get(place).url.startswith("/policy/acknowledge")


def test_pages_without_records_stay_open(client: Client) -> None:
    people.log_in(client, people.officer())
    made.posted()
    assert client.get("/account/my-access").status_code == 200
    assert client.get("/policy").status_code == 200


def test_a_version_to_come_is_asked_for_from_its_first_day_in_the_city(client: Client) -> None:
    officer = people.officer()
    tomorrow = timezone.localdate() + timedelta(days=1)
    made.posted(effective_on=tomorrow)
    people.log_in(client, officer)
    assert client.get("/home").status_code == 200
    midnight = timezone.make_aware(timezone.datetime.combine(tomorrow, timezone.datetime.min.time()))
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        people.log_in(client, officer)
        assert client.get("/home").status_code == 200
    with time_machine.travel(midnight, tick=False):
        people.log_in(client, officer)
        assert client.get("/home").url.startswith("/policy/acknowledge")


def test_the_box_must_be_ticked_and_the_page_shows_the_text_in_force(client: Client) -> None:
    people.log_in(client, people.officer())
    posted = made.posted()
    answer = client.post("/policy/acknowledge", {"sha256": posted.sha256})
    assert answer.status_code == 422
    assert b"Read the policy and tick the box" in answer.content
    # Shown another text than the one that is in force by now.
    answer = client.post("/policy/acknowledge", {"sha256": "0" * 64, "acknowledged": "on"})
    assert answer.status_code == 422
    assert b"Another version is in force" in answer.content
    assert not Acknowledgement.objects.exists()


def test_acknowledging_twice_is_once() -> None:
    officer, posted = people.officer(), made.posted()
    said = {"number": posted.number, "sha256": posted.sha256, "by": officer, "now": timezone.now()}
    assert acknowledgements.acknowledge(**said) is True
    assert acknowledgements.acknowledge(**said) is False
    assert Acknowledgement.objects.get().user == officer
    with pytest.raises(ValidationError):
        acknowledgements.acknowledge(**{**said, "number": 9})


@pytest.mark.parametrize(
    "attack",
    [
        "update accounts_acknowledgement set at = at - interval '1 year'",
        "delete from accounts_acknowledgement",
        "update accounts_postedpolicy set effective_on = effective_on + 999",
        "delete from accounts_postedpolicy",
    ],
)
def test_what_was_acknowledged_cannot_be_taken_back(attack: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(attack)


def test_the_database_says_when(client: Client) -> None:
    officer, posted = people.officer(), made.posted()
    long_ago = timezone.now() - timedelta(days=400)
    row = Acknowledgement.objects.create(user=officer, policy_id=posted.number, at=long_ago)
    row.refresh_from_db()
    assert timezone.now() - row.at < timedelta(minutes=1)


def test_a_next_page_elsewhere_is_not_followed(client: Client) -> None:
    people.log_in(client, people.officer())
    made.posted()
    assert acknowledge(client, next="https://evil.example/").url == "/home"
