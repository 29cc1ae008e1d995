"""One supervised process of the portal (worker, beat, web) with everything it starts in turn."""

import json
import signal
import subprocess
import uuid
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

from alpr_portal.embedded import processes

LOG_BYTES = 10 * 2**20  # a larger log is set aside at the next start, once


class ChildProcess:
    """`argv` run in `cwd` as leader of its own session, so Ctrl-C at the terminal does not reach it.

    Its output goes straight to `log`, or to the terminal where that is None. `records`/NAME.json keeps the
    random token in its environment: with it a later start finds what is left after this process and its
    parent were killed, and ends that and nothing else.
    """

    def __init__(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        log: Path | None,
        records: Path,
        grace: float = 10,
    ) -> None:
        self.name = name
        self.argv = list(argv)
        self.cwd = cwd
        self.environment = environment
        self.log = log
        self.grace = grace
        self.record = records / f"{name}.json"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child and self.alive() else None

    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def status(self) -> int | None:
        """What it ended with: 0 for well, a negative signal number if killed; None while it runs."""
        return self._child.poll() if self._child else None

    def exit_words(self) -> str:
        """How it ended, for a sentence: 'was killed by SIGKILL', 'ended with status 3'."""
        if self.status is None:
            return "is not running"
        if self.status < 0:
            return f"was killed by {signal.Signals(-self.status).name}"
        return f"ended with status {self.status}"

    def start(self) -> None:
        """Start it, after ending what an earlier run of the same name left."""
        self.end_leftovers()
        token = uuid.uuid4().hex
        self.record.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The token is on disk before the process exists, so a kill at any moment leaves no unknown orphan.
        self.record.write_text(json.dumps({"token": token}))
        with self._output() as output:
            self._child = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.cwd,
                env={**self.environment, processes.RUN_VARIABLE: token},
                start_new_session=True,
            )
        self.record.write_text(json.dumps({"token": token, "pid": self._child.pid}))

    def _output(self) -> AbstractContextManager[IO[bytes] | None]:
        if self.log is None:
            return nullcontext()
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.open("ab")

    def stop(self) -> None:
        """End it: its leader is asked and given `grace` seconds, then all of it is killed. Idempotent."""
        if self._child:
            self._child.terminate()
            try:
                self._child.wait(timeout=self.grace)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        self.end_leftovers(gently=signal.SIGKILL)

    def end_leftovers(self, *, gently: signal.Signals = signal.SIGTERM) -> int:
        """End every process that carries the recorded token; returns how many there were."""
        try:
            record = json.loads(self.record.read_text())
            token = str(record["token"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0
        left = processes.carrying(token) if token else []
        # The leader ends its own children; asking them too would only confuse it.
        leader = [process for process in left if process.pid == record.get("pid")]
        processes.end(leader or left, gently=gently, seconds=5)
        processes.end([process for process in left if processes.is_alive(process)], gently=gently, seconds=2)
        self.record.unlink(missing_ok=True)
        return len(left)
