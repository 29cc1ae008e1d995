"""The access gate through the real client: what opens, what does not, and what is written down either way."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import psycopg
import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import SignIn
from audit import selectors
from audit.ledger import Intent, close_connection, open_access
from audit.system import system_access
from reads.models import Camera, Read
from tests.audit import gate_doors
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories.reads import ReadFactory

PLATE = "7KLM482"
INTENT_COLUMNS = (
    "uid, actor_kind, username, person, full_name, organisation, roles, purpose, reference, door, method, query,"
    " plates_sought, address, agent, session"
)
OUTCOME_COLUMNS = "access_id, result, status, code, record_count, records, plates, size, ms"


@pytest.fixture(autouse=True)
def doors(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.audit.gate_doors"


@pytest.fixture
def read() -> Read:
    return ReadFactory(plate=PLATE)


@pytest.fixture
def officer(client: Client) -> people.User:
    """An officer with everything that is needed, logged in. A view's error comes back as its page."""
    client.raise_request_exception = False
    found = people.officer()
    people.log_in(client, found, purpose="citation_contest", reference="PK-2031845")
    return found


@pytest.fixture
def closed_ledger(settings: object) -> Iterator[None]:
    """No server listens where the gate's writer looks for one."""
    close_connection()
    settings.GATE_DATABASE = {**settings.GATE_DATABASE, "host": "127.0.0.1", "port": "1"}
    yield
    close_connection()


# Marks


@pytest.mark.parametrize("address", ["/tests/unmarked", "/tests/unmarked-api"])
def test_a_view_without_a_mark_is_refused_and_the_error_is_logged(
    client: Client,
    officer: people.User,
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
    client: Client, officer: people.User, read: Read, ledger: Ledger, address: str
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
    client: Client, officer: people.User, read: Read, ledger: Ledger
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
    client: Client, officer: people.User, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
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
    client: Client, officer: people.User, read: Read, ledger: Ledger
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
    officer: people.User,
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


def test_what_a_view_wrote_stays_where_it_ends_well(client: Client, officer: people.User) -> None:
    assert client.get("/tests/write/well").status_code == 200
    assert Camera.objects.filter(code="written-well").exists()


# Streams


def test_a_stream_is_recorded_when_it_has_been_sent(
    client: Client, officer: people.User, read: Read, ledger: Ledger
) -> None:
    answer = client.get("/tests/stream")
    assert ledger.last("tests.stream").result is None
    assert answer.getvalue() == PLATE.encode()
    written = ledger.last("tests.stream")
    assert (written.result, written.status, written.size) == ("shown", 200, len(PLATE))
    assert (written.records, written.plates) == ([f"read:{read.uid}"], [f"us-ca {PLATE}"])


def test_a_stream_that_breaks_off_is_recorded_as_broken_off_with_what_was_sent(
    client: Client, officer: people.User, read: Read, ledger: Ledger
) -> None:
    answer = client.get("/tests/stream")
    assert next(iter(answer.streaming_content)) == PLATE[:3].encode()
    answer.close()
    written = ledger.last("tests.stream")
    assert (written.result, written.size) == ("partial", 3)


def test_a_stream_that_reads_when_the_door_has_closed_gets_no_rows(
    client: Client, officer: people.User, read: Read, ledger: Ledger
) -> None:
    answer = client.get("/tests/late-stream")
    sent: list[bytes] = []
    with pytest.raises(ProgrammingError, match="No open access record"), transaction.atomic():
        sent.extend(answer.streaming_content)
    answer.close()
    assert b"".join(sent) == b"begun "
    assert ledger.last("tests.late_stream").result == "partial"


# The ledger out of order


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_without_the_gates_writer_nothing_is_read_or_shown_and_the_alarm_is_given(
    client: Client,
    officer: people.User,
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
    client: Client, officer: people.User, read: Read, ledger: Ledger, caplog: pytest.LogCaptureFixture
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
    client: Client, officer: people.User, read: Read, ledger: Ledger, caplog: pytest.LogCaptureFixture
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
    client: Client, officer: people.User, ledger: Ledger, admin_connection: psycopg.Connection
) -> None:
    assert client.get("/tests/look").status_code == 200
    admin_connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'alpr_gate'"
    )
    assert client.get("/tests/look").status_code == 200
    assert [written.result for written in ledger.people()] == ["shown", "shown"]


# Other ways in


def test_a_shell_sees_nothing_unless_it_says_what_it_is_for(read: Read, ledger: Ledger) -> None:
    with pytest.raises(ProgrammingError, match=r"system_access"), transaction.atomic():
        list(Read.objects.all())
    with (
        system_access("command", door="tests.shell", reason="Look into a fault") as access,
        access.transaction(),
    ):
        assert [found.plate for found in Read.objects.all()] == [PLATE]
    written = ledger.last("tests.shell")
    assert (written.actor_kind, written.username, written.reference) == (
        "system",
        "system:command",
        "Look into a fault",
    )
    assert (written.result, written.records) == ("shown", [f"read:{read.uid}"])


def test_a_command_that_breaks_is_written_as_failed(read: Read, ledger: Ledger) -> None:
    with (
        pytest.raises(RuntimeError),
        system_access("command", door="tests.shell", reason="Fails") as access,
        access.transaction(),
    ):
        Read.objects.get()
        raise RuntimeError
    written = ledger.last("tests.shell")
    assert (written.result, written.records) == ("failed", [f"read:{read.uid}"])


@pytest.mark.parametrize("address", ["", "1/change/", "1/history/", "add/"])
def test_the_administration_pages_show_no_read_even_where_somebody_registers_them(
    client: Client, read: Read, ledger: Ledger, address: str
) -> None:
    client.raise_request_exception = False
    people.log_in(client, people.manager())
    address = address.replace("1/", f"{read.pk}/")
    answer = client.get(f"/tests/admin/reads/read/{address}")
    assert answer.status_code == 500
    assert PLATE.encode() not in answer.content


# What a caller may say


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("198.51.100.4", "10.9.9.9", "198.51.100.4"),
        ("127.0.0.1", "10.9.9.9, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "10.9.9.9, 203.0.113.7, ::1", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, nobody", "127.0.0.1"),
        ("127.0.0.1", "'; drop table audit_accessrecord; --", "127.0.0.1"),
        ("127.0.0.1", "\x00\ud83d\u202e", "127.0.0.1"),
        ("127.0.0.1", "," * 5000, "127.0.0.1"),
        ("127.0.0.1", "1." * 100_000, "127.0.0.1"),
        ("::1", "[2001:db8::5]", "2001:db8::5"),
        ("", "203.0.113.7", ""),
        ("garbage", "203.0.113.7", ""),
    ],
)
def test_the_address_is_the_trusted_proxies_word_and_never_an_error(
    client: Client, officer: people.User, ledger: Ledger, peer: str, forwarded: str, address: str
) -> None:
    answer = client.get("/tests/look", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert answer.status_code == 200
    assert ledger.last("tests.look").address == address


def test_passwords_and_tokens_are_never_written(client: Client, officer: people.User, ledger: Ledger) -> None:
    secrets = {
        name: f"secret-{number}"
        for number, name in enumerate(
            (
                "password",
                "old_password",
                "new_password1",
                "new_password2",
                "token",
                "csrfmiddlewaretoken",
                "PassWord",
            )
        )
    }
    client.post("/tests/look", {**secrets, "note": "kept"})
    client.post("/tests/api", json.dumps({**secrets, "note": "kept"}), content_type="application/json")
    client.get("/tests/look", {**secrets, "note": "kept"})
    form, program, address = ledger.people()
    assert json.loads(form.query) == json.loads(address.query) == {"note": "kept"}
    assert json.loads(program.query) == {"body": {"note": "kept"}}
    assert "secret-" not in repr(ledger.people())


def test_a_megabyte_in_a_form_field_is_cut_and_says_so(
    client: Client, officer: people.User, ledger: Ledger
) -> None:
    assert client.post("/tests/look", {"note": "n" * 2**20, "start": "2026-03-01"}).status_code == 200
    said = json.loads(ledger.last("tests.look").query)
    assert len(said["note"]) == 500
    assert said["note"].endswith("… (1048576 characters)")
    assert said["start"] == "2026-03-01"


def test_an_address_cannot_talk_over_the_object_in_the_path_or_over_the_form(
    client: Client, officer: people.User, ledger: Ledger
) -> None:
    client.post("/tests/look/true-one?uid=other&plate=1AAA111", {"plate": PLATE})
    written = ledger.last("tests.look")
    assert json.loads(written.query) == {"uid": ["true-one", "other"], "plate": ["1AAA111", PLATE]}
    assert written.plates_sought == [PLATE]


def test_fields_beyond_sixty_are_counted_and_the_plate_sought_is_kept(
    client: Client, officer: people.User, ledger: Ledger
) -> None:
    client.post("/tests/look", {**{f"field{number:03}": "x" for number in range(100)}, "plate": PLATE})
    written = ledger.last("tests.look")
    assert json.loads(written.query)["fields_left_out"] == 41
    assert written.plates_sought == [PLATE]


@pytest.mark.parametrize(
    ("content_type", "encoding", "padding"),
    [
        ("application/json", "utf-8", ""),
        ("application/json", "utf-8", "x" * 10_000),
        ("application/json; charset=utf-16", "utf-16", ""),
        ("*/*", "utf-8", ""),
        ("application/*", "utf-8", ""),
        ("APPLICATION/JSON", "utf-8", ""),
    ],
)
def test_a_program_cannot_hide_what_it_asks_for(
    client: Client, officer: people.User, ledger: Ledger, content_type: str, encoding: str, padding: str
) -> None:
    body = json.dumps({"padding": padding, "plate": PLATE, "region": "us-ca"}).encode(encoding)
    answer = client.generic("POST", "/tests/api", body, content_type=content_type)
    assert answer.json()["asked"]["plate"] == PLATE
    written = ledger.last("tests.api")
    assert written.plates_sought == [f"us-ca {PLATE}"]
    assert json.loads(written.query)["body"]["plate"] == PLATE


@pytest.mark.parametrize(
    "body", ["[" * 100_000, "{", "null", '"text"', '{"plate": [1, {"a": NaN}]}', "\x00\ud83d"]
)
def test_an_odd_body_is_refused_or_answered_and_written_down(
    client: Client, officer: people.User, ledger: Ledger, body: str
) -> None:
    sent = body.encode("utf-8", "surrogatepass")
    answer = client.generic("POST", "/tests/api", sent, content_type="application/json")
    assert answer.status_code in (200, 400)
    assert ledger.last("tests.api").status == answer.status_code


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("7klm-482", [PLATE]),
        (" " * 60 + PLATE, [PLATE]),
        ("７ＫＬＭ４８２", [PLATE]),
        ("7KLM*", []),
        ("7KLM48？", []),
        ("", []),
        ("9" * 60, ["9" * 40]),
    ],
)
def test_the_plate_sought_is_kept_in_the_form_in_which_the_ledger_is_asked(
    client: Client, officer: people.User, ledger: Ledger, typed: str, sought: list[str]
) -> None:
    client.post("/tests/look", {"plate": typed, "region": "nowhere"})
    assert ledger.last("tests.look").plates_sought == sought
