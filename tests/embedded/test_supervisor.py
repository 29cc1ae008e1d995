"""The supervisor: notices a dead child, tries again a few times, stops what it started and nothing else."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from alpr_portal.embedded import processes
from alpr_portal.embedded.child import ChildProcess
from alpr_portal.embedded.errors import EmbeddedError
from alpr_portal.embedded.supervisor import StopRequested, Supervisor
from tests.embedded.helpers import wait_until

SLEEP = ("sleep", "600")
DEAF = ("sh", "-c", "trap '' TERM; echo deaf; sleep 600; sleep 600")
PARENT = ("sh", "-c", "sleep 600 & echo $!; wait")


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[..., ChildProcess]]:
    made: list[ChildProcess] = []

    def make(name: str, *argv: str, grace: float = 5) -> ChildProcess:
        one = ChildProcess(
            name,
            argv,
            cwd=tmp_path,
            environment=dict(os.environ),
            log=tmp_path / "log" / f"{name}.log",
            records=tmp_path / "run",
            grace=grace,
        )
        made.append(one)
        return one

    yield make
    for one in made:
        one.stop()


def test_stop_ends_what_was_started_and_spares_the_rest(child: Callable[..., ChildProcess]) -> None:
    stranger = subprocess.Popen(SLEEP)
    supervisor = Supervisor(tell=lambda sentence: None)
    web, worker = child("web", *PARENT), child("worker", *SLEEP)
    supervisor.start(worker)
    supervisor.start(web)
    wait_until(lambda: web.log and web.log.read_text().strip())
    grandchild = psutil.Process(int(web.log.read_text()))
    supervisor.stop()
    assert not web.alive()
    assert not worker.alive()
    assert not processes.is_alive(grandchild)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_services_are_stopped_in_the_opposite_order(child: Callable[..., ChildProcess]) -> None:
    stopped: list[str] = []
    supervisor = Supervisor(tell=lambda sentence: None)
    for name in ("worker", "beat", "web"):
        one = child(name, *SLEEP)
        one.stop = lambda name=name, really=one.stop: (stopped.append(name), really())  # type: ignore[method-assign]
        supervisor.start(one)
    supervisor.stop()
    assert stopped == ["web", "beat", "worker"]


def test_child_deaf_to_the_signal_is_killed(child: Callable[..., ChildProcess]) -> None:
    deaf = child("web", *DEAF, grace=0.2)
    deaf.start()
    wait_until(lambda: deaf.log and deaf.log.read_text())
    deaf.stop()
    assert deaf.status == -signal.SIGKILL


def test_dead_child_is_named_with_the_end_of_its_log_and_started_again(
    child: Callable[..., ChildProcess],
) -> None:
    told: list[str] = []
    supervisor = Supervisor(tell=told.append, first_wait=0.01)
    worker = child("worker", "sh", "-c", "echo the last word; sleep 600")
    supervisor.start(worker)
    wait_until(lambda: worker.log and worker.log.read_text())
    first = worker.pid
    os.kill(first or 0, signal.SIGKILL)
    supervisor.wait_for(lambda: len(told) == 2, seconds=30, otherwise="nothing was told")
    assert "worker was killed by SIGKILL" in told[0]
    assert "the last word" in told[0]
    assert "started again in 0.01 s (1 of 5)" in told[0]
    assert told[1] == "worker was started again."
    assert worker.pid not in (None, first)
    supervisor.stop()


def test_child_that_keeps_dying_ends_the_watch_with_one_sentence(child: Callable[..., ChildProcess]) -> None:
    told: list[str] = []
    supervisor = Supervisor(tell=told.append, restarts=2, first_wait=0.01)
    supervisor.start(child("web", "sh", "-c", "echo no such module; exit 3"))
    with pytest.raises(
        EmbeddedError, match=r"web fails again and again: web ended with status 3[\s\S]*no such module"
    ):
        supervisor.watch()
    assert sum("started again in" in sentence for sentence in told) == 2
    supervisor.stop()


def test_failed_command_gives_the_end_of_its_log(child: Callable[..., ChildProcess]) -> None:
    with pytest.raises(EmbeddedError, match=r"command ended with status 4[\s\S]*the reason"):
        Supervisor(tell=lambda sentence: None).run(child("command", "sh", "-c", "echo the reason; exit 4"))


def test_request_to_stop_ends_a_running_command(child: Callable[..., ChildProcess]) -> None:
    supervisor = Supervisor(tell=lambda sentence: None)
    command = child("command", *SLEEP)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    supervisor.listen()
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(StopRequested):
            supervisor.run(command)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert not command.alive()


def test_orphans_of_a_killed_child_are_ended_at_the_next_start(child: Callable[..., ChildProcess]) -> None:
    web = child("web", *PARENT)
    web.start()
    wait_until(lambda: web.log and web.log.read_text().strip())
    orphan = psutil.Process(int(web.log.read_text()))
    os.kill(web.pid or 0, signal.SIGKILL)
    wait_until(lambda: not web.alive())
    assert processes.is_alive(orphan)
    assert child("web", *SLEEP).end_leftovers() == 1
    assert not processes.is_alive(orphan)


def test_record_that_names_a_stranger_ends_nobody(child: Callable[..., ChildProcess], tmp_path: Path) -> None:
    stranger = subprocess.Popen(SLEEP)
    (tmp_path / "run").mkdir()
    for record in (
        json.dumps({"token": "not theirs", "pid": stranger.pid}),
        json.dumps({"token": "", "pid": stranger.pid}),
        json.dumps({"pid": stranger.pid}),
        "half a rec",
    ):
        (tmp_path / "run" / "web.json").write_text(record)
        assert child("web", *SLEEP).end_leftovers() == 0
    time.sleep(0.1)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
