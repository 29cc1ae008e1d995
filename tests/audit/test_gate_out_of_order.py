"""What the gate does when the ledger cannot be written."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import psycopg
import pytest
from django.test import Client

from accounts.models import User
from audit.ledger import Intent, open_access
from audit.selectors import accesses as selectors
from reads.models import Read
from tests.audit import gate_doors
from tests.audit.conftest import PLATE
from tests.conftest import Ledger
from tests.factories import accounts as people

pytestmark = pytest.mark.usefixtures("doors")

INTENT_COLUMNS = (
    "uid, actor_kind, username, person, full_name, organisation, roles, purpose, reference, door, method,"
    " query, plates_sought, address, agent, session"
)
OUTCOME_COLUMNS = "access_id, result, status, code, record_count, records, plates, size, ms"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_without_the_gates_writer_nothing_is_read_or_shown_and_the_alarm_is_given(
    client: Client,
    officer: User,
    read: Read,
    ledger: Ledger,
    closed_ledger: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    accept: str,
) -> None:
    ran: list[object] = []
    monkeypatch.setattr(gate_doors, "meanwhile", ran.append)
    answer = client.get("/tests/look", headers={"accept": accept})
    assert answer.status_code == 503
    assert PLATE.encode() not in answer.content
    assert b"nothing is shown" in answer.content
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Retry-After"] == "60"
    assert ran == []
    assert ledger.people() == []
    alarms = [entry for entry in caplog.records if entry.name == "audit.alarm"]
    assert [entry.levelno for entry in alarms] == [logging.CRITICAL]


def test_a_refusal_that_cannot_be_written_is_an_alarm_too(
    client: Client, read: Read, closed_ledger: None, caplog: pytest.LogCaptureFixture
) -> None:
    people.log_in(client, people.untrained())
    assert client.get("/tests/look").status_code == 503
    assert "cannot be written" in caplog.text


def test_a_table_that_takes_no_intent_closes_the_door(
    client: Client, officer: User, read: Read, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    ledger.connection.execute("revoke insert on audit_accessrecord from alpr_gate")
    try:
        answer = client.get("/tests/look")
    finally:
        ledger.connection.execute(f"grant insert ({INTENT_COLUMNS}) on audit_accessrecord to alpr_gate")
    assert answer.status_code == 503
    assert PLATE.encode() not in answer.content
    assert "refused a record" in caplog.text
    assert client.get("/tests/look").status_code == 200


def test_an_outcome_that_cannot_be_written_leaves_an_intent_that_is_itself_an_alarm(
    client: Client, officer: User, read: Read, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    ledger.connection.execute("revoke insert on audit_accessoutcome from alpr_gate")
    try:
        assert client.get("/tests/look").status_code == 200
    finally:
        ledger.connection.execute(f"grant insert ({OUTCOME_COLUMNS}) on audit_accessoutcome to alpr_gate")
    assert "could not be written" in caplog.text
    (written,) = ledger.people()
    assert written.result is None
    access = open_access(
        Intent(actor_kind="system", door="tests", username="system:test"), databases=("default", "auditor")
    )
    asks = SimpleNamespace()
    with access.transaction():
        soon = selectors.unfinished(asks=asks, now=written.at + timedelta(minutes=4))
        later = selectors.unfinished(asks=asks, now=written.at + timedelta(minutes=6))
        assert written.uid not in {record.uid for record in soon}
        assert written.uid in {record.uid for record in later}


def test_a_database_that_was_restarted_is_found_again(
    client: Client, officer: User, ledger: Ledger, admin_connection: psycopg.Connection
) -> None:
    assert client.get("/tests/look").status_code == 200
    admin_connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'alpr_gate'"
    )
    assert client.get("/tests/look").status_code == 200
    assert [written.result for written in ledger.people()] == ["shown", "shown"]
