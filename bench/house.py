"""The bench's own servers, database and people. They stay in their folder for the next run."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from alpr_portal.database_roles import ROLES
from alpr_portal.embedded.child import ChildProcess
from alpr_portal.embedded.services import services

PROJECT = Path(__file__).resolve().parent.parent
SEED = 1


@dataclass(frozen=True)
class House:
    """What every measurement needs. `scale`: how often things are done, 1.0 unless the run is a quick one."""

    folder: Path
    database_url: str
    database: str
    reads: int
    entries: int
    scale: float

    def times(self, number: int) -> int:
        return max(3, round(number * self.scale))

    def superuser(self) -> psycopg.Connection:
        """Sees past row security: for looking from outside, never for what is measured."""
        return psycopg.connect(self.database_url, dbname=self.database, autocommit=True)

    def child(self, name: str, *argv: str, **environment: str) -> ChildProcess:
        return ChildProcess(
            name,
            argv,
            cwd=PROJECT,
            environment={**os.environ, **environment},
            log=self.folder / "log" / f"{name}.log",
            records=self.folder / "run",
        )


def say(sentence: str) -> None:
    """Progress goes where it does not mix with the table."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


@contextmanager
def house(folder: Path, *, reads: int, entries: int, scale: float) -> Iterator[House]:
    """Start PostgreSQL and Redis under `folder`, and make the database with that many reads, or use it again.

    Sets up Django in this process. Raises EmbeddedError.
    """
    say("Starting PostgreSQL and Redis …")
    with services(folder) as both:
        made = House(folder.resolve(), both.database_url, f"alpr_bench_{reads}", reads, entries, scale)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "alpr_portal.settings",
            "ALPR_ENV": "demo",
            "ALPR_SECOND_FACTOR": "true",  # as in production
            "ALPR_VAR": str(made.folder),
            "ALPR_DATABASE": made.database,
            "ALPR_LOG_LEVEL": "ERROR",
            "DATABASE_URL": both.database_url,
            "REDIS_URL": both.redis_url,
        }
        for role in ROLES:
            os.environ[f"ALPR_DB_{role.upper()}_PASSWORD"] = secrets.token_urlsafe(16)  # for this run
        furnish(made)
        yield made


def furnish(made: House) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    there = reads_there(made)
    if 0 < there < made.reads:
        say("An earlier run was broken off while it made its reads; beginning anew.")
        with psycopg.connect(made.database_url, autocommit=True) as server:
            server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(made.database)))
        there = 0
    quiet = {"verbosity": 0, "stdout": sys.stderr}
    call_command("prepare_database", **quiet)
    call_command("migrate", database="owner", interactive=False, **quiet)
    call_command("ledger", "keys", "create", "--if-none", **quiet)
    call_command("seed_demo", **quiet)
    if not there:
        say(f"Making up {made.reads} reads (about three minutes a million, once) …")
        call_command("generate_reads", reads=made.reads, seed=SEED, **quiet)
        with made.superuser() as superuser:
            # What autovacuum does in time, done now, so that plans are those of a portal in use.
            superuser.execute("vacuum analyze")


def reads_there(made: House) -> int:
    """How many made-up reads an earlier run left; 0 where there is no such database or no table yet."""
    try:
        with made.superuser() as superuser:
            found = superuser.execute("select count(*) from reads_read where engine = 'made-up'").fetchone()
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        return 0
    return int(found[0]) if found else 0
