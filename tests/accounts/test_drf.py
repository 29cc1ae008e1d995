"""API views: the person the gate checks is the person the view sees, and a view the gate never saw
refuses."""

import pytest
from django.test import Client, RequestFactory

from tests.accounts.doors import MarkedApi, UnmarkedApi
from tests.factories import accounts as people

pytestmark = pytest.mark.usefixtures("doors")


def test_a_stranger_gets_problem_json_and_no_page(client: Client) -> None:
    answer = client.get("/tests/api", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "login"
    assert "WWW-Authenticate" in answer.headers


def test_an_officer_is_answered_and_recorded(client: Client, ledger: object) -> None:
    people.log_in(client, people.officer())
    assert client.get("/tests/api").json() == {"who": "officer"}
    assert ledger.last("tests.api").username == "officer"


def test_every_rule_of_the_pages_holds_for_the_api(client: Client, ledger: object) -> None:
    people.log_in(client, people.lapsed())
    answer = client.get("/tests/api", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (403, "training")
    assert ledger.last("tests.api").code == "training"


def test_a_view_that_knows_no_sessions_does_not_take_the_sessions_person(
    client: Client, ledger: object
) -> None:
    people.log_in(client, people.officer())
    answer = client.get("/tests/api-without-session", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert ledger.records("tests.api_without_session") == []


def test_a_post_from_another_page_is_refused_and_recorded_under_the_persons_name(ledger: object) -> None:
    client = Client(enforce_csrf_checks=True)
    people.log_in(client, people.officer())
    answer = client.post("/tests/api", {"a": 1}, content_type="application/json")
    assert answer.status_code == 403
    written = ledger.last("tests.api")
    assert (written.username, written.result, written.status) == ("officer", "refused", 403)


def test_a_view_without_a_mark_refuses_even_the_officer(client: Client) -> None:
    people.log_in(client, people.officer())
    answer = client.get("/tests/unmarked")
    assert answer.status_code == 403
    assert b"opened" not in answer.content


def test_a_view_marked_public_answers_anybody(client: Client) -> None:
    assert client.get("/tests/public").json() == {"opened": True}


@pytest.mark.parametrize("view", [MarkedApi, UnmarkedApi])
def test_a_view_that_the_gate_did_not_open_refuses_by_itself(view: type, rf: RequestFactory) -> None:
    """As if the gate's middleware were missing: the view is called directly, by somebody who is known."""
    request = rf.get("/tests/api")
    request.user = people.officer()
    answer = view.as_view()(request)
    assert answer.status_code == 403
