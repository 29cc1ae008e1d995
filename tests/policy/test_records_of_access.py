"""Clauses 3.1(d) and 6(a): every access is written down, by name, date and time."""

import json
import logging
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
import time_machine
from django.conf import settings
from django.db import ProgrammingError, transaction
from django.test import Client

from audit.doors import walk
from audit.ledger import close_connection
from audit.marks import Kind, mark_of
from audit.system import system_access
from reads.models import Read
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.policy.test_use import places_of


@pytest.mark.clause("3.1(d)")
def test_a_record_of_access_says_what_the_civil_code_asks(client: Client, read: Read, ledger: Ledger) -> None:
    """Civ. Code 1798.90.52(a): date and time, plate or other elements, username and organisation, purpose."""
    people.log_in(client, people.detective(), purpose="police_request", reference="26-003712")
    answer = client.post("/reads/", {"plate": read.plate, "region": "us-ca", "confidence": "0.5"})
    assert answer.status_code == 200
    written = ledger.last("reads.search")
    assert abs(written.at - datetime.now(UTC)) < timedelta(minutes=1)  # (1)
    assert written.plates_sought == [f"us-ca {read.plate}"]  # (2)
    said = json.loads(written.query)
    assert (said["plate"], said["region"], said["confidence"]) == (read.plate, "us-ca", "0.5")
    assert (written.username, written.organisation) == ("detective", "Pasadena Police Department")  # (3)
    assert (written.purpose, written.reference) == ("police_request", "26-003712")  # (4)
    # Beyond the code: which records were given out.
    assert written.records == [f"read:{read.uid}"]


@pytest.mark.clause("3.1(d)")
def test_every_way_to_the_data_leaves_its_record(client: Client, read: Read, ledger: Ledger) -> None:
    people.log_in(client, people.officer())
    for place in places_of(read, read.frame):
        client.get(place).getvalue()
        written = ledger.people()[-1]
        assert written.result == "shown"
        assert {f"read:{read.uid}", f"frame:{read.frame.uid}"} & set(written.records), place
    assert len(ledger.people()) == len(places_of(read, read.frame))
    with system_access("worker", door="tests.job", reason="Count") as access, access.transaction():
        Read.objects.get(pk=read.pk)
    assert ledger.last("tests.job").records == [f"read:{read.uid}"]
    # And there is no other way: no view without a mark, no query without a record.
    assert all(mark_of(pattern.callback) for _, pattern in walk())
    with pytest.raises(ProgrammingError, match="No open access record"), transaction.atomic():
        Read.objects.filter(plate=read.plate).exists()


@pytest.mark.clause("3.1(d)")
def test_an_access_that_cannot_be_recorded_does_not_take_place(
    client: Client, read: Read, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    people.log_in(client, people.officer())
    close_connection()
    settings.GATE_DATABASE = {**settings.GATE_DATABASE, "host": "127.0.0.1", "port": "1"}
    for place in places_of(read, read.frame):
        answer = client.get(place)
        assert answer.status_code == 503
        assert read.plate.encode() not in answer.content
    assert any(entry.levelno == logging.CRITICAL for entry in caplog.records)


@pytest.mark.clause("6(a)")
def test_data_are_accessible_only_through_a_login_with_a_password(client: Client, read: Read) -> None:
    officer = people.officer()
    for place in places_of(read, read.frame):
        assert client.get(place).status_code in (302, 401)
    said = {"username": "officer", "acknowledged": "on"}
    assert client.post("/account/login", {**said, "password": "not-the-password"}).status_code == 422
    assert client.get(f"/reads/{read.uid}").status_code == 302
    assert client.post("/account/login", {**said, "password": people.PASSWORD}).status_code == 302
    # The password alone is not enough: the second factor is asked for next.
    assert client.get(f"/reads/{read.uid}").url.startswith("/account/second-factor")
    client.post("/account/second-factor", {"code": people.code_of(officer)})
    client.post("/account/purpose", {"purpose": "time_limit"})
    assert client.get(f"/reads/{read.uid}").status_code == 200


@pytest.mark.clause("6(a)")
def test_every_access_is_documented_by_name_date_and_time(client: Client, read: Read, ledger: Ledger) -> None:
    officer = people.officer()
    people.log_in(client, officer)
    places = places_of(read, read.frame)
    before = ledger.connection.execute("select clock_timestamp()").fetchone()[0]
    for place in places:
        client.get(place).getvalue()
    after = ledger.connection.execute("select clock_timestamp()").fetchone()[0]
    written = ledger.people()
    assert len(written) == len(places)
    for one in written:
        assert (one.full_name, one.username, one.person) == ("Olive Fields", "officer", str(officer.uid))
        assert before < one.at < after
        assert one.at.tzinfo is not None
    assert [one.at for one in written] == sorted(one.at for one in written)


@pytest.mark.clause("6(a)")
def test_the_documented_time_is_the_databases_and_not_the_callers(
    client: Client, read: Read, ledger: Ledger
) -> None:
    """A clock that goes wrong, on the tablet or on the web server, does not reach the record."""
    with time_machine.travel(datetime(2019, 1, 1, tzinfo=UTC), tick=False):
        people.log_in(client, people.officer())
        client.get(f"/reads/{read.uid}", headers={"date": "Mon, 01 Jan 2001 00:00:00 GMT"})
    at = ledger.people()[-1].at
    assert abs(at - ledger.connection.execute("select clock_timestamp()").fetchone()[0]) < timedelta(
        minutes=1
    )


@pytest.mark.clause("6(a)")
@pytest.mark.parametrize("role", ["app", "gate", "auditor"])
def test_what_was_documented_cannot_be_taken_back(role: str) -> None:
    given = settings.DATABASES["default"]
    for attack in ("delete from audit_accessrecord", "update audit_accessrecord set full_name = 'Nobody'"):
        with (
            psycopg.connect(
                dbname=given["NAME"],
                user=f"alpr_{role}",
                password="test",
                host=given["HOST"],
                port=given["PORT"] or None,
            ) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(attack)


@pytest.mark.clause("6(a)")
def test_every_record_view_asks_for_a_person() -> None:
    for route, pattern in walk():
        mark = mark_of(pattern.callback)
        if mark.kind is Kind.RECORDS:
            assert mark.name, route
            assert mark.permission or mark.name == "home", route
