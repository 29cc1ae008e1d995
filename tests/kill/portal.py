"""A portal of its own for tests that kill parts of it: two servers, a worker and the timetable, all real."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg.rows import namedtuple_row

from alpr_portal.embedded.child import ChildProcess
from alpr_portal.embedded.demo import WORKER, celery
from alpr_portal.embedded.errors import last_lines
from alpr_portal.embedded.services import Services

ROOT = Path(__file__).resolve().parents[2]
# Short, so that a test need not wait for minutes; the claim still outlives the reading of a frame.
PATIENCE = {"ALPR_CLAIM_SECONDS": "10", "ALPR_LOST_SECONDS": "4", "ALPR_SWEEP_SECONDS": "1"}


class Portal:
    """Started with `start`, ended with `stop`; `kill_*` ends a part the hard way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.services = Services.under(folder)
        self.environment: dict[str, str] = {}

    def start(self) -> None:
        self.services.postgres.start()
        self.services.redis.start()
        theirs = {name: value for name, value in os.environ.items() if not name.startswith("ALPR_")}
        self.environment = (
            theirs
            | PATIENCE
            | {
                "ALPR_ENV": "demo",
                "ALPR_VAR": str(self.folder),
                "ALPR_ENGINE": "rapidocr",
                "DATABASE_URL": self.services.database_url,
                "REDIS_URL": self.services.redis_url,
                "DJANGO_SETTINGS_MODULE": "alpr_portal.settings",
            }
        )
        self.python("manage.py", "prepare_database")
        self.python("manage.py", "migrate", "--database", "owner", "--no-input")
        self.worker = self.child("worker", *celery("worker", *WORKER))
        self.beat = self.child("beat", *celery("beat", "--schedule", str(self.folder / "timetable")))
        self.worker.start()
        self.beat.start()

    def stop(self) -> None:
        for part in (getattr(self, "beat", None), getattr(self, "worker", None)):
            if part is not None:
                part.grace = 3
                part.stop()
        self.services.redis.stop()
        self.services.postgres.stop()

    def child(self, name: str, *argv: str) -> ChildProcess:
        log = self.folder / f"{name}.log"
        records = self.folder / "run"
        return ChildProcess(name, argv, cwd=ROOT, environment=self.environment, log=log, records=records)

    def python(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def send(self, first: int, count: int) -> None:
        """Frames `first` up to `first + count`, in one upload."""
        self.python("-m", "tests.kill.send_frames", str(first), str(count))

    def ask(self, question: str, *values: object) -> list:
        """Rows, as the database's superuser sees them: row security does not bind it."""
        with psycopg.connect(
            self.services.database_url, dbname="alpr", autocommit=True, row_factory=namedtuple_row
        ) as connection:
            return connection.execute(question, values).fetchall()

    def being_read(self) -> list:
        return self.ask("select * from reads_frame where state = 'reading'")

    def wait_until(self, true: Callable[[], object], *, seconds: float = 120) -> None:
        """The time is only a limit against hanging."""
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "Waited in vain. The end of the worker's log:" + last_lines(
                self.folder / "worker.log"
            )
            time.sleep(0.05)

    def wait_until_all_read(self) -> None:
        waiting = "select 1 from reads_frame where state in ('queued', 'reading')"
        self.wait_until(lambda: not self.ask(waiting))

    def hold_worker_while_it_reads(self) -> object:
        """Freeze the worker in the middle of a frame; returns that frame's row."""
        while True:
            self.wait_until(self.being_read)
            self.signal_worker(signal.SIGSTOP)
            if reading := self.being_read():
                return reading[0]
            self.signal_worker(signal.SIGCONT)

    def signal_worker(self, number: signal.Signals) -> None:
        """To the worker and to every process it started."""
        assert self.worker.pid is not None, "The worker is not running."
        os.killpg(self.worker.pid, number)


def kill_hard(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
