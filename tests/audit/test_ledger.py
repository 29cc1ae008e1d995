"""The ledger is append-only, says its own time and hash, and takes anything a person can type."""

import hashlib
import json
from datetime import UTC

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from audit import ledger as gate
from audit.ledger import Intent, LedgerUnavailable, Outcome, close_access, open_access
from tests.conftest import Ledger

TABLES = ("audit_accessrecord", "audit_accessoutcome", "audit_changeevent")


def connection_as(role: str) -> psycopg.Connection:
    given = settings.DATABASES["default"]
    return psycopg.connect(
        dbname="alpr_test",
        user=f"alpr_{role}",
        password="test",
        host=given["HOST"],
        port=given["PORT"] or None,  # noqa: S106
    )


@pytest.mark.parametrize("role", ["app", "gate", "auditor"])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "attack",
    [
        "update {} set at = now()",
        "delete from {}",
        "delete from {} where false",
        "truncate {}",
        "drop table {}",
        "alter table {} disable trigger append_only",
        "alter table {} disable row level security",
        "insert into {} (id, at) values (1, now())",
        "insert into {} (leaf) values ('x')",
        "insert into {} (payload) values ('x')",
    ],
)
def test_no_role_of_the_portal_changes_the_ledger(role: str, table: str, attack: str) -> None:
    with connection_as(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.SQL(attack).format(sql.Identifier(table)))


@pytest.mark.parametrize("table", TABLES)
def test_triggers_stop_even_the_owner_from_emptying_the_ledger(table: str) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only")
    with connection_as("owner") as connection, refused:
        connection.execute(sql.SQL("truncate {} cascade").format(sql.Identifier(table)))


@pytest.mark.parametrize(
    "attack",
    [
        "update audit_accessrecord set username = 'x' where uid = %s",
        "delete from audit_accessrecord where uid = %s",
    ],
)
def test_triggers_stop_even_the_owner_from_changing_a_record(ledger: Ledger, attack: str) -> None:
    access = open_access(Intent(actor_kind="system", door="tests", username="system:test"))
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only")
    with connection_as("owner") as connection, refused:
        connection.execute(attack, [access.uid])
    assert ledger.last().uid == access.uid


def test_application_reads_nothing_of_the_ledger() -> None:
    for table in TABLES:
        with connection_as("app") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table)))


def test_auditor_reads_the_ledger_only_under_an_access_record_of_its_own() -> None:
    with connection_as("auditor") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select count(*) from audit_accessrecord")
    access = open_access(Intent(actor_kind="system", door="tests", username="system:test"))
    with connection_as("auditor") as connection:
        connection.execute("select set_config('alpr.access_id', %s, true)", [str(access.uid)])
        assert connection.execute("select count(*) from audit_accessrecord").fetchone()[0] > 0


LOOKUPS = [
    ("select alpr_accesses_with_plates(%s)", ["8ABC123"]),
    ("select alpr_accesses_with_record(%s)", "read:1"),
]


@pytest.mark.parametrize(("lookup", "given"), LOOKUPS, ids=["plates", "record"])
def test_lookups_in_the_ledger_are_the_auditors_under_an_access_and_nobody_elses(
    lookup: str, given: object
) -> None:
    access = open_access(Intent(actor_kind="system", door="tests", username="system:test"))
    for role in ("app", "gate"):
        with connection_as(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select set_config('alpr.access_id', %s, true)", [str(access.uid)])
            connection.execute(lookup, [given])
    with connection_as("auditor") as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="No open access record"):
            connection.execute(lookup, [given])
        connection.rollback()
        connection.execute("select set_config('alpr.access_id', %s, true)", [str(access.uid)])
        connection.execute(lookup, [given])


SEALS = [
    "audit_anchor",
    "audit_checkpoint",
    "audit_ledgeralarm",
    "audit_sealedrecord",
    "audit_unsealed",
    "audit_verification",
]


def test_auditor_sees_no_table_but_the_ledger_and_its_seals(admin_connection: psycopg.Connection) -> None:
    readable = admin_connection.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
        " and has_table_privilege('alpr_auditor', oid, 'select') order by 1"
    ).fetchall()
    assert [row[0] for row in readable] == sorted([*TABLES, *SEALS])


def test_time_and_hash_are_the_databases(ledger: Ledger) -> None:
    access = open_access(
        Intent(
            actor_kind="person",
            door="tests",
            username="a.officer",
            query='{"plate":"8A?"}',
            plates_sought=["8A"],
        )
    )
    close_access(
        access.uid, Outcome(result="shown", status=200, records=["read:1"], plates=["us-ca 8ABC123"], size=10)
    )
    row = ledger.connection.execute(
        "select * from audit_accessrecord where uid = %s", [access.uid]
    ).fetchone()
    assert row.leaf == hashlib.sha256(b"\x00" + row.payload).digest()
    said = json.loads(row.payload)
    assert said.pop("at") == f"{row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    assert said.pop("uid") == str(row.uid)
    assert said == {name: getattr(row, name) for name in row._fields if name in said}
    assert set(said) == set(row._fields) - {"payload", "leaf", "at", "uid"}
    keys = list(json.loads(row.payload))
    assert keys == sorted(keys)
    assert (
        row.payload == json.dumps(json.loads(row.payload), separators=(",", ":"), ensure_ascii=False).encode()
    )


def test_canonical_bytes_do_not_depend_on_the_session(
    admin_connection: psycopg.Connection, ledger: Ledger
) -> None:
    uids = []
    for zone in ("UTC", "Asia/Kathmandu"):
        gate.gate_connection().execute(sql.SQL("set timezone = {}").format(sql.Literal(zone)))
        uids.append(open_access(Intent(actor_kind="system", door="tests", username="system:test")).uid)
    gate.close_connection()
    rows = admin_connection.execute(
        "select at, payload from audit_accessrecord where uid = any(%s)", [uids]
    ).fetchall()
    assert len(rows) == 2
    for row in rows:
        assert json.loads(row.payload)["at"].endswith("Z")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("O'Brien", "O'Brien"),
        ("naïve ✈ 車", "naïve ✈ 車"),
        ("two\nlines\r\n", "two lines"),
        ("nul\x00byte", "nul byte"),
        ("right‮to left", "rightto left"),
        ("half \ud83d a pair", "half ? a pair"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_odd_text_is_stored_on_one_line_and_hashed_as_stored(ledger: Ledger, given: str, kept: str) -> None:
    access = open_access(
        Intent(actor_kind="person", door="tests", username="x", reference=given, agent=given)
    )
    row = ledger.connection.execute(
        "select * from audit_accessrecord where uid = %s", [access.uid]
    ).fetchone()
    assert row.reference == row.agent == kept
    assert json.loads(row.payload)["reference"] == kept


def test_megabyte_of_reference_is_cut_and_says_so(ledger: Ledger) -> None:
    access = open_access(Intent(actor_kind="person", door="tests", username="x", reference="r" * 10**6))
    kept = ledger.connection.execute(
        "select reference from audit_accessrecord where uid = %s", [access.uid]
    ).fetchone()[0]
    assert len(kept) == 200
    assert kept.endswith("… (1000000 characters)")


def test_second_outcome_is_refused(ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    access = open_access(Intent(actor_kind="system", door="tests", username="system:test"))
    close_access(access.uid, Outcome(result="shown"))
    close_access(access.uid, Outcome(result="refused"))
    assert [record.result for record in ledger.records("tests") if record.uid == access.uid] == ["shown"]
    assert "could not be written" in caplog.text


def test_record_without_a_name_is_refused() -> None:
    with pytest.raises(LedgerUnavailable):
        open_access(Intent(actor_kind="system", door="tests", username=""))


def test_dead_connection_is_replaced_once(admin_connection: psycopg.Connection) -> None:
    open_access(Intent(actor_kind="system", door="tests", username="system:test"))
    admin_connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'alpr_gate'"
    )
    open_access(Intent(actor_kind="system", door="tests", username="system:test"))
