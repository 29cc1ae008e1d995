"""`make demo`: from an empty folder to a portal with people, cameras and frames read, in thirteen steps."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from alpr_portal.embedded.child import ChildProcess
from alpr_portal.embedded.errors import EmbeddedError, last_lines
from alpr_portal.embedded.lock import only_instance
from alpr_portal.embedded.postgres import EmbeddedPostgres
from alpr_portal.embedded.progress import Progress
from alpr_portal.embedded.redis import EmbeddedRedis, redis_refusal
from alpr_portal.embedded.services import Services
from alpr_portal.embedded.supervisor import StopRequested, Supervisor

HOST = "127.0.0.1"


@dataclass(frozen=True)
class DemoSettings:
    """Where the demo runs. An empty URL means the embedded service."""

    project: Path
    folder: Path
    port: int = 8000
    database_url: str = ""
    redis_url: str = ""

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "DemoSettings":
        """ALPR_VAR, PORT, DATABASE_URL, REDIS_URL. Raises EmbeddedError for a PORT that is none."""
        project = Path(__file__).resolve().parents[2]
        port = environment.get("PORT", "").strip() or "8000"
        if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
            raise EmbeddedError(
                f"PORT is {port!r}: write a number from 1 to 65535, for example PORT=8001 make demo."
            )
        return cls(
            project=project,
            folder=Path(environment.get("ALPR_VAR", "").strip() or project / "var").resolve(),
            port=int(port),
            database_url=environment.get("DATABASE_URL", "").strip(),
            redis_url=environment.get("REDIS_URL", "").strip(),
        )


class Demo:
    """One run of the demo: starts everything, watches over it, stops it."""

    def __init__(self, settings: DemoSettings, progress: Progress) -> None:
        self.settings = settings
        self.progress = progress
        self.supervisor = Supervisor(tell=progress.tell)
        self.environment: dict[str, str] = {}

    def run(self) -> None:
        """Returns after an orderly stop; raises EmbeddedError, all stopped, when it cannot go on."""
        self.supervisor.listen()
        with only_instance(self.settings.folder, what="A demo", address=self.settings.address):
            try:
                self._start()
                self.supervisor.watch()
            except StopRequested:
                self.progress.tell("Stopping …")
            finally:
                self.supervisor.stop()
        self.progress.tell("Stopped. The data stay in " + str(self.settings.folder) + ".")

    def _start(self) -> None:
        self._end_leftovers()
        check_port(self.settings.port)
        check_given(self.settings)
        given, step, minder = self.settings, self.progress.step, self.supervisor
        with step("Using the PostgreSQL in DATABASE_URL" if given.database_url else "Starting PostgreSQL"):
            database_url = self._database()
        with step("Using the Redis in REDIS_URL" if given.redis_url else "Starting Redis"):
            redis_url = self._redis()
        self.environment = environment_of(given, database_url, redis_url)
        with step("Preparing the database and its roles"):
            self._manage("prepare_database")
        with step("Creating the tables"):
            self._manage("migrate", "--database", "owner", "--no-input")
        with step("Making the key that seals the ledger"):
            self._manage("ledger", "keys", "create", "--if-none")
        with step("Adding people and cameras"):
            self._manage("seed_demo")
        with step("Starting the worker"):
            minder.start(self._child("worker", *celery("worker", *WORKER), grace=15))
        with step("Starting the timetable"):
            schedule = self.settings.folder / "celerybeat-schedule"
            minder.start(self._child("beat", *celery("beat", "--schedule", str(schedule))))
        with step("Starting the web server"):
            self._web()
        with step("Adding lists, zones and rules"):
            self._manage("seed_demo_lists")
        with step("Posting the demonstration's policy"):
            self._manage("seed_demo_policy")
        with step("Reading the demonstration frames", talks=True):
            self._manage("load_demo_frames", shown=True)
        with step("Deciding some of the hits"):
            self._manage("decide_demo_hits")
        self.progress.tell(f"\nThe portal is at {self.settings.address} (Ctrl-C here stops it).\n")
        self._manage("demo_logins", shown=True)

    def _end_leftovers(self) -> None:
        names = sorted(record.stem for record in (self.settings.folder / "run").glob("*.json"))
        left = [name for name in names if self._child(name).end_leftovers()]
        if left:
            self.progress.tell(f"Ended what an earlier, killed run had left: {', '.join(left)}.")

    def _database(self) -> str:
        if not self.settings.database_url:
            postgres = EmbeddedPostgres(self.settings.folder / "postgres", log=self._log("postgres"))
            self.supervisor.start(postgres)
            return postgres.url
        return self.settings.database_url

    def _redis(self) -> str:
        if not self.settings.redis_url:
            redis = EmbeddedRedis(self.settings.folder / "redis", log=self._log("redis"))
            self.supervisor.start(redis)
            return redis.url
        return self.settings.redis_url

    def _web(self) -> None:
        web = self._child("web", *web_server(self.settings.port))
        self.supervisor.start(web)
        self.supervisor.wait_for(
            lambda: answers(f"{self.settings.address}/health"),
            seconds=60,
            otherwise=f"The web server does not answer at {self.settings.address}/health within 60 s."
            f" The end of {web.log}:{last_lines(self._log('web'))}",
        )

    def _manage(self, *words: str, shown: bool = False) -> None:
        argv = (sys.executable, "manage.py", *words)
        self.supervisor.run(self._child(words[0], *argv, log=None if shown else "setup"))

    def _child(self, name: str, *argv: str, log: str | None = "", grace: float = 10) -> ChildProcess:
        return ChildProcess(
            name,
            argv,
            cwd=self.settings.project,
            environment=self.environment,
            log=None if log is None else self._log(log or name),
            records=self.settings.folder / "run",
            grace=grace,
        )

    def _log(self, name: str) -> Path:
        logs = self.settings.folder / "log"
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Pages' files come from the source tree here, yet the server warns where this folder is missing.
        (logs.parent / "static").mkdir(exist_ok=True)
        return logs / f"{name}.log"


def environment_of(settings: DemoSettings, database_url: str, redis_url: str) -> dict[str, str]:
    """What every part of the demo is told: this process's environment and where things are."""
    return {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        "PYTHONUNBUFFERED": "1",
        "ALPR_ENV": "demo",
        "ALPR_VAR": str(settings.folder),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PORT": str(settings.port),
    }


def run_beside(settings: DemoSettings, *words: str) -> int:
    """Run `manage.py` with these words against the demo that is running; returns its exit status."""
    both = Services.under(settings.folder)
    environment = environment_of(
        settings, settings.database_url or both.database_url, settings.redis_url or both.redis_url
    )
    if not answers(f"{settings.address}/health"):
        raise EmbeddedError(f"No demo answers at {settings.address}; start it first: make demo.")
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=settings.project, env=environment, check=False
    ).returncode


WORKER = ("--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle")


def celery(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "-A", "alpr_portal", *words)


def web_server(port: int) -> tuple[str, ...]:
    return (
        *(sys.executable, "-m", "uvicorn", "alpr_portal.asgi:application"),
        *("--host", HOST, "--port", str(port), "--lifespan", "on"),
        *("--no-proxy-headers", "--no-server-header", "--no-access-log", "--timeout-graceful-shutdown", "5"),
    )


def check_port(port: int) -> None:
    """Raises EmbeddedError where the web server could not listen on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise EmbeddedError(
                f"Port {port} is reserved for administrators: choose another, PORT=8000 make demo."
            ) from None
        except OSError:
            raise EmbeddedError(
                f"Port {port} is taken by another program: choose another, PORT={port % 65535 + 1} make demo."
            ) from None


def check_given(settings: DemoSettings) -> None:
    """Raises EmbeddedError where a server that the environment names does not answer."""
    if settings.database_url:
        try:
            psycopg.connect(settings.database_url, connect_timeout=10).close()
        except psycopg.Error as error:
            raise EmbeddedError(f"The PostgreSQL of DATABASE_URL does not let us in: {error}") from None
    if settings.redis_url and (refusal := redis_refusal(settings.redis_url)):
        raise EmbeddedError(f"The Redis of REDIS_URL does not answer: {refusal}")


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  the address is our own
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
