"""The database itself refuses ALPR rows to whoever has no committed, open access record."""

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.db.models import Max

from audit.context import name_access
from audit.ledger import Intent, Outcome, close_access, open_access
from audit.system import system_access
from reads.models import Camera, Correction, Frame, Read
from tests.factories.reads import ReadFactory

ASKED_FOR = [
    ("an instance", lambda: list(Read.objects.all())),
    ("bare values", lambda: list(Read.objects.values_list("plate"))),
    ("a count", lambda: Read.objects.count()),
    ("whether any is there", lambda: Read.objects.exists()),
    ("a plate that is not there", lambda: Read.objects.filter(plate="0NONE0").exists()),
    ("an aggregate", lambda: Frame.objects.aggregate(n=Max("received_at"))),
    ("a join from an open table", lambda: list(Camera.objects.filter(frames__pk=1))),
    ("a sub-query", lambda: list(Frame.objects.filter(pk__in=Read.objects.values("frame_id")))),
    ("corrections", lambda: Correction.objects.count()),
]


@pytest.mark.parametrize(("what", "ask"), ASKED_FOR, ids=[what for what, _ in ASKED_FOR])
def test_orm_gets_nothing_without_an_access_record_and_everything_with_one(what: str, ask: object) -> None:
    ReadFactory()
    with pytest.raises(ProgrammingError, match="No open access record"), transaction.atomic():
        ask()
    with system_access("test", door="tests", reason="Allowed") as access, access.transaction():
        ask()


RAW = [
    "select * from reads_read",
    "select count(*) from reads_read",
    "select 1 from reads_read where plate = '0NONE0'",
    "select exists (select from reads_frame)",
    "with seen as (select plate from reads_read) select max(plate) from seen",
    "select c.name from reads_camera c left join reads_read r on r.camera_id = c.id limit 1",
    "insert into reads_correction (read_id, plate, region, reason, note, made_by_id)"
    " values (1, 'A', '', 'misread', '', 1)",
    "update reads_read set plate = 'A'",
    "explain analyze select * from reads_read",
    "declare c cursor for select * from reads_read",
]


@pytest.mark.parametrize("statement", RAW)
def test_raw_sql_gets_nothing_without_an_access_record(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="No open access record"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.fixture
def application() -> psycopg.Connection:
    """A connection of one's own with the application's role, as somebody with its password would open one."""
    given = settings.DATABASES["default"]
    with psycopg.connect(
        dbname="alpr_test",
        user=given["USER"],
        password=given["PASSWORD"],
        host=given["HOST"],
        port=given["PORT"] or None,
    ) as connection:
        yield connection


def test_copy_gets_nothing_without_an_access_record(application: psycopg.Connection) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege, match="No open access record")
    with refused, application.cursor().copy("copy reads_read to stdout") as copy:
        copy.read()


def test_row_security_cannot_be_switched_off_by_the_application(application: psycopg.Connection) -> None:
    application.execute("set row_security = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        application.execute("select * from reads_read")


def test_made_up_access_id_opens_nothing() -> None:
    with pytest.raises(ProgrammingError, match="No open access record"), transaction.atomic():
        name_access("default", "3fa85f64-5717-4562-b3fc-2c963f66afa6")
        Read.objects.count()


def test_closed_access_opens_nothing_any_more() -> None:
    access = open_access(Intent(actor_kind="system", door="tests", username="system:test"))
    with access.transaction():
        Read.objects.count()
    close_access(access.uid, Outcome(result="shown"))
    with pytest.raises(ProgrammingError, match="No open access record"), access.transaction():
        Read.objects.count()


def test_plan_prepared_under_an_access_gives_out_no_row_after_it(
    committed: None, application: psycopg.Connection
) -> None:
    ReadFactory()
    access = open_access(Intent(actor_kind="system", door="tests", username="system:test"))
    application.execute("select set_config('alpr.access_id', %s, true)", [str(access.uid)])
    application.execute("prepare kept as select plate from reads_read")
    assert application.execute("execute kept").fetchall() == [("8ABC123",)]
    application.commit()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="No open access record"):
        application.execute("execute kept")


def test_access_of_an_hour_ago_opens_nothing(admin_connection: psycopg.Connection) -> None:
    access = open_access(Intent(actor_kind="system", door="tests", username="system:test"))
    admin_connection.execute("alter table audit_accessrecord disable trigger append_only")
    admin_connection.execute(
        "update audit_accessrecord set at = at - interval '61 minutes' where uid = %s", [access.uid]
    )
    admin_connection.execute("alter table audit_accessrecord enable trigger append_only")
    with pytest.raises(ProgrammingError, match="No open access record"), access.transaction():
        Read.objects.count()


def test_application_owns_nothing_and_is_bound_by_row_security(admin_connection: psycopg.Connection) -> None:
    roles = admin_connection.execute(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
        " (select count(*) from pg_class where relowner = r.oid) as owned from pg_roles r"
        " where rolname in ('alpr_app', 'alpr_gate', 'alpr_auditor', 'alpr_sealer') order by 1"
    ).fetchall()
    assert [tuple(role) for role in roles] == [
        ("alpr_app", False, False, False, False, 0),
        ("alpr_auditor", False, False, False, False, 0),
        ("alpr_gate", False, False, False, False, 0),
        ("alpr_sealer", False, False, False, False, 0),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "update reads_read set observed = 'X'",
        "update reads_read set plate_read = 'X'",
        "update reads_read set received_at = now()",
        "update reads_frame set sha256 = repeat('0', 64)",
        "update reads_frame set received_at = now()",
        "update reads_correction set plate = 'X'",
        "delete from reads_read",
        "delete from reads_frame",
        "delete from reads_correction",
        "truncate reads_read cascade",
        "alter table reads_read disable row level security",
        "drop policy access_gate on reads_read",
        "create or replace function alpr_access_open() returns boolean language sql as 'select true'",
        "set role alpr_owner",
        "set session authorization postgres",
    ],
)
def test_application_cannot_change_an_observation_or_the_rules(
    application: psycopg.Connection, statement: str
) -> None:
    access = open_access(Intent(actor_kind="system", door="tests", username="system:test"))
    application.execute("select set_config('alpr.access_id', %s, true)", [str(access.uid)])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(statement)
