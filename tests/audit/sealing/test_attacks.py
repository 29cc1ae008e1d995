"""A superuser at a real ledger of 100,000 records: found by both verifiers, with position and kind."""

import psycopg
import pytest

from audit.offline import verify_ledger as offline
from audit.sealing import keys
from audit.sealing.sealer import seal
from tests.audit.sealing.attacks import TABLES, Ask, access_near, at, forge, rewrite, size
from tests.audit.sealing.conftest import COPY, World, clone, superuser


@pytest.fixture
def world(large_world: World) -> World:
    return large_world


def test_a_ledger_that_nobody_touched_is_sound(
    attacked: psycopg.Connection, both_verify: Ask, sealed: World
) -> None:
    assert size(attacked) >= sealed.records - 20
    assert both_verify(attacked) is None
    assert both_verify(attacked, with_held=False) is None


def test_changed_bytes_are_found_at_their_position(attacked: psycopg.Connection, both_verify: Ask) -> None:
    table, row_id = at(attacked, 41_234)
    attacked.execute(f"update {table} set payload = payload || 'x' where id = %s", [row_id])
    found = both_verify(attacked)
    assert (found.position, found.kind) == (41_234, offline.CHANGED)
    assert len(found.all) == 1


def test_a_changed_column_alone_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    position = access_near(attacked, 65_000)
    _, row_id = at(attacked, position)
    attacked.execute("update audit_accessrecord set username = 'somebody.else' where id = %s", [row_id])
    found = both_verify(attacked)
    assert (found.position, found.kind) == (position, offline.PROJECTION)


def test_a_removed_record_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    table, row_id = at(attacked, 60_001)
    attacked.execute(f"delete from {table} where id = %s", [row_id])
    found = both_verify(attacked)
    assert (found.position, found.kind) == (60_001, offline.REMOVED)


def test_an_inserted_record_is_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    before = size(attacked)
    forge(attacked)
    found = both_verify(attacked)
    assert (found.position, found.kind) == (before, offline.INSERTED)


def test_records_that_changed_places_are_found(attacked: psycopg.Connection, both_verify: Ask) -> None:
    one, other = access_near(attacked, 20_000), access_near(attacked, 60_000)
    a, b = at(attacked, one)[1], at(attacked, other)[1]
    attacked.execute("update audit_accessrecord set id = -1 where id = %s", [a])
    attacked.execute("update audit_accessrecord set id = %s where id = %s", [a, b])
    attacked.execute("update audit_accessrecord set id = %s where id = -1", [b])
    found = both_verify(attacked)
    assert (found.position, found.kind) == (one, offline.REORDERED)


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
    attacked: psycopg.Connection, both_verify: Ask, sealed: World, settings: object, tmp_path: object
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
    seal(most=sealed.block)
    settings.LEDGER_KEY_FILE, settings.LEDGER_ANCHORS = ours, anchors
    found = both_verify(attacked)
    assert found.position == 0
    kinds = {line.split(": ")[1] for line in found.all}
    assert offline.SIGNATURE in kinds
    assert kinds & {offline.CHANGED, offline.REPLACED}


def test_an_old_backup_put_back_is_found_with_both_sizes(sealed: World, both_verify: Ask) -> None:
    clone(sealed.last_weeks, COPY)
    with superuser(COPY) as connection:
        then = size(connection)
        assert both_verify(connection, with_held=False) is None
        found = both_verify(connection)
    assert (found.position, found.kind) == (then, offline.AHEAD)
    assert str(then) in found.all[0]
