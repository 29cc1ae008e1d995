"""The demo from start to stop, on a stand-in project: real PostgreSQL, Redis, worker, beat, web server."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from alpr_portal.embedded import processes
from alpr_portal.embedded.demo import DemoSettings
from alpr_portal.embedded.errors import EmbeddedError
from alpr_portal.embedded.lock import only_instance
from alpr_portal.embedded.postgres import EmbeddedPostgres
from alpr_portal.embedded.redis import EmbeddedRedis
from tests.embedded.helpers import free_port, stand_in_project, wait_until

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys
from pathlib import Path
from alpr_portal.embedded.demo import Demo, DemoSettings
from alpr_portal.embedded.progress import Progress
Demo(DemoSettings(Path(sys.argv[1]), Path(sys.argv[2]), port=int(sys.argv[3])), Progress(steps=13)).run()
"""


class Run:
    """A demo in a process of its own, with what it printed."""

    def __init__(self, project: Path, folder: Path, port: int) -> None:
        self.output = folder.parent / f"output-{len(list(folder.parent.glob('output-*')))}"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, project, folder, str(port)],
                stdout=output,
                stderr=output,
                cwd=ROOT,
                env=clean_environment(),
            )

    def said(self) -> str:
        return self.output.read_text()

    def wait_for(self, words: str) -> None:
        def there() -> bool:
            assert self.process.poll() is None, self.said()
            return words in self.said()

        wait_until(there)

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


def clean_environment() -> dict[str, str]:
    ours = ("ALPR_", "DATABASE_URL", "REDIS_URL", "DJANGO_", "PORT")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def run_module(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "alpr_portal.embedded", "demo"],
        cwd=ROOT,
        env=clean_environment() | {"ALPR_VAR": str(folder)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def part(folder: Path, name: str) -> psutil.Process:
    """The leader of a running part of the demo in `folder`."""
    return psutil.Process(json.loads((folder / "run" / f"{name}.json").read_text())["pid"])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Run]]:
    project, port, runs = stand_in_project(tmp_path / "project"), free_port(), []

    def one() -> Run:
        runs.append(Run(project, tmp_path / "var", port))
        return runs[-1]

    yield one
    for run in runs:
        if run.process.poll() is None:
            run.end(signal.SIGINT)
    EmbeddedRedis(tmp_path / "var" / "redis").stop()
    EmbeddedPostgres(tmp_path / "var" / "postgres").stop()


def test_demo_starts_survives_kills_and_stops_cleanly(start: Callable[[], Run], tmp_path: Path) -> None:
    folder = tmp_path / "var"
    stranger = subprocess.Popen(["sleep", "600"])  # noqa: S607

    first = start()
    first.wait_for("officer / a password")
    said = first.said()
    address = said.split("The portal is at ")[1].split()[0]
    with urllib.request.urlopen(f"{address}/health") as answer:  # noqa: S310  the demo's own address
        assert answer.read() == b"ok"
    for number, title in enumerate(
        ("Starting PostgreSQL", "Starting Redis", "Preparing the database"), start=1
    ):
        assert f"[{number}/13] {title}" in said
    assert [line.split()[0] for line in (folder / "commands").read_text().splitlines()] == [
        *("prepare_database", "migrate", "ledger", "seed_demo", "seed_demo_lists", "seed_demo_policy"),
        *("load_demo_frames", "decide_demo_hits", "demo_logins"),
    ]
    wait_until(lambda: " ready." in (folder / "log" / "worker.log").read_text())
    parts = [part(folder, name) for name in ("web", "beat", "worker")]
    servers = EmbeddedPostgres(folder / "postgres").pid, EmbeddedRedis(folder / "redis").pid

    first.end(signal.SIGKILL)
    assert all(processes.is_alive(one) for one in parts)
    second = start()
    second.wait_for("officer / a password")
    assert "Ended what an earlier, killed run had left: beat, web, worker." in second.said()
    assert not any(processes.is_alive(one) for one in parts)
    assert (EmbeddedPostgres(folder / "postgres").pid, EmbeddedRedis(folder / "redis").pid) == servers

    for name, pid in (
        ("worker", part(folder, "worker").pid),
        ("postgres", servers[0]),
        ("redis", servers[1]),
    ):
        os.kill(pid or 0, signal.SIGKILL)
        second.wait_for(f"{name} was started again.")

    parts = [part(folder, name) for name in ("web", "beat", "worker")]
    assert second.end(signal.SIGINT) == 0
    assert "Stopped." in second.said()
    assert not any(processes.is_alive(one) for one in parts)
    assert EmbeddedPostgres(folder / "postgres").pid is None
    assert EmbeddedRedis(folder / "redis").pid is None
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_running_instance_gives_one_sentence(tmp_path: Path) -> None:
    with only_instance(tmp_path, what="A demo", address="http://127.0.0.1:8000"):
        answer = run_module(tmp_path)
    assert answer.returncode == 1
    assert answer.stderr.strip() == (
        f"A demo of this folder is already running (process {os.getpid()}, http://127.0.0.1:8000)."
        f" Stop it with Ctrl-C there, or with `kill {os.getpid()}`."
    )


def test_lock_of_a_dead_instance_is_free(tmp_path: Path) -> None:
    (tmp_path / "demo.lock").write_text('{"pid": 1, "what": "A demo", "address": ""}' + "x" * 100)
    with only_instance(tmp_path, what="A demo"):
        assert f'"pid": {os.getpid()}' in (tmp_path / "demo.lock").read_text()
    with only_instance(tmp_path, what="A demo"):
        pass


def test_taken_port_gives_one_sentence_and_starts_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run_module(tmp_path, PORT=str(port))
    assert answer.returncode == 1
    assert answer.stderr.strip() == (
        f"Port {port} is taken by another program: choose another, PORT={port + 1} make demo."
    )
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1", "80 80", "٨٠٠٠"])
def test_port_that_is_none_is_refused_by_name(port: str) -> None:
    with pytest.raises(EmbeddedError, match="write a number from 1 to 65535"):
        DemoSettings.from_environment({"PORT": port})


def test_unreachable_database_and_redis_give_one_sentence(tmp_path: Path) -> None:
    port = free_port()
    given = {"DATABASE_URL": f"postgresql://admin@127.0.0.1:{port}/postgres", "PORT": str(free_port())}
    answer = run_module(tmp_path, **given)
    assert "The PostgreSQL of DATABASE_URL does not let us in" in answer.stderr
    assert "Traceback" not in answer.stderr
    answer = run_module(tmp_path, REDIS_URL=f"redis://127.0.0.1:{port}/0", PORT=str(free_port()))
    assert "The Redis of REDIS_URL does not answer" in answer.stderr
    assert "Traceback" not in answer.stderr
