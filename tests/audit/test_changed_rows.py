"""Every change of configuration is kept with before and after, whoever makes it and by whatever means."""

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest
from celery.signals import task_postrun, task_prerun
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import accounts, roles
from accounts.models import Designation, RoleGrant, User
from accounts.roles import ROLES
from audit.acting import Acting, acting_as, because, now_acts
from audit.changes import kept_tables, may_write_a_kept_table
from audit.context import name_access
from audit.events import SystemActor
from audit.gate import AccessGate
from audit.system import system_access
from reads.models import Camera, Frame
from reads.tasks import sweep_frames
from tests.audit.changed import Changes
from tests.factories import accounts as people
from tests.factories.reads import CameraFactory, FrameFactory

pytestmark = pytest.mark.usefixtures("committed")

ROOT = Path(__file__).resolve().parents[2]
OLIVE = Acting("olive", "d5a1", address="10.2.3.4", through="admin", reason="She moved to another desk.")


@pytest.fixture
def changes(committed: None, admin_connection: psycopg.Connection) -> Changes:
    return Changes(admin_connection)


@pytest.fixture
def title(changes: Changes) -> Designation:
    made = Designation.objects.create(title="Clerk")
    changes.forget()
    return made


def as_role(role: str) -> psycopg.Connection:
    """A connection of somebody with a password and a terminal."""
    known = settings.DATABASES["default"]
    return psycopg.connect(
        dbname=known["NAME"],
        user=f"alpr_{role}",
        password=known["PASSWORD"],
        host=known["HOST"],
        port=known["PORT"] or None,
        autocommit=True,
    )


# Each way of writing


def test_a_saved_row_is_kept_with_before_and_after(changes: Changes, title: Designation) -> None:
    with acting_as(OLIVE):
        title.title = "Senior clerk"
        title.save()
    kept = changes.only()
    assert kept.event == "row_changed"
    assert kept.target == f"designation:{title.pk}"
    assert (kept.before, kept.after) == ({"title": "Clerk"}, {"title": "Senior clerk"})
    assert (kept.username, kept.person) == ("olive", "d5a1")
    assert (kept.said["table"], kept.said["row"]) == ("accounts_designation", str(title.pk))
    assert (kept.said["address"], kept.said["through"]) == ("10.2.3.4", "admin")
    assert kept.said["reason"] == "She moved to another desk."


def test_a_new_row_is_kept_whole_and_a_removed_one_too(changes: Changes) -> None:
    with acting_as(OLIVE):
        made = Designation.objects.create(title="Clerk")
        pk = made.pk
        made.delete()
    added, removed = changes.of()
    whole = {"id": pk, "title": "Clerk", "active": True}
    assert (added.event, added.before, added.after) == ("row_added", {}, whole)
    assert (removed.event, removed.before, removed.after) == ("row_removed", whole, {})
    assert added.username == removed.username == "olive"


def test_what_changes_many_rows_at_once_is_kept_row_by_row(changes: Changes) -> None:
    with acting_as(OLIVE):
        made = Designation.objects.bulk_create([Designation(title=name) for name in ("A", "B", "C")])
        assert [change.after["title"] for change in changes.of()] == ["A", "B", "C"]
        changes.forget()
        Designation.objects.filter(title__in=["A", "B"]).update(active=False)
        assert [(c.before, c.after) for c in changes.of()] == [({"active": True}, {"active": False})] * 2
        changes.forget()
        for one in made:
            one.title += "!"
        Designation.objects.bulk_update(made, ["title"])
        assert sorted(change.after["title"] for change in changes.of()) == ["A!", "B!", "C!"]
        changes.forget()
        Designation.objects.filter(active=False).delete()
        assert [change.event for change in changes.of()] == ["row_removed"] * 2
    assert {change.username for change in changes.of()} == {"olive"}


def test_update_or_create_and_conflicts_are_kept_as_what_they_became(
    changes: Changes, title: Designation
) -> None:
    with acting_as(OLIVE):
        Designation.objects.bulk_create(
            [Designation(title="Clerk", active=False), Designation(title="New")],
            update_conflicts=True,
            unique_fields=["title"],
            update_fields=["active"],
        )
    assert sorted(change.event for change in changes.of()) == ["row_added", "row_changed"]
    assert {change.username for change in changes.of()} == {"olive"}


def test_sql_by_the_application_names_who_acts(changes: Changes, title: Designation) -> None:
    with acting_as(OLIVE), connection.cursor() as cursor:
        cursor.execute("update accounts_designation set active = false where id = %s", [title.pk])
    assert changes.only().username == "olive"


def test_sql_by_the_application_where_nobody_acts_says_so(changes: Changes, title: Designation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update accounts_designation set active = false where id = %s", [title.pk])
    assert changes.only().username == "direct SQL by alpr_app"


@pytest.mark.parametrize("role", ["owner", "app"])
def test_sql_typed_by_hand_names_the_login(role: str, changes: Changes, title: Designation) -> None:
    with as_role(role) as by_hand:
        by_hand.execute("update accounts_designation set title = 'By hand' where id = %s", [title.pk])
        with by_hand.cursor().copy("copy accounts_designation (title, active) from stdin") as copy:
            copy.write("Copied\tt\n")
    changed, copied = changes.of()
    assert changed.username == copied.username == f"direct SQL by alpr_{role}"
    assert (changed.before, changed.after) == ({"title": "Clerk"}, {"title": "By hand"})
    assert (copied.event, copied.after["title"]) == ("row_added", "Copied")


def test_the_owner_who_claims_to_be_somebody_is_not_believed(changes: Changes, title: Designation) -> None:
    access = FrameFactory().uid
    with as_role("owner") as by_hand:
        by_hand.execute("select set_config('alpr.acting', %s, false)", [OLIVE.told()])
        by_hand.execute("select set_config('alpr.access_id', %s, false)", [str(access)])
        changes.forget()
        by_hand.execute("update accounts_designation set active = false where id = %s", [title.pk])
    assert changes.only().username == "direct SQL by alpr_owner"
    assert changes.only().access is None


def test_a_session_that_plays_a_replica_is_recorded_too(
    changes: Changes, title: Designation, admin_connection: psycopg.Connection
) -> None:
    """A superuser's way round ordinary triggers."""
    admin_connection.execute("set session_replication_role = replica")
    admin_connection.execute("update accounts_designation set active = false where id = %s", [title.pk])
    admin_connection.execute("reset session_replication_role")
    assert changes.only().username.startswith("direct SQL by ")


def test_an_emptied_table_is_an_entry(changes: Changes) -> None:
    with as_role("owner") as by_hand:
        by_hand.execute("truncate enforcement_holiday")
        assert changes.of() == []
        by_hand.execute("insert into enforcement_holiday (day, name) values ('2027-01-01', 'New Year')")
        changes.forget()
        by_hand.execute("truncate enforcement_holiday")
    kept = changes.only("enforcement_holiday")
    assert (kept.event, kept.said["rows"]) == ("table_emptied", 1)


def test_what_goes_along_with_another_row_is_kept_as_well(changes: Changes) -> None:
    """Second factors go with their person; only the owner can remove one at all."""
    person = people.UserFactory()
    TOTPDevice.objects.create(user=person, name="Authenticator app")
    changes.forget()
    with as_role("owner") as by_hand:
        by_hand.execute("delete from otp_totp_totpdevice where user_id = %s", [person.pk])
        by_hand.execute("delete from accounts_user where id = %s", [person.pk])
    assert [(change.event, change.said["table"]) for change in changes.of()] == [
        ("row_removed", "otp_totp_totpdevice"),
        ("row_removed", "accounts_user"),
    ]
    changes.forget()
    with acting_as(OLIVE), pytest.raises(DatabaseError):
        people.UserFactory().delete()


# What is kept, and what is not


def test_a_write_that_changes_nothing_leaves_no_entry(changes: Changes, title: Designation) -> None:
    title.save()
    Designation.objects.update(active=True)
    assert changes.of() == []


def test_a_change_that_is_rolled_back_leaves_no_entry(changes: Changes, title: Designation) -> None:
    class Stop(Exception):
        pass

    with pytest.raises(Stop), transaction.atomic():
        Designation.objects.update(active=False)
        raise Stop
    with transaction.atomic():
        with pytest.raises(Stop), transaction.atomic(), acting_as(OLIVE):
            Designation.objects.update(active=False)
            raise Stop
        with acting_as(Acting("somebody.else")):
            Designation.objects.update(title="Kept")
    assert (changes.only().after, changes.only().username) == ({"title": "Kept"}, "somebody.else")


def test_secrets_and_their_hashes_are_in_no_entry(changes: Changes) -> None:
    person = people.UserFactory()
    device = TOTPDevice.objects.create(user=person, name="Authenticator app")
    secrets = [person.password, device.key]
    person.set_password("another-lantern-orchard-31")
    person.save()
    device.key = "ab" * 20
    device.save()
    device.delete()
    secrets += [person.password, "ab" * 20]
    written = changes.bytes()
    assert not [secret for secret in secrets if secret in written]
    changed = [change for change in changes.of("accounts_user") if change.event == "row_changed"]
    assert [(c.before, c.after) for c in changed] == [({"password": "(masked)"}, {"password": "(masked)"})]
    assert changes.of("otp_totp_totpdevice")[0].after["key"] == "(masked)"


def test_a_column_named_for_a_plate_or_a_secret_is_masked_without_being_asked(
    admin_connection: psycopg.Connection,
) -> None:
    row = {
        "plate": "7KLM482",
        "plates_sought": ["1"],
        "api_key": "k",
        "webhook_secret": "s",
        "token_hash": "t",
    }
    harmless = {"template": "a", "keyboard": "b", "name": "c", "plate_note": ""}
    shown = admin_connection.execute(
        "select alpr_shown_row(%s::jsonb, '{}')", [json.dumps(row | harmless)]
    ).fetchone()[0]
    assert shown == dict.fromkeys(row, "(masked)") | harmless


def test_a_value_too_long_to_keep_is_kept_by_its_hash(admin_connection: psycopg.Connection) -> None:
    shown = admin_connection.execute(
        "select alpr_shown_row(%s::jsonb, '{}')", [json.dumps({"shape": "x" * 30_000})]
    ).fetchone()[0]["shape"]
    assert (shown["characters"], len(shown["sha256"]), len(shown["begins"])) == (30_002, 64, 200)


def test_being_seen_and_logging_in_is_no_change_of_a_person(changes: Changes) -> None:
    person = people.UserFactory()
    changes.forget()
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    assert changes.of() == []


def test_changes_about_a_person_are_found_under_the_person(changes: Changes) -> None:
    person = people.UserFactory()
    by = people.UserFactory()
    changes.forget()
    people.RoleGrantFactory(user=person)
    people.TrainingRecordFactory(user=person, approved_by=by)
    TOTPDevice.objects.create(user=person, name="Authenticator app")
    assert {change.target for change in changes.of()} == {f"user:{person.uid}"}


def test_times_are_kept_in_utc_whatever_the_session_says(changes: Changes) -> None:
    with as_role("owner") as by_hand:
        by_hand.execute("set timezone = 'Asia/Kathmandu'")
        person = people.UserFactory()
        changes.forget()
        by_hand.execute(
            "update accounts_user set locked_at = '2026-05-01 12:00+00', locked_reason = 'x' where id = %s",
            [person.pk],
        )
    assert changes.only().after["locked_at"] == "2026-05-01T12:00:00+00:00"


def test_nothing_is_told_to_the_database_for_frames_and_reads(
    changes: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr("audit.changes.who_acts", lambda: asked.append(True))
    assert not {"reads_frame", "reads_read", "enforcement_hit", "enforcement_chalkmark"} & set(kept_tables())
    CameraFactory()
    assert len(asked) == 1
    with system_access("worker", door="reads.recognise", reason="Test") as access, access.transaction():
        list(Camera.objects.all())
        Frame.objects.update(attempts=1)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ('INSERT INTO "accounts_user" ("id") VALUES (1)', True),
        ("update accounts_user set email = ''", True),
        ("delete from only accounts_rolegrant", True),
        ("  UPDATE public.accounts_user set email = ''", True),
        ("update public.accounts_user set active = true", True),
        ('DELETE FROM "public"."accounts_user"', True),
        ("with x as (delete from reads_camera returning *) select * from x", True),
        ("/* a */ truncate accounts_user", True),
        ("do $$ begin update accounts_user set email = ''; end $$", True),
        ('INSERT INTO "reads_read" ("plate") VALUES (%s)', False),
        ("UPDATE reads_frame SET shown_name = 'accounts_user'", False),
        ('SELECT * FROM "accounts_user"', False),
        ("SAVEPOINT s", False),
        ("update accounts_username set a = 1", False),
    ],
)
def test_which_statements_may_write_a_kept_table(sql: str, told: bool) -> None:
    assert may_write_a_kept_table(sql) is told


# Who


def test_a_request_names_its_person_and_where_it_came_from(changes: Changes) -> None:
    manager = people.manager()
    client = people.log_in(Client(REMOTE_ADDR="203.0.113.9"), manager)
    changes.forget()
    answer = client.post(
        "/admin/accounts/designation/add/",
        {"title": "Meter technician", "active": "on"},
        headers={"X-Forwarded-For": "6.6.6.6", "X-Request-Id": "mine"},
    )
    assert answer.status_code == 302
    kept = changes.only()
    assert (kept.username, kept.person) == ("manager", str(manager.uid))
    assert (kept.said["address"], kept.said["through"]) == ("203.0.113.9", "admin")


def test_after_a_request_nobody_acts_any_more(changes: Changes) -> None:
    client = people.log_in(Client(), people.manager())
    client.get("/admin/")
    Designation.objects.create(title="Later")
    assert changes.of("accounts_designation")[-1].username == "direct SQL by alpr_app"


def test_under_an_access_record_the_record_says_who(changes: Changes, title: Designation) -> None:
    """The gate wrote it on a role of its own; what the application tells beside it counts for nothing."""
    with (
        system_access("worker", door="tests", reason="Test") as access,
        access.transaction(),
        acting_as(OLIVE),
    ):
        Designation.objects.update(active=False)
    kept = changes.only()
    assert (kept.username, kept.person, kept.access) == ("system:worker", "", access.uid)


def test_an_access_that_has_ended_names_nobody(changes: Changes, title: Designation) -> None:
    with system_access("worker", door="tests", reason="Test") as access:
        pass
    with transaction.atomic():
        name_access("default", str(access.uid))
        with acting_as(OLIVE):
            Designation.objects.update(active=False)
    assert (changes.only().username, changes.only().access) == ("olive", None)


def test_a_stream_that_changes_something_while_it_is_sent_names_its_person(
    changes: Changes, title: Designation
) -> None:
    def pieces() -> object:
        yield b"one"
        Designation.objects.update(active=False)
        yield b"two"

    def answer(request: HttpRequest) -> StreamingHttpResponse:
        now_acts(OLIVE)
        return StreamingHttpResponse(pieces())

    sent = AccessGate(answer)(HttpRequest())
    assert b"".join(sent.streaming_content) == b"onetwo"
    assert changes.only().username == "olive"


def test_a_task_is_the_workers_and_a_command_the_commands(changes: Changes) -> None:
    task_prerun.send(sender=sweep_frames, task_id="1", task=sweep_frames)
    Designation.objects.create(title="By a task")
    task_postrun.send(sender=sweep_frames, task_id="1", task=sweep_frames)
    kept = changes.only()
    assert (kept.username, kept.said["through"]) == ("system:worker", "task reads.sweep_frames")
    changes.forget()
    call_command(
        "create_person", "newcomer", full_name="New Comer", email="n@example.org", designation="Clerk",
        role=["officer"], stdout=io.StringIO(),
    )  # fmt: skip
    assert {change.username for change in changes.of()} == {"system:command"}
    assert {change.said["table"] for change in changes.of()} >= {"accounts_user", "accounts_rolegrant"}


def test_a_shell_is_named_as_the_command_it_is(changes: Changes) -> None:
    """As an engineer would do it, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c",
         "from accounts.models import Designation; Designation.objects.create(title='Shell')"],
        cwd=ROOT, env=os.environ, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    kept = changes.only()
    assert (kept.username, kept.said["through"]) == ("system:command", "manage.py shell")


def test_people_who_change_things_at_the_same_time_are_not_taken_for_each_other(changes: Changes) -> None:
    made = [Designation.objects.create(title=f"Title {number}") for number in range(4)]
    changes.forget()
    ready = threading.Barrier(len(made))

    def work(one: Designation, name: str) -> None:
        try:
            with acting_as(Acting(name)):
                for turn in range(5):
                    ready.wait()
                    Designation.objects.filter(pk=one.pk).update(title=f"{one.pk} {turn}")
        finally:
            connections.close_all()

    workers = [
        threading.Thread(target=work, args=(one, f"person{number}")) for number, one in enumerate(made)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    by = {(change.said["row"], change.username) for change in changes.of()}
    assert by == {(str(one.pk), f"person{number}") for number, one in enumerate(made)}
    assert len(changes.of()) == 20


def test_a_reason_is_kept_with_the_change(changes: Changes, title: Designation) -> None:
    with acting_as(Acting("olive")), because("The council renamed the post."):
        title.title = "Keeper"
        title.save()
    assert changes.only().said["reason"] == "The council renamed the post."
    with because("Nobody acts, so nobody has a reason."):
        Designation.objects.update(active=False)
    assert "reason" not in changes.of()[-1].said


def test_an_action_and_the_rows_it_changed_are_of_one_transaction(
    changes: Changes, admin_connection: psycopg.Connection
) -> None:
    person = people.UserFactory()
    changes.forget()
    by = SystemActor("command")
    with acting_as(Acting(by.ledger_username)):
        roles.grant(
            user=person, role=ROLES["officer"], starts_on=timezone.localdate(), by=by, now=timezone.now()
        )
        accounts.disable(user=person, reason="Left the division.", by=by, now=timezone.now())
    written = admin_connection.execute(
        "select event, transaction from audit_changeevent where id > %s order by id", [changes.start]
    ).fetchall()
    assert [row.event for row in written] == ["row_added", "role_granted", "row_changed", "account_disabled"]
    granted, disabled = {row.transaction for row in written[:2]}, {row.transaction for row in written[2:]}
    assert len(granted) == len(disabled) == 1
    assert granted != disabled
    assert RoleGrant.objects.filter(user=person).count() == 1


# What nobody can do


@pytest.mark.parametrize("role", ["app", "gate", "auditor", "owner"])
def test_nobody_writes_by_hand_what_the_database_says_it_saw(role: str, changes: Changes) -> None:
    with as_role(role) as by_hand, pytest.raises(psycopg.errors.InsufficientPrivilege):
        by_hand.execute(
            "insert into audit_changeevent (event, target, username, person, detail)"
            " values ('row_changed', 'user:1', 'olive', '', '{}')"
        )
    assert changes.of() == []


@pytest.mark.parametrize("role", ["app", "gate", "auditor", "owner"])
@pytest.mark.parametrize(
    "attack",
    [
        "update audit_changeevent set username = 'olive'",
        "delete from audit_changeevent",
        "truncate audit_changeevent",
    ],
)
def test_an_entry_is_changed_by_nobody(attack: str, role: str, changes: Changes, title: Designation) -> None:
    Designation.objects.update(active=False)
    kept = changes.only()
    with as_role(role) as by_hand, pytest.raises(psycopg.errors.InsufficientPrivilege):
        by_hand.execute(attack)
    assert changes.only() == kept


def test_the_application_can_neither_take_the_trigger_away_nor_say_the_transaction(changes: Changes) -> None:
    with as_role("app") as by_hand:
        for attack in (
            "alter table accounts_user disable trigger changes_kept",
            "drop trigger changes_kept on accounts_user",
            "set session_replication_role = replica",
            "truncate accounts_designation",
            "insert into audit_changeevent (event, target, username, person, detail, transaction)"
            " values ('camera_changed', 'camera:1', 'olive', '', '{}', '1.1')",
            "select * from alpr_who_acts()",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                by_hand.execute(attack)


def test_entries_are_canonical_bytes_with_a_hash_like_every_row_of_the_ledger(
    changes: Changes, title: Designation, admin_connection: psycopg.Connection
) -> None:
    title.title = "Клерк “two”"
    title.save()
    row = admin_connection.execute(
        "select payload, leaf, detail, sha256('\\x00'::bytea || payload) as own from audit_changeevent"
        " order by id desc limit 1"
    ).fetchone()
    assert row.leaf == row.own
    said = json.loads(bytes(row.payload))
    assert said["detail"] == row.detail
    assert json.loads(said["detail"])["after"] == {"title": "Клерк “two”"}
    assert said["transaction"] != ""
