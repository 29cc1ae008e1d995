"""Starts services, notices when one dies, starts it again a few times, and stops them last started first."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from alpr_portal.embedded.child import ChildProcess
from alpr_portal.embedded.errors import EmbeddedError, last_lines

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TICK = 0.1  # seconds between looks


class Service(Protocol):
    """What can be supervised. `start` returns once it runs and raises EmbeddedError; `stop` is idempotent."""

    name: str
    log: Path | None

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def alive(self) -> bool: ...


class StopRequested(Exception):
    """Somebody asked for an orderly stop (Ctrl-C, SIGTERM, a closed terminal)."""


@dataclass
class Minded:
    """A service, its failures in a row, and the monotonic time of its next start (None while it runs)."""

    service: Service
    started_at: float
    failures: int = 0
    again_at: float | None = None


@dataclass
class Supervisor:
    """`tell` receives each sentence for the person at the terminal.

    A service that dies is started again after 1, 2, 4, … times `first_wait` seconds, at most `restarts` times
    in a row; one that ran for `settled` seconds begins anew. One that cannot be kept running raises
    EmbeddedError.
    """

    tell: Callable[[str], None]
    restarts: int = 5
    first_wait: float = 1.0
    settled: float = 60.0
    minded: list[Minded] = field(default_factory=list)
    stop_asked: bool = False

    def listen(self) -> None:
        """Turn the stop signals into an orderly stop. Only a flag is set: no start is torn in the middle."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_asked = True

    def start(self, service: Service) -> None:
        self._stop_if_asked()
        # Noted before it is started, so that stop() also clears a start that failed half way.
        self.minded.append(Minded(service, time.monotonic()))
        service.start()

    def run(self, command: ChildProcess) -> None:
        """Run a command to its end while minding the services. Raises EmbeddedError if it fails."""
        self._stop_if_asked()
        try:
            command.start()
            while command.alive():
                self._wait()
            if command.status != 0:
                raise EmbeddedError(f"{command.name} {command.exit_words()}{end_of(command)}")
        finally:
            command.stop()

    def wait_for(self, ready: Callable[[], bool], *, seconds: float, otherwise: str) -> None:
        """Wait until `ready()`, minding the services; after `seconds` raise EmbeddedError(`otherwise`)."""
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                raise EmbeddedError(otherwise)
            self._wait()

    def watch(self) -> None:
        """Mind the services until somebody asks to stop (StopRequested) or one cannot be kept running."""
        while True:
            self._wait()

    def stop(self) -> None:
        """Stop everything that was started here; one that resists does not save the others."""
        while self.minded:
            service = self.minded.pop().service
            try:
                service.stop()
            except (EmbeddedError, OSError, subprocess.SubprocessError) as error:
                self.tell(f"{service.name} could not be stopped: {error}")

    def _wait(self) -> None:
        self._stop_if_asked()
        for minded in self.minded:
            self._look_after(minded)
        time.sleep(TICK)

    def _stop_if_asked(self) -> None:
        if self.stop_asked:
            raise StopRequested

    def _look_after(self, minded: Minded) -> None:
        service = minded.service
        if minded.again_at is None:
            if not service.alive():
                how = service.exit_words() if isinstance(service, ChildProcess) else "is no longer running"
                self._failed(minded, f"{how}{end_of(service)}")
        elif time.monotonic() >= minded.again_at:
            minded.again_at, minded.started_at = None, time.monotonic()
            try:
                service.start()
            except EmbeddedError as error:
                self._failed(minded, f"could not be started again: {error}")
            else:
                self.tell(f"{service.name} was started again.")

    def _failed(self, minded: Minded, how: str) -> None:
        if time.monotonic() - minded.started_at >= self.settled:
            minded.failures = 0
        minded.failures += 1
        name = minded.service.name
        if minded.failures > self.restarts:
            raise EmbeddedError(f"Stopping everything, because {name} fails again and again: {name} {how}")
        wait = self.first_wait * 2 ** (minded.failures - 1)
        minded.again_at = time.monotonic() + wait
        again = f"{name} is started again in {wait:g} s ({minded.failures} of {self.restarts})."
        self.tell(f"{name} {how}\n{again}")


def end_of(service: Service) -> str:
    """' (the end of LOG):' and the last lines of the service's log; '.' for one without a log."""
    return f". The end of {service.log}:{last_lines(service.log)}" if service.log else "."
