"""The test database, the people, and the ledger as a test reads it.

Access records are committed on the gate's own connection, and outlive each test's rollback; the
`ledger` fixture shows what was written since the test began.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ["default", "auditor"]
WITHOUT_DATABASE = ("bench", "embedded", "kill", "lib", "recognition")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test may use the database, on the application's and the auditor's connection."""
    for item in items:
        parts = set(item.path.relative_to(ROOT / "tests").parts)
        own_way = item.get_closest_marker("django_db") or "committed" in getattr(item, "fixturenames", ())
        if not parts & set(WITHOUT_DATABASE) and not own_way:
            item.add_marker(pytest.mark.django_db(databases=DATABASES))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Iterator[None]:
    """A fresh database with its five roles, migrated by its owner."""
    import psycopg
    from django.conf import settings
    from django.core.management import call_command

    from audit.ledger import close_connection

    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as admin:
        admin.execute("drop database if exists alpr_test with (force)")
    with django_db_blocker.unblock():
        call_command("prepare_database", verbosity=0)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    yield
    close_connection()


@pytest.fixture
def admin_connection() -> Iterator[object]:
    """The database's superuser: for looking from outside, and for attacks that only a superuser can make."""
    import psycopg
    from django.conf import settings
    from psycopg.rows import namedtuple_row

    with psycopg.connect(
        settings.DATABASE_URL, dbname="alpr_test", autocommit=True, row_factory=namedtuple_row
    ) as connection:
        yield connection


class Ledger:
    """What the gate wrote since the test began, as a superuser sees it."""

    def __init__(self, connection: object) -> None:
        self.connection = connection
        self.start = self.newest("audit_accessrecord")
        self.start_of_changes = self.newest("audit_changeevent")

    def newest(self, table: str) -> int:
        return self.connection.execute(f"select coalesce(max(id), 0) from {table}").fetchone()[0]  # noqa: S608

    def records(self, door: str = "") -> list[object]:
        """Intents with their outcomes (None where there is none), oldest first."""
        return self.connection.execute(
            "select r.*, o.result, o.status, o.code, o.record_count, o.records, o.plates, o.size"
            " from audit_accessrecord r left join audit_accessoutcome o on o.access_id = r.uid"
            " where r.id > %s and (%s = '' or r.door = %s) order by r.id",
            [self.start, door, door],
        ).fetchall()

    def last(self, door: str = "") -> object:
        return self.records(door)[-1]

    def people(self) -> list[object]:
        """Records of persons only."""
        return [record for record in self.records() if record.actor_kind == "person"]


@pytest.fixture
def ledger(db: None, admin_connection: object) -> Ledger:
    return Ledger(admin_connection)


@pytest.fixture(autouse=True)
def own_storage(tmp_path: Path, settings: object) -> None:
    """Each test keeps its pictures in a folder of its own, and logs in with cheap password hashes."""
    from django.core.files.storage import storages

    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "frames", "base_url": None},
        },
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    assert storages["default"].location == str(tmp_path / "frames")


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: object, admin_connection: object) -> Iterator[None]:
    """Real commits, for workers, races and browsers. Afterwards every table but the ledger is emptied."""
    with django_db_blocker.unblock():
        yield
        from django.db import connections

        connections.close_all()
    tables = admin_connection.execute(
        "select quote_ident(tablename) from pg_tables"
        " where schemaname = 'public' and tablename not like 'audit_%'"
        " and tablename not in ('django_migrations', 'django_content_type')"
    ).fetchall()
    admin_connection.execute(f"truncate {', '.join(row[0] for row in tables)} restart identity cascade")
