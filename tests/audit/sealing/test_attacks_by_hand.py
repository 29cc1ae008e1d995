"""The same attacks made more cunningly, down to the list of leaves and the checkpoints."""

import subprocess

import psycopg
import pytest

from audit.offline import verify_ledger as offline
from audit.sealing import keys
from audit.sealing.sealer import seal
from tests.audit.sealing.attacks import TABLES, Ask, access_near, at, forge, rewrite, size
from tests.audit.sealing.conftest import COPY, World, environment, programs, server, superuser


@pytest.mark.parametrize(
    "column", ["at = at + interval '1 microsecond'", "plates_sought = '{}'", "agent = ''"]
)
def test_any_changed_column_is_found(attacked: psycopg.Connection, both_verify: Ask, column: str) -> None:
    position = access_near(attacked, 12)
    attacked.execute(f"update audit_accessrecord set {column} where id = %s", [at(attacked, position)[1]])
    found = both_verify(attacked)
    assert (found.position, found.kind) == (position, offline.PROJECTION)


def test_a_hash_that_was_changed_alone_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    table, row_id = at(attacked, 500)
    attacked.execute(f"update {table} set leaf = sha256('other') where id = %s", [row_id])
    found = both_verify(attacked)
    assert (found.position, found.kind) == (500, offline.CHANGED)


def test_a_record_rewritten_with_its_bytes_and_hash_is_found(
    attacked: psycopg.Connection, both_verify: Ask
) -> None:
    position = access_near(attacked, 1_700)
    rewrite(attacked, position, seal_too=False)
    found = both_verify(attacked)
    assert (found.position, found.kind) == (position, offline.CHANGED)


def test_a_record_rewritten_down_to_the_list_of_leaves_is_found_in_its_block(
    attacked: psycopg.Connection, both_verify: Ask, sealed: World
) -> None:
    position = access_near(attacked, 1_700)
    rewrite(attacked, position, seal_too=True)
    found = both_verify(attacked)
    assert found.kind == offline.CHANGED
    assert found.position <= position < found.until
    assert found.until - found.position <= sealed.block


def test_a_record_removed_with_its_leaf_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    table, row_id = at(attacked, 3_001)
    attacked.execute(f"delete from {table} where id = %s", [row_id])
    attacked.execute("delete from audit_sealedrecord where position = 3001")
    found = both_verify(attacked)
    assert (found.position, found.kind) == (3_001, offline.REMOVED)


def test_a_record_removed_and_the_gap_closed_is_found_in_its_block(
    attacked: psycopg.Connection, both_verify: Ask
) -> None:
    table, row_id = at(attacked, 3_001)
    attacked.execute(f"delete from {table} where id = %s", [row_id])
    attacked.execute("delete from audit_sealedrecord where position = 3001")
    attacked.execute("update audit_sealedrecord set position = position + 1000000 where position > 3001")
    attacked.execute("update audit_sealedrecord set position = position - 1000001 where position > 1000000")
    found = both_verify(attacked)
    assert found.kind == offline.REMOVED
    assert found.position <= 3_001 < found.until


def test_a_record_inserted_into_the_sealed_middle_is_found_where_it_stands(
    attacked: psycopg.Connection, both_verify: Ask
) -> None:
    row_id = forge(attacked)
    attacked.execute("update audit_sealedrecord set position = position + 1000000 where position >= 2600")
    attacked.execute("update audit_sealedrecord set position = position - 999999 where position >= 1000000")
    attacked.execute(
        "insert into audit_sealedrecord (position, source, row_id, leaf)"
        " select 2600, 1, id, leaf from audit_accessrecord where id = %s",
        [row_id],
    )
    found = both_verify(attacked)
    assert found.kind == offline.INSERTED
    assert found.position <= 2600 < found.until


def test_a_record_sealed_by_hand_at_the_end_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    before, row_id = size(attacked), forge(attacked)
    attacked.execute(
        "insert into audit_sealedrecord select %s, 1, id, leaf from audit_accessrecord where id = %s",
        [before, row_id],
    )
    found = both_verify(attacked)
    assert (found.position, found.kind) == (before, offline.INSERTED)


def test_positions_that_were_exchanged_are_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    attacked.execute("update audit_sealedrecord set position = 1000000 where position = 1100")
    attacked.execute("update audit_sealedrecord set position = 1100 where position = 1103")
    attacked.execute("update audit_sealedrecord set position = 1103 where position = 1000000")
    found = both_verify(attacked)
    assert found.kind == offline.REORDERED
    assert found.position == 1_100


def test_a_tail_cut_together_with_its_checkpoints_is_found_by_a_held_one(
    attacked: psycopg.Connection, both_verify: Ask
) -> None:
    keep = attacked.execute(
        "select size from audit_checkpoint order by number desc offset 3 limit 1"
    ).fetchone()[0]
    for source, table in TABLES.items():
        attacked.execute(
            f"delete from {table} r using audit_sealedrecord s"
            f" where s.source = {source} and s.row_id = r.id and s.position >= {keep}"
        )
    attacked.execute(f"delete from audit_sealedrecord where position >= {keep}")
    attacked.execute(f"delete from audit_checkpoint where size > {keep}")
    assert both_verify(attacked, with_held=False) is None  # nothing inside the database can know
    found = both_verify(attacked)
    assert (found.position, found.kind) == (keep, offline.AHEAD)


def test_an_emptied_ledger_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    attacked.execute("truncate audit_accessrecord, audit_accessoutcome, audit_changeevent")
    found = both_verify(attacked)
    assert (found.position, found.kind) == (0, offline.REMOVED)
    attacked.execute("truncate audit_sealedrecord, audit_checkpoint")
    found = both_verify(attacked)
    assert (found.position, found.kind) == (0, offline.AHEAD)


def test_a_whole_ledger_sealed_anew_with_the_stolen_key_is_found_by_held_checkpoints_alone(
    attacked: psycopg.Connection, both_verify: Ask, sealed: World, settings: object
) -> None:
    position = access_near(attacked, 600)
    rewrite(attacked, position, seal_too=False)
    attacked.execute("truncate audit_sealedrecord, audit_checkpoint, audit_unsealed")
    for source, table in TABLES.items():
        attacked.execute(f"insert into audit_unsealed select {source}, id, at from {table}")
    anchors, settings.LEDGER_ANCHORS = settings.LEDGER_ANCHORS, []
    seal(most=sealed.block)
    settings.LEDGER_ANCHORS = anchors
    assert both_verify(attacked, with_held=False) is None
    found = both_verify(attacked)
    assert found.kind in (offline.CHANGED, offline.REPLACED)
    assert found.position <= position


def test_a_checkpoint_signed_again_with_another_key_is_found(
    attacked: psycopg.Connection, both_verify: Ask
) -> None:
    number, note, first = attacked.execute(
        "select number, note, first from audit_checkpoint where number = 20"
    ).fetchone()
    text = note.partition("\n\n")[0] + "\n"
    theirs = keys.new_key("test/alpr-ledger")
    signature = offline.base64.b64encode(theirs.key_id + theirs.sign(text.encode())).decode()
    attacked.execute(
        "update audit_checkpoint set note = %s where number = %s",
        [f"{text}\n— {theirs.name} {signature}\n", number],
    )
    found = both_verify(attacked)
    assert (found.position, found.kind) == (first, offline.SIGNATURE)


def test_a_checkpoint_that_was_taken_out_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    (first,) = attacked.execute("delete from audit_checkpoint where number = 20 returning first").fetchone()
    found = both_verify(attacked)
    assert (found.position, found.kind) == (first, offline.REMOVED)


@pytest.mark.parametrize(
    "session",
    [
        "set timezone = 'Asia/Kathmandu'; set datestyle = 'German'; set intervalstyle = 'iso_8601'",
        "set timezone = 'America/Los_Angeles'; set extra_float_digits = -5; set bytea_output = 'escape'",
    ],
)
def test_the_answer_does_not_depend_on_the_session(
    attacked: psycopg.Connection, both_verify: Ask, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    for statement in session.split(";"):
        attacked.execute(statement)
    assert both_verify(attacked) is None
    attacked.execute("update audit_changeevent set target = 'x' where id = 77")
    found = both_verify(attacked)
    assert found.kind == offline.PROJECTION


def test_the_answer_is_the_same_after_dump_and_restore(
    attacked: psycopg.Connection, both_verify: Ask, settings: object, tmp_path: object
) -> None:
    dump = tmp_path / "ledger.dump"
    url = settings.DATABASE_URL
    subprocess.run(
        [programs() / "pg_dump", "-Fc", "-Z1", "-f", dump, "-d", with_database(url, COPY)],
        check=True,
        env=environment(),
        capture_output=True,
    )
    attacked.close()
    server(f"drop database {COPY} with (force)")
    server(f"create database {COPY} owner alpr_owner template template0 encoding 'UTF8'")
    subprocess.run(
        [programs() / "pg_restore", "-d", with_database(url, COPY), dump],
        check=False,  # the schema public is there already
        env=environment(),
        capture_output=True,
    )
    with superuser(COPY) as connection:
        assert size(connection) > 0
        assert both_verify(connection) is None


def with_database(url: str, name: str) -> str:
    return psycopg.conninfo.make_conninfo(url, dbname=name)
