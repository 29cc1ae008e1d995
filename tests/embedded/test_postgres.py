"""The embedded PostgreSQL: keeps its data, recovers from a kill, lets nobody in without a password."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from alpr_portal.embedded.errors import EmbeddedError
from alpr_portal.embedded.postgres import EmbeddedPostgres
from tests.embedded.helpers import wait_until


@pytest.fixture(scope="module")
def shared(module_folder: Path) -> Iterator[EmbeddedPostgres]:
    """One server for the module, in a folder whose path is too long for a socket."""
    server = EmbeddedPostgres(module_folder / ("a long name with spaces " * 5).strip())
    yield server
    server.stop()


@pytest.fixture
def postgres(shared: EmbeddedPostgres) -> EmbeddedPostgres:
    shared.start()
    return shared


def ask(server: EmbeddedPostgres, question: str, url: str = "") -> object:
    with psycopg.connect(url or server.url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def fill(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("drop table if exists kept")
        connection.execute("create table kept (n int)")
        connection.execute("insert into kept values (7)")


def test_data_are_there_after_a_stop_and_a_start(postgres: EmbeddedPostgres) -> None:
    fill(postgres)
    postgres.stop()
    assert postgres.pid is None
    postgres.start()
    assert ask(postgres, "select n from kept") == 7


def test_data_are_there_after_the_server_was_killed(postgres: EmbeddedPostgres) -> None:
    fill(postgres)
    os.kill(postgres.pid or 0, signal.SIGKILL)
    wait_until(lambda: not postgres.alive())
    postgres.start()
    assert ask(postgres, "select n from kept") == 7


def test_running_server_is_taken_over_and_not_started_twice(postgres: EmbeddedPostgres) -> None:
    newcomer = EmbeddedPostgres(postgres.folder)
    newcomer.start()
    assert newcomer.pid == postgres.pid
    assert ask(newcomer, "select 1") == 1


def test_reused_process_number_in_the_lock_file_is_seen_through(postgres: EmbeddedPostgres) -> None:
    postgres.stop()
    stranger = subprocess.Popen(["sleep", "600"])  # noqa: S607
    (postgres.data / "postmaster.pid").write_text(
        f"{stranger.pid}\n{postgres.data}\n1\n5432\n\n\n1 1\nready\n"
    )
    assert postgres.pid is None
    postgres.stop()
    postgres.start()
    assert ask(postgres, "select 1") == 1
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_role_other_than_the_superuser_needs_its_password(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("create role guest login password 'right'")
    with pytest.raises(psycopg.OperationalError, match="no password"):
        psycopg.connect(postgres.url.replace("postgres@", "guest@"))
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(postgres.url.replace("postgres@", "guest:wrong@"))
    guest = postgres.url.replace("postgres@", "guest:right@")
    assert ask(postgres, "select current_user", guest) == "guest"
    assert str(ask(postgres, "select rolpassword from pg_authid where rolname = 'guest'")).startswith("SCRAM")


def test_socket_lies_where_its_path_is_short_and_private(postgres: EmbeddedPostgres) -> None:
    sockets = Path(str(ask(postgres, "show unix_socket_directories")))
    assert len(os.fsencode(sockets)) < 100 < len(os.fsencode(postgres.data))
    assert sockets.stat().st_mode & 0o077 == 0


def test_settings_are_safe_and_the_network_is_shut(postgres: EmbeddedPostgres) -> None:
    expected = {"fsync": "on", "full_page_writes": "on", "data_checksums": "on", "listen_addresses": ""}
    expected |= {"TimeZone": "UTC", "max_connections": "100", "server_encoding": "UTF8"}
    assert {name: ask(postgres, f"show {name}") for name in expected} == expected


def test_failed_statement_leaves_no_values_in_the_log(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("create table plates (plate text unique)")
        connection.execute("insert into plates values ('TESTPLATE')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into plates values ('TESTPLATE')")
    log = postgres.log.read_text()
    assert "duplicate key" in log
    assert "TESTPLATE" not in log


def test_half_made_data_folder_is_made_anew(tmp_path: Path) -> None:
    half = tmp_path / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(tmp_path / "postgres")
    server.start()
    assert ask(server, "select 1") == 1
    server.stop()


def test_data_of_another_version_are_refused_by_name(tmp_path: Path) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedError, match=r"holds no PostgreSQL 18 database \(version found: 12\)"):
        EmbeddedPostgres(tmp_path / "postgres").start()
    assert (data / "PG_VERSION").read_text() == "12\n"
