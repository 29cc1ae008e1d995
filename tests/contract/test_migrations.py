"""No change of a model is without its migration, and every migration can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from tests.contract.test_every_model import gated_models

EMPTY = "alpr_test_migrations"
TABLES = (
    "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
    " and relname <> 'django_migrations'"
)
FUNCTIONS = "select count(*) from pg_proc where pronamespace = 'public'::regnamespace"


def test_no_migration_is_missing(committed: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_import_no_models_and_no_actions() -> None:
    root = Path(__file__).resolve().parents[2]
    for file in root.glob("*/migrations/0*.py"):
        for line in file.read_text().splitlines():
            if line.startswith(("import ", "from ")):
                assert ".models import" not in line, f"{file.name}: {line}"
                assert ".actions" not in line, f"{file.name}: {line}"


@pytest.fixture
def empty_database(
    committed: None, admin_connection: psycopg.Connection, settings: object
) -> Iterator[psycopg.Connection]:
    """A database beside the tests' own, with the same roles and nothing in it."""
    admin_connection.execute(f"drop database if exists {EMPTY} with (force)")
    admin_connection.execute(f"create database {EMPTY} owner alpr_owner template template0")
    owner = connections["owner"]
    before = owner.settings_dict["NAME"]
    owner.close()
    owner.settings_dict["NAME"] = EMPTY
    with psycopg.connect(settings.DATABASE_URL, dbname=EMPTY, autocommit=True) as connection:
        connection.execute("alter schema public owner to alpr_owner")
        yield connection
    owner.close()
    owner.settings_dict["NAME"] = before
    admin_connection.execute(f"drop database {EMPTY} with (force)")


def test_everything_migrates_to_zero_and_back(committed: None, empty_database: psycopg.Connection) -> None:
    apps = sorted({model._meta.app_label for model in gated_models()} | {"accounts", "audit"}, reverse=True)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    tables = empty_database.execute(TABLES).fetchone()
    functions = empty_database.execute(FUNCTIONS).fetchone()
    assert tables[0] > 15
    assert functions[0] > 3
    for app in ("admin", "axes", "otp_totp", *apps):
        call_command("migrate", app, "zero", database="owner", verbosity=0, interactive=False)
    left = empty_database.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
        " and relname ~ '^(audit|accounts|reads)_'"
    ).fetchall()
    assert left == []
    assert empty_database.execute(FUNCTIONS).fetchone()[0] == 0
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    assert empty_database.execute(TABLES).fetchone() == tables
    assert empty_database.execute(FUNCTIONS).fetchone() == functions
    owners = empty_database.execute(
        "select distinct relowner::regrole::text from pg_class where relnamespace = 'public'::regnamespace"
    ).fetchall()
    assert owners == [("alpr_owner",)]
