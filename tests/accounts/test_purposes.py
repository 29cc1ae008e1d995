"""Why a person looks: asked, kept, shown, asked again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts import purposes
from accounts.purposes import PURPOSES, BadReference, checked_reference
from accounts.roles import ROLES
from tests.factories import accounts as people

pytestmark = pytest.mark.usefixtures("doors")

NOON = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
CITATION = PURPOSES["citation_contest"]


def test_a_record_asks_for_a_purpose_and_leads_back(client: Client, ledger: object, events: list) -> None:
    officer = people.officer()
    people.log_in(client, officer, purpose="")
    away = client.get("/tests/record?page=2")
    assert away.url == "/account/purpose?next=%2Ftests%2Frecord%3Fpage%3D2"
    assert ledger.last("tests.record").code == "purpose"
    page = client.get(away.url)
    back = client.post(
        "/account/purpose", {"purpose": "scofflaw", "next": page.context["form"]["next"].value()}
    )
    assert back.url == "/tests/record?page=2"
    assert client.get(back.url).status_code == 200
    assert (ledger.last().purpose, ledger.last().reference) == ("scofflaw", "")
    assert events[-1].detail == {"purpose": "scofflaw", "version": 1, "reference": ""}


def test_the_reference_goes_into_the_ledger_in_its_normal_form(client: Client, ledger: object) -> None:
    people.log_in(client, people.officer(), purpose="")
    client.post("/account/purpose", {"purpose": "citation_contest", "reference": "  pk-2031845 "})
    assert client.get("/tests/record").status_code == 200
    assert ledger.last().reference == "PK-2031845"
    page = client.get("/account/my-access")
    assert b"Citation contest" in page.content
    assert b"PK-2031845" in page.content


def test_a_purpose_holds_for_twelve_hours_and_is_asked_again(client: Client, settings: object) -> None:
    settings.ALPR_SESSION_HOURS = 12
    with time_machine.travel(NOON, tick=False) as clock:
        people.log_in(client, people.officer())
        session = client.session
        session["purpose"] |= {"chosen_at": session["purpose"]["chosen_at"] - 12 * 3600 + 1}
        session.save()
        assert client.get("/tests/record").status_code == 200
        clock.shift(timedelta(seconds=1))
        assert client.get("/tests/record").url.startswith("/account/purpose")


def test_a_purpose_whose_meaning_has_changed_is_asked_again(client: Client, monkeypatch: object) -> None:
    people.log_in(client, people.officer(), purpose="permit")
    assert client.get("/tests/record").status_code == 200
    newer = {**PURPOSES, "permit": purposes.Purpose("permit", "Permit", "Something else.", version=2)}
    monkeypatch.setattr("accounts.policy.PURPOSES", newer)
    assert client.get("/tests/record").url.startswith("/account/purpose")


def test_a_new_log_in_begins_without_a_purpose(client: Client, settings: object) -> None:
    settings.ALPR_SECOND_FACTOR = False
    people.log_in(client, people.officer())
    client.post("/account/login", {"username": "officer", "password": people.PASSWORD, "acknowledged": "on"})
    assert client.get("/tests/record").url.startswith("/account/purpose")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, b"Choose a purpose"),
        ({"purpose": "curiosity"}, b"Your roles do not look for that purpose"),
        ({"purpose": "TIME_LIMIT"}, b"Your roles do not look for that purpose"),
        ({"purpose": "citation_contest"}, b"Type the citation number"),
        ({"purpose": "citation_contest", "reference": "n/a"}, b"names no citation"),
        ({"purpose": "police_request", "reference": "investigation"}, b"names no case"),
        ({"purpose": "police_request", "reference": "26-\x00003712"}, b"Null characters"),
        ({"purpose": "police_request", "reference": "9" * 10_000}, b"at most 200 characters"),
    ],
)
def test_what_states_no_purpose_is_refused_with_a_sentence(
    client: Client, sent: dict[str, str], said: bytes
) -> None:
    people.log_in(client, people.officer(), purpose="")
    answer = client.post("/account/purpose", sent)
    assert answer.status_code == 422
    assert said in answer.content
    assert client.get("/tests/record").url.startswith("/account/purpose")


def test_a_detective_looks_on_police_request_only_and_with_a_case_number(client: Client) -> None:
    people.log_in(client, people.detective(), purpose="")
    page = client.get("/account/purpose")
    assert [one.code for one in page.context["purposes"]] == ["police_request"]
    assert client.post("/account/purpose", {"purpose": "time_limit"}).status_code == 422
    right = client.post("/account/purpose", {"purpose": "police_request", "reference": "26-003712"})
    assert right.status_code == 302
    assert client.get("/tests/record").status_code == 200


def test_somebody_without_a_role_has_no_purpose_to_choose(client: Client) -> None:
    people.log_in(client, people.stranger())
    assert client.get("/account/purpose").status_code == 403


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("PK-2031845", "PK-2031845"),
        ("pk 2031845", "PK 2031845"),
        ("２６-００３７１２", "26-003712"),
        ("a1b", "A1B"),
        ("26/4711.2", "26/4711.2"),
        ("7" + "A" * 38 + "1", "7" + "A" * 38 + "1"),
    ],
)
def test_references_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert checked_reference(CITATION, typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "12",
        "000",
        "0-0-0",
        "123",
        "1234567890",
        "987654",
        "111-111",
        "n/a",
        "N.A.",
        "none",
        "test",
        "ABC123",
        "investigation",
        "PK-",
        "-PK1",
        "PK_20318",
        "PK<b>20318",
        "РК-2031845",
        "\u200b\u200b\u200b",
        "8" + "A" * 39 + "1",
        "PK-2031845\nPK-1",
    ],
)
def test_references_that_name_nothing_are_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadReference, match=r"[a-z]{4}.*\.$|letters, digits"):
        checked_reference(CITATION, typed)


def test_a_purpose_that_asks_for_no_reference_keeps_none() -> None:
    assert checked_reference(PURPOSES["permit"], "whatever was typed") == ""


def test_the_list_is_closed_and_every_role_looks_for_something_on_it() -> None:
    assert list(PURPOSES) == [
        "time_limit",
        "permit",
        "scofflaw",
        "citation_contest",
        "audit",
        "maintenance",
        "records_request",
        "police_request",
    ]
    assert {code for code, one in PURPOSES.items() if one.asks_reference} == {
        "citation_contest",
        "records_request",
        "police_request",
    }
    for role in ROLES.values():
        assert role.purposes <= set(PURPOSES), role.slug
        assert role.purposes, role.slug
