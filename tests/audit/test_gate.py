"""The access gate through the real client: what opens, what does not, and what is written down either way."""

import json
import logging
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import SignIn, User
from reads.models import Camera, Read
from tests.audit import gate_doors
from tests.audit.conftest import PLATE
from tests.conftest import Ledger
from tests.factories import accounts as people

pytestmark = pytest.mark.usefixtures("doors")


# Marks


@pytest.mark.parametrize("address", ["/tests/unmarked", "/tests/unmarked-api"])
def test_a_view_without_a_mark_is_refused_and_the_error_is_logged(
    client: Client,
    officer: User,
    read: Read,
    ledger: Ledger,
    caplog: pytest.LogCaptureFixture,
    address: str,
) -> None:
    answer = client.get(address)
    assert answer.status_code == 403
    assert PLATE.encode() not in answer.content
    errors = [
        entry for entry in caplog.records if entry.name == "audit.gate" and entry.levelno == logging.ERROR
    ]
    assert len(errors) == 1
    assert address in errors[0].getMessage()


@pytest.mark.parametrize("address", ["/tests/page", "/tests/public"])
def test_a_view_that_is_not_marked_as_a_record_view_gets_no_rows(
    client: Client, officer: User, read: Read, ledger: Ledger, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 500
    assert PLATE.encode() not in answer.content
    assert ledger.people() == []


# The person


@pytest.mark.parametrize(
    ("make", "how", "code", "status", "leads_to"),
    [
        (
            people.officer,
            {"second_factor": False},
            "second_factor",
            302,
            "/account/second-factor?next=%2Ftests%2Flook",
        ),
        (people.untrained, {}, "training", 403, ""),
        (people.lapsed, {}, "training", 403, ""),
        (people.stranger, {}, "designation", 403, ""),
        (people.auditor, {}, "permission", 403, ""),
        (people.officer, {"purpose": ""}, "purpose", 302, "/account/purpose?next=%2Ftests%2Flook"),
        (
            lambda: people.officer(must_change_password=True),
            {},
            "password_change",
            302,
            "/account/password?next=%2Ftests%2Flook",
        ),
    ],
)
def test_who_lacks_something_is_led_there_sees_nothing_and_is_written_down(
    client: Client,
    read: Read,
    ledger: Ledger,
    make: object,
    how: dict[str, object],
    code: str,
    status: int,
    leads_to: str,
) -> None:
    user = make()
    people.log_in(client, user, **how)
    answer = client.get("/tests/look")
    assert (answer.status_code, answer.headers.get("Location", "")) == (status, leads_to)
    assert PLATE.encode() not in answer.content
    assert "no-store" in answer.headers["Cache-Control"]
    (written,) = ledger.people()
    assert (written.username, written.door) == (user.username, "tests.look")
    assert (written.result, written.code, written.status) == ("refused", code, 403)
    assert (written.records, written.plates, written.record_count) == ([], [], 0)


def test_nobody_is_sent_to_log_in_and_leaves_no_record(client: Client, read: Read, ledger: Ledger) -> None:
    answer = client.get("/tests/look")
    assert (answer.status_code, answer.url) == (302, "/account/login?next=%2Ftests%2Flook")
    assert ledger.people() == []


# Intent and outcome


def test_an_allowed_look_says_who_what_when_and_why_and_what_was_given_out(
    client: Client, officer: User, read: Read, ledger: Ledger
) -> None:
    answer = client.post(
        "/tests/look",
        {"plate": "7klm 482", "region": "us-ca", "start": "2026-03-01"},
        headers={"user-agent": "Tablet", "x-forwarded-for": "203.0.113.9"},
    )
    assert answer.content == PLATE.encode()
    (written,) = ledger.people()
    assert (written.actor_kind, written.username, written.person) == ("person", "officer", str(officer.uid))
    assert (written.full_name, written.organisation) == ("Olive Fields", "Pasadena Parking Division")
    assert (written.roles, written.purpose, written.reference) == (
        "officer",
        "citation_contest",
        "PK-2031845",
    )
    assert (written.door, written.method) == ("tests.look", "POST")
    assert json.loads(written.query) == {"plate": "7klm 482", "region": "us-ca", "start": "2026-03-01"}
    assert written.plates_sought == [f"us-ca {PLATE}"]
    assert (written.address, written.agent) == ("203.0.113.9", "Tablet")
    assert written.session == SignIn.objects.get(user=officer).session
    assert (written.result, written.status, written.code) == ("shown", 200, "")
    assert (written.records, written.record_count) == ([f"read:{read.uid}"], 1)
    assert written.plates == [f"us-ca {PLATE}"]
    assert written.size == len(answer.content)
    assert abs(written.at - timezone.now()) < timedelta(minutes=1)


def test_the_intent_is_committed_before_the_view_runs_and_the_outcome_follows(
    client: Client, officer: User, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen_inside: list[object] = []
    monkeypatch.setattr(
        gate_doors, "meanwhile", lambda request: seen_inside.append(ledger.last("tests.look"))
    )
    client.get("/tests/look")
    (inside,) = seen_inside
    assert inside.username == "officer"
    assert inside.result is None
    outcome = ledger.connection.execute(
        "select at from audit_accessoutcome where access_id = %s", [inside.uid]
    ).fetchone()
    assert outcome.at > inside.at


def test_a_template_that_reads_while_it_is_rendered_is_rendered_inside_the_door(
    client: Client, officer: User, read: Read, ledger: Ledger
) -> None:
    answer = client.get("/tests/lazy")
    assert answer.content == PLATE.encode()
    assert ledger.last("tests.lazy").records == [f"read:{read.uid}"]
    assert ledger.last("tests.lazy").size == len(answer.content)


@pytest.mark.parametrize(
    ("ending", "status", "result", "code"),
    [
        ("raises", 500, "failed", "error"),
        ("404", 404, "refused", "not_found"),
        ("denied", 403, "refused", "permission"),
        ("422", 422, "refused", "odd_form"),
        ("503", 503, "failed", "error"),
    ],
)
def test_what_a_view_wrote_before_it_failed_is_undone_and_the_look_stays_written(
    client: Client,
    officer: User,
    read: Read,
    ledger: Ledger,
    ending: str,
    status: int,
    result: str,
    code: str,
) -> None:
    answer = client.get(f"/tests/write/{ending}")
    assert answer.status_code == status
    assert PLATE.encode() not in answer.content
    assert not Camera.objects.filter(code=f"written-{ending}").exists()
    (written,) = ledger.people()
    assert (written.result, written.status, written.code) == (result, status, code)
    # What left the database is said even where nothing of it reached the person.
    assert written.records == [f"read:{read.uid}"]
    assert json.loads(written.query) == {"ending": ending}


def test_what_a_view_wrote_stays_where_it_ends_well(client: Client, officer: User) -> None:
    assert client.get("/tests/write/well").status_code == 200
    assert Camera.objects.filter(code="written-well").exists()


# Streams


def test_a_stream_is_recorded_when_it_has_been_sent(
    client: Client, officer: User, read: Read, ledger: Ledger
) -> None:
    answer = client.get("/tests/stream")
    assert ledger.last("tests.stream").result is None
    assert answer.getvalue() == PLATE.encode()
    written = ledger.last("tests.stream")
    assert (written.result, written.status, written.size) == ("shown", 200, len(PLATE))
    assert (written.records, written.plates) == ([f"read:{read.uid}"], [f"us-ca {PLATE}"])


def test_a_stream_that_breaks_off_is_recorded_as_broken_off_with_what_was_sent(
    client: Client, officer: User, read: Read, ledger: Ledger
) -> None:
    answer = client.get("/tests/stream")
    assert next(iter(answer.streaming_content)) == PLATE[:3].encode()
    answer.close()
    written = ledger.last("tests.stream")
    assert (written.result, written.size) == ("partial", 3)


def test_a_stream_that_reads_when_the_door_has_closed_gets_no_rows(
    client: Client, officer: User, read: Read, ledger: Ledger
) -> None:
    answer = client.get("/tests/late-stream")
    sent: list[bytes] = []
    with pytest.raises(ProgrammingError, match="No open access record"), transaction.atomic():
        sent.extend(answer.streaming_content)
    answer.close()
    assert b"".join(sent) == b"begun "
    assert ledger.last("tests.late_stream").result == "partial"
