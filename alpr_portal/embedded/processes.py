"""Finding and ending processes that are provably ours. A number alone proves nothing: numbers are reused."""

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

RUN_VARIABLE = "ALPR_RUN"
"""Environment variable with a random token; whoever carries it was started, directly or not, by us."""


def carrying(token: str) -> list[psutil.Process]:
    """Every living process of ours whose environment holds `token`, the process that asks excepted."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid == os.getpid():
                continue
            if process.environ().get(RUN_VARIABLE) == token and is_alive(process):
                found.append(process)
        except (psutil.Error, OSError):
            continue  # gone meanwhile, or another user's
    return found


def working_in(folder: Path, names: tuple[str, ...]) -> list[psutil.Process]:
    """Living processes whose program's name starts with one of `names` and that work in `folder`.

    PostgreSQL and Redis overwrite their environment with a title, but both work inside their own data folder.
    """
    found = []
    for process in psutil.process_iter():
        try:
            if process.name().startswith(names) and Path(process.cwd()) == folder and is_alive(process):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def is_alive(process: psutil.Process) -> bool:
    """Running, still the same process, and not merely waiting to be buried by its parent."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def end(
    processes: Iterable[psutil.Process], *, gently: signal.Signals = signal.SIGTERM, seconds: float
) -> None:
    """Ask with `gently`, wait up to `seconds`, then kill. Returns when all are gone."""
    waiting = list(processes)
    for process in waiting:
        send(process, gently)
    stubborn = wait_for_end(waiting, seconds=seconds)
    for process in stubborn:
        send(process, signal.SIGKILL)
    wait_for_end(stubborn, seconds=5)


def wait_for_end(waiting: Iterable[psutil.Process], *, seconds: float) -> list[psutil.Process]:
    """Those that still live after `seconds`. A dead one that its parent has yet to bury counts as ended."""
    end_at = time.monotonic() + seconds
    while alive := [process for process in waiting if is_alive(process)]:
        if time.monotonic() > end_at:
            break
        time.sleep(0.02)
    return alive


def send(process: psutil.Process, what: signal.Signals) -> None:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(what)
