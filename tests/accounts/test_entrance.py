"""Who passes a door: each rule through the real client, allowed and refused from the same beginning."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.actions import accounts, roles, trainings
from accounts.models import RoleGrant, SignIn, TrainingRecord
from audit.events import SystemActor
from audit.ledger import close_connection
from tests.factories import accounts as people

pytestmark = pytest.mark.usefixtures("doors")

NOON = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)  # noon in the city


def test_a_stranger_is_sent_to_log_in_and_back(client: Client, ledger: object) -> None:
    answer = client.get("/tests/record?page=2")
    assert answer.status_code == 302
    assert answer.url == "/account/login?next=%2Ftests%2Frecord%3Fpage%3D2"
    assert ledger.people() == []


def test_an_officer_with_training_and_purpose_opens_a_record_and_the_ledger_says_so(
    client: Client, ledger: object
) -> None:
    officer = people.officer()
    people.log_in(client, officer, purpose="citation_contest", reference="PK-2031845")
    answer = client.get("/tests/record", headers={"user-agent": "Tablet"})
    assert answer.content == b"opened"
    written = ledger.last("tests.record")
    assert (written.username, written.person, written.full_name) == (
        "officer",
        str(officer.uid),
        "Olive Fields",
    )
    assert (written.organisation, written.roles) == ("Pasadena Parking Division", "officer")
    assert (written.purpose, written.reference) == ("citation_contest", "PK-2031845")
    assert (written.result, written.status, written.method, written.agent) == ("shown", 200, "GET", "Tablet")
    assert written.session == SignIn.objects.get(user=officer).session


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (people.untrained, "training"),
        (people.lapsed, "training"),
        (people.auditor, "permission"),
        (people.stranger, "designation"),
        (lambda: people.officer(must_change_password=True), "password_change"),
    ],
)
def test_who_lacks_something_is_refused_and_the_refusal_is_written(
    client: Client, ledger: object, make: object, code: str
) -> None:
    user = make()
    people.log_in(client, user)
    answer = client.get("/tests/record", headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert answer.json()["code"] == code
    assert answer.headers["Content-Type"] == "application/problem+json"
    written = ledger.last("tests.record")
    assert (written.username, written.result, written.code) == (user.username, "refused", code)


def test_the_training_page_says_what_is_missing_and_whom_to_ask(client: Client) -> None:
    people.manager()
    people.log_in(client, people.untrained())
    answer = client.get("/tests/record")
    assert answer.status_code == 403
    assert b"no record that you completed the ALPR training" in answer.content
    assert b"Magnus Hale" in answer.content
    assert b"manager@example.org" in answer.content


def test_training_that_lapses_while_the_session_is_open_closes_the_next_door(
    client: Client, ledger: object
) -> None:
    last_day = datetime(2026, 3, 10, tzinfo=UTC).date()
    midnight = datetime(2026, 3, 11, 7, 0, tzinfo=UTC)  # in the city
    with time_machine.travel(midnight - timedelta(minutes=5), tick=False):
        officer = people.person("officer", trained=False, username="olive")
        people.TrainingRecordFactory(
            user=officer, completed_on=last_day - timedelta(days=365), expires_on=last_day
        )
        people.log_in(client, officer)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert client.get("/tests/record").status_code == 200
    with time_machine.travel(midnight, tick=False):
        answer = client.get("/tests/record")
        assert answer.status_code == 403
        assert b"it counted until March 10, 2026" in answer.content
    assert [written.code for written in ledger.records("tests.record")] == ["", "training"]


def test_withdrawn_training_closes_the_next_door(client: Client) -> None:
    officer = people.officer()
    people.log_in(client, officer)
    assert client.get("/tests/record").status_code == 200
    trainings.withdraw(
        training=TrainingRecord.objects.get(user=officer),
        reason="Recorded for the wrong person",
        by=people.manager(),
        now=timezone.now(),
    )
    assert client.get("/tests/record").status_code == 403


def test_a_disabled_account_meets_the_login_page_at_its_next_request(client: Client, ledger: object) -> None:
    officer = people.officer()
    people.log_in(client, officer)
    assert client.get("/tests/record").status_code == 200
    accounts.disable(user=officer, reason="Left", by=people.manager(), now=timezone.now())
    answer = client.get("/tests/record")
    assert answer.url.startswith("/account/login")
    assert len(ledger.records("tests.record")) == 1


def test_an_account_enabled_again_does_not_bring_its_old_session_back(client: Client) -> None:
    officer, manager = people.officer(), people.manager()
    people.log_in(client, officer)
    accounts.disable(user=officer, reason="Left", by=manager, now=timezone.now())
    accounts.enable(user=officer, reason="Back", by=manager, now=timezone.now())
    assert client.get("/tests/record").url.startswith("/account/login")
    people.log_in(client, officer)
    assert client.get("/tests/record").status_code == 200


def test_a_role_opens_doors_through_its_last_day_and_no_longer(client: Client) -> None:
    last_day = datetime(2026, 3, 10, tzinfo=UTC).date()
    midnight = datetime(2026, 3, 11, 7, 0, tzinfo=UTC)
    with time_machine.travel(midnight - timedelta(minutes=5), tick=False):
        officer = people.person(username="olive")
        RoleGrant.objects.create(
            user=officer, role="officer", starts_on=last_day - timedelta(days=30), ends_on=last_day
        )
        people.log_in(client, officer)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert client.get("/tests/record").status_code == 200
    with time_machine.travel(midnight, tick=False):
        answer = client.get("/tests/record")
        assert answer.status_code == 403
        assert b"Open a plate read" in answer.content


def test_a_revoked_role_is_gone_at_the_next_request(client: Client) -> None:
    officer = people.officer()
    people.log_in(client, officer)
    assert client.get("/tests/record").status_code == 200
    roles.revoke(grant=officer.role_grants.get(), by=people.manager(), now=timezone.now())
    assert client.get("/tests/record").status_code == 403


def test_the_second_factor_is_asked_before_anything_else_opens(
    client: Client, settings: object, ledger: object
) -> None:
    officer = people.officer()
    people.log_in(client, officer, second_factor=False)
    assert client.get("/tests/record").url == "/account/second-factor?next=%2Ftests%2Frecord"
    assert client.get("/account/password").url.startswith("/account/second-factor")
    assert ledger.last("tests.record").code == "second_factor"
    settings.ALPR_SECOND_FACTOR = False
    assert client.get("/tests/record").status_code == 200


def test_somebody_without_an_app_is_led_to_set_one_up(client: Client) -> None:
    officer = people.officer()
    officer.totpdevice_set.all().delete()
    people.log_in(client, officer)
    assert client.get("/tests/record").url == "/account/second-factor/setup?next=%2Ftests%2Frecord"


def test_an_auditor_needs_no_purpose_for_the_ledger_and_opens_no_reads(client: Client) -> None:
    people.log_in(client, people.auditor(), purpose="")
    assert client.get("/tests/ledger").status_code == 200
    assert client.get("/tests/record").status_code == 403


def test_a_fragment_sends_the_whole_page_to_where_something_is_asked(client: Client) -> None:
    people.log_in(client, people.officer(), purpose="")
    answer = client.get(
        "/tests/record", headers={"hx-request": "true", "hx-current-url": "http://testserver/search?page=3"}
    )
    assert answer.status_code == 403
    assert answer.headers["HX-Redirect"] == "/account/purpose?next=%2Fsearch%3Fpage%3D3"
    assert b"opened" not in answer.content


def test_a_refused_form_leads_back_to_the_page_it_was_on_and_never_elsewhere(client: Client) -> None:
    people.log_in(client, people.officer(), purpose="")
    here = client.post("/tests/record", headers={"referer": "http://testserver/search"})
    assert here.url == "/account/purpose?next=%2Fsearch"
    elsewhere = client.post("/tests/record", headers={"referer": "https://evil.example/search"})
    assert elsewhere.url == "/account/purpose"


def test_what_a_caller_writes_into_forwarded_for_is_not_the_address_in_the_ledger(
    client: Client, ledger: object
) -> None:
    people.log_in(client, people.officer())
    client.get(
        "/tests/record", headers={"x-forwarded-for": "10.9.9.9, 203.0.113.7"}, REMOTE_ADDR="198.51.100.4"
    )
    assert ledger.last().address == "198.51.100.4"
    client.get("/tests/record", headers={"x-forwarded-for": "10.9.9.9, 203.0.113.7"}, REMOTE_ADDR="127.0.0.1")
    assert ledger.last().address == "203.0.113.7"
    client.get(
        "/tests/record", headers={"x-forwarded-for": "'; drop table, \x00, ::"}, REMOTE_ADDR="127.0.0.1"
    )
    assert ledger.last().result == "shown"


def test_without_a_ledger_nothing_opens_and_the_page_says_so(client: Client, settings: object) -> None:
    people.log_in(client, people.officer())
    close_connection()
    settings.GATE_DATABASE = {**settings.GATE_DATABASE, "user": "alpr_nobody"}
    answer = client.get("/tests/record")
    assert answer.status_code == 503
    assert b"opened" not in answer.content
    assert (
        client.get("/tests/record", headers={"accept": "application/json"}).json()["code"]
        == "ledger_unavailable"
    )


def test_a_lock_keeps_out_new_log_ins_and_not_a_session_that_passed(client: Client) -> None:
    officer = people.officer()
    people.log_in(client, officer)
    accounts.lock(user=officer, reason="Test", by=SystemActor("test"), now=timezone.now())
    assert client.get("/tests/record").status_code == 200


def test_the_gate_asks_about_a_person_in_one_query(
    client: Client, django_assert_max_num_queries: object
) -> None:
    people.log_in(client, people.officer())
    # session, user, device, facts; and four to open and close the door
    with django_assert_max_num_queries(8):
        assert client.get("/tests/record").status_code == 200
