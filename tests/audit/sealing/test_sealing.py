"""The sealer misses nothing, seals nothing twice, and comes to one chain whatever it is interrupted by."""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from audit.offline import verify_ledger as offline
from audit.sealing import keys, store
from audit.sealing.anchors import AnchorFailed
from audit.sealing.anchors.file import FileAnchor, number_of
from audit.sealing.publish import publish
from audit.sealing.sealer import NotSealed, seal
from audit.sealing.verifier import held_checkpoints, trusted_keys, verify
from tests.audit.sealing.conftest import COPY, FILL, World, superuser


def write(connection: psycopg.Connection, first: int = 1, last: int = 10) -> None:
    for statement in FILL:
        connection.execute(statement, {"first": first, "last": last})


def change(connection: psycopg.Connection, target: str) -> int:
    return connection.execute(
        "insert into audit_changeevent (event, target, username, person, detail)"
        " values ('read_corrected', %s, 'x', '', '{}') returning id",
        [target],
    ).fetchone()[0]


def count(connection: psycopg.Connection, what: str) -> int:
    return connection.execute(f"select count(*) from {what}").fetchone()[0]


def is_sound(connection: psycopg.Connection) -> bool:
    trusted = trusted_keys()
    with connection.transaction():
        answer = verify(connection, keys=trusted, held=held_checkpoints(trusted))
    assert answer.findings == []
    return answer.unsealed == 0


def test_everything_committed_is_sealed_in_its_order_and_the_checkpoint_reaches_the_file(
    ledger_of: psycopg.Connection, house: World
) -> None:
    write(ledger_of)
    done = seal()
    assert (done.records, done.number) == (22, 1)
    assert publish() == 0
    times = ledger_of.execute(
        "select coalesce(a.at, o.at, c.at) from audit_sealedrecord s"
        " left join audit_accessrecord a on s.source = 1 and a.id = s.row_id"
        " left join audit_accessoutcome o on s.source = 2 and o.id = s.row_id"
        " left join audit_changeevent c on s.source = 3 and c.id = s.row_id order by s.position"
    ).fetchall()
    assert times == sorted(times)
    (note,) = ledger_of.execute("select note from audit_checkpoint").fetchone()
    assert (house.folder / "checkpoints.txt").read_text() == f"\n{note}"
    assert note.splitlines()[:2] == ["test/alpr-ledger", "22"]
    assert is_sound(ledger_of)


def test_nothing_to_seal_makes_no_checkpoint(ledger_of: psycopg.Connection) -> None:
    assert seal().number is None
    assert count(ledger_of, "audit_checkpoint") == 0
    assert is_sound(ledger_of)


def test_ids_that_were_rolled_back_are_no_gap(ledger_of: psycopg.Connection) -> None:
    change(ledger_of, "before")
    ledger_of.execute("begin")
    change(ledger_of, "taken back")
    ledger_of.execute("rollback")
    change(ledger_of, "after")
    assert seal().records == 2
    assert is_sound(ledger_of)


def test_a_lower_id_that_is_committed_after_a_higher_one_was_sealed_is_sealed_too(
    ledger_of: psycopg.Connection,
) -> None:
    with superuser(COPY) as late:
        late.execute("begin")
        first = change(late, "late")
        second = change(ledger_of, "early")
        assert first < second
        assert seal().records == 1
        late.execute("commit")
    assert seal().records == 1
    rows = ledger_of.execute("select row_id from audit_sealedrecord order by position").fetchall()
    assert [row[0] for row in rows] == [second, first]
    assert is_sound(ledger_of)


def test_a_second_sealer_does_nothing_while_one_is_at_work(ledger_of: psycopg.Connection) -> None:
    write(ledger_of)
    seconds = []

    def meanwhile(step: str) -> None:
        if step == "placed":
            seconds.append(seal())

    assert seal(after=meanwhile).records == 22
    assert [one.number for one in seconds] == [None]
    assert count(ledger_of, "audit_checkpoint") == 1
    assert is_sound(ledger_of)


def test_many_sealers_and_sixteen_writers_at_once_make_one_chain_without_fork_or_alarm(
    ledger_of: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()

    def sealing(_: int) -> None:
        while not stop.is_set():
            seal(most=7)
            publish()

    def writing(number: int) -> None:
        with superuser(COPY) as own:
            for each in range(20):
                own.execute("begin")
                change(own, f"{number}/{each}")
                own.execute("rollback" if each % 5 == 4 else "commit")

    with ThreadPoolExecutor(18) as pool:
        sealers = [pool.submit(sealing, number) for number in range(2)]
        try:
            for writer in [pool.submit(writing, number) for number in range(16)]:
                writer.result()
        finally:
            stop.set()
        for sealer in sealers:
            sealer.result()
    seal()
    publish()
    assert count(ledger_of, "audit_sealedrecord") == 16 * 16
    assert [record for record in caplog.records if record.name == "audit.alarm"] == []
    assert is_sound(ledger_of)


SEALING = ("locked", "taken", "placed", "signed", "written", "committed")


def killed_at(step: str, work: Callable[..., object]) -> None:
    """Do the work in another process, which kills itself, with no chance to tidy up, behind that step."""
    child = os.fork()
    if child == 0:

        def after(here: str) -> None:
            if here == step:
                os.kill(os.getpid(), signal.SIGKILL)

        work(after=after)
        os._exit(7)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the step was never reached"


@pytest.mark.parametrize("step", SEALING)
def test_a_sealer_that_is_killed_behind_any_step_is_followed_by_one_that_finishes(
    ledger_of: psycopg.Connection, step: str, house: World
) -> None:
    write(ledger_of)
    seal()
    publish()
    write(ledger_of, 11, 20)
    killed_at(step, seal)
    until_lock_is_free(ledger_of)
    seal()
    publish()
    assert count(ledger_of, "audit_sealedrecord") == 44
    assert count(ledger_of, "audit_checkpoint") == 2
    assert is_sound(ledger_of)
    held = list(offline.read_held([house.folder / "checkpoints.txt"], trusted_keys()))
    assert [note.number for note in held] == [1, 2]


@pytest.mark.parametrize("step", ["handed over", "noted"])
def test_a_publisher_that_is_killed_behind_any_step_leaves_each_checkpoint_in_the_file_once(
    ledger_of: psycopg.Connection, step: str, house: World
) -> None:
    for first in (1, 11):
        write(ledger_of, first, first + 9)
        seal()
    killed_at(step, publish)
    until_lock_is_free(ledger_of)
    write(ledger_of, 21, 30)
    seal()
    publish()
    held = list(offline.read_held([house.folder / "checkpoints.txt"], trusted_keys()))
    assert [note.number for note in held] == [1, 2, 3]
    assert is_sound(ledger_of)


def until_lock_is_free(connection: psycopg.Connection) -> None:
    """A killed process's session ends when the server notices: at once, but not before it does."""
    for lock in (store.ONE_SEALER, store.ONE_PUBLISHER):
        connection.execute("select pg_advisory_lock(%s)", [lock])
        connection.execute("select pg_advisory_unlock(%s)", [lock])


def test_a_torn_checkpoint_in_the_file_is_written_again(ledger_of: psycopg.Connection, house: World) -> None:
    write(ledger_of)
    seal()
    publish()
    file = house.folder / "checkpoints.txt"
    write(ledger_of, 11, 20)
    seal()
    (note,) = ledger_of.execute("select note from audit_checkpoint where number = 2").fetchone()
    with file.open("a") as torn:
        torn.write("\n" + note[: len(note) // 2])
    publish()
    held = list(offline.read_held([file], trusted_keys()))
    assert [one.number for one in held] == [1, 2]
    assert FileAnchor(path=file).newest() == note
    assert is_sound(ledger_of)


def test_without_a_key_nothing_is_sealed_and_what_waits_is_sealed_later(
    ledger_of: psycopg.Connection, house: World
) -> None:
    write(ledger_of)
    key = (house.folder / "ledger-key").read_text()
    (house.folder / "ledger-key").unlink()
    with pytest.raises(keys.KeyMissing, match="ledger keys create"):
        seal()
    (house.folder / "ledger-key").write_text(key[:-9])
    with pytest.raises(keys.KeyMissing, match="damaged"):
        seal()
    (house.folder / "ledger-key").write_text(key)
    assert seal().records == 22
    assert is_sound(ledger_of)


def test_an_anchor_that_cannot_be_reached_is_an_alarm_once_and_catches_up(
    ledger_of: psycopg.Connection, house: World, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    folder = house.folder / "mount"
    folder.write_text("in the way")  # no folder can be made here
    settings.LEDGER_ANCHORS = [
        {"class": "audit.sealing.anchors.file.FileAnchor", "path": folder / "checkpoints.txt"}
    ]
    for first in (1, 11):
        write(ledger_of, first, first + 9)
        seal()
        assert publish(at_once=True) == 1
    assert len([record for record in caplog.records if record.name == "audit.alarm"]) == 1
    (problem, since) = ledger_of.execute("select problem, failing_since from audit_anchor").fetchone()
    assert "checkpoints.txt" in problem
    assert since is not None
    folder.unlink()
    assert publish() == 0  # tried a moment ago: not yet
    assert not folder.exists()
    assert publish(at_once=True) == 0
    assert [note.number for note in offline.read_held([folder], trusted_keys())] == [1, 2]
    assert ledger_of.execute("select failing_since, problem from audit_anchor").fetchone() == (None, "")
    assert is_sound(ledger_of)


def test_a_full_disk_at_the_anchor_keeps_nobody_from_sealing(
    ledger_of: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write(ledger_of)
    seal()
    monkeypatch.setattr(FileAnchor, "append", full)
    assert publish() == 1
    write(ledger_of, 11, 20)
    assert seal().records == 22
    monkeypatch.undo()
    assert publish(at_once=True) == 0
    assert is_sound(ledger_of)


def test_a_database_older_than_its_checkpoints_is_not_sealed_further(
    ledger_of: psycopg.Connection, house: World
) -> None:
    write(ledger_of)
    seal()
    publish()
    (house.folder / "checkpoints.txt").write_text(
        (house.folder / "checkpoints.txt").read_text().replace("number 1\n", "number 9\n")
    )
    write(ledger_of, 11, 20)
    with pytest.raises(NotSealed, match="holds checkpoint 9, and the database has none of that number"):
        seal()
    assert count(ledger_of, "audit_checkpoint") == 1


def test_a_state_that_does_not_add_up_is_not_sealed_further(ledger_of: psycopg.Connection) -> None:
    write(ledger_of)
    seal()
    write(ledger_of, 11, 20)
    ledger_of.execute("set session_replication_role = replica")
    ledger_of.execute("update audit_checkpoint set frontier = '\\x00'")
    with pytest.raises(NotSealed, match="does not add up"):
        seal()


def test_a_record_that_vanished_before_it_was_sealed_is_an_alarm(
    ledger_of: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    gone = change(ledger_of, "gone")
    change(ledger_of, "there")
    ledger_of.execute("set session_replication_role = replica")
    ledger_of.execute("delete from audit_changeevent where id = %s", [gone])
    assert seal().records == 1
    assert f"3/{gone}" in caplog.text


def test_a_clock_that_is_put_back_breaks_nothing(ledger_of: psycopg.Connection) -> None:
    change(ledger_of, "now")
    seal()
    ledger_of.execute("set session_replication_role = replica")
    ledger_of.execute(
        "insert into audit_changeevent (at, payload, leaf, event, target, username, person, detail)"
        " values (now() - interval '1 hour', '', '', 'read_corrected', 'earlier', 'x', '', '{}')"
    )
    ledger_of.execute(
        "update audit_changeevent e set payload = alpr_canonical(to_json(e),"
        " to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')) where target = 'earlier'"
    )
    ledger_of.execute(
        "update audit_changeevent set leaf = sha256('\\x00'::bytea || payload) where target = 'earlier'"
    )
    ledger_of.execute(
        "insert into audit_unsealed select 3, id, at from audit_changeevent where target = 'earlier'"
    )
    assert seal().records == 1
    assert is_sound(ledger_of)


@pytest.mark.parametrize(
    "attack",
    [
        "select payload from audit_accessrecord",
        "select * from audit_changeevent",
        "insert into audit_changeevent (event, target, username) values ('x', 'x', 'x')",
        "delete from audit_sealedrecord",
        "update audit_checkpoint set note = ''",
        "truncate audit_checkpoint",
        "delete from audit_anchor",
        "delete from audit_unsealed",
        "select * from accounts_user",
        "alter table audit_checkpoint disable trigger append_only",
    ],
)
def test_the_sealers_role_reads_no_record_and_changes_no_seal(house: World, attack: str) -> None:
    refused = (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable)
    with store.sealer_connection() as connection, pytest.raises(refused):
        connection.execute(attack)


@pytest.mark.parametrize("role", ["app", "gate", "auditor"])
@pytest.mark.parametrize(
    "attack",
    [
        "select alpr_take_unsealed(1)",
        "insert into audit_checkpoint (number, first, size) values (1, 0, 1)",
        "insert into audit_sealedrecord (position, source, row_id, leaf) values (0, 1, 1, '')",
        "delete from audit_unsealed",
        "insert into audit_unsealed values (1, 1, now())",
        "insert into audit_anchor (name, number) values ('x', 1)",
    ],
)
def test_no_other_role_seals(house: World, settings: object, role: str, attack: str) -> None:
    given = {**settings.SEALER_DATABASE, "user": f"alpr_{role}", "password": "test"}
    with psycopg.connect(**given) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(attack)


class Bucket:
    """A bucket's client that keeps what it is given, or refuses."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.refusal = refusal
        self.put: list[dict[str, object]] = []

    def put_object(self, **said: object) -> None:
        if self.refusal:
            raise self.refusal
        self.put.append(said)


def test_a_bucket_is_given_the_newest_checkpoint_under_a_lock(ledger_of: psycopg.Connection) -> None:
    from audit.sealing.anchors.s3 import S3Anchor

    write(ledger_of)
    seal()
    (note,) = ledger_of.execute("select note from audit_checkpoint").fetchone()
    bucket = Bucket()
    receipt = S3Anchor(bucket="seals", days=1826, client=bucket).publish([note])
    (said,) = bucket.put
    assert said["Body"] == note.encode()
    assert (said["ObjectLockMode"], said["IfNoneMatch"]) == ("COMPLIANCE", "*")
    assert said["ObjectLockRetainUntilDate"] - datetime.now(UTC) > timedelta(days=1825)
    assert receipt.startswith("s3://seals/ledger/000000000001-")


@pytest.mark.parametrize(("status", "kept"), [(412, True), (403, False), (500, False)])
def test_a_bucket_that_has_it_already_is_content_and_one_that_refuses_is_not(
    ledger_of: psycopg.Connection, status: int, kept: bool
) -> None:
    from botocore.exceptions import ClientError

    from audit.sealing.anchors.s3 import S3Anchor

    write(ledger_of)
    seal()
    (note,) = ledger_of.execute("select note from audit_checkpoint").fetchone()
    error = ClientError(
        {"ResponseMetadata": {"HTTPStatusCode": status}, "Error": {"Code": "x", "Message": "no"}}, "PutObject"
    )
    anchor = S3Anchor(bucket="seals", days=1, client=Bucket(error))
    if kept:
        assert anchor.publish([note])
    else:
        with pytest.raises(AnchorFailed, match="seals refused"):
            anchor.publish([note])


def test_the_custodian_is_mailed_a_checkpoint_once_a_day_that_the_verifier_finds_in_the_mail(
    ledger_of: psycopg.Connection, house: World, settings: object, tmp_path: Path, mailoutbox: list
) -> None:
    settings.LEDGER_ANCHORS = [
        {"class": "audit.sealing.anchors.mail.MailAnchor", "to": ["custodian@example.org"], "hours": 24}
    ]
    for first in (1, 11):
        write(ledger_of, first, first + 9)
        seal()
        publish()
    (mail,) = mailoutbox
    assert mail.to == ["custodian@example.org"]
    saved = tmp_path / "mail.txt"
    saved.write_text("> forwarded\n\n" + mail.body)
    assert [note.number for note in offline.read_held([saved], trusted_keys())] == [1]
    assert number_of(mail.body) == 1


def test_a_mail_that_cannot_be_sent_is_a_failed_anchor(
    ledger_of: psycopg.Connection, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail import EmailMessage

    def refuses(*_: object, **__: object) -> None:
        raise ConnectionRefusedError("nobody there")

    settings.LEDGER_ANCHORS = [{"class": "audit.sealing.anchors.mail.MailAnchor", "to": ["x@example.org"]}]
    monkeypatch.setattr(EmailMessage, "send", refuses)
    write(ledger_of)
    seal()
    assert publish() == 1
    assert "mail server" in ledger_of.execute("select problem from audit_anchor").fetchone()[0]
