"""A superuser at a real ledger of 100,000 records: each attack is found by both verifiers, with position
and kind."""

import subprocess
from collections.abc import Callable

import psycopg
import pytest

from audit.offline import verify_ledger as offline
from audit.sealing import keys
from audit.sealing.sealer import seal
from tests.audit.sealing.conftest import (
    BLOCK,
    COPY,
    LAST_WEEKS,
    RECORDS,
    Custody,
    Verdict,
    clone,
    environment,
    programs,
    server,
    superuser,
)

Ask = Callable[..., Verdict | None]
TABLES = {1: "audit_accessrecord", 2: "audit_accessoutcome", 3: "audit_changeevent"}


def at(connection: psycopg.Connection, position: int) -> tuple[str, int]:
    """(table, id) of the record at a position."""
    source, row_id = connection.execute(
        "select source, row_id from audit_sealedrecord where position = %s", [position]
    ).fetchone()
    return TABLES[source], row_id


def access_near(connection: psycopg.Connection, position: int) -> int:
    """The next position that holds an access record."""
    return connection.execute(
        "select min(position) from audit_sealedrecord where source = 1 and position >= %s", [position]
    ).fetchone()[0]


def size(connection: psycopg.Connection) -> int:
    return connection.execute("select count(*) from audit_sealedrecord").fetchone()[0]


RESEAL_ROW = """
update {table} r set payload = alpr_canonical(
    to_json(r), to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
) where id = %(id)s;
update {table} set leaf = sha256('\\x00'::bytea || payload) where id = %(id)s
"""


def rewrite(connection: psycopg.Connection, position: int, *, seal_too: bool) -> None:
    """Make the record say something else, bytes and hash included; `seal_too`: in the list of leaves as
    well."""
    table, row_id = at(connection, position)
    connection.execute(f"update {table} set username = 'somebody.else' where id = %s", [row_id])
    for statement in RESEAL_ROW.format(table=table).split(";"):
        connection.execute(statement, {"id": row_id})
    if seal_too:
        connection.execute(
            f"update audit_sealedrecord s set leaf = r.leaf from {table} r"
            " where s.position = %s and r.id = %s",
            [position, row_id],
        )


def test_a_ledger_that_nobody_touched_is_sound(attacked: psycopg.Connection, both_verify: Ask) -> None:
    assert size(attacked) >= RECORDS - 20
    assert both_verify(attacked) is None
    assert both_verify(attacked, with_held=False) is None


def test_changed_bytes_are_found_at_their_position(attacked: psycopg.Connection, both_verify: Ask) -> None:
    table, row_id = at(attacked, 41_234)
    attacked.execute(f"update {table} set payload = payload || 'x' where id = %s", [row_id])
    found = both_verify(attacked)
    assert (found.position, found.kind) == (41_234, offline.CHANGED)
    assert len(found.all) == 1


def test_a_changed_column_alone_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    position = access_near(attacked, 70_000)
    _, row_id = at(attacked, position)
    attacked.execute("update audit_accessrecord set username = 'somebody.else' where id = %s", [row_id])
    found = both_verify(attacked)
    assert (found.position, found.kind) == (position, offline.PROJECTION)


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
    position = access_near(attacked, 33_000)
    rewrite(attacked, position, seal_too=False)
    found = both_verify(attacked)
    assert (found.position, found.kind) == (position, offline.CHANGED)


def test_a_record_rewritten_down_to_the_list_of_leaves_is_found_in_its_block(
    attacked: psycopg.Connection, both_verify: Ask
) -> None:
    position = access_near(attacked, 33_000)
    rewrite(attacked, position, seal_too=True)
    found = both_verify(attacked)
    assert found.kind == offline.CHANGED
    assert found.position <= position < found.until
    assert found.until - found.position <= BLOCK


def test_a_removed_record_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    table, row_id = at(attacked, 60_001)
    attacked.execute(f"delete from {table} where id = %s", [row_id])
    found = both_verify(attacked)
    assert (found.position, found.kind) == (60_001, offline.REMOVED)


def test_a_record_removed_with_its_leaf_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    table, row_id = at(attacked, 60_001)
    attacked.execute(f"delete from {table} where id = %s", [row_id])
    attacked.execute("delete from audit_sealedrecord where position = 60001")
    found = both_verify(attacked)
    assert (found.position, found.kind) == (60_001, offline.REMOVED)


def test_a_record_removed_and_the_gap_closed_is_found_in_its_block(
    attacked: psycopg.Connection, both_verify: Ask
) -> None:
    table, row_id = at(attacked, 60_001)
    attacked.execute(f"delete from {table} where id = %s", [row_id])
    attacked.execute("delete from audit_sealedrecord where position = 60001")
    attacked.execute("update audit_sealedrecord set position = -position where position > 60001")
    attacked.execute("update audit_sealedrecord set position = -position - 1 where position < -60001")
    found = both_verify(attacked)
    assert found.kind == offline.REMOVED
    assert found.position <= 60_001 < found.until


COPIED = (
    "actor_kind, username, person, full_name, organisation, roles, purpose, reference, door, method, query,"
    " plates_sought, address, agent, session"
)
FORGED = f"""
insert into audit_accessrecord (uid, at, payload, leaf, {COPIED})
select gen_random_uuid(), at, payload, leaf, {COPIED} from audit_accessrecord where id = 100 returning id
"""


def forge(connection: psycopg.Connection) -> int:
    row_id = connection.execute(FORGED).fetchone()[0]
    for statement in RESEAL_ROW.format(table="audit_accessrecord").split(";"):
        connection.execute(statement, {"id": row_id})
    return row_id


def test_an_inserted_record_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    before = size(attacked)
    forge(attacked)
    found = both_verify(attacked)
    assert (found.position, found.kind) == (before, offline.INSERTED)


def test_a_record_inserted_into_the_sealed_middle_is_found_where_it_stands(
    attacked: psycopg.Connection, both_verify: Ask
) -> None:
    row_id = forge(attacked)
    attacked.execute("update audit_sealedrecord set position = -position where position >= 5000")
    attacked.execute("update audit_sealedrecord set position = -position + 1 where position < 0")
    attacked.execute(
        "insert into audit_sealedrecord (position, source, row_id, leaf)"
        " select 5000, 1, id, leaf from audit_accessrecord where id = %s",
        [row_id],
    )
    found = both_verify(attacked)
    assert found.kind == offline.INSERTED
    assert found.position <= 5000 < found.until


def test_a_record_sealed_by_hand_at_the_end_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    before, row_id = size(attacked), forge(attacked)
    attacked.execute(
        "insert into audit_sealedrecord select %s, 1, id, leaf from audit_accessrecord where id = %s",
        [before, row_id],
    )
    found = both_verify(attacked)
    assert (found.position, found.kind) == (before, offline.INSERTED)


def test_records_that_changed_places_are_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    one, other = access_near(attacked, 20_000), access_near(attacked, 80_000)
    a, b = at(attacked, one)[1], at(attacked, other)[1]
    attacked.execute("update audit_accessrecord set id = -1 where id = %s", [a])
    attacked.execute("update audit_accessrecord set id = %s where id = %s", [a, b])
    attacked.execute("update audit_accessrecord set id = %s where id = -1", [b])
    found = both_verify(attacked)
    assert (found.position, found.kind) == (one, offline.REORDERED)


def test_positions_that_were_exchanged_are_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    attacked.execute("update audit_sealedrecord set position = -1 where position = 20000")
    attacked.execute("update audit_sealedrecord set position = 20000 where position = 20003")
    attacked.execute("update audit_sealedrecord set position = 20003 where position = -1")
    found = both_verify(attacked)
    assert found.kind == offline.REORDERED
    assert found.position == 20_000


def test_a_tail_that_was_cut_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    keep = size(attacked) - 1000
    for source, table in TABLES.items():
        attacked.execute(
            f"delete from {table} r using audit_sealedrecord s"
            f" where s.source = {source} and s.row_id = r.id and s.position >= {keep}"
        )
    found = both_verify(attacked)
    assert (found.position, found.kind) == (keep, offline.TAIL_CUT)
    attacked.execute(f"delete from audit_sealedrecord where position >= {keep}")
    found = both_verify(attacked)
    assert (found.position, found.kind) == (keep, offline.TAIL_CUT)


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


def test_a_table_that_was_exchanged_for_another_is_found(
    attacked: psycopg.Connection, both_verify: Ask
) -> None:
    attacked.execute("update audit_accessrecord set reference = 'made up'")
    attacked.execute(
        "update audit_accessrecord r set payload = alpr_canonical(to_json(r),"
        " to_char(r.at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'))"
    )
    attacked.execute("update audit_accessrecord set leaf = sha256('\\x00'::bytea || payload)")
    found = both_verify(attacked)
    assert (found.position, found.kind) == (access_near(attacked, 0), offline.REPLACED)


def test_a_whole_ledger_sealed_anew_with_another_key_is_found(
    attacked: psycopg.Connection, both_verify: Ask, sealed: Custody, settings: object, tmp_path: object
) -> None:
    """The strongest attack: all of it written and signed again, from the beginning, with a key of the
    attacker's."""
    rewrite(attacked, access_near(attacked, 10_000), seal_too=False)
    attacked.execute("truncate audit_sealedrecord, audit_checkpoint, audit_unsealed")
    for source, table in TABLES.items():
        attacked.execute(f"insert into audit_unsealed select {source}, id, at from {table}")
    theirs = tmp_path / "their-key"
    theirs.write_text(keys.new_key("test/alpr-ledger").private_text)
    ours, anchors = settings.LEDGER_KEY_FILE, settings.LEDGER_ANCHORS
    settings.LEDGER_KEY_FILE, settings.LEDGER_ANCHORS = theirs, []
    seal(most=BLOCK)
    settings.LEDGER_KEY_FILE, settings.LEDGER_ANCHORS = ours, anchors
    found = both_verify(attacked)
    assert found.position == 0
    kinds = {line.split(": ")[1] for line in found.all}
    assert offline.SIGNATURE in kinds
    assert kinds & {offline.CHANGED, offline.REPLACED}


def test_a_whole_ledger_sealed_anew_with_the_stolen_key_is_found_by_held_checkpoints_alone(
    attacked: psycopg.Connection, both_verify: Ask, settings: object
) -> None:
    position = access_near(attacked, 10_000)
    rewrite(attacked, position, seal_too=False)
    attacked.execute("truncate audit_sealedrecord, audit_checkpoint, audit_unsealed")
    for source, table in TABLES.items():
        attacked.execute(f"insert into audit_unsealed select {source}, id, at from {table}")
    anchors, settings.LEDGER_ANCHORS = settings.LEDGER_ANCHORS, []
    seal(most=BLOCK)
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


def test_an_old_backup_put_back_is_found_with_both_sizes(sealed: Custody, both_verify: Ask) -> None:
    clone(LAST_WEEKS, COPY)
    with superuser(COPY) as connection:
        then = size(connection)
        assert both_verify(connection, with_held=False) is None
        found = both_verify(connection)
    assert (found.position, found.kind) == (then, offline.AHEAD)
    assert str(then) in found.all[0]


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
