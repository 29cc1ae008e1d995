"""What leaves the portal can be checked without it, and no byte of it can be changed unnoticed."""

import io
import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.offline import verify_ledger as offline
from audit.sealing import keys
from audit.sealing.export import whole_ledger
from audit.sealing.publish import publish
from audit.sealing.sealer import seal
from audit.sealing.verifier import held_checkpoints, trusted_keys, verify
from tests.audit.sealing.conftest import World
from tests.audit.sealing.test_sealing import change, write

WHEN = "2026-01-01T00:00:00Z"


@pytest.fixture
def export(ledger_of: psycopg.Connection, house: World) -> bytes:
    """A small ledger with two checkpoints and one record that waits."""
    for first in (1, 4):
        write(ledger_of, first, first + 2)
        seal()
    publish()
    change(ledger_of, "waiting")
    with ledger_of.transaction():
        return b"".join(whole_ledger(ledger_of, made_at=WHEN))


def sound(export: bytes, house: World) -> bool:
    trusted = trusted_keys([house.folder / "ledger-key.pub"])
    check = offline.Check(keys=trusted, held=offline.read_held([house.folder / "checkpoints.txt"], trusted))
    try:
        offline.read_export(io.BytesIO(export), check)
    except (offline.Unusable, UnicodeDecodeError):
        return False
    return check.finish() == []


def test_any_changed_byte_of_an_export_is_found(export: bytes, house: World) -> None:
    assert sound(export, house)

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(export) - 1), st.integers(1, 255))
    def changed(at: int, by: int) -> None:
        other = bytearray(export)
        other[at] ^= by
        assert not sound(bytes(other), house)

    changed()


def test_a_lost_or_added_line_is_found_wherever_it_is(export: bytes, house: World) -> None:
    lines = export.splitlines(keepends=True)
    for number, line in enumerate(lines):
        assert not sound(b"".join([*lines[:number], *lines[number + 1 :]]), house)
        assert not sound(b"".join([*lines[:number], line, *lines[number:]]), house)
    for cut in range(1, 60, 7):
        assert not sound(export[:-cut], house)


def test_an_export_forged_down_to_its_digest_is_found_by_the_seal(export: bytes, house: World) -> None:
    lines = export.splitlines(keepends=True)
    said = json.loads(lines[2])
    said["payload"] = said["payload"].replace("officer", "colleague")
    lines[2] = offline.dumped(said)
    end = json.loads(lines[-1])
    end["sha256"] = offline.hashlib.sha256(b"".join(lines[:-1])).hexdigest()
    lines[-1] = offline.dumped(end)
    trusted = trusted_keys()
    check = offline.Check(keys=trusted)
    offline.read_export(io.BytesIO(b"".join(lines)), check)
    first = check.finish()[0]
    assert (first.position, first.kind) == (1, offline.CHANGED)


def test_the_verifier_runs_alone_far_from_the_portal(export: bytes, house: World, tmp_path: Path) -> None:
    tool = tmp_path / "verify_ledger.py"
    tool.write_bytes(Path(offline.__file__).read_bytes())
    file = tmp_path / "export.jsonl"
    file.write_bytes(export)
    words = [
        file,
        "--key",
        house.folder / "ledger-key.pub",
        "--checkpoints",
        house.folder / "checkpoints.txt",
    ]
    runner = (
        "import runpy, sys; sys.argv = sys.argv[1:];"
        "sys.modules.update(django=None, psycopg=None, audit=None);"
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", runner, tool, *words], capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "Sound: 14 sealed records, 1 not sealed yet.",
    ), done.stderr
    file.write_bytes(export.replace(b"officer1", b"officer9", 1))
    done = subprocess.run(
        [sys.executable, "-I", "-c", runner, tool, *words], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 2
    assert "damaged" in done.stderr


@pytest.mark.parametrize(
    "odd", [b"", b"{}\n", b"not an export\n", b'{"alpr_ledger":1,"selection":{"who":"x"}}\n']
)
def test_what_is_no_whole_export_is_refused_with_a_sentence(
    odd: bytes, house: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "odd.jsonl"
    file.write_bytes(odd)
    assert offline.main([str(file), "--quiet", "--key", str(house.folder / "ledger-key.pub")]) == 2
    assert "Cannot be checked" in capsys.readouterr().err


def hand_over(ledger_of: psycopg.Connection, house: World) -> None:
    """Change the signing key as the command does, on the attacked copy's own connection."""
    import base64

    old = keys.file_signer()
    new = keys.new_key(old.name)
    message = f"alpr-ledger key change\n{old.public_text}\n{new.public_text}\n".encode()
    detail = {
        "new": new.public_text,
        "old": old.public_text,
        "signature": base64.b64encode(old.sign(message)).decode(),
    }
    ledger_of.execute(
        "insert into audit_changeevent (event, target, username, person, detail)"
        " values ('signing_key_changed', 'ledger', 'system:command', '', %s)",
        [json.dumps(detail)],
    )
    keys.keep_private(new)


def test_after_a_change_of_key_the_old_key_alone_still_verifies_everything(
    ledger_of: psycopg.Connection, house: World
) -> None:
    for first in (1, 11, 21):
        write(ledger_of, first, first + 9)
        seal()
        publish()
        hand_over(ledger_of, house)
    write(ledger_of, 31, 40)
    seal()
    publish()
    used = ledger_of.execute("select count(distinct key) from audit_checkpoint").fetchone()[0]
    assert used == 4
    trusted = trusted_keys()  # the first key only
    assert len(trusted) == 1
    with ledger_of.transaction():
        assert verify(ledger_of, keys=trusted, held=held_checkpoints(trusted)).findings == []


def test_a_change_of_key_that_the_old_key_did_not_sign_is_not_followed(
    ledger_of: psycopg.Connection, house: World
) -> None:
    write(ledger_of)
    seal()
    stranger = keys.new_key("test/alpr-ledger")
    detail = {"old": keys.file_signer().public_text, "new": stranger.public_text, "signature": "AAAA"}
    ledger_of.execute(
        "insert into audit_changeevent (event, target, username, person, detail)"
        " values ('signing_key_changed', 'ledger', 'x', '', %s)",
        [json.dumps(detail)],
    )
    keys.keep_private(stranger)
    seal()
    with ledger_of.transaction():
        found = verify(ledger_of, keys=trusted_keys(), held=[]).findings
    assert found[0].kind == offline.SIGNATURE
